import { newerThanThisProgram } from './storage-error';

/** Lifts the payload of one event type from `fromVersion` to the version after it. Pure; it may change the object it is given. */
export interface Upcaster {
  readonly type: string;
  readonly fromVersion: number;
  upcast(data: Record<string, unknown>): object;
}

/** A payload with the version of its schema. */
export interface VersionedData {
  readonly version: number;
  readonly data: object;
}

/** The registered upcasters. A store applies them in the one function through which every stored event is read. */
export interface Upcasting {
  /** The newest version that the upcasters of a type lead to; 1 for a type without upcasters. */
  newestVersion(type: string): number;
  /** Whether an event of the type may be read; every type where none were named. */
  isKnown(type: string): boolean;
  /**
   * The payload at the newest version; a payload that is there already comes back as it is. Throws StorageError where its
   * version is above, or its type unknown: what a later release has written must not be folded as if it were known.
   */
  upcast(type: string, version: number, data: object): VersionedData;
}

/**
 * Registers upcasters, and where a program says so all types of events that there are for it. Throws RangeError when two claim the same step, or when a step between version 1 and the
 * newest is missing: an old event would then reach a decider half lifted.
 */
export function createUpcasting(upcasters: readonly Upcaster[] = [], types?: readonly string[]): Upcasting {
  const known = types === undefined ? null : new Set(types);
  const isKnown = (type: string) => known === null || known.has(type);
  const stepsOfType = new Map<string, Upcaster[]>();
  for (const upcaster of upcasters) {
    const steps = stepsOfType.get(upcaster.type) ?? [];
    stepsOfType.set(upcaster.type, [...steps, upcaster]);
  }
  for (const [type, steps] of stepsOfType) {
    steps.sort((left, right) => left.fromVersion - right.fromVersion);
    steps.forEach((step, index) => {
      if (step.fromVersion === index + 1) return;
      const fault = step.fromVersion <= index ? 'has two upcasters' : 'misses an upcaster';
      throw new RangeError(`${type} ${fault} from version ${Math.min(step.fromVersion, index + 1)}`);
    });
  }
  return {
    isKnown,
    newestVersion: (type) => (stepsOfType.get(type)?.length ?? 0) + 1,
    upcast(type, version, data) {
      if (!isKnown(type))
        throw newerThanThisProgram(`${type}, an event of which nothing is known here, was written by`);
      const steps = stepsOfType.get(type);
      const newest = (steps?.length ?? 0) + 1;
      if (version > newest)
        throw newerThanThisProgram(`${type} of version ${version} (known: ${newest}) was written by`);
      if (steps === undefined || version === newest) return { version, data };
      let lifted = data;
      for (const step of steps.slice(version - 1)) lifted = step.upcast(lifted as Record<string, unknown>);
      return { version: newest, data: lifted };
    },
  };
}

export const NO_UPCASTING: Upcasting = createUpcasting();

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainEvent } from '#libs/kernel';
import { Upcasting } from './upcasting';

/** An event as some release stored it. Golden events are never edited and never deleted. */
export interface GoldenEvent {
  readonly type: string;
  readonly version: number;
  readonly data: object;
}

export interface GoldenEventCheck {
  readonly goldenEvents: readonly GoldenEvent[];
  readonly upcasting: Upcasting;
  /** Every event type of the service with the version that its code writes today. */
  readonly newestVersions: Readonly<Record<string, number>>;
  /** Folds one event: a decider's `evolve` from a fitting state, or a projection's. Throws where it cannot. */
  fold(event: DomainEvent): void;
}

/** Reads golden events from `<Type>.v<version>.json` files, each holding the payload alone, in the order of their names. */
export function readGoldenEvents(folder: string): GoldenEvent[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const match = /^([A-Za-z]+)\.v([1-9]\d*)\.json$/.exec(name);
      if (match === null) throw new RangeError(`Not the name of a golden event: ${name}`);
      const data = JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
      return { type: match[1] as string, version: Number(match[2]), data };
    });
}

/**
 * What stands between the log of any earlier release and the code of today, in sentences; empty when every version
 * of every event type has a golden event, is lifted to the newest version and folds.
 */
export function problemsOfGoldenEvents(check: GoldenEventCheck): string[] {
  const problems: string[] = [];
  for (const [type, newest] of Object.entries(check.newestVersions)) {
    if (check.upcasting.newestVersion(type) !== newest) {
      problems.push(`${type}: code writes version ${newest}, upcasters lead to ${check.upcasting.newestVersion(type)}`);
    }
    for (let version = 1; version <= newest; version += 1) {
      const found = check.goldenEvents.some((event) => event.type === type && event.version === version);
      if (!found) problems.push(`${type} version ${version}: no golden event`);
    }
  }
  for (const event of check.goldenEvents) problems.push(...problemsOfOne(event, check));
  return problems;
}

function problemsOfOne(event: GoldenEvent, check: GoldenEventCheck): string[] {
  const name = `${event.type} version ${event.version}`;
  const newest = check.newestVersions[event.type];
  if (newest === undefined) return [`${name}: the event type is no longer known`];
  if (event.version > newest) return [`${name}: newer than the code, which writes version ${newest}`];
  try {
    const lifted = check.upcasting.upcast(event.type, event.version, structuredClone(event.data));
    check.fold({ type: event.type, version: lifted.version, data: lifted.data });
    return [];
  } catch (error) {
    return [`${name}: does not fold: ${error instanceof Error ? error.message : String(error)}`];
  }
}

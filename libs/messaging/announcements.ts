import { EventStore, newerThanThisProgram } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';
import { ConsumerState, RelayTranslation } from './messaging.port';
import { Relays } from './relay';
import { Retired, RETIRED } from './retired';

/** The place of what the log is read with where it itself is the bus: all consumers of the process read it alike. */
export const LOG_AS_BUS = 'kvitok.log';

export interface AnnouncementsOptions {
  /** Whose: a consumer, or the place of a relay. */
  readonly name: string;
  readonly state: Pick<ConsumerState, 'announce' | 'announced'>;
  readonly retired?: readonly Retired[];
}

/**
 * What the programs that share a place can do, of whatever release: each says it before it takes commands or messages. One
 * that finds something there that it cannot do itself knows that a newer one will come, and leaves it the place in front
 * of it (ADR 0094).
 */
export class Announcements {
  private readonly retired: ReadonlySet<string>;

  constructor(private readonly options: AnnouncementsOptions) {
    const { name, retired = RETIRED } = options;
    this.retired = new Set(retired.filter((one) => one.name === name).map(({ word }) => word));
  }

  announce(words: readonly string[]): Promise<void> {
    return this.options.state.announce(this.options.name, words);
  }

  /** What others have announced and this program has neither among its own nor retired. */
  async beyond(own: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const announced = await this.options.state.announced(this.options.name);
    return new Set(announced.filter((word) => !own.has(word) && !this.retired.has(word)));
  }
}

/**
 * The words by which translations are announced: the type of an event, and with a number from the second translation of one
 * type on, since each gives at most one message of an event.
 */
export function wordsOfTranslations(translations: readonly RelayTranslation[]): readonly string[] {
  const seen = new Map<string, number>();
  return translations
    .flatMap(({ handles }) => [...new Set(handles)])
    .map((type) => {
      const number = (seen.get(type) ?? 0) + 1;
      seen.set(type, number);
      return number === 1 ? type : `${type}#${number}`;
    });
}

/** Events up to the first that only a newer program can translate. */
export interface TranslatablePage {
  readonly events: readonly RecordedEvent[];
  /** Up to here everything was read; in front of `newer` where there is one. */
  readonly checkpoint: number;
  readonly caughtUp: boolean;
  readonly newer: RecordedEvent | null;
}

/** What of a place others have said to translate and this program does not. */
export class NewerTranslations {
  readonly own: ReadonlySet<string>;

  constructor(
    private readonly announcements: Announcements,
    translations: readonly RelayTranslation[],
  ) {
    this.own = new Set(wordsOfTranslations(translations));
  }

  /** Types of events that only a newer program translates, or that it translates once more than this one. */
  async types(): Promise<ReadonlySet<string>> {
    const words = await this.announcements.beyond(this.own);
    return new Set([...words].map((word) => word.split('#', 1)[0] ?? word));
  }
}

/** Reads the log for the translations of a process and for those that others have announced. */
export class TranslatableLog {
  readonly newer: NewerTranslations;
  private readonly ownTypes: readonly string[];
  private types: readonly string[];

  constructor(
    private readonly events: Pick<EventStore, 'readAll'>,
    private readonly announcements: Announcements,
    translations: readonly RelayTranslation[],
  ) {
    this.newer = new NewerTranslations(announcements, translations);
    this.ownTypes = new Relays(translations).types;
    this.types = this.ownTypes;
  }

  announce(): Promise<void> {
    return this.announcements.announce([...this.newer.own]);
  }

  async read(after: number, limit: number): Promise<TranslatablePage> {
    // What was announced may be withdrawn, and where its type is unknown here a page with it cannot be read.
    if (this.types.length > this.ownTypes.length) this.types = withTypes(this.ownTypes, await this.newer.types());
    for (;;) {
      const page = await this.events.readAll({ after, limit, types: this.types });
      // Looked up behind the page: an event of it was recorded by a program that had announced before. What is announced
      // later stands behind the page, so that the place may be moved to its end.
      const beyond = await this.newer.types();
      const types = withTypes(this.types, beyond);
      if (types.length > this.types.length) {
        this.types = types;
        continue;
      }
      const first = page.events.findIndex(({ type }) => beyond.has(type));
      if (first < 0) return { ...page, newer: null };
      const events = page.events.slice(0, first);
      const newer = page.events[first] ?? null;
      return { events, checkpoint: events.at(-1)?.position ?? after, caughtUp: false, newer };
    }
  }
}

function withTypes(types: readonly string[], more: Iterable<string>): readonly string[] {
  return [...new Set([...types, ...more])];
}

/** What a consumer must not pass by although it has no handler for it. */
export class KnownContracts {
  constructor(private readonly announcements: Announcements) {}

  announce(handled: Iterable<string>): Promise<void> {
    return this.announcements.announce([...handled]);
  }

  /**
   * Of the contracts of messages, null where one has none, those without a handler here that a newer program handles: it has
   * announced them, or they are a later version of one that is handled here.
   */
  async newerAmong(contracts: Iterable<string | null>, handled: Iterable<string>): Promise<ReadonlySet<string>> {
    const own = new Set(handled);
    const unhandled = new Set<string>();
    for (const contract of contracts) if (contract !== null && !own.has(contract)) unhandled.add(contract);
    if (unhandled.size === 0) return unhandled;
    const beyond = await this.announcements.beyond(own);
    return new Set([...unhandled].filter((contract) => beyond.has(contract) || isLaterVersion(contract, own)));
  }
}

/** Whether it is a version of one of these contracts above all versions of it among them. */
export function isLaterVersion(contract: string, contracts: Iterable<string>): boolean {
  const [name, version] = versionOf(contract);
  const known = [...contracts].map(versionOf).filter(([one]) => one === name);
  return known.length > 0 && known.every(([, one]) => version > one);
}

function versionOf(contract: string): readonly [name: string, version: number] {
  const [, name = contract, version = '0'] = /^(.*)\.v(\d+)$/.exec(contract) ?? [];
  return [name, Number(version)];
}

export function eventForNewer(who: string, { type, position }: RecordedEvent): Error {
  return newerThanThisProgram(`${who} leaves the event ${type} at position ${position} to`);
}

export function contractForNewer(consumer: string, contract: string): Error {
  return newerThanThisProgram(`${consumer} leaves «${contract}» to`);
}

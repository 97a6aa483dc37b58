import { EventStore, MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';
import { newEvent } from '#libs/testing';
import { Projection } from '../read-models.port';

/** A log of a few accounts, and what tests need to look at how it is read. */
export interface AccountLog {
  readonly events: EventStore;
  /** How often a page of the log was read. */
  reads(): number;
  charge(account: string, amountKopecks: number): Promise<number>;
  close(account: string): Promise<number>;
  /** An event that no projection here can fold. */
  spoil(account: string): Promise<number>;
  /** An event that no projection here handles. */
  note(): Promise<number>;
}

/** Counted for all logs of a test process: several may stand on one and the same log. */
let facts = 0;

export function accountLog(events: EventStore = new MemoryEventStore()): AccountLog {
  let reads = 0;
  const counting: EventStore = new Proxy(events, {
    get(target, name) {
      if (name === 'readAll') reads += 1;
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  const append = async (type: string, data: object): Promise<number> => {
    facts += 1;
    const stream = `testing_fact-${process.pid}_${facts}`;
    const eventId = `fact-${process.pid}-${facts}`;
    const outcome = await events.append({
      stream,
      expectedRevision: NO_STREAM,
      events: [newEvent(eventId, data, type)],
    });
    if (outcome.kind !== 'appended') throw new Error(outcome.kind);
    return outcome.lastPosition;
  };
  return {
    events: counting,
    reads: () => reads,
    charge: (account, amountKopecks) => append('ChargesCalculated', { account, amountKopecks }),
    close: (account) => append('AccountClosed', { account }),
    spoil: (account) => append('ChargesCalculated', { account, amountKopecks: 'spoilt' }),
    note: () => append('ReadingAccepted', { volume: '1' }),
  };
}

export interface Balance {
  readonly account: string;
  readonly balanceKopecks: number;
  readonly charges: number;
}

interface AccountFact {
  readonly account: string;
  readonly amountKopecks?: number;
}

/** What each account owes; nothing is left of a closed account. */
export function balanceProjection(name = 'testing.balance', version = 1): Projection<Balance> {
  return {
    name,
    version,
    handles: ['ChargesCalculated', 'AccountClosed'],
    keysOf: (event) => [(event.data as AccountFact).account],
    evolve(document, event, account) {
      if (event.type === 'AccountClosed') return null;
      const { amountKopecks } = event.data as AccountFact;
      if (!Number.isSafeInteger(amountKopecks)) throw new Error(`No amount for ${account}`);
      const { balanceKopecks, charges } = document ?? { balanceKopecks: 0, charges: 0 };
      // A new version of the projection shows what the old one did not.
      const known = version > 1 ? { version } : {};
      return { account, balanceKopecks: balanceKopecks + (amountKopecks ?? 0), charges: charges + 1, ...known };
    },
    columns: { balanceKopecks: 'integer' },
    columnsOf: ({ balanceKopecks }) => ({ balanceKopecks }),
    indexes: [['balanceKopecks']],
  };
}

/** How many charges and closings there were in all: one document that every event changes. */
export function countProjection(
  onEvolve: (event: RecordedEvent) => void = () => undefined,
): Projection<{ count: number }> {
  return {
    name: 'testing.count',
    version: 1,
    handles: ['ChargesCalculated', 'AccountClosed'],
    keysOf: () => ['all'],
    evolve(document, event) {
      onEvolve(event);
      return { count: (document?.count ?? 0) + 1 };
    },
    columns: {},
    columnsOf: () => ({}),
    indexes: [],
  };
}

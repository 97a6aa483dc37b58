import { join } from 'node:path';
import { NewEvent, SqliteEventStore, StreamAppend } from '#libs/event-store';
import { BareEvent, BareLog } from '../anchors/bare-log';
import { appendOf } from '../company/appends';
import { interleave, Round, timed } from '../measure/spread';

export interface AppendInput {
  readonly dir: string;
  readonly rounds: number;
  readonly serialEvents: number;
  readonly batchedEvents: number;
  readonly batch: number;
}

export interface AppendOutput {
  readonly serial: readonly Round[];
  readonly batched: readonly Round[];
}

/** Appends of one event of 200 characters, each to a stream of its own: one caller, and a thousand a commit. */
export async function measureAppends(input: AppendInput): Promise<AppendOutput> {
  const { serialEvents, batchedEvents, batch } = input;
  return {
    serial: await measure(input, 'serial', serialEvents, 1),
    batched: await measure(input, 'batched', batchedEvents, batch),
  };
}

async function measure({ dir, rounds }: AppendInput, name: string, events: number, batch: number): Promise<Round[]> {
  const appends = Array.from({ length: events }, (_, number) => readingAppend(number));
  const bare = appends.map((append) => bareEventOf(append));
  return interleave(
    rounds,
    async (round) => {
      const log = new BareLog(join(dir, `${name}-anchor-${round}.sqlite`));
      const ms = await timed(() => {
        for (let first = 0; first < events; first += batch) log.append(bare.slice(first, first + batch));
      });
      requireCount(log.count(), events);
      log.close();
      return ms;
    },
    async (round) => {
      const store = new SqliteEventStore({ file: join(dir, `${name}-project-${round}.sqlite`) });
      const ms = await timed(async () => {
        for (let first = 0; first < events; first += batch) {
          const outcomes = await store.appendMany(appends.slice(first, first + batch));
          if (outcomes.some(({ kind }) => kind !== 'appended')) throw new Error('An append was refused');
        }
      });
      requireCount(await store.head(), events);
      await store.close();
      return ms;
    },
  );
}

function readingAppend(number: number): StreamAppend {
  const account = String(6_300_000_000 + number);
  const data = {
    account,
    meterId: `M${number}`,
    utility: 'cold_water',
    takenOn: '2026-03-20',
    receivedOn: '2026-03-20',
    values: [String(400 + number)],
    effectiveOn: '2026-03-20',
  };
  return appendOf(`metering_meter-${number}`, [{ type: 'ReadingAccepted', version: 1, data }]);
}

function bareEventOf({ stream, events }: StreamAppend): BareEvent {
  const { type, data, metadata } = events[0] as NewEvent;
  return { stream, type, data, metadata };
}

function requireCount(written: number, wanted: number): void {
  if (written !== wanted) throw new Error(`${written} events were written, not ${wanted}`);
}

import { join } from 'node:path';
import { SqliteEventStore } from '#libs/event-store';
import { Relays } from '#libs/messaging';
import { kafkaMessageOf } from '#libs/messaging/kafka';
import { SERVICES, UPCASTING } from '#services/app';

/** What a month of an account adds, as far as it comes every month. */
const EVERY_MONTH: ReadonlySet<string> = new Set([
  'ReadingAccepted',
  'ReadingNoted',
  'PaymentReceived',
  'PaymentCredited',
  'PeriodOpened',
  'ChargesCalculated',
  'PeriodClosed',
]);
const PER_PAGE = 1_000;

export interface LogGrowth {
  /** Statements that were closed: an account and a month each. */
  readonly accountMonths: number;
  readonly eventsPerAccountMonth: number;
  /** Data and metadata as they stand in the log. */
  readonly bytesPerAccountMonth: number;
  readonly bytesPerEvent: number;
  readonly messagesPerAccountMonth: number;
  /** Value and key of its messages. */
  readonly messageBytesPerAccountMonth: number;
}

/** How a log grows, of what was recorded before an instant. */
export async function growthOf(dataDir: string, before: string): Promise<LogGrowth> {
  const store = new SqliteEventStore({ file: join(dataDir, 'events.sqlite'), upcasting: UPCASTING });
  const relays = new Relays(SERVICES.flatMap((service) => service.relays));
  const sums = { accountMonths: 0, events: 0, bytes: 0, messages: 0, messageBytes: 0 };
  for (let after = 0, caughtUp = false; !caughtUp;) {
    const page = await store.readAll({ after, limit: PER_PAGE });
    for (const event of page.events) {
      if (!EVERY_MONTH.has(event.type) || event.metadata.recordedAt >= before) continue;
      if (event.type === 'PeriodClosed') sums.accountMonths += 1;
      sums.events += 1;
      sums.bytes += bytesOf(JSON.stringify(event.data)) + bytesOf(JSON.stringify(event.metadata));
      for (const message of relays.messagesOf(event).map(kafkaMessageOf)) {
        sums.messages += 1;
        sums.messageBytes += bytesOf(message.key) + bytesOf(message.value);
      }
    }
    after = page.checkpoint;
    caughtUp = page.caughtUp;
  }
  await store.close();
  const each = (sum: number) => sum / sums.accountMonths;
  return {
    accountMonths: sums.accountMonths,
    eventsPerAccountMonth: each(sums.events),
    bytesPerAccountMonth: each(sums.bytes),
    bytesPerEvent: sums.bytes / sums.events,
    messagesPerAccountMonth: each(sums.messages),
    messageBytesPerAccountMonth: each(sums.messageBytes),
  };
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

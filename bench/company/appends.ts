import { eventIdOf, NewEvent, StreamAppend } from '#libs/event-store';
import { DomainEvent } from '#libs/kernel';

const RECORDED_AT = '2026-02-28T20:00:00.000Z';

/** Events as a command of the import would have written them; `afterRevision` is -1 for a new stream. */
export function appendOf(
  stream: string,
  events: readonly DomainEvent[],
  afterRevision = -1,
  recordedAt = RECORDED_AT,
): StreamAppend {
  const commandId = `bench:${stream}:${afterRevision}`;
  const metadata = {
    recordedAt,
    actor: 'import',
    correlationId: commandId,
    causationId: null,
    commandId,
    commandHash: '0'.repeat(64),
  };
  return {
    stream,
    expectedRevision: afterRevision,
    events: events.map((event, index): NewEvent => ({ ...event, eventId: eventIdOf(commandId, index), metadata })),
  };
}

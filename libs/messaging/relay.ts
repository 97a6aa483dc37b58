import { hash } from 'node:crypto';
import { EventStore, newerThanThisProgram } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';
import { IntegrationMessage, RelayTranslation } from './messaging.port';

/** All translations of a process, found by event type, since every event of a page is asked for. */
export class Relays {
  private readonly byType = new Map<string, RelayTranslation[]>();

  constructor(translations: readonly RelayTranslation[]) {
    for (const translation of translations) {
      for (const type of translation.handles) {
        const known = this.byType.get(type);
        if (known) known.push(translation);
        else this.byType.set(type, [translation]);
      }
    }
  }

  /** The event types that may give a message. */
  get types(): readonly string[] {
    return [...this.byType.keys()];
  }

  /** What the services publish about an event; the same event always gives the same messages with the same ids. */
  messagesOf(event: RecordedEvent): IntegrationMessage[] {
    const messages: IntegrationMessage[] = [];
    for (const translation of this.byType.get(event.type) ?? []) {
      const translated = translate(translation, event);
      if (translated === null) continue;
      const { contract, key, data } = translated;
      messages.push({ contract, messageId: messageIdOf(event, contract), key, data, source: sourceOf(event) });
    }
    return messages;
  }
}

/**
 * A message as the relays would make it today, from its event: a corrected upcaster or relay reaches what is parked.
 * Null where it is no longer for others; the message as it is where its event is not in this log. `newerTypes` are the types
 * of events that only a newer program translates: throws StorageError where it is of one of these and this program makes no
 * such message, because it is for others all the same.
 */
export async function currentFormOf(
  message: IntegrationMessage,
  events: Pick<EventStore, 'findEvent'>,
  relays: Relays,
  newerTypes: () => Promise<ReadonlySet<string>>,
): Promise<IntegrationMessage | null> {
  const event = await events.findEvent(message.source.eventId, message.source.position);
  if (event === null) return message;
  const current = relays.messagesOf(event).find(({ contract }) => contract === message.contract);
  if (current !== undefined) return current;
  if (!(await newerTypes()).has(event.type)) return null;
  const { type, position } = event;
  throw newerThanThisProgram(`«${message.contract}» of the event ${type} at position ${position} is left to`);
}

/** A translation that fails stops its consumer rather than lose a fact; so it says where. */
function translate(translation: RelayTranslation, event: RecordedEvent): ReturnType<RelayTranslation['translate']> {
  try {
    return translation.translate(event);
  } catch (cause) {
    throw new Error(`${translation.service} cannot publish ${event.type} at position ${event.position}`, { cause });
  }
}

/** The id of a message in the form of a UUID: SHA-256 of the event's id and the contract. Published again it is the same. */
export function messageIdOf(event: Pick<RecordedEvent, 'eventId'>, contract: string): string {
  const hex = hash('sha256', `${event.eventId}|${contract}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

function sourceOf(event: RecordedEvent): IntegrationMessage['source'] {
  const { recordedAt, actor, correlationId } = event.metadata;
  return { eventId: event.eventId, type: event.type, position: event.position, recordedAt, actor, correlationId };
}

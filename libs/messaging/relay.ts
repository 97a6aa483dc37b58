import { createHash } from 'node:crypto';
import { RecordedEvent } from '#libs/kernel';
import { IntegrationMessage, RelayTranslation } from './messaging.port';

/** Which translations an event type goes through: asked for every event of a page, so found by type at once. */
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

  messagesOf(event: RecordedEvent): IntegrationMessage[] {
    return (this.byType.get(event.type) ?? []).flatMap((translation) => {
      const translated = translation.translate(event);
      return translated === null ? [] : [{ ...translated, messageId: messageIdOf(event, translated.contract), source: sourceOf(event) }];
    });
  }
}

/** The id of a message follows from its event and contract: published again it is the same. */
export function messageIdOf(event: Pick<RecordedEvent, 'eventId'>, contract: string): string {
  const hash = createHash('sha256').update(`${event.eventId}|${contract}`).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}

function sourceOf(event: RecordedEvent): IntegrationMessage['source'] {
  const { recordedAt, actor, correlationId } = event.metadata;
  return { eventId: event.eventId, type: event.type, position: event.position, recordedAt, actor, correlationId };
}

import { IntegrationMessage } from './messaging.port';

/** So much of a message that cannot be read is kept for whoever looks at it. */
const UNREADABLE_CHARACTERS = 2_000;

/** Stands in for what lay at a place of a topic and is no message: of no event, so that nothing gives it another form. */
export function unreadableMessage(
  place: string,
  contract: string,
  { key, value }: { readonly key: Buffer | null; readonly value: Buffer | null },
): IntegrationMessage {
  return {
    messageId: place,
    contract,
    key: key?.toString() ?? place,
    data: { unreadable: value?.toString().slice(0, UNREADABLE_CHARACTERS) ?? null },
    source: { eventId: '', type: '', position: 0, recordedAt: '', actor: '', correlationId: '' },
  };
}

/** Why no handler may be given a message; null where one may. */
export function faultOf({ messageId, source, data }: IntegrationMessage): string | null {
  const isUnreadable = source.eventId === '' && Object.hasOwn(data, 'unreadable');
  return isUnreadable ? `The message at ${messageId} cannot be read` : null;
}

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

/** Whether a message stands in for one that cannot be read: no handler may be given it. */
export function isUnreadable({ source, data }: IntegrationMessage): boolean {
  return source.eventId === '' && Object.hasOwn(data, 'unreadable');
}

/** What is told of it wherever it is parked; its id is its place. */
export function cannotBeRead({ messageId }: Pick<IntegrationMessage, 'messageId'>): string {
  return `The message at ${messageId} cannot be read`;
}

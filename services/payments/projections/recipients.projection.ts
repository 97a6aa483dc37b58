import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { Recipient, RECIPIENTS_EVENT_TYPES, RecipientsNoted } from '../domain/recipients.events';

/** Where does the money of a payee go? One document a payee. */
export const recipients: Projection<Recipient> = {
  name: 'payments.recipients',
  version: 1,
  handles: RECIPIENTS_EVENT_TYPES,
  keysOf: (event) => (event as RecipientsNoted & RecordedEvent).data.recipients.map(({ payee }) => payee),
  evolve: (known, event, key) =>
    (event as RecipientsNoted & RecordedEvent).data.recipients.find(({ payee }) => payee === key) ?? known,
  columns: {},
  columnsOf: () => ({}),
  indexes: [],
};

import { RecordedEvent } from '#libs/kernel';

/** A value of an event. */
export interface EventField {
  /** Where it stands in the event: `charges.3.amountKopecks`. */
  readonly path: string;
  readonly value: string;
}

/** An event of a close names every month of a debt; beyond this the reader looks at the sums themselves. */
export const EVENT_FIELDS_MAX = 400;
/** What is longer is sealed, or a document of its own. */
const VALUE_CHARACTERS_MAX = 300;

/** Facts of these streams are written by the services that compute and measure: they hold no personal data in clear. */
const OPEN_STREAMS = /^(billing_(account|account_period|company|utility|house)|metering_meter)-/;
/** Of every other stream only what a sum can come from is shown. */
const OPEN_FIELDS = new Set([
  'account',
  'amountKopecks',
  'because',
  'cancelledOn',
  'chargedOn',
  'namedPeriod',
  'orderId',
  'payee',
  'paymentId',
  'quantity',
  'receivedOn',
  'reversedOn',
  'title',
  'unit',
  'unitPriceKopecks',
]);
/** Whom it is about stands in the vault of persons, and what a calculation is compared by tells nobody anything. */
const CLOSED_FIELDS = new Set(['personId', 'payerId', 'fingerprint', 'name', 'phone']);

/** The values of an event, without those of a person. Requisites of the company’s payees are the company’s own. */
export function fieldsOfEvent({ stream, data }: Pick<RecordedEvent, 'stream' | 'data'>): readonly EventField[] {
  const isOpen = OPEN_STREAMS.test(stream);
  const fields: EventField[] = [];
  const visit = (path: string, field: string, value: unknown): void => {
    if (fields.length >= EVENT_FIELDS_MAX || value === undefined) return;
    if (isClosed(stream, field)) return;
    if (typeof value !== 'object' || value === null) {
      fields.push({ path, value: textOf(value) });
    } else if (isListOfTexts(value)) {
      fields.push({ path, value: textOf(value.join(' ')) });
    } else {
      for (const [key, inner] of Object.entries(value))
        visit(`${path}.${key}`, Array.isArray(value) ? field : key, inner);
    }
  };
  for (const [field, value] of Object.entries(data)) {
    if (isOpen || OPEN_FIELDS.has(field)) visit(field, field, value);
  }
  return fields;
}

/** Registers of the company name organisations and utilities, not people. */
function isClosed(stream: string, field: string): boolean {
  if (!CLOSED_FIELDS.has(field)) return false;
  return !((field === 'name' || field === 'phone') && /^billing_(company|utility)-/.test(stream));
}

function isListOfTexts(value: object): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number');
}

function textOf(value: unknown): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX)}…` : text;
}

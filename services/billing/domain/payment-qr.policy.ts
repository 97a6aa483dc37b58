import { Rejection } from '#libs/kernel';
import { encodeText, TextEncodingName } from './text-encoding';

/** What every payment QR has to name, in the order of the standard. ГОСТ Р 56042-2014. */
export interface QrRequisites {
  readonly Name: string;
  readonly PersonalAcc: string;
  readonly BankName: string;
  readonly BIC: string;
  /** `0` where the bank has none. */
  readonly CorrespAcc: string;
}

/** A further requisite, `Sum` in kopecks, `Purpose`, `PersAcc`, `PaymPeriod`…, in the order of the slip. */
export interface QrField {
  readonly key: string;
  readonly value: string;
}

export interface PaymentQr {
  readonly encoding: TextEncodingName;
  readonly separator: string;
  /** The text of the code. */
  readonly payload: string;
  /** What is put into the code. */
  readonly bytes: Uint8Array;
}

const REQUIRED_KEYS = ['Name', 'PersonalAcc', 'BankName', 'BIC', 'CorrespAcc'] as const;

/** The longest values, in characters. ГОСТ Р 56042-2014. */
const LENGTH_LIMITS: Readonly<Record<string, number>> = {
  Name: 160,
  PersonalAcc: 20,
  BankName: 45,
  BIC: 9,
  CorrespAcc: 20,
  Sum: 18,
  Purpose: 210,
  PayeeINN: 12,
  PayerINN: 12,
  DrawerStatus: 2,
  KPP: 9,
  CBC: 20,
  OKTMO: 11,
  PaytReason: 2,
  TaxPeriod: 10,
  DocNo: 15,
  DocDate: 10,
  TaxPaytKind: 2,
};

/** The required block may fill so many bytes. */
export const REQUIRED_BLOCK_BYTES_MAX = 300;
/** What the largest code of error level L holds. */
const PAYLOAD_BYTES_MAX = 2953;

const ENCODING_DIGITS: Readonly<Record<TextEncodingName, string>> = {
  'windows-1251': '1',
  'utf-8': '2',
  'koi8-r': '3',
};

/** Tried in this order: the first that occurs in no value stands between all requisites. */
const SEPARATORS = ['|', '#', ';', '^', '~', '!', '%', '&', '*', '+', '_', '$', '?', '@', '`'];

/**
 * The payment QR of one payee: `ST0001`, the digit of the encoding, the separator, and `Key=Value` joined by it, with
 * nothing after the last. The 8th byte is the separator, so the same one stands everywhere.
 * Without a wished encoding it is UTF-8, or windows-1251 where only that keeps the required block within its bytes;
 * a text that the wished code page cannot hold makes it UTF-8.
 * Rejects with BILLING_PAYMENT_QR_IMPOSSIBLE, naming the requisite and the limit. ГОСТ Р 56042-2014.
 */
export function paymentQr(
  required: QrRequisites,
  further: readonly QrField[],
  wished: TextEncodingName | null = null,
): PaymentQr | Rejection {
  const block = REQUIRED_KEYS.map((key) => ({ key, value: required[key] }));
  const fields = [...block, ...further];
  const fault = firstFault(block, further);
  if (fault) return fault;
  const separator = SEPARATORS.find((candidate) => !fields.some(({ value }) => value.includes(candidate)));
  if (separator === undefined) return impossible('separator', 'every separator occurs in a value');
  const encoding = encodingFor(fields, block, wished);
  if (blockBytes(block, encoding) > REQUIRED_BLOCK_BYTES_MAX) {
    return impossible('required block', `more than ${REQUIRED_BLOCK_BYTES_MAX} bytes`);
  }
  const payload = `ST0001${ENCODING_DIGITS[encoding]}${separator}${joined(fields, separator)}`;
  const bytes = encodeText(payload, encoding);
  if (bytes === null) return impossible('text', 'half of a character');
  if (bytes.length > PAYLOAD_BYTES_MAX) return impossible('payload', `more than ${PAYLOAD_BYTES_MAX} bytes`);
  return { encoding, separator, payload, bytes };
}

/**
 * The bytes of the required block, without the eight of the header: what has to stay within
 * {@link REQUIRED_BLOCK_BYTES_MAX}. A text that the code page cannot hold is counted as UTF-8.
 */
export function requiredBlockBytes(required: QrRequisites, wished: TextEncodingName): number {
  const block = REQUIRED_KEYS.map((key) => ({ key, value: required[key] }));
  return blockBytes(block, isEncodable(block, wished) ? wished : 'utf-8');
}

function impossible(field: string, reason: string): Rejection {
  return new Rejection('BILLING_PAYMENT_QR_IMPOSSIBLE', { field, reason });
}

function firstFault(block: readonly QrField[], further: readonly QrField[]): Rejection | null {
  const empty = block.find(({ value }) => value === '');
  if (empty) return impossible(empty.key, 'empty');
  const all = [...block, ...further];
  const badKey = further.find(({ key }) => !/^[A-Za-z0-9]+$/.test(key));
  if (badKey) return impossible(badKey.key, 'not a name of a requisite');
  const keys = all.map(({ key }) => key.toLowerCase());
  const twice = all.find(({ key }, index) => keys.indexOf(key.toLowerCase()) !== index);
  if (twice) return impossible(twice.key, 'named twice');
  const long = all.find(({ key, value }) => value.length > (LENGTH_LIMITS[key] ?? Infinity));
  if (long) return impossible(long.key, 'longer than the standard allows');
  const sum = further.find(({ key, value }) => key === 'Sum' && !/^\d+$/.test(value));
  return sum ? impossible('Sum', 'not whole kopecks') : null;
}

function encodingFor(
  fields: readonly QrField[],
  block: readonly QrField[],
  wished: TextEncodingName | null,
): TextEncodingName {
  if (wished !== null) return isEncodable(fields, wished) ? wished : 'utf-8';
  const tooLong = blockBytes(block, 'utf-8') > REQUIRED_BLOCK_BYTES_MAX;
  return tooLong && isEncodable(fields, 'windows-1251') ? 'windows-1251' : 'utf-8';
}

function isEncodable(fields: readonly QrField[], encoding: TextEncodingName): boolean {
  return fields.every(({ value }) => encodeText(value, encoding) !== null);
}

function blockBytes(block: readonly QrField[], encoding: TextEncodingName): number {
  return encodeText(joined(block, '|'), encoding)?.length ?? 0;
}

function joined(fields: readonly QrField[], separator: string): string {
  return fields.map(({ key, value }) => `${key}=${value}`).join(separator);
}

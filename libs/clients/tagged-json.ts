import { isRejection, Rejection } from '#libs/kernel';

/**
 * JSON that keeps what JSON loses: `undefined`, instants, maps, sets, bytes, large numbers, rejections. Whatever is none of
 * them is a plain object, whose own fields are kept and whose class is not.
 *
 * What is tagged is an object `{"$": kind, "of": …}`. A plain object with a field `$` is tagged itself, so that no text of a
 * person is ever read as a tag.
 */
const TAG = '$';

/** A value that cannot travel: a function, a symbol, an object that is more than its fields. */
export class UntransferableError extends TypeError {
  constructor(what: string) {
    super(`${what} cannot be sent to another process`);
    this.name = 'UntransferableError';
  }
}

/** A text that is no tagged JSON. */
export class TaggedJsonError extends Error {
  constructor(reason: string) {
    super(`No tagged JSON: ${reason}`);
    this.name = 'TaggedJsonError';
  }
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Throws UntransferableError; a value that holds itself is a RangeError. */
export function toTaggedJson(value: unknown): string {
  return JSON.stringify(encode(value));
}

/** Throws TaggedJsonError. */
export function fromTaggedJson(text: string): unknown {
  try {
    return decode(JSON.parse(text) as Json);
  } catch (error) {
    if (error instanceof TaggedJsonError) throw error;
    // Neither the text nor what the parser cites of it: it may be of a person.
    throw new TaggedJsonError(error instanceof RangeError ? 'nested too deep' : 'it cannot be parsed');
  }
}

const tagged = (kind: string, of: Json): Json => ({ [TAG]: kind, of });

function encode(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : tagged('number', numberText(value));
    case 'undefined':
      return tagged('undefined', null);
    case 'bigint':
      return tagged('bigint', String(value));
    case 'object':
      return value === null ? null : encodeObject(value);
    default:
      throw new UntransferableError(`A ${typeof value}`);
  }
}

const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

function encodeObject(value: object): Json {
  if (Array.isArray(value)) return Array.from(value, encode);
  if (value instanceof Date) return tagged('Date', encode(value.getTime()));
  if (value instanceof Map)
    return tagged(
      'Map',
      Array.from(value, ([key, of]) => [encode(key), encode(of)]),
    );
  if (value instanceof Set) return tagged('Set', Array.from(value, encode));
  if (value instanceof Uint8Array) return tagged('bytes', Buffer.from(value).toString('base64'));
  if (isRejection(value)) return tagged('Rejection', [value.code, encode(value.details)]);
  if (isMoreThanItsFields(value)) throw new UntransferableError(`A ${value.constructor.name}`);
  const fields = Object.entries(value).map(([name, of]): [string, Json] => [name, encode(of)]);
  return Object.hasOwn(value, TAG) ? tagged('object', fields) : Object.fromEntries(fields);
}

function isMoreThanItsFields(value: object): boolean {
  return (
    value instanceof Error ||
    value instanceof RegExp ||
    value instanceof Promise ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value) ||
    Symbol.asyncIterator in value ||
    Symbol.iterator in value
  );
}

function decode(value: Json): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(decode);
  const kind = Object.hasOwn(value, TAG) ? (value as { readonly [TAG]: Json })[TAG] : undefined;
  if (kind !== undefined) return untag(kind, (value as { readonly of?: Json }).of ?? null);
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, decode(of)]));
}

function untag(kind: Json, of: Json): unknown {
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(text(of));
    case 'bigint':
      return BigInt(text(of));
    case 'Date':
      return new Date(Number(decode(of)));
    case 'bytes':
      return Buffer.from(text(of), 'base64');
    case 'Map':
      return new Map(pairs(of).map(([key, one]) => [decode(key), decode(one)]));
    case 'Set':
      return new Set(list(of).map(decode));
    case 'Rejection': {
      const [code, details] = list(of);
      return new Rejection(text(code), decode(details ?? null) as Rejection['details']);
    }
    case 'object':
      return Object.fromEntries(pairs(of).map(([name, one]) => [text(name), decode(one)]));
    default:
      throw new TaggedJsonError('an unknown tag');
  }
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new TaggedJsonError('a text is missing');
  return value;
}

function list(value: Json): readonly Json[] {
  if (!isList(value)) throw new TaggedJsonError('a list is missing');
  return value;
}

function pairs(value: Json): readonly (readonly [Json, Json])[] {
  return list(value).map((pair) => {
    const [key, of, ...rest] = list(pair);
    if (key === undefined || of === undefined || rest.length > 0) throw new TaggedJsonError('a pair is missing');
    return [key, of];
  });
}

import { hash } from 'node:crypto';

/** The number at the end of a command id; twelve digits are what forty bits hold. */
const NUMBER_AT_END = /\d{1,12}$/;

/**
 * The id of the event number `index` of a command: a UUID (version 8, RFC 9562) made from SHA-256.
 * The same command stated twice makes the same ids, so that the store recognises the second time.
 *
 * Commands whose ids differ only in the number at their end, such as those of one night for one account each, get
 * ids that stand together and in the order of these numbers. A store then inserts a whole batch side by side into its
 * index of ids, where random ids would touch a page for every event.
 */
export function eventIdOf(commandId: string, index: number): string {
  const number = NUMBER_AT_END.exec(commandId)?.[0] ?? '';
  const family = sha256(commandId.slice(0, commandId.length - number.length));
  const place = Number(number).toString(16).padStart(10, '0');
  const own = sha256(`${commandId}\n${index}`);
  return `${family.slice(0, 8)}-${place.slice(0, 4)}-8${place.slice(4, 7)}-8${place.slice(7)}-${own.slice(0, 12)}`;
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/**
 * SHA-256 (hex) of a command's input, independent of the order of its keys.
 * Throws TypeError where the input holds something that JSON cannot carry exactly: a bigint, a function, NaN.
 */
export function hashOfInput(input: unknown): string {
  return sha256(canonicalJson(input));
}

/** JSON with the keys of every object in code unit order and without undefined members. Throws like `hashOfInput`. */
export function canonicalJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`Not a JSON value: ${value}`);
      return JSON.stringify(value);
    case 'object':
      return canonicalObject(value);
    default:
      throw new TypeError(`Not a JSON value: ${typeof value}`);
  }
}

function canonicalObject(value: object): string {
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return canonicalJson((value as { toJSON(): unknown }).toJSON());
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

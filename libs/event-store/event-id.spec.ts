import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { canonicalJson, eventIdOf, hashOfInput } from './event-id';

const commandIds = fc.oneof(
  fc.uuid(),
  fc.string({ maxLength: 40 }),
  fc.nat().map((number) => `night-2026-10-${number}`),
);

describe('the id of an event', () => {
  it('is a UUID that follows from the command id and the index', () => {
    fc.assert(
      fc.property(commandIds, fc.nat(50), (commandId, index) => {
        const eventId = eventIdOf(commandId, index);
        expect(eventId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(eventIdOf(commandId, index)).toBe(eventId);
      }),
    );
  });

  it('is another one for another command or another index', () => {
    const indexed = fc.tuple(commandIds, fc.nat(50));
    fc.assert(
      fc.property(indexed, indexed, ([left, leftIndex], [right, rightIndex]) => {
        fc.pre(left !== right || leftIndex !== rightIndex);
        expect(eventIdOf(left, leftIndex)).not.toBe(eventIdOf(right, rightIndex));
      }),
    );
    const tricky = ['c', 'c0', 'c00', 'c-1', 'c-01', 'c-10', 'c\n1', 'c-999999999999', 'c-9999999999990', ''];
    const ids = tricky.flatMap((commandId) => Array.from({ length: 12 }, (_, index) => eventIdOf(commandId, index)));
    expect(new Set(ids).size).toBe(tricky.length * 12);
  });

  it('stands in the order of the numbers at the end of the ids of one family of commands', () => {
    const accounts = fc.uniqueArray(fc.integer({ min: 6_300_000_000, max: 999_999_999_999 }), {
      minLength: 2,
      maxLength: 2,
    });
    fc.assert(
      fc.property(accounts, (numbers) => {
        const [left, right] = numbers as [number, number];
        const [leftId, rightId] = [eventIdOf(`night-${left}`, 0), eventIdOf(`night-${right}`, 0)];
        expect(leftId < rightId).toBe(left < right);
        expect(leftId.slice(0, 8)).toBe(rightId.slice(0, 8));
      }),
    );
  });
});

describe('the hash of a command input', () => {
  it('is the SHA-256 of its JSON with sorted keys', () => {
    const json = '{"account":"63","lines":[{"a":1,"b":null}]}';
    const input = { lines: [{ b: null, a: 1, c: undefined }], account: '63' };
    expect(canonicalJson(input)).toBe(json);
    expect(hashOfInput(input)).toBe(createHash('sha256').update(json).digest('hex'));
  });

  it('does not depend on the order of keys, and says of the input what JSON says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        expect(JSON.parse(canonicalJson(input))).toEqual(JSON.parse(JSON.stringify(input)));
        expect(hashOfInput(withKeysReversed(input))).toBe(hashOfInput(input));
      }),
    );
  });

  it('differs for inputs that differ', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        fc.pre(JSON.stringify(withKeysSorted(left)) !== JSON.stringify(withKeysSorted(right)));
        expect(hashOfInput(left)).not.toBe(hashOfInput(right));
      }),
    );
  });

  it.each([[NaN], [Infinity], [1n], [() => 1], [Symbol('x')]])('refuses what JSON cannot carry: %p', (value) => {
    expect(() => hashOfInput({ value })).toThrow(TypeError);
  });

  it('takes an object that knows its own JSON at its word', () => {
    expect(canonicalJson({ volume: { toJSON: () => '25/6' } })).toBe('{"volume":"25/6"}');
  });
});

function withKeys(value: unknown, order: (keys: string[]) => string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withKeys(item, order));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    order(Object.keys(value)).map((key) => [key, withKeys((value as Record<string, unknown>)[key], order)]),
  );
}

const withKeysReversed = (value: unknown): unknown => withKeys(value, (keys) => keys.reverse());
const withKeysSorted = (value: unknown): unknown => withKeys(value, (keys) => keys.sort());

import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { Rejection } from '#libs/kernel';
import { fromTaggedJson, TaggedJsonError, toTaggedJson, UntransferableError } from './tagged-json';

const again = (value: unknown): unknown => fromTaggedJson(toTaggedJson(value));

const scalars = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.bigInt(),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.string().map((code) => new Rejection(code, { code, many: 1, none: null, is: true })),
);
const names = fc.oneof(fc.constantFrom('$', 'of', '__proto__', 'constructor', ''), fc.string());
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalars,
    fc.array(tie('value')),
    fc.array(fc.tuple(names, tie('value'))).map((fields) => Object.fromEntries(fields)),
    fc.array(fc.tuple(tie('value'), tie('value'))).map((entries) => new Map(entries)),
    fc.array(tie('value')).map((values) => new Set(values)),
    fc.record(
      { $: fc.constantFrom('undefined', 'Map', 'bytes', 'object', 'x'), of: tie('value') },
      { noNullPrototype: true },
    ),
  ),
}));

describe('tagged JSON', () => {
  it('gives back whatever was put in', () => {
    fc.assert(fc.property(anything, (value) => isDeepStrictEqual(again(value), value)));
  });

  it('gives back a date that is none', () => {
    // Two of them are never equal, so that the law above cannot hold of them.
    const got = again(new Date(Number.NaN));
    expect(got).toBeInstanceOf(Date);
    expect((got as Date).getTime()).toBeNaN();
  });

  it('keeps a field that is there and undefined', () => {
    expect(Object.keys(again({ a: undefined, b: 1 }) as object)).toEqual(['a', 'b']);
  });

  it('never reads as a tag what a person has typed', () => {
    const typed = { $: 'Rejection', of: ['X', {}] };
    expect(again(typed)).toStrictEqual(typed);
    expect(again({ text: JSON.stringify(typed) })).toStrictEqual({ text: JSON.stringify(typed) });
  });

  it('changes no prototype', () => {
    const given = JSON.parse('{"__proto__": {"isChief": true}}') as object;
    const got = again(given) as { isChief?: boolean };
    expect([got.isChief, Object.hasOwn(got, '__proto__')]).toEqual([undefined, true]);
  });

  it('keeps of an object of a class its fields', () => {
    class Card {
      constructor(readonly account: string) {}
    }
    expect(again([new Card('1')])).toStrictEqual([{ account: '1' }]);
  });

  it.each([[() => 1], [Symbol('a')], [new Error('a')], [/a/], [new Float64Array(1)], [(async function* () {})()]])(
    'refuses what is more than data: %p',
    (value) => expect(() => toTaggedJson({ value })).toThrow(UntransferableError),
  );

  it.each([
    '',
    '{"a":',
    '{"$":"other"}',
    '{"$":"Map","of":[1]}',
    '{"$":"Map","of":[[1]]}',
    '{"$":"bytes"}',
    '{"$":1}',
    '{"$":"bigint","of":"x"}',
    '{"$":"Rejection","of":[]}',
    '['.repeat(1_000_000),
  ])('refuses %.20s', (text) => expect(() => fromTaggedJson(text)).toThrow(TaggedJsonError));
});

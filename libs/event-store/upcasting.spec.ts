import { createUpcasting, NO_UPCASTING, Upcaster } from './upcasting';

const step = (type: string, fromVersion: number): Upcaster => ({
  type,
  fromVersion,
  upcast: (data) => ({ ...data, lifted: [...((data['lifted'] as number[]) ?? []), fromVersion] }),
});

describe('upcasting', () => {
  const upcasting = createUpcasting([step('A', 2), step('A', 1), step('B', 1)]);

  it('lifts a payload step by step to the newest version, from whichever version it has', () => {
    expect(upcasting.upcast('A', 1, {})).toEqual({ version: 3, data: { lifted: [1, 2] } });
    expect(upcasting.upcast('A', 2, {})).toEqual({ version: 3, data: { lifted: [2] } });
    expect(upcasting.upcast('B', 1, {})).toEqual({ version: 2, data: { lifted: [1] } });
  });

  it('leaves alone what is at the newest version, or of another type', () => {
    const data = {};
    expect(upcasting.upcast('A', 3, data).data).toBe(data);
    expect(upcasting.upcast('C', 1, data)).toEqual({ version: 1, data: {} });
  });

  it.each([
    ['the newest of its upcasters', upcasting, 'A', 4],
    ['1 where it has none', NO_UPCASTING, 'A', 2],
  ])('refuses what a later release has written: a version above %s', (_, known, type, version) => {
    const newer = expect.objectContaining({ code: 'EVENT_STORE_UNAVAILABLE', fault: 'newer', isPassing: false });
    expect(() => known.upcast(type, version, {})).toThrow(newer);
  });

  it('refuses a type of which nothing is known where the types are named', () => {
    const named = createUpcasting([step('A', 1)], ['A', 'B']);
    const newer = expect.objectContaining({ code: 'EVENT_STORE_UNAVAILABLE', fault: 'newer', isPassing: false });
    expect(named.upcast('A', 1, {})).toEqual({ version: 2, data: { lifted: [1] } });
    expect(named.upcast('B', 1, {})).toEqual({ version: 1, data: {} });
    expect(() => named.upcast('C', 1, {})).toThrow(newer);
    expect(['A', 'B', 'C'].map((type) => named.isKnown(type))).toEqual([true, true, false]);
    expect(NO_UPCASTING.isKnown('C')).toBe(true);
  });

  it('knows the newest version of every type', () => {
    expect(['A', 'B', 'C'].map((type) => upcasting.newestVersion(type))).toEqual([3, 2, 1]);
  });

  it.each([
    ['two upcasters of one step', [step('A', 1), step('A', 1)], 'A has two upcasters from version 1'],
    ['a missing first step', [step('A', 2)], 'A misses an upcaster from version 1'],
    ['a missing step between', [step('A', 1), step('A', 3)], 'A misses an upcaster from version 2'],
  ])('refuses %s', (_, upcasters, message) => {
    expect(() => createUpcasting(upcasters)).toThrow(message);
  });
});

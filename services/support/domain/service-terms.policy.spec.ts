import { ServiceTerms } from './additional-service.events';
import {
  changeableUntil,
  isDoneOn,
  orderableDays,
  TERMS_LIMITS,
  termsFault,
  termsLateInTheDay,
  termsOn,
} from './service-terms.policy';
import { termsOf } from './testing/service-builder';

describe('terms of a service', () => {
  it('may stand', () => {
    expect(termsFault(termsOf())).toBeNull();
  });

  it.each<[string, Partial<ServiceTerms>]>([
    ['name', { name: ' ' }],
    ['name', { name: 'я'.repeat(TERMS_LIMITS.nameCharacters + 1) }],
    ['description', { description: '' }],
    ['unit', { unit: 'я'.repeat(TERMS_LIMITS.unitCharacters + 1) }],
    ['unitPriceKopecks', { unitPriceKopecks: 0 }],
    ['unitPriceKopecks', { unitPriceKopecks: 10.5 }],
    ['unitPriceKopecks', { unitPriceKopecks: TERMS_LIMITS.unitPriceKopecks + 1 }],
    ['quantityLimit', { quantityLimit: 0 }],
    ['leadDays', { leadDays: -1 }],
    ['horizonDays', { leadDays: 5, horizonDays: 4 }],
    ['horizonDays', { horizonDays: TERMS_LIMITS.horizonDays + 1 }],
    ['slotsPerDay', { slotsPerDay: 0 }],
    ['changeDaysBefore', { changeDaysBefore: -1 }],
  ])('cannot stand with a wrong %s: %p', (fault, changes) => {
    expect(termsFault(termsOf(changes))).toBe(fault);
  });

  it('that are the longest, dearest and farthest may stand', () => {
    const { nameCharacters, unitPriceKopecks, quantity, horizonDays, slotsPerDay } = TERMS_LIMITS;
    const most = { unitPriceKopecks, quantityLimit: quantity, horizonDays, leadDays: horizonDays, slotsPerDay };
    expect(
      termsFault(termsOf({ ...most, name: 'я'.repeat(nameCharacters), changeDaysBefore: horizonDays })),
    ).toBeNull();
    expect(Number.isSafeInteger(unitPriceKopecks * quantity)).toBe(true);
  });
});

describe('the terms of a day', () => {
  const [first, second] = [termsOf(), termsOf({ unitPriceKopecks: 80_000 })];
  const versions = [
    { from: '2026-10-01', terms: first },
    { from: '2026-11-01', terms: second },
  ];

  it('are those of the latest version up to it', () => {
    expect(termsOn(versions, null, '2026-09-30')).toBeNull();
    expect(termsOn(versions, null, '2026-10-01')).toBe(first);
    expect(termsOn(versions, null, '2026-10-31')).toBe(first);
    expect(termsOn(versions, null, '2026-11-01')).toBe(second);
  });

  it('are none from the day on which the service is withdrawn', () => {
    expect(termsOn(versions, '2026-11-15', '2026-11-14')).toBe(second);
    expect(termsOn(versions, '2026-11-15', '2026-11-15')).toBeNull();
  });
});

describe('the days of a service', () => {
  // 2 October 2026 is a Friday.
  it('begin after the lead and end with the horizon, on days of work', () => {
    expect(orderableDays(termsOf({ leadDays: 1, horizonDays: 5 }), '2026-10-02')).toEqual([
      '2026-10-05',
      '2026-10-06',
      '2026-10-07',
    ]);
    expect(orderableDays(termsOf({ leadDays: 0, horizonDays: 2, doneOn: 'every_day' }), '2026-10-02')).toEqual([
      '2026-10-02',
      '2026-10-03',
      '2026-10-04',
    ]);
  });

  it('begin with tomorrow in the last hours of a day, and are no other where they began later anyway', () => {
    const today = termsOf({ leadDays: 0, horizonDays: 1, doneOn: 'every_day' });
    expect(orderableDays(termsLateInTheDay(today), '2026-10-02')).toEqual(['2026-10-03']);
    const single = termsOf({ leadDays: 0, horizonDays: 0, doneOn: 'every_day' });
    expect(orderableDays(termsLateInTheDay(single), '2026-10-02')).toEqual(['2026-10-03']);
    expect(termsLateInTheDay(termsOf({ leadDays: 2 }))).toEqual(termsOf({ leadDays: 2 }));
  });

  it('are all of the week, or those from Monday to Friday', () => {
    expect(['2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05'].map((day) => isDoneOn(termsOf(), day))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(isDoneOn(termsOf({ doneOn: 'every_day' }), '2026-10-04')).toBe(true);
  });

  it('can be changed so many days before', () => {
    expect(changeableUntil(termsOf({ changeDaysBefore: 2 }), '2026-10-01')).toBe('2026-09-29');
    expect(changeableUntil(termsOf({ changeDaysBefore: 0 }), '2026-10-01')).toBe('2026-10-01');
  });
});

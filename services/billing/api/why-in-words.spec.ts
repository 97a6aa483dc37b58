import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Why } from '../domain/calculation';
import { Dossier } from '../domain/dossier';
import { aBook } from '../domain/testing/book-builder';
import { chargeMonths } from '../domain/testing/charged-months';
import { aConnection, aCorrection, aDossier, aMeter, anAbsence, aReading } from '../domain/testing/dossier-builder';
import { WHY_CODES, whyInWords } from './why-in-words';

const DOMAIN = join(__dirname, '../domain');

/** Every code that the domain's own text states: beside `code:` and `why:`, and those made from a cause. */
function codesInTheDomain(): string[] {
  const codes = new Set<string>();
  for (const name of readdirSync(DOMAIN).filter((one) => one.endsWith('.policy.ts'))) {
    const text = readFileSync(join(DOMAIN, name), 'utf8');
    for (const [, stated = ''] of text.matchAll(/\b(?:code|why):([^,\n]*)/g)) {
      for (const [, code = ''] of stated.matchAll(/'([a-z_]+)'/g)) codes.add(code);
    }
    const [, ...causes] = /const cause = failed \? '(\w+)' : '(\w+)'/.exec(text) ?? [];
    for (const [, ending = ''] of text.matchAll(/`\$\{cause\}_(\w+)`/g)) {
      for (const cause of causes) codes.add(`${cause}_${ending}`);
    }
  }
  // The norm is raised for a meter that failed, never for a reading that is missing (ПП РФ 354, п. 60).
  codes.delete('no_reading_norm_raised');
  return [...codes].sort();
}

describe('the words for a code', () => {
  const codes = codesInTheDomain();

  it('are there for every code that the domain states, and for no other', () => {
    expect(codes.length).toBeGreaterThan(20);
    expect([...WHY_CODES].sort()).toEqual(codes);
  });

  it.each(codes)('are a sentence: %s', (code) => {
    const sentence = whyInWords({ code, gapMonth: 2, details: { days: 10, daysOfMonth: 31 } });
    expect(sentence).toMatch(/^[А-ЯЁ].*[а-яё)»0-9]\.$/u);
    expect(sentence).not.toContain('undefined');
    expect(sentence).not.toMatch(/\d{4}-\d\d/);
  });

  it('are never guessed for a code that has none', () => {
    expect(() => whyInWords({ code: 'by_guess' })).toThrow('No words for by_guess');
  });
});

describe('the numbers in a sentence', () => {
  it.each<[string, Why, string]>([
    ['the month of a gap', { code: 'no_reading_average', gapMonth: 3 }, '3-й месяц подряд'],
    [
      'the months that a reading closes',
      { code: 'reading_closes_gap', details: { closedPeriods: '2026-04 2026-05' } },
      'за апрель 2026, май 2026 ',
    ],
    ['the days of a month in part', { code: 'by_area', details: { days: 10, daysOfMonth: 31 } }, 'за 10 из 31 дней'],
    [
      'a volume with a comma',
      { code: 'true_up', details: { growth: '7.642 м³', chargedInGap: '5.1 м³' } },
      'израсходовано 7,642 м³, без показаний было начислено 5,1 м³',
    ],
    [
      'a day by the name of its month',
      { code: 'provider_fine', details: { claimedOn: '2026-04-01' } },
      'от 1\u00a0апреля 2026',
    ],
    [
      'when cold began',
      { code: 'cold', details: { startedOn: '2026-01-10', startedAt: '14:30', hours: '24', degrees: '2' } },
      'в течение 24 ч (начало 10\u00a0января 2026, 14:30): минус',
    ],
    ['the hours of cold without a start', { code: 'cold', details: { hours: '24' } }, 'в течение 24 ч: минус'],
    [
      'what a month stood at before it was put right',
      { code: 'provider_error', details: { charged: '2243.00', standing: '448.60' } },
      'вместо начисленных 2243,00 ₽ (с прежними перерасчётами 448,60 ₽) верная сумма',
    ],
    [
      'the price that was put right before a reading was corrected',
      { code: 'reading_correction', details: { takenOn: '2026-03-20', rightTariff: '42.87' } },
      'прежней суммой месяца по исправленному тарифу 42,87 ₽.',
    ],
    [
      'the days of a year of heating in part',
      { code: 'heating_year', details: { year: '2025', charged: '22967.74', days: 349, daysOfYear: 365 } },
      'за 2025 год (за 349 из 365 дней) по счётчику дома',
    ],
    [
      'a late reading that closed a part of the gap',
      { code: 'no_reading_average', gapMonth: 1, details: { staleReading: '2026-04-20' } },
      'Позднее показание от 20\u00a0апреля 2026 ',
    ],
  ])('tell %s', (_, why, part) => {
    expect(whyInWords(why)).toContain(part);
  });

  it('a whole month is not told in days', () => {
    expect(whyInWords({ code: 'by_area', details: { days: 31, daysOfMonth: 31 } })).not.toContain('дней');
  });
});

describe('what calculations really say', () => {
  const flat = aDossier({
    connected: {
      cold_water: {},
      hot_water: { meterPossible: false },
      electricity: { to: '2026-06-11' },
      sewage: {},
      heating: {},
      upkeep: {},
      common_water: {},
      waste: {},
      waste_by_persons: {},
    },
    meters: [aMeter('M1'), aMeter('M2', { utility: 'electricity', verifiedUntil: '2026-04-10' })],
    readings: [
      aReading('M1', '2026-03-20', '10', '2026-03-20', [aCorrection('2026-04-05', '9')]),
      aReading('M1', '2026-06-20', '40'),
    ],
    history: { cold_water: ['5', '6', '7'], electricity: ['80', '90', '85'] },
    absences: [anAbsence('2026-05-02', '2026-05-20')],
  });
  const without: Dossier = {
    ...flat,
    connections: { cold_water: aConnection('cold_water') },
    meters: [],
    readings: [],
  };

  it.each([
    ['a flat with meters, a gap, a correction and an absence', flat, aBook(), 10],
    ['a flat without meters, whose house has a heat meter', without, aBook({ houses: [{ heatMeter: true }] }), 1],
  ] as const)('is a sentence without a gap in it: %s', (_, dossier, book, atLeast) => {
    const months = chargeMonths(dossier, book, '2026-11');
    const whys = ['2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-11'].flatMap((period) => {
      const { charges, recalculations } = months.calculation(period);
      return [...charges, ...recalculations].map((line) => line.why);
    });
    expect(new Set(whys.map(({ code }) => code)).size).toBeGreaterThanOrEqual(atLeast);
    const broken = whys.map(whyInWords).filter((sentence) => /undefined|null| {2}| [,.;:]/.test(sentence));
    expect(broken).toEqual([]);
  });
});

import { Rejection } from '#libs/kernel';
import { aBook } from './testing/book-builder';
import { aCorrection, aDossier, aMeter, aReading } from './testing/dossier-builder';
import { lastPeriodOf, readingDayOf, SUPPOSED, supposedBook, SupposedChange, supposedDossier } from './what-if.policy';

const payment = (on: string): SupposedChange => ({ kind: 'payment', payee: 'main', amountKopecks: 1, on });
const residents = (registered: number, from: string): SupposedChange => ({ kind: 'residents', registered, from });
const reading = (...values: string[]): SupposedChange => ({ kind: 'reading', meterId: 'M1', values });

describe('a supposition reaches', () => {
  it('to the month of its latest day, at least over the present one', () => {
    expect(lastPeriodOf([payment('2026-05-20')], '2026-05', '2026-05')).toBe('2026-05');
    expect(lastPeriodOf([payment('2026-07-01'), residents(1, '2026-06-30')], '2026-05', '2026-05')).toBe('2026-07');
    expect(lastPeriodOf([payment('2026-04-01')], '2026-05', '2026-05')).toBe('2026-05');
  });

  it('with a reading to the month that it counts for', () => {
    expect(lastPeriodOf([reading('1')], '2026-05', '2026-06')).toBe('2026-06');
    expect(lastPeriodOf([payment('2026-05-01')], '2026-05', '2026-06')).toBe('2026-05');
  });
});

describe('the day of a supposed reading', () => {
  it.each([
    ['2026-05-03', '2026-05-03'],
    ['2026-05-31', '2026-05-31'],
    ['2026-06-01', '2026-05-25'],
    ['2026-11-24', '2026-05-25'],
  ])('on %s, while May waits for its close, is %s', (today, expected) => {
    expect(readingDayOf(today, '2026-05', 25)).toBe(expected);
  });
});

describe('the dossier as it would be', () => {
  const dossier = aDossier({
    meters: [aMeter('M1', { startValues: ['100'] }), aMeter('M2', { removedOn: '2026-03-01' })],
    readings: [aReading('M1', '2026-03-20', '110')],
  });
  const supposed = (change: SupposedChange, of = dossier) => supposedDossier(of, [change], '2026-05-20');
  const codeOf = (answer: unknown) => (answer instanceof Rejection ? answer.code : 'accepted');

  it('has the reading behind those that are known, and the one before it stays as it was', () => {
    expect(supposed(reading('115'))).toEqual({
      ...dossier,
      readings: [
        ...dossier.readings,
        {
          meterId: 'M1',
          takenOn: '2026-05-20',
          receivedOn: '2026-05-20',
          values: ['115'],
          eventId: SUPPOSED,
          corrections: [],
        },
      ],
    });
    expect(dossier.readings).toHaveLength(1);
  });

  it('has it in place of one of the same day', () => {
    const today = { ...dossier, readings: [...dossier.readings, aReading('M1', '2026-05-20', '120')] };
    const answer = supposed(reading('115'), today);
    expect(answer instanceof Rejection ? [] : answer.readings.map(({ values }) => values)).toEqual([['110'], ['115']]);
  });

  it('may show as much as before, and not less, as it is believed now', () => {
    expect(codeOf(supposed(reading('110')))).toBe('accepted');
    expect(codeOf(supposed(reading('109.999')))).toBe('BILLING_WHAT_IF_READING_BELOW');
    const corrected = {
      ...dossier,
      readings: [{ ...aReading('M1', '2026-03-20', '110'), corrections: [aCorrection('2026-04-01', '105')] }],
    };
    expect(codeOf(supposed(reading('106'), corrected))).toBe('accepted');
    expect(codeOf(supposed(reading('99'), { ...dossier, readings: [] }))).toBe('BILLING_WHAT_IF_READING_BELOW');
  });

  it('is of a meter in its place, with a number for every register', () => {
    expect(codeOf(supposed({ kind: 'reading', meterId: 'M2', values: ['200'] }))).toBe('BILLING_WHAT_IF_UNKNOWN_METER');
    for (const values of [[], ['1', '2'], ['-1'], ['1e5'], ['']]) {
      expect(codeOf(supposed(reading(...values)))).toBe('BILLING_WHAT_IF_READING');
    }
  });

  it('has the residents from their day, in place of what was said of that day, owners as before', () => {
    const answer = supposed(residents(5, '2026-06-01'));
    const rows = answer instanceof Rejection ? [] : answer.residents;
    expect(rows.at(-1)).toEqual({
      from: '2026-06-01',
      registered: 5,
      owners: dossier.residents.at(-1)?.owners,
      eventId: SUPPOSED,
    });
    const again = supposedDossier(dossier, [residents(5, '2026-06-01'), residents(4, '2026-06-01')], '2026-05-20');
    expect(
      (again instanceof Rejection ? [] : again.residents).filter(({ from }) => from === '2026-06-01'),
    ).toHaveLength(1);
  });
});

describe('the rules as they would be', () => {
  const { document } = aBook({ tariffs: { 'upkeep||': ['2026-01-01 20', '2026-07-01 22'] } });
  const tariff = (said: Partial<Extract<SupposedChange, { kind: 'tariff' }>> = {}): SupposedChange => ({
    kind: 'tariff',
    utility: 'upkeep',
    part: null,
    price: '25',
    from: '2026-06-01',
    ...said,
  });
  const rows = (change: SupposedChange) => {
    const answer = supposedBook(document, [change], 'H1');
    return answer instanceof Rejection
      ? answer.code
      : answer.tariffs['upkeep||H1']?.map(({ from, value }) => `${from} ${value}`);
  };

  it('keep the tariffs of the past for the house, and drop what was to come', () => {
    expect(rows(tariff())).toEqual(['2026-01-01 20', '2026-06-01 25']);
    expect(rows(tariff({ from: '2026-01-01' }))).toEqual(['2026-01-01 25']);
    expect(document.tariffs['upkeep||H1']).toBeUndefined();
  });

  it.each([
    [{ utility: 'gas' }, 'BILLING_WHAT_IF_UNKNOWN_UTILITY'],
    [{ part: 'night' as const }, 'BILLING_WHAT_IF_NO_SUCH_TARIFF'],
    [{ price: '-1' }, 'BILLING_WHAT_IF_PRICE'],
    [{ price: '1,5' }, 'BILLING_WHAT_IF_PRICE'],
  ])('are refused for %j', (said, code) => {
    expect(rows(tariff(said))).toBe(code);
  });
});

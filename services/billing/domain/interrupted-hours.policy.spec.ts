import { Rejection } from '#libs/kernel';
import { EarlierRecalculations } from './earlier-recalculations.policy';
import { faultOfOverlaps } from './interrupted-hours.policy';
import { Spell, RecalculationGrounds } from './recalculation';

type Interruption = Extract<RecalculationGrounds, { kind: 'interruption' }>;
type Cold = Extract<RecalculationGrounds, { kind: 'cold' }>;

const account = '0017';
const grounds = (...acts: Spell[]): Interruption => ({
  ...{ kind: 'interruption', utility: 'cold_water', period: '2026-10', supply: 'water' },
  acts,
});
const act = (startedOn: string, hours: string, startedAt?: string): Spell => ({
  ...{ startedOn, hours },
  ...(startedAt === undefined ? {} : { startedAt }),
});
const held = (one: RecalculationGrounds, reversed = false): EarlierRecalculations => ({
  'act-17': { grounds: one, lines: [], reversed, recordedOn: '2026-11-03', approvalId: null },
});
const answer = (asked: Interruption | Cold, earlier: EarlierRecalculations = {}) =>
  faultOfOverlaps(account, asked, earlier);
const codeOf = (found: Rejection | null) => found?.code ?? null;

const cold = (hours: string, degreesBelow: string, startedOn?: string, startedAt?: string): Cold => ({
  ...{ kind: 'cold', utility: 'heating', period: '2026-10', startedOn, startedAt, hours, degreesBelow },
});

describe('hours of a cold dwelling', () => {
  it('have one temperature: told again with another one they are refused', () => {
    // 24 hours from the noon of 10 October end at the noon of the 11th.
    const earlier = held(cold('24', '2', '2026-10-10', '12:00'));
    expect(answer(cold('6', '3', '2026-10-11', '10:00'), earlier)).toMatchObject({
      code: 'BILLING_RECALCULATION_OVERLAPS',
      details: { on: '2026-10-11', at: '10:00', untilOn: '2026-10-11', untilAt: '12:00', hours: '2' },
    });
    expect(answer(cold('6', '3', '2026-10-11', '12:00'), earlier)).toBeNull();
    expect(
      answer(cold('6', '3', '2026-10-10', '12:00'), held(cold('24', '2', '2026-10-10', '12:00'), true)),
    ).toBeNull();
  });

  it('and hours of an interruption are told apart', () => {
    const without = { ...grounds(act('2026-10-10', '72')), utility: 'heating' };
    expect(answer(cold('6', '3', '2026-10-10'), held(without))).toBeNull();
    expect(answer(without, held(cold('6', '3', '2026-10-10')))).toBeNull();
  });

  it('are not known of what was recorded without a start', () => {
    expect(answer(cold('24', '3', '2026-10-10'), held(cold('24', '2')))).toBeNull();
    expect(answer(cold('24', '3'), held(cold('24', '2', '2026-10-10')))).toBeNull();
  });
});

describe('hours of an interruption', () => {
  it('that an earlier recalculation holds are refused, with the hours and the recalculation named', () => {
    // 72 hours from 10 October end with 12 October; 20 hours from the noon of the 12th begin within them.
    const found = answer(grounds(act('2026-10-12', '20', '12:00')), held(grounds(act('2026-10-10', '72'))));
    expect(found).toMatchObject({
      code: 'BILLING_RECALCULATION_OVERLAPS',
      details: {
        ...{ on: '2026-10-12', at: '12:00', untilOn: '2026-10-13', untilAt: '00:00', hours: '12' },
        ...{ recalculation: 'act-17', recordedOn: '2026-11-03', account },
      },
    });
  });

  it('that touch and do not overlap are others', () => {
    expect(answer(grounds(act('2026-10-13', '20')), held(grounds(act('2026-10-10', '72'))))).toBeNull();
    expect(answer(grounds(act('2026-10-10', '4', '20:00')), held(grounds(act('2026-10-10', '8', '12:00'))))).toBeNull();
  });

  it('count from the beginning of the day where their time is not told, so that two of one day are told apart by it', () => {
    const earlier = held(grounds(act('2026-10-10', '8')));
    expect(codeOf(answer(grounds(act('2026-10-10', '5')), earlier))).toBe('BILLING_RECALCULATION_OVERLAPS');
    expect(codeOf(answer(grounds(act('2026-10-10', '5', '07:59')), earlier))).toBe('BILLING_RECALCULATION_OVERLAPS');
    expect(answer(grounds(act('2026-10-10', '5', '08:00')), earlier)).toBeNull();
  });

  it('of one that began in an earlier month are held from the first of the month', () => {
    const earlier = held(grounds(act('2026-09-28', '30', '20:00')));
    expect(answer(grounds(act('2026-10-02', '1', '05:59')), earlier)).toMatchObject({
      details: { on: '2026-10-02', at: '05:59', untilOn: '2026-10-02', untilAt: '06:00' },
    });
    expect(answer(grounds(act('2026-10-02', '1', '06:00')), earlier)).toBeNull();
  });

  it('are free again when the recalculation that held them was taken back', () => {
    const one = grounds(act('2026-10-10', '72'));
    expect(answer(grounds(act('2026-10-11', '5')), held(one, true))).toBeNull();
  });

  it('of another utility or month are others', () => {
    const one = grounds(act('2026-10-10', '72'));
    expect(answer(one, held({ ...one, utility: 'hot_water' }))).toBeNull();
    expect(answer(one, held({ ...one, period: '2026-09' }))).toBeNull();
    expect(
      answer(one, held({ kind: 'cold', utility: 'cold_water', period: '2026-10', hours: '72', degreesBelow: '1' })),
    ).toBeNull();
  });

  it('are named once among the acts themselves', () => {
    const twice = answer(grounds(act('2026-10-10', '30.5'), act('2026-10-20', '1'), act('2026-10-11', '10')));
    expect(twice).toMatchObject({
      code: 'BILLING_RECALCULATION_ACTS_OVERLAP',
      details: { on: '2026-10-11', at: '00:00', untilOn: '2026-10-11', untilAt: '06:30' },
    });
    expect(answer(grounds(act('2026-10-10', '24'), act('2026-10-11', '10')))).toBeNull();
  });
});

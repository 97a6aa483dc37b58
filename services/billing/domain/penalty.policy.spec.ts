import fc from 'fast-check';
import { addDays } from '#libs/kernel';
import { Rational } from '#libs/money';
import { accruePenalty, accruePenaltyPerDay, DebtPart, PenaltyTerms } from './penalty.policy';
import { Payee } from './reference-book';

const DUE = '2026-05-15';
const at = (percent: string) => () => Rational.parse(percent);

function terms(changes: Partial<PenaltyTerms> = {}): PenaltyTerms {
  return { dueOn: DUE, payee: 'main', rateOn: at('9.5'), countedFrom: null, ...changes };
}

/** Exact kopecks of a debt that ended so many days after the due day. */
function penalty(amountKopecks: number, day: number, changes: Partial<PenaltyTerms> = {}): string {
  const dueOn = changes.dueOn ?? DUE;
  return accruePenalty([{ amountKopecks, end: addDays(dueOn, day) }], terms(changes)).toDecimal(4);
}

describe('the penalty of a debt', () => {
  // 5000.00 at 9.5 %: a day at 1/300 is 5000 × 0.095 / 300 = 1.58333… roubles, at 1/130 3.653846….
  it.each([
    [0, '0', 'on the due day'],
    [30, '0', 'on the last free day'],
    [31, '158.3333', 'on the first penalty day: 1 day at 1/300'],
    [32, '316.6667', '2 days'],
    [90, '9500', '60 days at 1/300'],
    [91, '9865.3846', '60 days at 1/300 and 1 day at 1/130'],
    [120, '20461.5385', '60 days at 1/300 and 30 days at 1/130'],
    [-5, '0', 'paid before it is due'],
  ])('to day %s after the due day is %s kopecks: %s', (day, kopecks) => {
    expect(penalty(500_000, day)).toBe(kopecks);
  });

  it('counts days from the due date as it was moved', () => {
    // Due 16.03.2026, a Monday; paid 16.04 = day 31: 4321.09 × 9.5 % / 300 = 1.3683….
    const part = { amountKopecks: 432_109, end: '2026-04-16' };
    expect(accruePenalty([part], terms({ dueOn: '2026-03-16' })).toDecimal(4)).toBe('136.8345');
  });

  it('of parts paid on different days is the sum of each to its own day', () => {
    // 2000 × 9.5 % × 30/300 = 19.00; 3000 × 9.5 % × (60/300 + 10/130) = 57.00 + 21.923076….
    const parts = [
      { amountKopecks: 200_000, end: addDays(DUE, 60) },
      { amountKopecks: 300_000, end: addDays(DUE, 100) },
    ];
    expect(accruePenalty(parts, terms()).toDecimal(4)).toBe('9792.3077');
  });

  it('takes the rate of the day a part ended for all of its days', () => {
    // 15.5 % is in force on the day of payment: 10000 × 15.5 % × 60/300 = 310.00.
    const rateOn = (day: string) => Rational.parse(day < '2026-02-16' ? '16' : '15.5');
    const part = { amountKopecks: 1_000_000, end: '2026-03-10' };
    expect(accruePenalty([part], terms({ dueOn: '2025-12-10', rateOn })).toDecimal(4)).toBe('31000');
  });

  it('of capital repair stays at 1/300 after the ninetieth day', () => {
    // 741.42 × 9.5 % × 120/300 = 28.17396.
    expect(penalty(74_142, 150, { payee: 'capital_repair' })).toBe('2817.396');
    expect(penalty(74_142, 30, { payee: 'capital_repair' })).toBe('0');
    expect(penalty(74_142, 31, { payee: 'capital_repair' })).toBe(penalty(74_142, 31));
  });

  it('asks for no rate where no day bears penalty or nothing is owed', () => {
    const rateOn = (): Rational => {
      throw new Error('no rate is in force');
    };
    expect(penalty(500_000, 30, { rateOn })).toBe('0');
    expect(penalty(0, 200, { rateOn })).toBe('0');
    expect(() => penalty(500_000, 31, { rateOn })).toThrow('no rate is in force');
  });

  describe('brought forward from another system', () => {
    it('counts only days from the first computed day on', () => {
      // Counted from day 41: days 41…60 = 20 days at 1/300: 5000 × 9.5 % × 20/300 = 31.666….
      const countedFrom = addDays(DUE, 41);
      expect(penalty(500_000, 60, { countedFrom })).toBe('3166.6667');
      expect(penalty(500_000, 40, { countedFrom })).toBe('0');
      expect(penalty(500_000, 41, { countedFrom })).toBe('158.3333');
    });

    it('counts the late days only where the early ones are long past', () => {
      // Counted from day 101: days 101…110 = 10 days at 1/130: 5000 × 9.5 % × 10/130 = 36.53846….
      const countedFrom = addDays(DUE, 101);
      expect(penalty(500_000, 110, { countedFrom })).toBe('3653.8462');
      // Capital repair: the same 10 days at 1/300.
      expect(penalty(500_000, 110, { countedFrom, payee: 'capital_repair' })).toBe('1583.3333');
    });

    it('counts both kinds of days where the first computed day lies among the early ones', () => {
      // Counted from day 81: days 81…90 = 10 at 1/300 (15.8333) and 91…95 = 5 at 1/130 (18.26923).
      expect(penalty(500_000, 95, { countedFrom: addDays(DUE, 81) })).toBe('3410.2564');
    });

    it('counts every day where the first computed day lies before the due day or in the free days', () => {
      expect(penalty(500_000, 95, { countedFrom: addDays(DUE, -20) })).toBe(penalty(500_000, 95));
      expect(penalty(500_000, 95, { countedFrom: addDays(DUE, 31) })).toBe(penalty(500_000, 95));
    });
  });
});

describe('the closed form', () => {
  /** The statute read day by day: nothing to day 30, 1/300 to day 90, then 1/130; capital repair 1/300 throughout. */
  function dayLoop(part: DebtPart, given: PenaltyTerms): Rational {
    let share = Rational.ZERO;
    let number = 0;
    for (let day = addDays(given.dueOn, 1); day <= part.end; day = addDays(day, 1)) {
      number += 1;
      if (number <= 30 || (given.countedFrom !== null && day < given.countedFrom)) continue;
      share = share.plus(Rational.of(1, number > 90 && given.payee === 'main' ? 130 : 300));
    }
    return Rational.of(part.amountKopecks).times(given.rateOn(part.end)).dividedBy(Rational.of(100)).times(share);
  }

  it('is the same as counting day by day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: -10, max: 220 }),
        fc.option(fc.integer({ min: -40, max: 220 }), { nil: null }),
        fc.constantFrom<Payee>('main', 'capital_repair'),
        fc.integer({ min: 1, max: 2500 }),
        (amountKopecks, day, firstDay, payee, hundredths) => {
          const part = { amountKopecks, end: addDays(DUE, day) };
          const countedFrom = firstDay === null ? null : addDays(DUE, firstDay);
          const given = terms({ payee, countedFrom, rateOn: () => Rational.of(hundredths, 100) });
          expect(accruePenalty([part], given).toText()).toBe(dayLoop(part, given).toText());
        },
      ),
    );
  });

  it('with one rate is the same as the policy of a rate for each day', () => {
    for (const day of [30, 31, 90, 91, 150]) {
      const part = { amountKopecks: 741_420, end: addDays(DUE, day) };
      expect(accruePenaltyPerDay(part, terms()).toText()).toBe(accruePenalty([part], terms()).toText());
    }
  });
});

describe('the policy of a rate for each day', () => {
  it('takes the rate of every single day', () => {
    // Due 10.12.2025; days 31 (10.01) … 67 (15.02) = 37 at 16 %, 68 (16.02) … 90 (10.03) = 23 at 15.5 %:
    // 10000 × (37 × 0.16 + 23 × 0.155) / 300 = 316.1666….
    const rateOn = (day: string) => Rational.parse(day < '2026-02-16' ? '16' : '15.5');
    const part = { amountKopecks: 1_000_000, end: '2026-03-10' };
    expect(accruePenaltyPerDay(part, terms({ dueOn: '2025-12-10', rateOn })).toDecimal(4)).toBe('31616.6667');
  });

  it('counts only days from the first computed day on, as for every line brought forward', () => {
    // Counted from day 41: days 41…60 = 20 days at 1/300.
    const part = { amountKopecks: 500_000, end: addDays(DUE, 60) };
    const given = terms({ countedFrom: addDays(DUE, 41) });
    expect(accruePenaltyPerDay(part, given).toDecimal(4)).toBe('3166.6667');
    expect(accruePenaltyPerDay(part, terms({ countedFrom: addDays(DUE, -9) })).toDecimal(4)).toBe('4750');
    expect(accruePenaltyPerDay({ ...part, end: DUE }, terms()).isZero()).toBe(true);
  });
});

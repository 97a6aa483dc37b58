import { addDays, BillingPeriod, CivilDate, firstDayOf } from '#libs/kernel';
import { Rational } from '#libs/money';
import { dueDate, isTimeBarred, isWeekday } from './due-date.policy';
import { DebtLine } from './ledger';
import { inForce, noRuleInForce, ReferenceBook } from './reference-book';

/** The dated rules that debts, allocations and penalties depend on. */
export interface LedgerRules {
  dueOn(period: BillingPeriod): CivilDate;
  isBarred(line: Pick<DebtLine, 'dueOn'>, on: CivilDate): boolean;
  /** min(key rate, cap) in percent. ПП РФ 474. Throws BILLING_NO_RULE_IN_FORCE. */
  rateOn(day: CivilDate): Rational;
  /** Throws BILLING_NO_RULE_IN_FORCE where nothing is decided about the cap of penalty on the day. */
  assertCapDecided(day: CivilDate): void;
  /** Opening lines bear our penalty only from this day. */
  readonly firstDay: CivilDate;
}

export function ledgerRules(book: ReferenceBook): LedgerRules {
  const calendar = book.document.calendar;
  const due = new Map<BillingPeriod, CivilDate>();
  const rates = new Map<CivilDate, Rational>();
  const dueRules = {
    dueDayOn: (day: CivilDate) => Number(book.setting('due_day', day)),
    isWorkingDay: (day: CivilDate) => {
      const declared = calendar[day];
      return declared ? declared === 'working' : isWeekday(day);
    },
  };
  const capOn = (day: CivilDate): string => {
    const cap = inForce(book.document.settings['penalty_cap_percent'], day);
    if (!cap || cap.value === 'end') throw noRuleInForce('penalty_cap_percent', day);
    return cap.value;
  };
  return {
    firstDay: firstDayOf(book.firstPeriod),
    dueOn(period) {
      let on = due.get(period);
      if (on === undefined) due.set(period, (on = dueDate(period, dueRules)));
      return on;
    },
    isBarred: (line, on) => isTimeBarred(line.dueOn, limitationYears(book, on), on),
    assertCapDecided: (day) => void capOn(day),
    rateOn(day) {
      let rate = rates.get(day);
      if (!rate) rates.set(day, (rate = cappedRate(book, day, capOn(day))));
      return rate;
    },
  };
}

/** The last day through which penalty is known on a day on which its cap has ended; null where it has not. */
export function capDecidedUntil(book: ReferenceBook, day: CivilDate): CivilDate | null {
  const caps = book.document.settings['penalty_cap_percent'];
  let until: CivilDate | null = null;
  for (let cap = inForce(caps, day); cap?.value === 'end'; cap = inForce(caps, until)) until = addDays(cap.from, -1);
  return until;
}

/**
 * The limitation in force on a day. A payment of long ago that is told only now may bear a day from before the rules
 * begin: the first ones that the company's debts are computed by hold for it then.
 */
function limitationYears(book: ReferenceBook, on: CivilDate): number {
  const first = firstDayOf(book.firstPeriod);
  const isBeforeRules = on < first && inForce(book.document.settings['limitation_years'], on) === null;
  return Number(book.setting('limitation_years', isBeforeRules ? first : on));
}

function cappedRate(book: ReferenceBook, day: CivilDate, cap: string): Rational {
  const row = inForce(book.document.keyRates, day);
  if (!row) throw noRuleInForce('key rate', day);
  const keyRate = Rational.parse(row.value);
  if (cap === 'none') return keyRate;
  const capped = Rational.parse(cap);
  return keyRate.compare(capped) < 0 ? keyRate : capped;
}

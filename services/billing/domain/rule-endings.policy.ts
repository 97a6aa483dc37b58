import { CivilDate, lastDayOf } from '#libs/kernel';
import { capDecidedUntil } from './ledger-rules.policy';
import { inForce, ReferenceBook } from './reference-book';

/** A setting after whose last day the company cannot go on, until a person decides what holds then. */
export interface RuleEnding {
  /**
   * `penalty_cap_percent`: from the day after on no month closes. The cap is prolonged by decisions of the Government, each
   * to a day (ПП РФ 474). `last_period`: nothing is charged for the months after it.
   */
  readonly key: 'penalty_cap_percent' | 'last_period';
  /** The last day of which it is decided; it may be over. */
  readonly through: CivilDate;
}

/** What ends by a day, or has ended, and nobody has decided what comes then. */
export function endingBy(book: ReferenceBook, today: CivilDate, by: CivilDate): readonly RuleEnding[] {
  const cap = capEndsBy(book, today, by);
  const lastDay = lastDayOf(book.lastPeriod);
  return [
    ...(cap === null ? [] : [{ key: 'penalty_cap_percent' as const, through: cap }]),
    ...(lastDay > by ? [] : [{ key: 'last_period' as const, through: lastDay }]),
  ];
}

function capEndsBy(book: ReferenceBook, today: CivilDate, by: CivilDate): CivilDate | null {
  const caps = book.document.settings['penalty_cap_percent'] ?? [];
  const days = [today, ...caps.map(({ from }) => from).filter((from) => from > today && from <= by)];
  const undecided = days.find((day) => inForce(caps, day)?.value === 'end');
  return undecided === undefined ? null : capDecidedUntil(book, undecided);
}

import { addDays, CivilDate, daysBetween, periodOf } from '#libs/kernel';
import { roublesText } from '#libs/money';
import { allocatePayment, LedgerWork } from '../../billing/domain/allocation.policy';
import { penaltyOfLine, penaltyToPost } from '../../billing/domain/close-ledger.policy';
import { DebtLine, EMPTY_LEDGER, LedgerDraft } from '../../billing/domain/ledger';
import { LedgerRules } from '../../billing/domain/ledger-rules.policy';
import { FREE_DAYS } from '../../billing/domain/penalty.policy';
import { penaltyPerDayOfLine, penaltyRoundedDaily } from '../../billing/domain/penalty-variants.policy';
import { Payee, ReferenceBookDocument } from '../../billing/domain/reference-book';
import { RuleEvaluation } from './case-answer';
import { Field } from './case-field';
import { dated, datedRows, debtRules, SOME_PERIOD } from './case-world';

/** Dates and rates of a case: key rates and their cap, days off, the due date by the rule or as the case gives it. */
interface DebtOfCase {
  readonly rules: LedgerRules;
  /** The line is the only one of the ledger, with the payments of the case on it. */
  readonly work: LedgerWork;
  readonly line: DebtLine;
}

export function rulesOf(input: Field): LedgerRules {
  const calendar = calendarOf(input);
  const history = input.get('rateHistory');
  const rate = input.anyOf('keyRatePct', 'ratePct');
  const cap = input.anyOf('capPct', 'cap');
  return debtRules({
    calendar,
    keyRates: history.isGiven ? datedRows(history) : rate.isGiven ? [dated(rate.decimal())] : [],
    settings: { penalty_cap_percent: cap.isGiven && cap.isList() ? datedRows(cap) : [dated(capOf(cap))] },
  });
}

function capOf(cap: Field): string {
  return cap.isGiven ? cap.decimal() : 'none';
}

/** A production calendar, where a case has one: days by kind, or a list of days off. */
function calendarOf(input: Field): ReferenceBookDocument['calendar'] {
  const calendar: Record<CivilDate, 'working' | 'non_working'> = {};
  if (input.get('calendar').isGiven) {
    for (const [day, kind] of input.get('calendar').entries()) {
      const name = kind.text();
      calendar[day] = name === 'working' || name === 'non_working' ? name : kind.fail('working or non_working');
    }
  }
  if (input.get('holidays').isGiven) {
    for (const day of input.get('holidays').items()) calendar[day.date()] = 'non_working';
  }
  return calendar;
}

function debtOf(input: Field, amount = input.get('debt')): DebtOfCase {
  const rules = rulesOf(input);
  const period = input.get('period').isGiven ? input.get('period').period() : SOME_PERIOD;
  const dueOn = input.get('dueDate').isGiven ? input.get('dueDate').date() : rules.dueOn(period);
  const work = new LedgerWork(new LedgerDraft(EMPTY_LEDGER));
  work.move({ kind: 'line_charged', period, dueOn, amountKopecks: amount.amount(), billed: {} });
  payCase(work, input, dueOn, period, rules);
  return { rules, work, line: lineOf(work) };
}

function lineOf(work: LedgerWork): DebtLine {
  return work.draft.lines[0] as DebtLine;
}

/** Payments `{day | paidOn, amount}`; they name the period, so that an old debt may be paid too. */
function payCase(work: LedgerWork, input: Field, dueOn: CivilDate, period: string, rules: LedgerRules): void {
  if (!input.get('payments').isGiven) return;
  const payments = input
    .get('payments')
    .items()
    .map((payment) => {
      const [day, amount] = payment.isList()
        ? payment.pair()
        : [payment.anyOf('day', 'dayNo', 'paidOn', 'date'), payment.get('amount')];
      return { receivedOn: day.dayAfter(dueOn), amountKopecks: amount.amount() };
    })
    .sort((left, right) => daysBetween(right.receivedOn, left.receivedOn));
  for (const [index, payment] of payments.entries()) {
    const paymentId = String(index + 1).padStart(6, '0');
    const terms = { openPeriod: periodOf(payment.receivedOn), isBarred: rules.isBarred };
    allocatePayment(work, { ...payment, paymentId, namedPeriod: period }, terms);
  }
}

/** The day to which penalty is computed: of payment, or so many days after the due day; else of the last payment. */
function endOf(input: Field, line: DebtLine): CivilDate {
  const end = input.anyOf('paidOn', 'asOf', 'onDate', 'dayNo', 'day');
  const last = line.principalPaid.at(-1)?.on;
  if (!end.isGiven && last !== undefined) return last;
  return end.dayAfter(line.dueOn);
}

type PenaltyOfLine = (line: DebtLine, payee: Payee, on: CivilDate, rules: LedgerRules) => number;

function penaltyBy(penalty: PenaltyOfLine, payee: Payee): RuleEvaluation {
  return (input) => {
    const { line, rules } = debtOf(input);
    return roublesText(penalty(line, payee, endOf(input, line), rules));
  };
}

/** What the nights of a list of days post, one after another. */
const nightlyPosts: RuleEvaluation = (input) => {
  const { work, rules } = debtOf(input);
  return input
    .get('days')
    .items()
    .map((day) => roublesText(postOn(work, day.dayAfter(lineOf(work).dueOn), rules)));
};

function postOn(work: LedgerWork, on: CivilDate, rules: LedgerRules): number {
  const line = lineOf(work);
  const amountKopecks = penaltyToPost(line, 'main', on, rules);
  work.move({ kind: 'penalty_posted', period: line.period, amountKopecks });
  return amountKopecks;
}

/** `days` counts days that bear penalty, from the first after the free ones. */
const driftOfDailyRounding: RuleEvaluation = (input) => {
  const { line, rules } = debtOf(input);
  const on = input.get('days').dayAfter(addDays(line.dueOn, FREE_DAYS));
  return {
    naive: roublesText(penaltyRoundedDaily(line, 'main', on, rules)),
    correct: roublesText(penaltyOfLine(line, 'main', on, rules)),
  };
};

/** Penalty was posted on the original debt; the recalculation lowers the debt from its beginning, and the next post follows. */
const postAfterReduction: RuleEvaluation = (input) => {
  const { work, rules, line } = debtOf(input, input.get('original'));
  const on = endOf(input, line);
  const storno = input.get('storno').amount();
  if (storno > line.principalKopecks) input.get('storno').fail('at most the original debt');
  postOn(work, on, rules);
  work.move({ kind: 'line_reduced', period: line.period, amountKopecks: storno, billed: {} });
  return roublesText(postOn(work, on, rules));
};

const dueDateOf: RuleEvaluation = (input) => rulesOf(input).dueOn(input.get('period').period());

export const PENALTY_RULES: readonly (readonly [string, RuleEvaluation])[] = [
  ['peni.ch14', penaltyBy(penaltyOfLine, 'main')],
  ['peni.ch14_1', penaltyBy(penaltyOfLine, 'capital_repair')],
  ['peni.partial', penaltyBy(penaltyOfLine, 'main')],
  ['peni.rate_cap', penaltyBy(penaltyOfLine, 'main')],
  ['peni.policy.AT_PAYMENT', penaltyBy(penaltyOfLine, 'main')],
  ['peni.policy.PER_DAY', penaltyBy(penaltyPerDayOfLine, 'main')],
  ['peni.nightly_cumulative', nightlyPosts],
  ['peni.naive_drift', driftOfDailyRounding],
  ['peni.after_storno', postAfterReduction],
  ['due_date', dueDateOf],
];

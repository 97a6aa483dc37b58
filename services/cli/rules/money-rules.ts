import { addMonths, BillingPeriod, CivilDate, firstDayOf, JsonValue, periodOf } from '#libs/kernel';
import { Kopecks, roublesText, sumKopecks } from '#libs/money';
import { allocatePayment, IsBarred, LedgerWork } from '../../billing/domain/allocation.policy';
import { EMPTY_LEDGER, LedgerDraft, paidOf, unspent } from '../../billing/domain/ledger';
import { LedgerRules } from '../../billing/domain/ledger-rules.policy';
import { reversePayment } from '../../billing/domain/payment-reversal.policy';
import { reduceForCold, reduceForInterruption } from '../../billing/domain/quality-reduction.policy';
import { reliefOf } from '../../billing/domain/relief.policy';
import { expectedSubsidy } from '../../billing/domain/subsidy.policy';
import { allocateToUtilities } from '../../billing/domain/utility-allocation.policy';
import { judgeRegistry, RegistryLine } from '../../payments/domain/registry-lines.policy';
import { RuleEvaluation } from './case-answer';
import { Field } from './case-field';
import { debtRules, SOME_PERIOD } from './case-world';

const PAYMENT_ID = 'payment';

interface PaidLedger {
  readonly work: LedgerWork;
  readonly receivedOn: CivilDate;
}

/** Debts of a case as lines of a ledger, and its payment allocated on them. */
function paidLedger(input: Field, debts: Field): PaidLedger {
  const rules = debtRules();
  const work = new LedgerWork(new LedgerDraft(EMPTY_LEDGER));
  for (const [month, amount] of debts.pairs()) {
    const period = month.period();
    if (work.draft.line(period)) month.fail('a month of its own');
    const dueOn = rules.dueOn(period);
    work.move({ kind: 'line_charged', period, dueOn, amountKopecks: amount.amount(), billed: {} });
  }
  const last = work.draft.lines.at(-1)?.period ?? debts.fail('at least one debt');
  const paid = input.anyOf('paidOn', 'receivedOn');
  const receivedOn = paid.isGiven ? paid.date() : firstDayOf(addMonths(last, 1));
  const named = input.anyOf('designated', 'namedPeriod');
  allocatePayment(
    work,
    {
      paymentId: PAYMENT_ID,
      receivedOn,
      amountKopecks: input.get('payment').amount(),
      namedPeriod: named.isGiven ? named.period() : null,
    },
    { openPeriod: periodOf(receivedOn), isBarred: barredBy(input, rules) },
  );
  return { work, receivedOn };
}

/** A case names the months that are barred; otherwise those are barred whose limitation has run out by the payment. */
function barredBy(input: Field, rules: LedgerRules): IsBarred {
  const skip = input.get('skip');
  if (!skip.isGiven) return (line, on) => input.get('paidOn').isGiven && rules.isBarred(line, on);
  const barred = new Set<BillingPeriod>(skip.items().map((month) => month.period()));
  return (line) => barred.has(line.period);
}

function amountsByPeriod(amounts: readonly (readonly [BillingPeriod, Kopecks])[]): Record<string, JsonValue> {
  return Object.fromEntries(
    amounts.filter(([, amount]) => amount !== 0).map(([period, amount]) => [period, roublesText(amount)]),
  );
}

const allocation: RuleEvaluation = (input) => {
  const { draft } = paidLedger(input, input.get('debts')).work;
  return {
    applied: amountsByPeriod(draft.lines.map((line) => [line.period, paidOf(line.principalPaid)])),
    advance: roublesText(sumKopecks(draft.money.map(unspent))),
  };
};

const reversal: RuleEvaluation = (input) => {
  const { work } = paidLedger(input, input.anyOf('debts', 'appliedTo'));
  const { restored } = reversePayment(work.draft.ledger(), PAYMENT_ID);
  return { restored: amountsByPeriod(restored.map(({ period, amountKopecks }) => [period, amountKopecks])) };
};

const principalBeforePenalty: RuleEvaluation = (input) => {
  const rules = debtRules();
  const work = new LedgerWork(new LedgerDraft(EMPTY_LEDGER));
  const dueOn = rules.dueOn(SOME_PERIOD);
  work.move({
    kind: 'line_charged',
    period: SOME_PERIOD,
    dueOn,
    amountKopecks: input.get('debt').amount(),
    billed: {},
  });
  work.move({ kind: 'penalty_posted', period: SOME_PERIOD, amountKopecks: input.get('penalty').amount() });
  const received = { paymentId: PAYMENT_ID, receivedOn: dueOn, namedPeriod: null };
  const terms = { openPeriod: periodOf(dueOn), isBarred: rules.isBarred };
  allocatePayment(work, { ...received, amountKopecks: input.get('payment').amount() }, terms);
  const { lines, money } = work.draft;
  return [
    roublesText(sumKopecks(lines.map((line) => paidOf(line.principalPaid)))),
    roublesText(sumKopecks(lines.map((line) => paidOf(line.penaltyPaid)))),
    roublesText(sumKopecks(money.map(unspent))),
  ];
};

const allocationToUtilities: RuleEvaluation = (input) => {
  const open = input
    .get('outstanding')
    .pairs()
    .map(([name, amount]) => ({ utility: name.text(), openKopecks: amount.amount() }));
  const { parts } = allocateToUtilities(input.get('payment').amount(), open);
  return parts.map((part) => roublesText(part.amountKopecks));
};

/** Lines `[operation id, amount]`, or objects with an account too. */
function registryLine(row: Field): RegistryLine {
  const [id, amount] = row.isList() ? row.pair() : [row.anyOf('operationId', 'id'), row.get('amount')];
  const account = row.isList() ? null : row.get('account');
  return {
    operationId: id.isGiven ? id.text() : null,
    paidOn: firstDayOf(SOME_PERIOD),
    time: '',
    branch: '',
    terminal: '',
    account: account?.isGiven ? account.text() : '',
    amountKopecks: amount.amount(),
  };
}

const registry: RuleEvaluation = (input) => {
  const lines = input.get('lines').items().map(registryLine);
  const judged = judgeRegistry('registry', lines, new Map());
  return {
    accepted: judged.accepted,
    sum: roublesText(judged.acceptedKopecks),
    duplicates: judged.duplicates,
    ...(judged.conflicts > 0 ? { conflicts: judged.conflicts } : {}),
  };
};

const interruption: RuleEvaluation = (input) =>
  roublesText(
    reduceForInterruption(input.get('monthly').amount(), {
      hours: input.anyOf('hoursTotal', 'hours').rational(),
      allowedHours: input.get('allowed').rational(),
      ratePerHour: input.get('ratePerHour').rational(),
    }),
  );

const cold: RuleEvaluation = (input) =>
  roublesText(
    reduceForCold(input.get('monthly').amount(), {
      hours: input.anyOf('hours', 'hoursTotal').rational(),
      degreesBelow: input.get('degreesBelow').rational(),
      ratePerHourAndDegree: input.anyOf('ratePerHourDegree', 'ratePerHour').rational(),
    }),
  );

const subsidy: RuleEvaluation = (input) => {
  const subsistence = input.anyOf('subsistencePerPerson', 'subsistence');
  return roublesText(
    expectedSubsidy({
      members: input.get('members').count(),
      standardPerPersonKopecks: input.get('standardPerPerson').amount(),
      incomeKopecks: input.get('income').amount(),
      maxSharePercent: input.get('maxSharePct').rational(),
      actualKopecks: input.get('actual').amount(),
      subsistencePerPersonKopecks: subsistence.isGiven ? subsistence.amount() : null,
    }),
  );
};

const reliefWithinNorm: RuleEvaluation = (input) =>
  roublesText(
    reliefOf({
      quantity: input.get('area').rational(),
      limit: input.get('socialNormM2').rational(),
      tariff: input.anyOf('rate', 'tariff').rational(),
      percent: input.get('pct').rational(),
    }).amountKopecks,
  );

export const MONEY_RULES: readonly (readonly [string, RuleEvaluation])[] = [
  ['alloc.fifo', allocation],
  ['alloc.designated', allocation],
  ['alloc.designated_surplus', allocation],
  ['alloc.advance', allocation],
  ['alloc.time_barred_skip', allocation],
  ['alloc.services_proportional', allocationToUtilities],
  ['alloc.principal_before_penalty', principalBeforePenalty],
  ['registry.idempotent', registry],
  ['payment.reversal', reversal],
  ['quality.interruption', interruption],
  ['quality.heating_temp', cold],
  ['subsidy', subsidy],
  ['relief.50pct_within_social_norm', reliefWithinNorm],
];

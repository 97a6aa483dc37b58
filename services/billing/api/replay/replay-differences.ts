import { BillingPeriod } from '#libs/kernel';
import { addKopecks, Kopecks, subtractKopecks, sumKopecks } from '#libs/money';
import { RecalculationRecorded } from '../../domain/account.events';
import { Calculation, ChargeLine, RecalculationLine, RecalculationReason } from '../../domain/calculation';
import { monthsOfYear } from '../../domain/heating-year-recalculation.policy';
import { Component, Payee, PAYEES } from '../../domain/reference-book';
import { replayLine, ReplayedSum } from '../../domain/replay-recalculation.policy';
import { keyedLines } from '../calculated-lines';
import { HistoryEvent, ReplayedMonth } from './replayed-account';

/**
 * Why a line differs: a dated rule that went into it (`settings`), a difference of an earlier month of the same account
 * (`earlier_month`), or none of these: the code, or the rules of penalty (`rules`). `posted` takes off what an earlier
 * replay has put right already; `put_right` all of a line whose month another recalculation says what is right of.
 */
export type ReplayCause = 'settings' | 'earlier_month' | 'rules' | 'posted' | 'put_right';

export interface ReplayedLine {
  readonly account: string;
  readonly period: BillingPeriod;
  readonly kind: 'charge' | 'recalculation' | 'penalty';
  readonly payee: Payee;
  /** null for penalty. */
  readonly utility: string | null;
  readonly component: Component | null;
  /** Of a recalculation; null for others. */
  readonly reason: string | null;
  readonly beforeKopecks: Kopecks;
  readonly afterKopecks: Kopecks;
  readonly differenceKopecks: Kopecks;
  readonly beforeFormula: string | null;
  readonly afterFormula: string | null;
  readonly cause: ReplayCause;
  /** Inputs of the line with other values, null where there was or is none. */
  readonly changed: readonly { readonly name: string; readonly before: string | null; readonly after: string | null }[];
}

export interface AccountDifferences {
  readonly lines: readonly ReplayedLine[];
  /** What would be posted: one line a utility, component and period. Penalty follows by itself at the close. */
  readonly toPost: readonly RecalculationLine[];
  readonly corrects: readonly { readonly period: BillingPeriod; readonly eventId: string }[];
}

/** Names of inputs that the company's dated rules supply. */
const RULES: ReadonlySet<string> = new Set([
  'coefficient',
  'common_area',
  'heating_months',
  'heat_norm',
  'house_total_area',
  'house_volume',
  'norm',
  'tariff',
]);

/** Every line of the replayed months that comes to something else, and what would put it right. */
export function differencesOf(months: readonly ReplayedMonth[], history: readonly HistoryEvent[]): AccountDifferences {
  const standing = standingIn(history);
  const [posted, putRight] = [postedBefore(standing), putRightBefore(standing)];
  const lines: ReplayedLine[] = [];
  const toPost: RecalculationLine[] = [];
  const corrects: { period: BillingPeriod; eventId: string }[] = [];
  for (const month of months) {
    const hasEarlier = lines.length > 0;
    const reasonOf = ({ line }: Pick<Differing, 'line'>) => putRightOf(line, month.period, putRight);
    const all = linesOf(month).filter((line) => line.differenceKopecks !== 0);
    const left = all.filter((one) => reasonOf(one) !== undefined);
    lines.push(...left.map((line) => saidOf(line, month, hasEarlier)));
    lines.push(...left.map((one) => leftOut(one, month, reasonOf(one) ?? null)));
    const differing = all.filter((one) => reasonOf(one) === undefined);
    const sums = sumsOf(differing, withoutPutRight(month, putRight), posted);
    const open = sums.filter((sum) => sum.beforeKopecks !== sum.afterKopecks);
    const wanted = new Set(open.map((sum) => placeOf(sum.utility, sum.component, sum.period)));
    const shown = differing.filter(({ line }) => wanted.has(placeOf(line.utility, line.component, month.period)));
    lines.push(...shown.map((line) => saidOf(line, month, hasEarlier)));
    lines.push(...correctionsOf(open, month, posted));
    lines.push(...penaltiesOf(month, hasEarlier || all.length > 0));
    toPost.push(...open.map(replayLine));
    if (open.length > 0) corrects.push({ period: month.period, eventId: month.recorded.eventId });
  }
  return { lines, toPost, corrects };
}

interface Differing {
  readonly before: ChargeLine | RecalculationLine | null;
  readonly after: ChargeLine | RecalculationLine | null;
  readonly line: ChargeLine | RecalculationLine;
  readonly differenceKopecks: Kopecks;
}

function linesOf({ recorded, calculation }: ReplayedMonth): Differing[] {
  const [before, after] = [keyedLines(recorded.calculation), keyedLines(calculation)];
  return [...new Set([...before.keys(), ...after.keys()])].map((key) => {
    const [one, other] = [before.get(key) ?? null, after.get(key) ?? null];
    return {
      before: one,
      after: other,
      line: (other ?? one) as ChargeLine | RecalculationLine,
      differenceKopecks: subtractKopecks(other?.amountKopecks ?? 0, one?.amountKopecks ?? 0),
    };
  });
}

function placeOf(utility: string, component: Component | null, period: BillingPeriod): string {
  return `${utility}|${component ?? ''}|${period}`;
}

type Recorded = RecalculationRecorded['data'];

/** What was recorded; what was taken back counts no more. */
function standingIn(history: readonly HistoryEvent[]): readonly Recorded[] {
  const recorded = history.flatMap((event) => (event.type === 'RecalculationRecorded' ? [event.data] : []));
  const takenBack = new Set(recorded.flatMap(({ grounds }) => (grounds.kind === 'reversal' ? [grounds.of] : [])));
  return recorded.filter(({ recalculationId }) => !takenBack.has(recalculationId));
}

/** What earlier replays have put right, by place. */
function postedBefore(standing: readonly Recorded[]): ReadonlyMap<string, Kopecks> {
  const posted = new Map<string, Kopecks>();
  for (const line of standing.filter(({ grounds }) => grounds.kind === 'replay').flatMap(({ lines }) => lines)) {
    const place = placeOf(line.utility, line.component, line.ofPeriod);
    posted.set(place, addKopecks(posted.get(place) ?? 0, line.amountKopecks));
  }
  return posted;
}

/**
 * The lines of months of which a recalculation says what is right, and its reason, by place: an error of the provider, a
 * tampering act, a year of heating. A replay that changed them would give back once more what they have.
 */
function putRightBefore(standing: readonly Recorded[]): ReadonlyMap<string, RecalculationReason> {
  return new Map(
    standing.flatMap(({ grounds, lines }): [string, RecalculationReason][] => {
      if (grounds.kind === 'heating_year') {
        return monthsOfYear(grounds.year).map((period) => [placeOf(grounds.utility, null, period), grounds.kind]);
      }
      if (grounds.kind !== 'provider_error' && grounds.kind !== 'tampering') return [];
      return lines.map(({ utility, component, ofPeriod }) => [placeOf(utility, component, ofPeriod), grounds.kind]);
    }),
  );
}

/** Of which recalculation a line is: that of its own month, or that of the month that it corrects. */
function putRightOf(
  line: ChargeLine | RecalculationLine,
  period: BillingPeriod,
  putRight: ReturnType<typeof putRightBefore>,
): RecalculationReason | undefined {
  const { utility, component } = line;
  const own = putRight.get(placeOf(utility, component, period));
  return own ?? ('ofPeriod' in line ? putRight.get(placeOf(utility, component, line.ofPeriod)) : undefined);
}

function withoutPutRight(month: ReplayedMonth, putRight: ReturnType<typeof putRightBefore>): ReplayedMonth {
  const isLeft = (line: ChargeLine | RecalculationLine) => putRightOf(line, month.period, putRight) === undefined;
  const without = <Lines extends Pick<Calculation, 'charges' | 'recalculations'>>(lines: Lines): Lines => ({
    ...lines,
    charges: lines.charges.filter(isLeft),
    recalculations: lines.recalculations.filter(isLeft),
  });
  const { recorded, calculation } = month;
  const { calculation: before } = recorded;
  return { ...month, recorded: { ...recorded, calculation: without(before) }, calculation: without(calculation) };
}

/** Takes off the difference of a line that is not posted. */
function leftOut({ line, differenceKopecks }: Differing, month: ReplayedMonth, reason: string | null): ReplayedLine {
  const afterKopecks = subtractKopecks(0, differenceKopecks);
  return {
    account: month.recorded.calculation.account,
    period: month.period,
    kind: 'recalculation',
    payee: line.payee,
    utility: line.utility,
    component: line.component,
    reason,
    beforeKopecks: 0,
    afterKopecks,
    differenceKopecks: afterKopecks,
    beforeFormula: null,
    afterFormula: null,
    cause: 'put_right',
    changed: [],
  };
}

/** Each utility and component that differs, with all its lines of the month together. */
function sumsOf(
  differing: readonly Differing[],
  { period, recorded, calculation }: ReplayedMonth,
  posted: ReadonlyMap<string, Kopecks>,
): ReplayedSum[] {
  const places = new Map(differing.map(({ line }) => [placeOf(line.utility, line.component, period), line]));
  // What was put right and is charged right now is a difference too: the rules have been changed back.
  for (const line of [...recorded.calculation.charges, ...recorded.calculation.recalculations]) {
    const place = placeOf(line.utility, line.component, period);
    if ((posted.get(place) ?? 0) !== 0 && !places.has(place)) places.set(place, line);
  }
  const total = (lines: readonly (ChargeLine | RecalculationLine)[], place: string) =>
    sumKopecks(
      lines.flatMap((line) => (placeOf(line.utility, line.component, period) === place ? [line.amountKopecks] : [])),
    );
  return [...places].map(([place, { utility, component, payee, title }]) => ({
    utility,
    component,
    payee,
    period,
    beforeKopecks: addKopecks(
      total([...recorded.calculation.charges, ...recorded.calculation.recalculations], place),
      posted.get(place) ?? 0,
    ),
    afterKopecks: total([...calculation.charges, ...calculation.recalculations], place),
    eventId: recorded.eventId,
    title,
  }));
}

function saidOf({ before, after, line, differenceKopecks }: Differing, month: ReplayedMonth, hasEarlier: boolean) {
  const changed = changedInputs(before, after);
  const isOfRules = changed.some(({ name }) => RULES.has(name));
  return {
    account: month.recorded.calculation.account,
    period: month.period,
    kind: 'reason' in line ? ('recalculation' as const) : ('charge' as const),
    payee: line.payee,
    utility: line.utility,
    component: line.component,
    reason: 'reason' in line ? line.reason : null,
    beforeKopecks: before?.amountKopecks ?? 0,
    afterKopecks: after?.amountKopecks ?? 0,
    differenceKopecks,
    beforeFormula: before?.formula ?? null,
    afterFormula: after?.formula ?? null,
    cause: isOfRules ? ('settings' as const) : hasEarlier ? ('earlier_month' as const) : ('rules' as const),
    changed,
  };
}

function changedInputs(
  before: ChargeLine | RecalculationLine | null,
  after: ChargeLine | RecalculationLine | null,
): ReplayedLine['changed'] {
  const valuesOf = (line: ChargeLine | RecalculationLine | null) =>
    new Map((line?.inputs ?? []).map(({ name, value }) => [name, value]));
  const [was, is] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => ({ name, before: was.get(name) ?? null, after: is.get(name) ?? null }));
}

/** What an earlier replay has put right of places that differ still. */
function correctionsOf(
  open: readonly ReplayedSum[],
  month: ReplayedMonth,
  posted: ReadonlyMap<string, Kopecks>,
): ReplayedLine[] {
  return open.flatMap(({ utility, component, payee, period }) => {
    const amount = posted.get(placeOf(utility, component, period)) ?? 0;
    if (amount === 0) return [];
    return [
      {
        account: month.recorded.calculation.account,
        period,
        kind: 'recalculation' as const,
        payee,
        utility,
        component,
        reason: 'replay',
        beforeKopecks: amount,
        afterKopecks: 0,
        differenceKopecks: subtractKopecks(0, amount),
        beforeFormula: null,
        afterFormula: null,
        cause: 'posted' as const,
        changed: [],
      },
    ];
  });
}

function penaltiesOf(month: ReplayedMonth, hasOther: boolean): ReplayedLine[] {
  return PAYEES.flatMap((payee) => {
    const penalty = (figures: ReplayedMonth['figures']) =>
      figures.find((one) => one.payee === payee)?.penaltyKopecks ?? 0;
    const [beforeKopecks, afterKopecks] = [penalty(month.recordedFigures), penalty(month.figures)];
    if (beforeKopecks === afterKopecks) return [];
    return [
      {
        account: month.recorded.calculation.account,
        period: month.period,
        kind: 'penalty' as const,
        payee,
        utility: null,
        component: null,
        reason: null,
        beforeKopecks,
        afterKopecks,
        differenceKopecks: subtractKopecks(afterKopecks, beforeKopecks),
        beforeFormula: null,
        afterFormula: null,
        cause: hasOther ? ('earlier_month' as const) : ('rules' as const),
        changed: [],
      },
    ];
  });
}

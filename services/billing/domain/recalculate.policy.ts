import { BillingPeriod, Rejection, unreachable } from '#libs/kernel';
import { Rational, sumKopecks } from '#libs/money';
import { correctProviderError, recalculateRelief, rightRoubles } from './billed-line-recalculation.policy';
import { ChargeLine, PenaltyWaiver, RecalculationLine } from './calculation';
import { EarlierRecalculations, standingOf } from './earlier-recalculations.policy';
import { correctYearOfHeating, monthsOfYear, unknownMonthOf } from './heating-year-recalculation.policy';
import { faultOfSupply } from './interrupted-supply.policy';
import { GrantedBefore, recalculateCold, recalculateInterruption } from './quality-recalculation.policy';
import { ChargedPeriod, RecalculationFacts, RecalculationGrounds } from './recalculation';
import { faultOfInputs, faultOfRepetition, faultOfSums, mostInPlaceOf } from './recalculation-bounds.policy';
import { Component } from './reference-book';
import { putRightBy, putsRight, standingCharge } from './standing-charge.policy';
import { periodsOfTampering, recalculateTampering, TAMPERING_MONTHS_MAX } from './tampering-recalculation.policy';

/** What a recalculation comes to. */
export interface Recalculated {
  readonly lines: readonly RecalculationLine[];
  readonly waivers: readonly Omit<PenaltyWaiver, 'recalculationId' | 'eventId'>[];
}

export interface RecalculationQuestion {
  readonly account: string;
  readonly grounds: RecalculationGrounds;
  readonly facts: RecalculationFacts;
  readonly earlier: EarlierRecalculations;
}

/** The closed periods that a recalculation is about; those a fact has to be known of. */
export function periodsOf(grounds: RecalculationGrounds): readonly BillingPeriod[] {
  switch (grounds.kind) {
    case 'interruption':
    case 'cold':
    case 'provider_error':
    case 'relief':
      return [grounds.period];
    case 'tampering':
      return periodsOfTampering(grounds);
    case 'heating_year':
      return monthsOfYear(grounds.year);
    case 'penalty_waiver':
      return grounds.months.map(({ period }) => period);
    case 'replay':
      return [...new Set(grounds.lines.map(({ ofPeriod }) => ofPeriod))].sort();
    case 'reversal':
      return [];
  }
}

/** The lines of a recalculation with formula and inputs, or why there can be none. */
export function recalculate(question: RecalculationQuestion): Recalculated | Rejection {
  const fault = faultOfInputs(question) ?? faultOfRepetition(question);
  if (fault !== null) return fault;
  const found = ofGrounds(question);
  if (found instanceof Rejection) return found;
  return faultOfSums(question, found.lines, periodsOf(question.grounds)) ?? found;
}

function ofGrounds(question: RecalculationQuestion): Recalculated | Rejection {
  const { account, grounds, facts, earlier } = question;
  switch (grounds.kind) {
    case 'interruption':
    case 'cold':
      return ofQuality(account, grounds, facts, earlier);
    case 'provider_error':
    case 'relief': {
      const found = billedLine(account, grounds, facts);
      if (found instanceof Rejection) return found;
      const { charged, line } = found;
      if (grounds.kind === 'provider_error') return ofProviderError(account, grounds, line, charged, earlier);
      const relief = recalculateRelief(grounds, line, charged, putRightBy(earlier));
      return some(account, relief === null ? [] : [relief]);
    }
    case 'tampering':
      return ofTampering(account, grounds, facts, earlier);
    case 'heating_year': {
      const { charged, heating } = facts;
      const isAny = monthsOfYear(grounds.year).some((month) => isCharged(grounds.utility, month, charged));
      const unknown = heating === null || !isAny ? grounds.year : unknownMonthOf(grounds, charged, heating);
      if (heating === null || unknown !== null) {
        return new Rejection('BILLING_RECALCULATION_NOTHING_CHARGED', { account, period: unknown ?? grounds.year });
      }
      const line = correctYearOfHeating(grounds, charged, heating, earlier);
      return some(account, line === null ? [] : [line]);
    }
    case 'penalty_waiver': {
      const { payee } = grounds;
      const waivers = grounds.months.map(({ period, amountKopecks }) => ({ payee, ofPeriod: period, amountKopecks }));
      const isAny = waivers.length > 0 && waivers.every(({ amountKopecks }) => amountKopecks > 0);
      return isAny ? { lines: [], waivers } : new Rejection('BILLING_RECALCULATION_CHANGES_NOTHING', { account });
    }
    case 'replay':
      return some(account, grounds.lines);
    case 'reversal':
      return ofReversal(account, grounds.of, earlier);
    default:
      return unreachable(grounds);
  }
}

function some(account: string, lines: readonly RecalculationLine[]): Recalculated | Rejection {
  if (lines.length === 0) return new Rejection('BILLING_RECALCULATION_CHANGES_NOTHING', { account });
  return { lines, waivers: [] };
}

function ofQuality(
  account: string,
  grounds: Extract<RecalculationGrounds, { kind: 'interruption' | 'cold' }>,
  facts: RecalculationFacts,
  earlier: EarlierRecalculations,
): Recalculated | Rejection {
  const { utility, period } = grounds;
  const charged = facts.charged.find((one) => one.period === period);
  if (!charged || !isCharged(utility, period, [charged])) {
    return new Rejection('BILLING_RECALCULATION_NOTHING_CHARGED', { account, utility, period });
  }
  const fault = faultOfSupply(account, grounds, facts);
  if (fault !== null) return fault;
  const before = grantedBefore(earlier, utility, period);
  const line =
    grounds.kind === 'cold'
      ? recalculateCold(grounds, charged, before)
      : recalculateInterruption(grounds, charged, before);
  return some(account, line === null ? [] : [line]);
}

/** What earlier recalculations, not taken back, have given of the charge of a utility and period. */
export function grantedBefore(earlier: EarlierRecalculations, utility: string, period: BillingPeriod): GrantedBefore {
  const standing = standingOf(earlier);
  const reducing = standing
    .flatMap(({ lines }) => lines)
    .filter((line) => line.utility === utility && line.ofPeriod === period && line.amountKopecks < 0);
  const ofInterruptions = reducing.filter(({ reason }) => reason === 'interruption');
  return {
    hours: standing.flatMap(({ grounds }) =>
      grounds.kind === 'interruption' && grounds.utility === utility && grounds.period === period
        ? grounds.acts.map(({ hours }) => hours)
        : [],
    ),
    interruptionKopecks: sumKopecks(ofInterruptions.map(({ amountKopecks }) => amountKopecks)),
    reducedKopecks: sumKopecks(
      reducing
        .filter((line) => line.reason !== 'provider_fine' && !putsRight(line))
        .map(({ amountKopecks }) => amountKopecks),
    ),
    putRight: putRightBy(earlier),
  };
}

/** What is absurd is refused before it is rounded: kopecks end where whole numbers are exact no more. */
function ofProviderError(
  account: string,
  grounds: Extract<RecalculationGrounds, { kind: 'provider_error' }>,
  line: ChargeLine,
  charged: ChargedPeriod,
  earlier: EarlierRecalculations,
): Recalculated | Rejection {
  const { utility, component } = line;
  const putRight = putRightBy(earlier);
  const limitKopecks = mostInPlaceOf(standingCharge({ utility, component }, [charged], putRight).kopecks);
  if (rightRoubles(grounds).compare(Rational.of(limitKopecks, 100)) > 0) {
    const { period } = grounds;
    return new Rejection('BILLING_RECALCULATION_ABOVE_CHARGED', { account, utility, period, limitKopecks });
  }
  return some(account, correctProviderError(grounds, line, charged, putRight));
}

function ofTampering(
  account: string,
  grounds: Extract<RecalculationGrounds, { kind: 'tampering' }>,
  facts: RecalculationFacts,
  earlier: EarlierRecalculations,
): Recalculated | Rejection {
  const { utility, months } = grounds;
  if (!Number.isInteger(months) || months < 1 || months > TAMPERING_MONTHS_MAX) {
    return new Rejection('BILLING_RECALCULATION_MONTHS', { account, months, most: TAMPERING_MONTHS_MAX });
  }
  const putRight = putRightBy(earlier);
  const lines: RecalculationLine[] = [];
  for (const period of periodsOfTampering(grounds)) {
    const found = billedLine(account, { utility, component: null, period }, facts);
    if (found instanceof Rejection) return found;
    const norm = facts.norms[period];
    if (!norm) return new Rejection('BILLING_RECALCULATION_NOTHING_CHARGED', { account, utility, period });
    const line = recalculateTampering(grounds, found.line, found.charged, norm, putRight);
    if (line !== null) lines.push(line);
  }
  return some(account, lines);
}

interface BilledPlace {
  readonly utility: string;
  readonly component: Component | null;
  readonly period: BillingPeriod;
}

function billedLine(
  account: string,
  { utility, component, period }: BilledPlace,
  { charged }: RecalculationFacts,
): { readonly charged: ChargedPeriod; readonly line: ChargeLine } | Rejection {
  const month = charged.find((one) => one.period === period);
  const line = month?.charges.find((one) => one.utility === utility && one.component === component);
  if (month && line) return { charged: month, line };
  return new Rejection('BILLING_RECALCULATION_NOTHING_CHARGED', { account, utility, component, period });
}

function isCharged(utility: string, period: BillingPeriod, charged: readonly ChargedPeriod[]): boolean {
  return charged.some((one) => one.period === period && one.charges.some((line) => line.utility === utility));
}

/** The lines of an earlier recalculation with the other sign. Waivers of penalty are not taken back by it. */
function ofReversal(account: string, of: string, earlier: EarlierRecalculations): Recalculated | Rejection {
  const original = earlier[of];
  // A reversal is not reversed: what it took back would stand again, and no bound would see it.
  if (!original || original.lines.length === 0 || original.grounds.kind === 'reversal') {
    return new Rejection('BILLING_UNKNOWN_RECALCULATION', { account, recalculation: of });
  }
  if (original.reversed) return new Rejection('BILLING_RECALCULATION_REVERSED', { account, recalculation: of });
  const lines = original.lines.map((line): RecalculationLine => {
    const turned = (text: string) => (text.startsWith('-') ? text.slice(1) : text === '0' ? '0' : `-${text}`);
    return {
      ...line,
      reason: 'reversal',
      quantity: turned(line.quantity),
      amountKopecks: -line.amountKopecks,
      formula: `0 - (${line.formula})`,
      exact: turned(line.exact),
      why: { code: 'reversal', details: { of } },
    };
  });
  return { lines, waivers: [] };
}

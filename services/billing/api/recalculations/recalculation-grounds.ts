import { RejectedError, Rejection } from '#libs/kernel';
import { RecalculationGrounds, Spell } from '../../domain/recalculation';
import { GroundsBody } from './recalculations.dto';

/** What a preview or a record of grounds may be refused with, wherever they are given. */
export const REFUSALS_OF_GROUNDS = [
  'BILLING_UNKNOWN_ACCOUNT',
  'BILLING_NO_COMPANY',
  'BILLING_NO_RULE_IN_FORCE',
  'BILLING_RECALCULATION_ONE_KIND',
  'BILLING_RECALCULATION_NOTHING_CHARGED',
  'BILLING_RECALCULATION_CHANGES_NOTHING',
  'BILLING_RECALCULATION_MONTHS',
  'BILLING_UNKNOWN_RECALCULATION',
  'BILLING_RECALCULATION_REVERSED',
  'BILLING_RECALCULATION_SUPPLY',
  'BILLING_RECALCULATION_NO_ALLOWED_HOURS',
  'BILLING_RECALCULATION_NOT_HEATING',
  'BILLING_RECALCULATION_HOURS',
  'BILLING_RECALCULATION_ACT_EARLIER',
  'BILLING_RECALCULATION_OVERLAPS',
  'BILLING_RECALCULATION_ACTS_OVERLAP',
  'BILLING_RECALCULATION_DEGREES',
  'BILLING_RECALCULATION_CLAIM_LATER',
  'BILLING_RECALCULATION_CLAIM_EARLIER',
  'BILLING_RECALCULATION_RECORDED_ALREADY',
  'BILLING_RECALCULATION_BELOW_CHARGED',
  'BILLING_RECALCULATION_ABOVE_CHARGED',
] as const;

/** The grounds of a body. Throws RejectedError: BILLING_RECALCULATION_ONE_KIND unless there is exactly one. */
export function groundsOf(body: GroundsBody): RecalculationGrounds {
  const all = groundsIn(body);
  const [grounds] = all;
  if (all.length !== 1 || grounds === undefined) {
    throw new RejectedError(new Rejection('BILLING_RECALCULATION_ONE_KIND', { kinds: all.length }));
  }
  return grounds;
}

function groundsIn(body: GroundsBody): RecalculationGrounds[] {
  const { interruption, cold, providerError, relief, tampering, heatingYear, penaltyWaiver, reversal } = body;
  const all: RecalculationGrounds[] = [];
  if (interruption) {
    const { utility, period, supply, acts } = interruption;
    all.push({ kind: 'interruption', utility, period, supply, acts: acts.map(spellIn) });
  }
  if (cold) {
    const { utility, period, degreesBelow } = cold;
    all.push({ kind: 'cold', utility, period, ...spellIn(cold), degreesBelow });
  }
  if (providerError) {
    const { component = null, claimedOn = null, ...error } = providerError;
    all.push({ kind: 'provider_error', ...error, component, claimedOn });
  }
  if (relief) {
    const { component = null, limit = null, ...given } = relief;
    all.push({ kind: 'relief', ...given, component, limit });
  }
  if (tampering) all.push({ kind: 'tampering', ...tampering });
  if (heatingYear) all.push({ kind: 'heating_year', ...heatingYear });
  if (penaltyWaiver) {
    const { payee, months } = penaltyWaiver;
    const plain = months.map(({ period, amountKopecks }) => ({ period, amountKopecks }));
    all.push({ kind: 'penalty_waiver', payee, months: plain });
  }
  if (reversal) all.push({ kind: 'reversal', of: reversal.recalculationId });
  return all;
}

function spellIn({ startedOn, startedAt, hours }: Spell): Spell {
  return { startedOn, ...(startedAt === undefined ? {} : { startedAt }), hours };
}

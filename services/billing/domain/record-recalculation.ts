import { firstDayOf, nextPeriod, Rejection } from '#libs/kernel';
import { sumKopecks } from '#libs/money';
import { RecordRecalculation } from './account.commands';
import { RecalculationRecorded } from './account.events';
import { EarlierRecalculations } from './earlier-recalculations.policy';
import { periodsOf, recalculate } from './recalculate.policy';
import { needsApproval } from './recalculation';
import { faultOfClaim, needsSecondPerson } from './recalculation-bounds.policy';

/**
 * Records a recalculation with its lines. One id is recorded once: a replay names all its accounts by one id, so that it
 * is posted to each of them once. The lines are worked out by the policy that previews them; where they come to something
 * else than whoever states it has seen, nothing is recorded (BILLING_RECALCULATION_CHANGED).
 */
export function recordRecalculation(
  command: RecordRecalculation,
  { recalculations }: { readonly recalculations: EarlierRecalculations },
): readonly RecalculationRecorded[] | Rejection {
  const { account, recalculationId, recordedOn, cause, document, approvalId, grounds, facts } = command;
  const { expectedKopecks } = command;
  if (recalculations[recalculationId]) return [];
  if (approvalId === null && needsApproval(grounds.kind)) {
    return new Rejection('BILLING_RECALCULATION_NEEDS_APPROVAL', { account });
  }
  const unfinished = periodsOf(grounds).find((period) => firstDayOf(nextPeriod(period)) > recordedOn);
  if (unfinished !== undefined) {
    return new Rejection('BILLING_RECALCULATION_NOT_OVER', { account, period: unfinished });
  }
  const faultyClaim = faultOfClaim(account, grounds, recordedOn);
  if (faultyClaim !== null) return faultyClaim;
  const recalculated = recalculate({ account, grounds, facts, earlier: recalculations });
  if (recalculated instanceof Rejection) return recalculated;
  const { lines, waivers } = recalculated;
  const amountKopecks = sumKopecks([
    ...lines.map((line) => line.amountKopecks),
    ...waivers.map((waiver) => -waiver.amountKopecks),
  ]);
  if (amountKopecks !== expectedKopecks) return new Rejection('BILLING_RECALCULATION_CHANGED', { account });
  if (approvalId === null && needsSecondPerson({ grounds, earlier: recalculations }, amountKopecks, recordedOn)) {
    return new Rejection('BILLING_RECALCULATION_NEEDS_APPROVAL', { account });
  }
  const about = periodsOf(grounds);
  const data = {
    account,
    recalculationId,
    effectiveOn: recordedOn,
    cause,
    document,
    approvalId,
    corrects: facts.charged
      .filter(({ period }) => about.includes(period))
      .map(({ period, eventId }) => ({ period, eventId })),
    grounds,
    amountKopecks,
    lines,
    waivers,
  };
  return [{ type: 'RecalculationRecorded', version: 1, data }];
}

export function evolveRecalculations(
  recalculations: EarlierRecalculations,
  { data: { recalculationId, grounds, lines, effectiveOn: recordedOn, approvalId } }: RecalculationRecorded,
): EarlierRecalculations {
  const recorded = {
    ...recalculations,
    [recalculationId]: { grounds, lines, reversed: false, recordedOn, approvalId },
  };
  if (grounds.kind !== 'reversal') return recorded;
  const original = recorded[grounds.of];
  return original ? { ...recorded, [grounds.of]: { ...original, reversed: true } } : recorded;
}

import { addDays, CivilDate, Decider, Rejection, unreachable } from '#libs/kernel';
import { AgreeInstalments, InstalmentCommand, ReviewInstalments, WithdrawInstalments } from './instalment.commands';
import { InstalmentEvent, InstalmentPart, InstalmentTerms } from './instalment.events';
import { deadlineOf, faultOfTerms, leftAfter, leftOfMonths, sumOf } from './instalment.policy';

/** An agreement as its stream tells. */
export interface AgreementState {
  readonly status: 'running' | 'broken' | 'fulfilled' | 'withdrawn' | 'not_agreed';
  readonly agreedOn: CivilDate;
  /** Null where nothing was agreed. */
  readonly terms: InstalmentTerms | null;
  /** How many parts were found paid in time after their days of grace. */
  readonly keptParts: number;
  /** The first day that bears penalty again after a missed part; null while none is missed. */
  readonly penaltyFrom: CivilDate | null;
}

/** By agreement. */
export type InstalmentState = Readonly<Record<string, AgreementState>>;

type Decision = readonly InstalmentEvent[] | Rejection;

export const instalmentDecider: Decider<InstalmentState, InstalmentCommand, InstalmentEvent> = {
  initialState: () => ({}),
  evolve: evolveInstalments,
  decide(command, state) {
    switch (command.kind) {
      case 'AgreeInstalments':
        return agreeInstalments(command, state);
      case 'ReviewInstalments':
        return reviewInstalments(command, state);
      case 'WithdrawInstalments':
        return withdrawInstalments(command, state);
      default:
        return unreachable(command);
    }
  },
};

/**
 * Makes an agreement once. What cannot be agreed to any more is told as a fact, because two people wait for an answer.
 * One agreement runs for an account and payee at a time.
 */
export function agreeInstalments(command: AgreeInstalments, state: InstalmentState): readonly InstalmentEvent[] {
  const { account, agreementId, agreedOn: effectiveOn, terms, debt } = command;
  if (state[agreementId]) return [];
  const isRunning = Object.values(state).some(
    (other) => other.status === 'running' && other.terms?.payee === terms.payee,
  );
  const fault = isRunning
    ? new Rejection('BILLING_INSTALMENTS_RUNNING', { account })
    : faultOfTerms(account, terms, debt, effectiveOn);
  if (fault !== null) {
    const { code } = fault;
    return [{ type: 'InstalmentsNotAgreed', version: 1, data: { account, agreementId, effectiveOn, code } }];
  }
  const { cause, document, requestedBy, grantedBy } = command;
  const amountKopecks = sumOf(terms.months);
  const said = { account, agreementId, effectiveOn, terms, amountKopecks, cause, document, requestedBy, grantedBy };
  return [{ type: 'InstalmentsAgreed', version: 1, data: said }];
}

/**
 * What has become of an agreement by the end of a day: parts whose days of grace are over were paid in time or not, and
 * the debt is paid or not. A broken one runs again where the money of the part turns out to have come in time. Looking
 * again finds nothing new.
 */
export function reviewInstalments(command: ReviewInstalments, state: InstalmentState): Decision {
  const { account, agreementId, on: effectiveOn, lines } = command;
  const agreement = state[agreementId];
  if (!agreement?.terms) return new Rejection('BILLING_UNKNOWN_INSTALMENTS', { account, agreement: agreementId });
  const { terms, status, keptParts } = agreement;
  if (status !== 'running' && status !== 'broken') return [];
  // A later agreement took the place of the broken one: two at once would hold back the penalty of the same months twice.
  const isReplaced = Object.entries(state).some(
    ([id, other]) => id !== agreementId && other.status === 'running' && other.terms?.payee === terms.payee,
  );
  if (status === 'broken' && isReplaced) return [];
  const events: InstalmentEvent[] = [];
  for (let part = keptParts + 1; part <= terms.parts.length; part += 1) {
    const deadline = deadlineOf(terms, part);
    if (deadline >= effectiveOn) break;
    const leftKopecks = leftOfMonths(terms.months, lines, deadline);
    const missingKopecks = leftKopecks - leftAfter(terms, part);
    if (missingKopecks > 0) {
      if (status === 'broken' && events.length === 0) return [];
      const penaltyFrom = addDays((terms.parts[part - 1] as InstalmentPart).dueOn, 1);
      const data = { account, agreementId, part, effectiveOn, penaltyFrom, missingKopecks };
      return [...events, { type: 'InstalmentsMissed', version: 1, data }];
    }
    if (status === 'broken' && events.length === 0) {
      events.push({ type: 'InstalmentsRestored', version: 1, data: { account, agreementId, part, effectiveOn } });
    }
    events.push({ type: 'InstalmentKept', version: 1, data: { account, agreementId, part, effectiveOn, leftKopecks } });
  }
  if (status === 'broken' && events.length === 0) return [];
  if (leftOfMonths(terms.months, lines, effectiveOn) === 0) {
    events.push({ type: 'InstalmentsFulfilled', version: 1, data: { account, agreementId, effectiveOn } });
  }
  return events;
}

/**
 * Ends an agreement that runs; the day of it is the last one without penalty. One that is broken bears penalty already:
 * ended, it stays so, whatever payment is told of afterwards. Ended so already, nothing changes.
 */
export function withdrawInstalments(command: WithdrawInstalments, state: InstalmentState): Decision {
  const { account, agreementId, withdrawnOn: effectiveOn, cause } = command;
  const agreement = state[agreementId];
  if (!agreement) return new Rejection('BILLING_UNKNOWN_INSTALMENTS', { account, agreement: agreementId });
  const { status } = agreement;
  if (status === 'withdrawn') return [];
  if (status !== 'running' && status !== 'broken') return new Rejection('BILLING_INSTALMENTS_ENDED', { account });
  const penaltyFrom = agreement.penaltyFrom ?? addDays(effectiveOn, 1);
  const data = { account, agreementId, effectiveOn, penaltyFrom, cause };
  return [{ type: 'InstalmentsWithdrawn', version: 1, data }];
}

function evolveInstalments(state: InstalmentState, event: InstalmentEvent): InstalmentState {
  const { agreementId, effectiveOn } = event.data;
  if (event.type === 'InstalmentsAgreed' || event.type === 'InstalmentsNotAgreed') {
    const [status, terms] =
      event.type === 'InstalmentsAgreed' ? (['running', event.data.terms] as const) : (['not_agreed', null] as const);
    return { ...state, [agreementId]: { status, agreedOn: effectiveOn, terms, keptParts: 0, penaltyFrom: null } };
  }
  const agreement = state[agreementId];
  if (!agreement) return state;
  return { ...state, [agreementId]: { ...agreement, ...changedBy(event) } };
}

function changedBy(
  event: Exclude<InstalmentEvent, { type: 'InstalmentsAgreed' | 'InstalmentsNotAgreed' }>,
): Partial<AgreementState> {
  switch (event.type) {
    case 'InstalmentKept':
      return { keptParts: event.data.part };
    case 'InstalmentsMissed':
      return { status: 'broken', penaltyFrom: event.data.penaltyFrom };
    case 'InstalmentsRestored':
      return { status: 'running', penaltyFrom: null };
    case 'InstalmentsFulfilled':
      return { status: 'fulfilled' };
    case 'InstalmentsWithdrawn':
      return { status: 'withdrawn' };
    default:
      return unreachable(event);
  }
}

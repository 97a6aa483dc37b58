import { addDays, CivilDate, Decider, Rejection, unreachable } from '#libs/kernel';
import { AgreeInstalments, InstalmentCommand, ReviewInstalments, WithdrawInstalments } from './instalment.commands';
import { InstalmentEvent, InstalmentPart, InstalmentTerms } from './instalment.events';
import {
  deadlineOf,
  faultOfTerms,
  firstMissed,
  leftOfMonths,
  MissedPart,
  partsDueBefore,
  RESTORABLE_DAYS,
  sumOf,
} from './instalment.policy';

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
  /** The day on which a missed part was found; null while none is missed. */
  readonly missedOn: CivilDate | null;
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
 * the debt is paid or not. All of it is judged anew by what is allocated now: a broken one runs again where the money of
 * the part turns out to have come in time, and a part whose payment was recalled is missed as if it had never been paid,
 * whatever was found of the agreement before. Looking again finds nothing new.
 */
export function reviewInstalments(command: ReviewInstalments, state: InstalmentState): Decision {
  const { account, agreementId, on, lines } = command;
  const agreement = state[agreementId];
  if (!agreement?.terms) return new Rejection('BILLING_UNKNOWN_INSTALMENTS', { account, agreement: agreementId });
  const { terms, status, keptParts } = agreement;
  const due = partsDueBefore(terms, on);
  const missed = firstMissed(terms, lines, due);
  if (missed !== null && missed.part <= keptParts) return [missedPart(command, terms, missed, true)];
  switch (status) {
    case 'running':
      return goingOn(command, terms, { from: keptParts + 1, due, missed });
    case 'broken': {
      const part = keptParts + 1;
      if (part > due || missed?.part === part || !mayRunAgain(command, state)) return [];
      const restored = { account, agreementId, part, effectiveOn: on };
      return [
        { type: 'InstalmentsRestored', version: 1, data: restored },
        ...goingOn(command, terms, { from: part, due, missed }),
      ];
    }
    case 'fulfilled': {
      if (missed !== null) return [missedPart(command, terms, missed, true)];
      const leftKopecks = leftOfMonths(terms.months, lines);
      if (leftKopecks === 0 || !mayRunAgain(command, state)) return [];
      const data = { account, agreementId, effectiveOn: on, keptParts: due, leftKopecks };
      return [{ type: 'InstalmentsReopened', version: 1, data }];
    }
    case 'withdrawn':
    case 'not_agreed':
      return [];
    default:
      return unreachable(status);
  }
}

interface PartsFound {
  /** The first part of which nothing was found yet, from 1. */
  readonly from: number;
  /** So many have had their last day. */
  readonly due: number;
  readonly missed: MissedPart | null;
}

/** What is found of the parts of an agreement that runs: kept up to the first missed one, or all, and perhaps everything paid. */
function goingOn(
  command: ReviewInstalments,
  terms: InstalmentTerms,
  { from, due, missed }: PartsFound,
): readonly InstalmentEvent[] {
  const { account, agreementId, on: effectiveOn, lines } = command;
  const events: InstalmentEvent[] = [];
  const kept = missed === null ? due : missed.part - 1;
  for (let part = from; part <= kept; part += 1) {
    const leftKopecks = leftOfMonths(terms.months, lines, deadlineOf(terms, part));
    events.push({ type: 'InstalmentKept', version: 1, data: { account, agreementId, part, effectiveOn, leftKopecks } });
  }
  if (missed !== null) return [...events, missedPart(command, terms, missed, false)];
  if (leftOfMonths(terms.months, lines, effectiveOn) === 0) {
    events.push({ type: 'InstalmentsFulfilled', version: 1, data: { account, agreementId, effectiveOn } });
  }
  return events;
}

function missedPart(
  { account, agreementId, on: effectiveOn }: ReviewInstalments,
  { parts }: InstalmentTerms,
  { part, missingKopecks }: MissedPart,
  isRecalled: boolean,
): InstalmentEvent {
  const penaltyFrom = addDays((parts[part - 1] as InstalmentPart).dueOn, 1);
  const recalled = isRecalled ? { recalled: true } : {};
  const data = { account, agreementId, part, effectiveOn, penaltyFrom, missingKopecks, ...recalled };
  return { type: 'InstalmentsMissed', version: 1, data };
}

/**
 * Whether an agreement that has ended may run again. Not beside a later one about the same months, which took its place:
 * two at once would hold back their penalty twice. Nor when its break was found too long ago.
 */
function mayRunAgain({ agreementId, on }: ReviewInstalments, state: InstalmentState): boolean {
  const { terms, missedOn } = state[agreementId] as AgreementState;
  if (missedOn !== null && on > addDays(missedOn, RESTORABLE_DAYS)) return false;
  const months = new Set(terms?.months.map(({ period }) => period));
  return !Object.entries(state).some(
    ([id, other]) =>
      id !== agreementId &&
      other.status === 'running' &&
      other.terms?.payee === terms?.payee &&
      other.terms?.months.some(({ period }) => months.has(period)),
  );
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
    const begun = { keptParts: 0, penaltyFrom: null, missedOn: null };
    return { ...state, [agreementId]: { status, agreedOn: effectiveOn, terms, ...begun } };
  }
  const agreement = state[agreementId];
  if (!agreement) return state;
  return { ...state, [agreementId]: { ...agreement, ...changedBy(event, agreement) } };
}

function changedBy(
  event: Exclude<InstalmentEvent, { type: 'InstalmentsAgreed' | 'InstalmentsNotAgreed' }>,
  { status }: AgreementState,
): Partial<AgreementState> {
  switch (event.type) {
    case 'InstalmentKept':
      return { keptParts: event.data.part };
    case 'InstalmentsMissed': {
      const { part, penaltyFrom, effectiveOn: missedOn } = event.data;
      // What the office has ended stays ended, and bears penalty from an earlier day.
      return { status: status === 'withdrawn' ? status : 'broken', keptParts: part - 1, penaltyFrom, missedOn };
    }
    case 'InstalmentsRestored':
      return { status: 'running', penaltyFrom: null, missedOn: null };
    case 'InstalmentsFulfilled':
      return { status: 'fulfilled' };
    case 'InstalmentsReopened':
      return { status: 'running', keptParts: event.data.keptParts };
    case 'InstalmentsWithdrawn':
      return { status: 'withdrawn' };
    default:
      return unreachable(event);
  }
}

import { addDays, CivilDate, Decider, later, Rejection, unreachable } from '#libs/kernel';
import { AUTOPAY_NOTICE_DAYS, autopayCycle, nextPlannedOn } from './autopay-cycle.policy';
import {
  AgreeAutopay,
  AutopayCommand,
  autopayPaymentId,
  ConsiderAutopay,
  EndAutopay,
  NoteAutopayDecline,
  RequestAutopay,
} from './autopay.commands';
import {
  AutopayAgreed,
  AutopayAnnounced,
  AutopayCharged,
  AutopayEvent,
  AutopayOf,
  AutopayRequested,
  AutopayRequestFailure,
  AutopaySkipReason,
} from './autopay.events';
import { endsTheMethod } from './decline-reasons.policy';
import { ONLINE_AMOUNT_KOPECKS_MAX, ONLINE_AMOUNT_KOPECKS_MIN, ONLINE_AMOUNT_LIMITS } from './online-payment.decider';

/** Days of the month that every month has. */
const DAY_MAX = 28;

/** An agreement in force. A change of terms waits beside it until its payment is captured. */
export interface ActiveAutopay {
  readonly agreement: AutopayAgreed['data'];
  readonly announced: AutopayAnnounced['data'] | null;
  /** The cycle that was dealt with last. */
  readonly lastCycle: string | null;
  /** The cycle that is held, since nobody can be given notice of it. */
  readonly heldCycle: string | null;
  /** The charge of which the bank may still say that it was not made. */
  readonly charge: AutopayCharged['data'] | null;
}

export interface AutopayState {
  readonly request: AutopayRequested['data'] | null;
  readonly active: ActiveAutopay | null;
}

type Answer = readonly AutopayEvent[] | Rejection;

export const autopayDecider: Decider<AutopayState, AutopayCommand, AutopayEvent> = {
  initialState: () => ({ request: null, active: null }),
  evolve: evolveAutopay,
  decide(command, state) {
    switch (command.kind) {
      case 'RequestAutopay':
        return requestAutopay(command, state);
      case 'AgreeAutopay':
        return agreeAutopay(command, state);
      case 'WithdrawAutopay':
        return withdrawAutopay(command.today, state);
      case 'ConsiderAutopay':
        return considerAutopay(command, state);
      case 'NoteAutopayDecline':
        return noteAutopayDecline(command, state);
      case 'EndAutopay':
        return endAutopay(command, state);
      default:
        return unreachable(command);
    }
  },
};

/**
 * A resident states the terms; they hold from the capture of the payment with which the method is kept. Notice of every
 * charge is promised: where nobody can be sent one, nothing is agreed to.
 */
export function requestAutopay({ kind, ...request }: RequestAutopay, state: AutopayState): Answer {
  void kind;
  const { account, payee, limitKopecks, trigger } = request;
  if (
    !Number.isSafeInteger(limitKopecks) ||
    limitKopecks < ONLINE_AMOUNT_KOPECKS_MIN ||
    limitKopecks > ONLINE_AMOUNT_KOPECKS_MAX
  ) {
    return new Rejection('PAYMENTS_AUTOPAY_LIMIT_OUT_OF_RANGE', { account, payee, ...ONLINE_AMOUNT_LIMITS });
  }
  if (trigger.kind === 'day' && (!Number.isInteger(trigger.day) || trigger.day < 1 || trigger.day > DAY_MAX)) {
    return new Rejection('PAYMENTS_AUTOPAY_DAY_INVALID', { account, payee, lastDay: DAY_MAX });
  }
  if (state.request?.agreementId === request.agreementId) return [];
  if (state.active?.agreement.agreementId === request.agreementId) return [];
  if (request.personId === null) return new Rejection('PAYMENTS_AUTOPAY_NEEDS_ADDRESS', { account, payee });
  return [{ type: 'AutopayRequested', version: 2, data: request }];
}

/**
 * Only the request that stands last is agreed to; a payment of an earlier one was an ordinary payment. Where the bank
 * has kept no method there is nothing to charge: the request is over, and the resident hears of it.
 */
export function agreeAutopay(command: AgreeAutopay, { request }: AutopayState): Answer {
  if (request?.paymentId !== command.paymentId) return [];
  const { method, agreedOn } = command;
  if (method === null) return [requestFailed(request, 'method_not_kept', agreedOn)];
  const { account, payee, agreementId, limitKopecks, trigger, personId } = request;
  const terms = { account, payee, agreementId, limitKopecks, trigger, personId };
  const kept = { methodId: method.methodId, sealedMethodTitle: method.sealedTitle };
  return [{ type: 'AutopayAgreed', version: 2, data: { ...terms, ...kept, agreedOn } }];
}

function requestFailed(
  request: AutopayRequested['data'],
  reason: AutopayRequestFailure,
  failedOn: CivilDate,
): AutopayEvent {
  const data = { ...partiesOf(request), paymentId: request.paymentId, reason, failedOn };
  return { type: 'AutopayRequestFailed', version: 1, data };
}

/**
 * A charge that the bank has not made waits for the next cycle, of which notice is given anew, so that nobody is charged
 * on a day of which they were not told. A method that can never be charged again ends the agreement.
 */
export function noteAutopayDecline(command: NoteAutopayDecline, { request, active }: AutopayState): Answer {
  const { paymentId, reason, declinedOn } = command;
  if (request?.paymentId === paymentId) return [requestFailed(request, 'payment_declined', declinedOn)];
  if (active?.charge?.paymentId !== paymentId) return [];
  const { agreement, charge } = active;
  const endsAgreement = endsTheMethod(reason);
  const nextOn = endsAgreement ? null : nextPlannedOn(agreement.trigger, charge.cycle);
  const { cycle, amountKopecks } = charge;
  const data = { ...partiesOf(agreement), cycle, paymentId, amountKopecks, reason, nextOn, endsAgreement, declinedOn };
  return [{ type: 'AutopayDeclined', version: 1, data }];
}

/** Whose agreement it is was erased; of an agreement and the terms that wait beside it, each has a person of its own. */
export function endAutopay({ personId, today }: EndAutopay, { request, active }: AutopayState): Answer {
  const ended = [active?.agreement, request].filter((one) => one?.personId === personId);
  return ended.flatMap((of): AutopayEvent[] =>
    of === undefined || of === null
      ? []
      : [{ type: 'AutopayEnded', version: 1, data: { ...partiesOf(of), reason: 'person_erased', endedOn: today } }],
  );
}

/** At any time, also between the notice and the charge. What is not there is withdrawn already. */
export function withdrawAutopay(today: CivilDate, { request, active }: AutopayState): Answer {
  const of = active?.agreement ?? request;
  if (of === null) return [];
  return [{ type: 'AutopayWithdrawn', version: 1, data: { ...partiesOf(of), withdrawnOn: today } }];
}

function partiesOf({ account, payee, agreementId }: AutopayOf): AutopayOf {
  return { account, payee, agreementId };
}

/** One step of an agreement on a day: the same day again changes nothing. */
export function considerAutopay(command: ConsiderAutopay, { active }: AutopayState): Answer {
  if (active === null) return [];
  if (active.announced === null) return announce(command, active);
  const { reachableSince } = command;
  if (reachableSince === null) return [held(active.agreement, active.announced.cycle, command.today)];
  // Whoever can be reached now has not been told: the notice is given anew, and with it its three days.
  if (!isTold(active.announced, reachableSince, command.contactIds)) return announce(command, active);
  return charge(command, active, active.announced);
}

/** Days alone do not tell: an address may be withdrawn, and another verified, on the day of the notice. */
function isTold(
  { contactIds: told, announcedOn }: AutopayAnnounced['data'],
  reachableSince: CivilDate,
  contactIds: readonly string[],
): boolean {
  return told === undefined ? reachableSince <= announcedOn : contactIds.some((id) => told.includes(id));
}

function announce(command: ConsiderAutopay, { agreement, lastCycle, heldCycle }: ActiveAutopay): Answer {
  const { today, owedKopecks, lastSlip, reachableSince, contactIds } = command;
  const due = autopayCycle(agreement.trigger, agreement.agreedOn, today, lastSlip);
  if (due === null || due.cycle === lastCycle) return [];
  if (owedKopecks < ONLINE_AMOUNT_KOPECKS_MIN) return [skipped(agreement, due.cycle, 'no_debt', owedKopecks, today)];
  if (owedKopecks > agreement.limitKopecks) {
    return [skipped(agreement, due.cycle, 'above_limit', owedKopecks, today)];
  }
  if (reachableSince === null) return due.cycle === heldCycle ? [] : [held(agreement, due.cycle, today)];
  const chargeOn = later(due.plannedOn, addDays(today, AUTOPAY_NOTICE_DAYS));
  const data = {
    ...partiesOf(agreement),
    cycle: due.cycle,
    amountKopecks: owedKopecks,
    announcedOn: today,
    chargeOn,
    contactIds,
  };
  return [{ type: 'AutopayAnnounced', version: 1, data }];
}

function held(agreement: AutopayOf, cycle: string, heldOn: CivilDate): AutopayEvent {
  return { type: 'AutopayHeld', version: 1, data: { ...partiesOf(agreement), cycle, reason: 'no_address', heldOn } };
}

/**
 * Never more than was announced: what has been added since waits for the next notice. While the payer is paying at the
 * bank it waits as well, since the same would be paid twice.
 */
function charge(
  { today, owedKopecks, isBeingPaid }: ConsiderAutopay,
  { agreement }: ActiveAutopay,
  { cycle, amountKopecks: announcedKopecks, chargeOn }: AutopayAnnounced['data'],
): Answer {
  if (today < chargeOn || isBeingPaid) return [];
  const amountKopecks = Math.min(announcedKopecks, owedKopecks);
  if (amountKopecks < ONLINE_AMOUNT_KOPECKS_MIN) return [skipped(agreement, cycle, 'no_debt', owedKopecks, today)];
  const paymentId = autopayPaymentId(agreement.agreementId, cycle);
  const data = { ...partiesOf(agreement), cycle, paymentId, amountKopecks, chargedOn: today };
  return [{ type: 'AutopayCharged', version: 1, data }];
}

function skipped(
  agreement: AutopayAgreed['data'],
  cycle: string,
  reason: AutopaySkipReason,
  owedKopecks: number,
  skippedOn: CivilDate,
): AutopayEvent {
  const { limitKopecks } = agreement;
  const data = { ...partiesOf(agreement), cycle, reason, owedKopecks, limitKopecks, skippedOn };
  return { type: 'AutopaySkipped', version: 1, data };
}

function evolveAutopay(state: AutopayState, event: AutopayEvent): AutopayState {
  switch (event.type) {
    case 'AutopayRequested':
      return { ...state, request: event.data };
    case 'AutopayAgreed': {
      const fresh = { announced: null, lastCycle: null, heldCycle: null, charge: null };
      return { request: null, active: { agreement: event.data, ...fresh } };
    }
    case 'AutopayWithdrawn':
      return { request: null, active: null };
    case 'AutopayEnded':
      return endedOnly(state, event.data.agreementId);
    case 'AutopayRequestFailed':
      return { ...state, request: null };
    case 'AutopayAnnounced':
      return changed(state, { announced: event.data, heldCycle: null });
    case 'AutopayHeld':
      return changed(state, { announced: null, heldCycle: event.data.cycle });
    case 'AutopaySkipped':
      return changed(state, { announced: null, heldCycle: null, lastCycle: event.data.cycle });
    case 'AutopayCharged':
      return changed(state, { announced: null, lastCycle: event.data.cycle, charge: event.data });
    case 'AutopayDeclined':
      return event.data.endsAgreement ? { ...state, active: null } : changed(state, { charge: null });
    default:
      return unreachable(event);
  }
}

function endedOnly({ request, active }: AutopayState, agreementId: string): AutopayState {
  return {
    request: request?.agreementId === agreementId ? null : request,
    active: active?.agreement.agreementId === agreementId ? null : active,
  };
}

function changed(state: AutopayState, change: Partial<ActiveAutopay>): AutopayState {
  return state.active === null ? state : { ...state, active: { ...state.active, ...change } };
}

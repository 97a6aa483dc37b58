import { addDays, CivilDate, Decider, later, Rejection, unreachable } from '#libs/kernel';
import { AUTOPAY_NOTICE_DAYS, autopayCycle } from './autopay-cycle.policy';
import { AgreeAutopay, AutopayCommand, autopayPaymentId, ConsiderAutopay, RequestAutopay } from './autopay.commands';
import {
  AutopayAgreed,
  AutopayAnnounced,
  AutopayEvent,
  AutopayOf,
  AutopayRequested,
  AutopaySkipReason,
} from './autopay.events';
import { ONLINE_AMOUNT_KOPECKS_MAX, ONLINE_AMOUNT_KOPECKS_MIN, ONLINE_AMOUNT_LIMITS } from './online-payment.decider';

/** Days of the month that every month has. */
const DAY_MAX = 28;

/** An agreement in force. A change of terms waits beside it until its payment is captured. */
export interface ActiveAutopay {
  readonly agreement: AutopayAgreed['data'];
  readonly announced: AutopayAnnounced['data'] | null;
  /** The cycle that was dealt with last. */
  readonly lastCycle: string | null;
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
      default:
        return unreachable(command);
    }
  },
};

/** A resident states the terms; they hold from the capture of the payment with which the method is kept. */
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
  return [{ type: 'AutopayRequested', version: 1, data: request }];
}

/** Only the request that stands last is agreed to; a payment of an earlier one was an ordinary payment. */
export function agreeAutopay(command: AgreeAutopay, { request }: AutopayState): Answer {
  if (request?.paymentId !== command.paymentId) return [];
  const { account, payee, agreementId, limitKopecks, trigger } = request;
  const { methodId, methodTitle, agreedOn } = command;
  const terms = { account, payee, agreementId, limitKopecks, trigger };
  return [{ type: 'AutopayAgreed', version: 1, data: { ...terms, methodId, methodTitle, agreedOn } }];
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
  return active.announced === null ? announce(command, active) : charge(command, active, active.announced);
}

function announce({ today, owedKopecks, lastSlip }: ConsiderAutopay, { agreement, lastCycle }: ActiveAutopay): Answer {
  const due = autopayCycle(agreement.trigger, agreement.agreedOn, today, lastSlip);
  if (due === null || due.cycle === lastCycle) return [];
  if (owedKopecks < ONLINE_AMOUNT_KOPECKS_MIN) return [skipped(agreement, due.cycle, 'no_debt', owedKopecks, today)];
  if (owedKopecks > agreement.limitKopecks) {
    return [skipped(agreement, due.cycle, 'above_limit', owedKopecks, today)];
  }
  const chargeOn = later(due.plannedOn, addDays(today, AUTOPAY_NOTICE_DAYS));
  const data = {
    ...partiesOf(agreement),
    cycle: due.cycle,
    amountKopecks: owedKopecks,
    announcedOn: today,
    chargeOn,
  };
  return [{ type: 'AutopayAnnounced', version: 1, data }];
}

/** Never more than was announced: what has been added since waits for the next notice. */
function charge(
  { today, owedKopecks }: ConsiderAutopay,
  { agreement }: ActiveAutopay,
  { cycle, amountKopecks: announcedKopecks, chargeOn }: AutopayAnnounced['data'],
): Answer {
  if (today < chargeOn) return [];
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
    case 'AutopayAgreed':
      return { request: null, active: { agreement: event.data, announced: null, lastCycle: null } };
    case 'AutopayWithdrawn':
      return { request: null, active: null };
    case 'AutopayAnnounced':
      return changed(state, { announced: event.data });
    case 'AutopaySkipped':
    case 'AutopayCharged':
      return changed(state, { announced: null, lastCycle: event.data.cycle });
    default:
      return unreachable(event);
  }
}

function changed(state: AutopayState, change: Partial<ActiveAutopay>): AutopayState {
  return state.active === null ? state : { ...state, active: { ...state.active, ...change } };
}

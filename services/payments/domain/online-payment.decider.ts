import { CivilDate, Decider, later, Rejection, unreachable } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { afterLastWord } from './attention.policy';
import {
  AbandonOnlinePayment,
  CallForAttention,
  CloseAttention,
  DeclineOnlinePayment,
  InitiateOnlinePayment,
  NoteAcquirerPayment,
  OnlinePaymentCommand,
  SettleOnlinePayment,
} from './online-payment.commands';
import {
  ATTENTION_FINDINGS,
  AttentionReason,
  OnlinePaymentAttentionRequested,
  OnlinePaymentEvent,
  OnlinePaymentInitiated,
  OnlinePaymentSubject,
  REASONS_OF_A_SUM,
} from './online-payment.events';

/** One rouble: banks charge no less. */
export const ONLINE_AMOUNT_KOPECKS_MIN = 1_00;
/** 300,000 roubles: more than cards may be charged at once. */
export const ONLINE_AMOUNT_KOPECKS_MAX = 300_000_00;
/** The same two in roubles, as people are told. */
export const ONLINE_AMOUNT_LIMITS = { fromRoubles: 1, toRoubles: 300_000 };

type Terms = OnlinePaymentInitiated['data'];
type Answer = OnlinePaymentEvent | readonly OnlinePaymentEvent[] | Rejection;

interface Watched {
  /** What a person is asked to look at now. */
  readonly attention: AttentionReason | null;
  /** What a person has looked at already: nobody is asked for it twice. */
  readonly lookedAt: readonly AttentionReason[];
  /** Up to which sum of refunds a person was called for a part that went back after a recall; 0 before the first. */
  readonly calledForRefunds: Kopecks;
  /** What a person was asked to look at when such a part came before it. */
  readonly putOff: AttentionReason | null;
}

export type OnlinePaymentState =
  | { readonly status: 'unknown' }
  | (Watched & {
      /** The money is not there. An abandoned or declined one may still be paid: the bank has the last word. */
      readonly status: 'initiated' | 'authorized' | 'declined' | 'abandoned';
      readonly terms: Terms;
      readonly acquirerPaymentId: string | null;
    })
  | (Watched & {
      readonly status: 'captured' | 'settled' | 'refunded';
      readonly terms: Terms;
      readonly acquirerPaymentId: string;
      readonly capturedOn: CivilDate;
      readonly refundedKopecks: Kopecks;
    });

export const onlinePaymentDecider: Decider<OnlinePaymentState, OnlinePaymentCommand, OnlinePaymentEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveOnlinePayment,
  decide(command, state) {
    switch (command.kind) {
      case 'InitiateOnlinePayment':
        return initiateOnlinePayment(command, state);
      case 'NoteAcquirerPayment':
        return listed(noteAcquirerPayment(command, state));
      case 'AbandonOnlinePayment':
        return listed(abandonOnlinePayment(command, state));
      case 'DeclineOnlinePayment':
        return listed(declineOnlinePayment(command, state));
      case 'SettleOnlinePayment':
        return listed(settleOnlinePayment(command, state));
      case 'CallForAttention':
        return listed(callForAttention(command, state));
      case 'CloseAttention':
        return listed(closeAttention(command, state));
      default:
        return unreachable(command);
    }
  },
};

function listed(answer: Answer): readonly OnlinePaymentEvent[] | Rejection {
  return answer instanceof Rejection || !('type' in answer) ? answer : [answer];
}

/** A payer begins to pay, or an agreement charges. The same payment again, as a second press makes it, changes nothing. */
export function initiateOnlinePayment(
  { kind, ...terms }: InitiateOnlinePayment,
  state: OnlinePaymentState,
): readonly OnlinePaymentEvent[] | Rejection {
  void kind;
  const { paymentId, account, amountKopecks } = terms;
  const isSum = Number.isSafeInteger(amountKopecks);
  if (!isSum || amountKopecks < ONLINE_AMOUNT_KOPECKS_MIN || amountKopecks > ONLINE_AMOUNT_KOPECKS_MAX) {
    return new Rejection('PAYMENTS_ONLINE_AMOUNT_OUT_OF_RANGE', { account, ...ONLINE_AMOUNT_LIMITS });
  }
  if (state.status === 'unknown') return [{ type: 'OnlinePaymentInitiated', version: 1, data: terms }];
  return sameSubject(state.terms, terms) ? [] : new Rejection('PAYMENTS_ONLINE_PAYMENT_CONFLICT', { paymentId });
}

function sameSubject(left: OnlinePaymentSubject, right: OnlinePaymentSubject): boolean {
  return (
    left.account === right.account &&
    left.payee === right.payee &&
    left.amountKopecks === right.amountKopecks &&
    left.orderId === right.orderId &&
    left.agreementId === right.agreementId
  );
}

/**
 * Takes what the bank says of the payment now. Notifications come late, repeated and in any order, so that the answer
 * is a state and not a step: what is behind us changes nothing, money that did come counts whatever was believed before,
 * and what a lost notification left out is made up for. Debt falls by OnlinePaymentCaptured, once.
 */
export function noteAcquirerPayment(command: NoteAcquirerPayment, state: OnlinePaymentState): Answer {
  const { paymentId, acquirerPaymentId, amountKopecks, refundedKopecks } = command;
  if (state.status === 'unknown') return new Rejection('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId });
  const isAnother = state.acquirerPaymentId !== null && state.acquirerPaymentId !== acquirerPaymentId;
  if (isAnother || state.terms.amountKopecks !== amountKopecks || refundedKopecks > amountKopecks) {
    return new Rejection('PAYMENTS_ONLINE_PAYMENT_CONFLICT', { paymentId });
  }
  const { account } = state.terms;
  const { today, capturedOn = today } = command;
  if (capturedOn > today) return new Rejection('PAYMENTS_DATE_IN_FUTURE', { paymentId, account, capturedOn, today });
  if (state.acquirerPaymentId !== null) return [...progress(command, state), ...refund(command, state)];
  const data = { paymentId, account, acquirerPaymentId };
  const registered: OnlinePaymentEvent = { type: 'OnlinePaymentRegistered', version: 1, data };
  const since = begunAtBank(state, acquirerPaymentId);
  return [registered, ...progress(command, since), ...refund(command, since)];
}

/** What the bank has may be paid, though it had been taken for refused: it is under way again. */
function begunAtBank(state: Begun, acquirerPaymentId: string): Begun {
  if (isPaid(state)) return state;
  return { ...state, acquirerPaymentId, status: state.status === 'declined' ? 'initiated' : state.status };
}

type Begun = Exclude<OnlinePaymentState, { status: 'unknown' }>;

function isPaid(state: Begun): state is Extract<Begun, { capturedOn: CivilDate }> {
  return 'capturedOn' in state;
}

function progress(command: NoteAcquirerPayment, state: Begun): OnlinePaymentEvent[] {
  if (isPaid(state)) return [];
  const { paymentId, today, method } = command;
  const { account } = state.terms;
  switch (command.state) {
    case 'pending':
      return [];
    case 'authorized':
      if (state.status === 'authorized') return [];
      return [{ type: 'OnlinePaymentAuthorized', version: 1, data: { paymentId, account, authorizedOn: today } }];
    case 'captured': {
      const capturedOn = captureDay(command, state.terms);
      const data = { ...subjectOf(state.terms), method, capturedOn, effectiveOn: capturedOn };
      return [{ type: 'OnlinePaymentCaptured', version: 2, data }];
    }
    case 'declined':
      return state.status === 'declined' ? [] : [declined(state.terms, command.declineReason ?? 'unknown', today)];
    default:
      return unreachable(command.state);
  }
}

/** Clocks of banks are not ours: no money was taken on a day before the payment was begun. */
function captureDay({ today, capturedOn = today }: NoteAcquirerPayment, { initiatedOn }: Terms): CivilDate {
  return later(capturedOn, initiatedOn);
}

function declined(terms: Terms, reason: string, declinedOn: CivilDate): OnlinePaymentEvent {
  return { type: 'OnlinePaymentDeclined', version: 1, data: { ...subjectOf(terms), reason, declinedOn } };
}

function subjectOf(terms: Terms): OnlinePaymentSubject {
  const { paymentId, account, payee, amountKopecks, orderId, agreementId } = terms;
  return { paymentId, account, payee, amountKopecks, orderId, agreementId };
}

/** Only captured money goes back; the bank tells the sum of all refunds, so that a repeated one adds nothing. */
function refund(command: NoteAcquirerPayment, state: Begun): OnlinePaymentEvent[] {
  const { state: said, refundedKopecks, today } = command;
  const before = isPaid(state) ? state.refundedKopecks : 0;
  if (refundedKopecks <= before || said !== 'captured') return [];
  const data = {
    ...subjectOf(state.terms),
    capturedOn: isPaid(state) ? state.capturedOn : captureDay(command, state.terms),
    refundedBeforeKopecks: before,
    refundedKopecks,
    refundedOn: today,
    effectiveOn: today,
  };
  return [{ type: 'OnlinePaymentRefunded', version: 1, data }];
}

/** Nobody waits for it any more; should it be paid after all, it counts. */
export function abandonOnlinePayment({ paymentId, today }: AbandonOnlinePayment, state: OnlinePaymentState): Answer {
  if (state.status === 'unknown') return new Rejection('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId });
  if (state.status !== 'initiated') return [];
  const data = { paymentId, account: state.terms.account, abandonedOn: today };
  return { type: 'OnlinePaymentAbandoned', version: 1, data };
}

/** Of a payment that the bank has, the bank alone says how it ends. */
export function declineOnlinePayment(command: DeclineOnlinePayment, state: OnlinePaymentState): Answer {
  const { paymentId, reason, today } = command;
  if (state.status === 'unknown') return new Rejection('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId });
  const isOver = isPaid(state) || state.status === 'declined';
  return isOver || state.acquirerPaymentId !== null ? [] : declined(state.terms, reason, today);
}

/**
 * A person is asked once for each reason, and for one at a time. Of parts that go back after a recall each is another sum
 * that counts or does not, so that each is asked for, whatever else is looked at: nothing would ask for it later.
 */
export function callForAttention(command: CallForAttention, state: OnlinePaymentState): Answer {
  const { paymentId, reason, refundedKopecks, today } = command;
  if (state.status === 'unknown') return new Rejection('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId });
  if (REASONS_OF_A_SUM.includes(reason) && refundedKopecks !== undefined) {
    if (refundedKopecks <= state.calledForRefunds) return [];
    return called(state, reason, today, { refundedKopecks });
  }
  return state.attention !== null || state.lookedAt.includes(reason) ? [] : called(state, reason, today);
}

function called(
  { terms: { paymentId, account } }: Begun,
  reason: AttentionReason,
  noticedOn: CivilDate,
  part: { readonly refundedKopecks?: Kopecks } = {},
): OnlinePaymentEvent {
  const data = { paymentId, account, reason, noticedOn, ...part };
  return { type: 'OnlinePaymentAttentionRequested', version: 1, data };
}

/** A person may say that no money was taken; of money that the bank has confirmed, nobody may. */
export function closeAttention(command: CloseAttention, state: OnlinePaymentState): Answer {
  const { paymentId, verdict, finding, today } = command;
  if (state.status === 'unknown') return new Rejection('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId });
  if (!ATTENTION_FINDINGS[verdict].includes(finding)) {
    return new Rejection('PAYMENTS_FINDING_DOES_NOT_FIT', { paymentId, verdict, finding });
  }
  const { attention: reason, terms } = state;
  if (reason === null) return new Rejection('PAYMENTS_ONLINE_PAYMENT_NEEDS_NO_ATTENTION', { paymentId });
  if (verdict === 'not_paid' && isPaid(state)) return new Rejection('PAYMENTS_ONLINE_PAYMENT_IS_PAID', { paymentId });
  const data = { paymentId, account: terms.account, reason, verdict, finding, closedOn: today };
  const closed: OnlinePaymentEvent = { type: 'OnlinePaymentAttentionClosed', version: 2, data };
  const isNews = verdict === 'not_paid' && state.status !== 'declined';
  if (isNews) return [closed, declined(terms, 'not_paid_says_the_office', today)];
  return state.putOff === null ? [closed] : [closed, called(state, state.putOff, today)];
}

/** The bank's transfer was found on the company's account. Once; the same day again changes nothing. */
export function settleOnlinePayment(command: SettleOnlinePayment, state: OnlinePaymentState): Answer {
  const { paymentId, settledOn, today } = command;
  if (state.status === 'unknown') return new Rejection('PAYMENTS_UNKNOWN_ONLINE_PAYMENT', { paymentId });
  if (state.status === 'settled' || state.status === 'refunded') return [];
  if (!isPaid(state)) return new Rejection('PAYMENTS_ONLINE_PAYMENT_NOT_CAPTURED', { paymentId });
  if (settledOn > today) {
    return new Rejection('PAYMENTS_DATE_IN_FUTURE', { paymentId, account: state.terms.account, settledOn, today });
  }
  const data = { paymentId, account: state.terms.account, settledOn };
  return { type: 'OnlinePaymentSettled', version: 1, data };
}

function attentionCalled(
  state: Begun,
  { reason, refundedKopecks = 0 }: OnlinePaymentAttentionRequested['data'],
): OnlinePaymentState {
  const putOff = state.attention === null || state.attention === reason ? state.putOff : state.attention;
  const calledForRefunds = Math.max(state.calledForRefunds, refundedKopecks);
  return { ...state, attention: reason, putOff, calledForRefunds };
}

function evolveOnlinePayment(state: OnlinePaymentState, event: OnlinePaymentEvent): OnlinePaymentState {
  if (event.type === 'OnlinePaymentInitiated') {
    const watched = { attention: null, lookedAt: [], calledForRefunds: 0, putOff: null };
    return { status: 'initiated', terms: event.data, acquirerPaymentId: null, ...watched };
  }
  if (state.status === 'unknown') return state;
  switch (event.type) {
    case 'OnlinePaymentRegistered':
      return begunAtBank(state, event.data.acquirerPaymentId);
    case 'OnlinePaymentAuthorized':
      return isPaid(state) ? state : { ...state, status: 'authorized' };
    case 'OnlinePaymentDeclined':
      return isPaid(state) ? state : { ...state, status: 'declined', attention: afterLastWord(state.attention) };
    case 'OnlinePaymentAbandoned':
      return isPaid(state) ? state : { ...state, status: 'abandoned' };
    case 'OnlinePaymentCaptured': {
      const { terms, acquirerPaymentId, lookedAt, calledForRefunds, putOff } = state;
      const { capturedOn } = event.data;
      const paid = { terms, acquirerPaymentId: acquirerPaymentId ?? '', capturedOn, refundedKopecks: 0 };
      const watched = { attention: afterLastWord(state.attention), lookedAt, calledForRefunds, putOff };
      return { status: 'captured', ...paid, ...watched };
    }
    case 'OnlinePaymentSettled':
      return isPaid(state) ? { ...state, status: 'settled' } : state;
    case 'OnlinePaymentRefunded':
      return isPaid(state) ? { ...state, status: 'refunded', refundedKopecks: event.data.refundedKopecks } : state;
    case 'OnlinePaymentAttentionRequested':
      return attentionCalled(state, event.data);
    case 'OnlinePaymentAttentionClosed':
      return { ...state, attention: null, putOff: null, lookedAt: [...state.lookedAt, event.data.reason] };
    default:
      return unreachable(event);
  }
}

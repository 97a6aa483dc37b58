import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import {
  AUTOPAY_EVENT_TYPES,
  AutopayEnded,
  AutopayEvent,
  AutopayRequestFailure,
  AutopaySkipReason,
  AutopayTrigger,
} from '../domain/autopay.events';
import { Payee } from '../domain/payment.events';

/** What the night did last. */
export type AutopayStep =
  | {
      readonly kind: 'announced';
      readonly amountKopecks: Kopecks;
      readonly on: CivilDate;
      readonly chargeOn: CivilDate;
    }
  | {
      readonly kind: 'skipped';
      readonly reason: AutopaySkipReason;
      readonly owedKopecks: Kopecks;
      readonly on: CivilDate;
    }
  | { readonly kind: 'charged'; readonly amountKopecks: Kopecks; readonly on: CivilDate; readonly paymentId: string }
  | { readonly kind: 'held'; readonly on: CivilDate }
  | {
      readonly kind: 'declined';
      readonly amountKopecks: Kopecks;
      /** The acquirer's own word. */
      readonly reason: string;
      readonly on: CivilDate;
      /** The day of the next charge; null where a slip is waited for, or the agreement is over. */
      readonly nextOn: CivilDate | null;
      readonly endsAgreement: boolean;
    };

/** The agreement of an account with a payee, as the resident sees it. */
export interface AutopayCard {
  readonly account: string;
  readonly payee: Payee;
  /** Null where none is in force. */
  readonly active: {
    readonly agreementId: string;
    readonly limitKopecks: Kopecks;
    readonly trigger: AutopayTrigger;
    readonly methodId: string;
    readonly sealedMethodTitle: string | null;
    /** With whose key the title is sealed. */
    readonly personId: string | null;
    readonly agreedOn: CivilDate;
  } | null;
  /** Terms that wait for the payment with which the method is kept. */
  readonly requested: {
    readonly agreementId: string;
    readonly limitKopecks: Kopecks;
    readonly trigger: AutopayTrigger;
    readonly paymentId: string;
    readonly personId: string | null;
    readonly requestedOn: CivilDate;
  } | null;
  readonly withdrawnOn: CivilDate | null;
  /** The day on which it ended without the resident's word. */
  readonly endedOn: CivilDate | null;
  /** Why the terms that were stated last never held; null where they did, wait, or none were. */
  readonly failure: { readonly reason: AutopayRequestFailure; readonly on: CivilDate } | null;
  /** The latest last. */
  readonly steps: readonly AutopayStep[];
}

/** A year of steps is what a resident looks back at; all of them stand in the log. */
const STEPS_SHOWN = 12;

/** Which agreements to charge are in force? */
export const autopayAgreements: Projection<AutopayCard> = {
  name: 'payments.autopay-agreements',
  version: 3,
  handles: AUTOPAY_EVENT_TYPES,
  keysOf: (event) => {
    const { account, payee } = (event as AutopayEvent & RecordedEvent).data;
    return [`${account} ${payee}`];
  },
  evolve: (card, event) => evolveCard(card, event as AutopayEvent & RecordedEvent),
  columns: { account: 'text', active: 'integer', person_id: 'text', requested_by: 'text' },
  columnsOf: ({ account, active, requested }) => ({
    account,
    active: active === null ? 0 : 1,
    person_id: active?.personId ?? null,
    requested_by: requested?.personId ?? null,
  }),
  indexes: [['account'], ['active'], ['person_id'], ['requested_by']],
};

function evolveCard(known: AutopayCard | null, event: AutopayEvent): AutopayCard {
  const { account, payee } = event.data;
  const nothing = { active: null, requested: null, withdrawnOn: null, endedOn: null, failure: null };
  const card = known ?? { account, payee, ...nothing, steps: [] };
  switch (event.type) {
    case 'AutopayRequested': {
      const { agreementId, limitKopecks, trigger, paymentId, personId, requestedOn } = event.data;
      const requested = { agreementId, limitKopecks, trigger, paymentId, personId, requestedOn };
      return { ...card, requested, failure: null };
    }
    case 'AutopayAgreed': {
      const { agreementId, limitKopecks, trigger, methodId, sealedMethodTitle, personId, agreedOn } = event.data;
      const active = { agreementId, limitKopecks, trigger, methodId, sealedMethodTitle, personId, agreedOn };
      return { ...card, ...nothing, active };
    }
    case 'AutopayRequestFailed':
      return { ...card, requested: null, failure: { reason: event.data.reason, on: event.data.failedOn } };
    case 'AutopayWithdrawn':
      return { ...card, active: null, requested: null, withdrawnOn: event.data.withdrawnOn, endedOn: null };
    case 'AutopayEnded':
      return endedOnly(card, event.data);
    case 'AutopayAnnounced': {
      const { amountKopecks, announcedOn, chargeOn } = event.data;
      return stepped(card, { kind: 'announced', amountKopecks, on: announcedOn, chargeOn });
    }
    case 'AutopaySkipped': {
      const { reason, owedKopecks, skippedOn } = event.data;
      return stepped(card, { kind: 'skipped', reason, owedKopecks, on: skippedOn });
    }
    case 'AutopayCharged': {
      const { amountKopecks, chargedOn, paymentId } = event.data;
      return stepped(card, { kind: 'charged', amountKopecks, on: chargedOn, paymentId });
    }
    case 'AutopayHeld':
      return stepped(card, { kind: 'held', on: event.data.heldOn });
    case 'AutopayDeclined': {
      const { amountKopecks, reason, declinedOn, nextOn, endsAgreement } = event.data;
      const step = { kind: 'declined' as const, amountKopecks, reason, on: declinedOn, nextOn, endsAgreement };
      return stepped(endsAgreement ? { ...card, active: null, endedOn: declinedOn } : card, step);
    }
    default:
      return unreachable(event);
  }
}

function endedOnly(card: AutopayCard, { agreementId, endedOn }: AutopayEnded['data']): AutopayCard {
  const requested = card.requested?.agreementId === agreementId ? null : card.requested;
  const isInForce = card.active !== null && card.active.agreementId !== agreementId;
  return isInForce ? { ...card, requested } : { ...card, active: null, requested, endedOn };
}

function stepped(card: AutopayCard, step: AutopayStep): AutopayCard {
  return { ...card, steps: [...card.steps, step].slice(-STEPS_SHOWN) };
}

import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { AUTOPAY_EVENT_TYPES, AutopayEvent, AutopaySkipReason, AutopayTrigger } from '../domain/autopay.events';
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
  | { readonly kind: 'charged'; readonly amountKopecks: Kopecks; readonly on: CivilDate; readonly paymentId: string };

/** The agreement of an account with a payee, as the resident sees it. */
export interface AutopayCard {
  readonly account: string;
  readonly payee: Payee;
  /** Null where none is in force. */
  readonly active: {
    readonly agreementId: string;
    readonly limitKopecks: Kopecks;
    readonly trigger: AutopayTrigger;
    readonly methodTitle: string;
    readonly agreedOn: CivilDate;
  } | null;
  /** Terms that wait for the payment with which the method is kept. */
  readonly requested: {
    readonly agreementId: string;
    readonly limitKopecks: Kopecks;
    readonly trigger: AutopayTrigger;
    readonly paymentId: string;
    readonly requestedOn: CivilDate;
  } | null;
  readonly withdrawnOn: CivilDate | null;
  /** The latest last. */
  readonly steps: readonly AutopayStep[];
}

/** A year of steps is what a resident looks back at; all of them stand in the log. */
const STEPS_SHOWN = 12;

/** Which agreements to charge are in force? */
export const autopayAgreements: Projection<AutopayCard> = {
  name: 'payments.autopay-agreements',
  version: 1,
  handles: AUTOPAY_EVENT_TYPES,
  keysOf: (event) => {
    const { account, payee } = (event as AutopayEvent & RecordedEvent).data;
    return [`${account} ${payee}`];
  },
  evolve: (card, event) => evolveCard(card, event as AutopayEvent & RecordedEvent),
  columns: { account: 'text', active: 'integer' },
  columnsOf: ({ account, active }) => ({ account, active: active === null ? 0 : 1 }),
  indexes: [['account'], ['active']],
};

function evolveCard(known: AutopayCard | null, event: AutopayEvent): AutopayCard {
  const { account, payee } = event.data;
  const card = known ?? { account, payee, active: null, requested: null, withdrawnOn: null, steps: [] };
  switch (event.type) {
    case 'AutopayRequested': {
      const { agreementId, limitKopecks, trigger, paymentId, requestedOn } = event.data;
      return { ...card, requested: { agreementId, limitKopecks, trigger, paymentId, requestedOn } };
    }
    case 'AutopayAgreed': {
      const { agreementId, limitKopecks, trigger, methodTitle, agreedOn } = event.data;
      const active = { agreementId, limitKopecks, trigger, methodTitle, agreedOn };
      return { ...card, active, requested: null, withdrawnOn: null };
    }
    case 'AutopayWithdrawn':
      return { ...card, active: null, requested: null, withdrawnOn: event.data.withdrawnOn };
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
    default:
      return unreachable(event);
  }
}

function stepped(card: AutopayCard, step: AutopayStep): AutopayCard {
  return { ...card, steps: [...card.steps, step].slice(-STEPS_SHOWN) };
}

import { BillingPeriod, CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { Projection } from '#libs/read-models';
import { Payee, SET_ASIDE_EVENT_TYPES, SetAsideEvent, SetAsideReason } from '../../domain/payment.events';

export type SetAsideStatus = 'waiting' | 'assigned' | 'returned' | 'refused';

export const SET_ASIDE_STATUSES: readonly SetAsideStatus[] = ['waiting', 'assigned', 'returned', 'refused'];

/** A payment that stands, or stood, aside. */
export interface SetAsideCard {
  readonly paymentId: string;
  readonly status: SetAsideStatus;
  readonly because: SetAsideReason;
  /** As the bank states it; empty where that is no number of an account. */
  readonly statedAccount: string;
  readonly payee: Payee;
  readonly amountKopecks: Kopecks;
  readonly receivedOn: CivilDate;
  readonly namedPeriod: BillingPeriod | null;
  readonly conflictsWith: string | null;
  /** The file of the bank and its line; null for what stood in the list of a bank at which residents pay on the site. */
  readonly registryId: string | null;
  readonly line: number | null;
  /** That bank; null for a line of a file. */
  readonly acquirer: string | null;
  readonly reference: string | null;
  readonly payerId: string | null;
  readonly recordedAt: string;
  /** What a person has decided; null while nobody has. */
  readonly decision: {
    readonly account: string | null;
    readonly reason: string;
    readonly decidedOn: CivilDate;
    readonly actor: string;
    /** The approval by which the money went back; null where nothing did, or one person was enough. */
    readonly approvalId: string | null;
  } | null;
}

/** Which payments wait for a person, and what became of those that did? One document a payment. */
export const setAsidePayments: Projection<SetAsideCard> = {
  name: 'payments.set-aside-payments',
  version: 3,
  handles: SET_ASIDE_EVENT_TYPES,
  keysOf: (event) => [(event as SetAsideEvent & RecordedEvent).data.paymentId],
  evolve(card, recorded) {
    const event = recorded as SetAsideEvent & RecordedEvent;
    const { actor, recordedAt } = event.metadata;
    if (event.type === 'PaymentSetAside') {
      const { account, effectiveOn, ...data } = event.data;
      void effectiveOn;
      return { ...data, statedAccount: account, recordedAt, status: 'waiting', decision: null };
    }
    if (card === null) return null;
    switch (event.type) {
      case 'SetAsidePaymentAssigned': {
        const { account, reason, assignedOn } = event.data;
        const decision = { account, reason, decidedOn: assignedOn, actor, approvalId: null };
        return { ...card, status: 'assigned', decision };
      }
      case 'SetAsidePaymentReturned': {
        const { reason, returnedOn, approvalId } = event.data;
        const decision = { account: null, reason, decidedOn: returnedOn, actor, approvalId };
        return { ...card, status: 'returned', decision };
      }
      case 'SetAsidePaymentRefused': {
        const { reason, refusedOn } = event.data;
        const decision = { account: null, reason, decidedOn: refusedOn, actor, approvalId: null };
        return { ...card, status: 'refused', decision };
      }
      default:
        return unreachable(event);
    }
  },
  columns: {
    status: 'text',
    because: 'text',
    received_on: 'text',
    registry_id: 'text',
    stated_account: 'text',
    amount_kopecks: 'integer',
  },
  columnsOf: ({ status, because, receivedOn, registryId, statedAccount, amountKopecks }) => ({
    status,
    because,
    received_on: receivedOn,
    registry_id: registryId,
    stated_account: statedAccount,
    amount_kopecks: amountKopecks,
  }),
  indexes: [['status', 'because', 'received_on'], ['registry_id']],
};

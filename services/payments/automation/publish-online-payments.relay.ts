import {
  autopayAnnounced,
  autopayDeclined,
  autopayRequestFailed,
  autopaySkipped,
  DataOf,
  onlinePaymentCaptured,
  onlinePaymentDeclined,
  onlinePaymentRefunded,
} from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { AutopayEvent } from '../domain/autopay.events';
import { OnlinePaymentEvent } from '../domain/online-payment.events';

type Told = ReturnType<RelayTranslation['translate']>;

type Relayed = (OnlinePaymentEvent | AutopayEvent)['type'];

/** What others hear of online payments and of the agreements that make some of them. */
export const ONLINE_RELAYED_TYPES: readonly Relayed[] = [
  'OnlinePaymentCaptured',
  'OnlinePaymentDeclined',
  'OnlinePaymentRefunded',
  'AutopayAnnounced',
  'AutopaySkipped',
  'AutopayDeclined',
  'AutopayRequestFailed',
];

/** What others are told of online payments: never a token of a method of payment. */
export function tellOfOnlinePayments(recorded: RecordedEvent): Told {
  const event = recorded as (OnlinePaymentEvent | AutopayEvent) & RecordedEvent;
  const key = event.data.account;
  switch (event.type) {
    case 'OnlinePaymentCaptured': {
      const { account, paymentId, payee, amountKopecks, orderId, capturedOn } = event.data;
      const data: DataOf<typeof onlinePaymentCaptured> = {
        account,
        paymentId,
        payee,
        amountKopecks,
        orderId,
        capturedOn,
      };
      return { contract: onlinePaymentCaptured.name, key, data };
    }
    case 'OnlinePaymentDeclined': {
      const { account, paymentId, payee, amountKopecks, orderId, agreementId, reason, declinedOn } = event.data;
      const subject = { account, paymentId, payee, amountKopecks, orderId };
      const data: DataOf<typeof onlinePaymentDeclined> = {
        ...subject,
        byAutopay: agreementId !== null,
        reason,
        declinedOn,
      };
      return { contract: onlinePaymentDeclined.name, key, data };
    }
    case 'OnlinePaymentRefunded': {
      const { account, paymentId, payee, amountKopecks, orderId, capturedOn, refundedOn } = event.data;
      const { refundedBeforeKopecks, refundedKopecks } = event.data;
      const subject = { account, paymentId, payee, amountKopecks, orderId };
      const sums = { refundedBeforeKopecks, refundedKopecks };
      const data: DataOf<typeof onlinePaymentRefunded> = { ...subject, ...sums, capturedOn, refundedOn };
      return { contract: onlinePaymentRefunded.name, key, data };
    }
    case 'AutopayAnnounced': {
      const { account, payee, amountKopecks, announcedOn, chargeOn } = event.data;
      const data: DataOf<typeof autopayAnnounced> = { account, payee, amountKopecks, announcedOn, chargeOn };
      return { contract: autopayAnnounced.name, key, data };
    }
    case 'AutopaySkipped': {
      const { account, payee, reason, owedKopecks, limitKopecks, skippedOn } = event.data;
      const data: DataOf<typeof autopaySkipped> = { account, payee, reason, owedKopecks, limitKopecks, skippedOn };
      return { contract: autopaySkipped.name, key, data };
    }
    case 'AutopayDeclined': {
      const { account, payee, paymentId, amountKopecks, reason, nextOn, endsAgreement, declinedOn } = event.data;
      const subject = { account, payee, paymentId, amountKopecks };
      const data: DataOf<typeof autopayDeclined> = { ...subject, reason, nextOn, endsAgreement, declinedOn };
      return { contract: autopayDeclined.name, key, data };
    }
    case 'AutopayRequestFailed': {
      const { account, payee, paymentId, reason, failedOn } = event.data;
      const data: DataOf<typeof autopayRequestFailed> = { account, payee, paymentId, reason, failedOn };
      return { contract: autopayRequestFailed.name, key, data };
    }
    default:
      return null;
  }
}

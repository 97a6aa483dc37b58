import { dayInWords } from '#libs/web';
import { AccountPayment, PaymentChannel, SetAsideReason, SetAsideStatus } from '#services/payments/api/client';

const CHANNELS: Readonly<Record<PaymentChannel, string>> = {
  import: 'перенесён при загрузке',
  registry: 'реестр банка',
  cash_desk: 'касса',
  online: 'картой на сайте',
  accountant: 'внесён бухгалтером',
};

const STATES: Readonly<Record<AccountPayment['state'], string>> = { received: 'учтён', reversed: 'отменён' };

const REASONS: Readonly<Record<SetAsideReason, string>> = {
  unknown_account: 'такого счёта нет',
  wrong_check_digit: 'контрольная цифра счёта не подходит',
  unknown_order: 'такого заказа нет',
  conflict: 'расходится с известным платежом',
};

const STATUSES: Readonly<Record<SetAsideStatus, string>> = {
  waiting: 'ждёт разбора',
  assigned: 'записан на счёт',
  returned: 'деньги возвращены',
  refused: 'отклонён: это не отдельный платёж',
};

export function channelInWords(channel: PaymentChannel): string {
  return CHANNELS[channel];
}

/** How a payment stands; what was given back is no plain recall, and a part is not the whole. */
export function paymentStateInWords({
  state,
  amountKopecks,
  refundedKopecks,
}: Pick<AccountPayment, 'state' | 'amountKopecks' | 'refundedKopecks'>): string {
  if (refundedKopecks === 0) return STATES[state];
  return refundedKopecks < amountKopecks ? 'часть денег возвращена' : 'деньги возвращены';
}

/** Why a refund that was agreed to was not made: the payment does not stand any more as it did when it was asked for. */
export function overtakenInWords(
  payment: Pick<AccountPayment, 'state' | 'amountKopecks' | 'refundedKopecks'> & {
    readonly reversedOn: string | null;
    readonly replacedBy: string | null;
  },
): string {
  const { refundedKopecks, reversedOn, replacedBy } = payment;
  const on = reversedOn === null ? '' : ` ${dayInWords(reversedOn)}`;
  const isMoved = refundedKopecks === 0 && replacedBy !== null;
  const what = isMoved ? 'перенесён на другой счёт' : paymentStateInWords(payment);
  return `Состояние платежа изменилось, пока запрос ждал ответа: ${what}${on}. По этому запросу деньги не возвращены.`;
}

export function setAsideReasonInWords(reason: SetAsideReason): string {
  return REASONS[reason];
}

export function setAsideStatusInWords(status: SetAsideStatus): string {
  return STATUSES[status];
}

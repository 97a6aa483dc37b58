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

/** How a payment stands; what was given back is no plain recall. */
export function paymentStateInWords({
  state,
  refundedKopecks,
}: Pick<AccountPayment, 'state' | 'refundedKopecks'>): string {
  return refundedKopecks > 0 ? 'деньги возвращены' : STATES[state];
}

export function setAsideReasonInWords(reason: SetAsideReason): string {
  return REASONS[reason];
}

export function setAsideStatusInWords(status: SetAsideStatus): string {
  return STATUSES[status];
}

import { dayInWords, monthInWords, roublesInWords } from '#libs/web';
import { PaymentAllocation, UtilityCard } from '#services/billing/api/client';
import { AutopayTrigger, HistoryEntry, HistoryState, PaymentChannel } from '#services/payments/api/client';
import { utilityInWords } from './words';

const CHANNELS: Readonly<Record<PaymentChannel, string>> = {
  import: 'по данным прежней программы',
  registry: 'через банк',
  cash_desk: 'в кассе',
  online: 'на сайте',
  accountant: 'через бухгалтерию',
};

export function channelInWords({ channel, byAutopay }: Pick<HistoryEntry, 'channel' | 'byAutopay'>): string {
  return byAutopay ? 'автоплатёж' : CHANNELS[channel];
}

const STATES: Readonly<Record<HistoryState, string>> = {
  in_progress: 'в\u00a0обработке',
  received: 'принят',
  reversed: 'отменён',
  refunded: 'возвращён Вам',
  partly_refunded: 'возвращён частично',
  not_made: 'не прошёл',
};

export function stateInWords(state: HistoryState): string {
  return STATES[state];
}

/** A payment that counts is received at once and credited when billing has spent it. */
export function standInWords(entry: HistoryEntry, allocation: PaymentAllocation | undefined): string {
  if (entry.orderId !== null && entry.state === 'received') return 'принят за услугу';
  if (entry.state === 'partly_refunded') return partInWords(entry);
  return entry.state === 'received' && allocation?.state === 'credited' ? 'зачислен' : STATES[entry.state];
}

/** How much went back, and how much of the payment counts. */
function partInWords({ amountKopecks, refundedKopecks, orderId }: HistoryEntry): string {
  const counts = `${orderId === null ? 'учтено' : 'оплачено за услугу'} ${roublesInWords(amountKopecks - refundedKopecks)}`;
  return `возвращён частично: Вам вернули ${roublesInWords(refundedKopecks)}, ${counts}`;
}

/** A line of what a payment was spent on: a month or its penalty, and the utilities of it. */
export interface SpentLine {
  readonly text: string;
  readonly shares: readonly string[];
}

export function spentInWords(allocation: PaymentAllocation, utilities: readonly UtilityCard[]): SpentLine[] {
  const lines = allocation.parts.map(({ period, part, amountKopecks, byUtility }) => ({
    text: `${part === 'penalty' ? `пени за ${monthInWords(period)}` : monthInWords(period)}: ${roublesInWords(amountKopecks)}`,
    shares: byUtility.map(
      (share) => `${utilityInWords(utilities, share.utility)} ${roublesInWords(share.amountKopecks)}`,
    ),
  }));
  if (allocation.restKopecks <= 0) return lines;
  const whither = allocation.reservedFor === null ? 'вперёд' : `на ${monthInWords(allocation.reservedFor)}`;
  return [...lines, { text: `${whither}: ${roublesInWords(allocation.restKopecks)}`, shares: [] }];
}

/** The same in one line, as a cell of a table has it. */
export function spentInOneLine(allocation: PaymentAllocation, utilities: readonly UtilityCard[]): string {
  return spentInWords(allocation, utilities)
    .map(({ text, shares }) => (shares.length === 0 ? text : `${text} (${shares.join(', ')})`))
    .join('; ');
}

/** Why a payment that counted counts no more. */
export function recallInWords({ reversedOn, reversalReason }: HistoryEntry): string | null {
  if (reversedOn === null) return null;
  return `${dayInWords(reversedOn)}${reversalReason === null ? '' : `: ${reversalReason}`}`;
}

export function triggerInWords(trigger: AutopayTrigger): string {
  return trigger.kind === 'slip' ? 'когда готова квитанция' : `каждый месяц, ${String(trigger.day)}-го числа`;
}

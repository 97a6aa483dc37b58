import { VNode } from 'preact';
import { Money, Notice } from '#libs/web';
import { PaymentUnderWay, Stage } from '../../api/payments-under-way';

const CLOSES_ITSELF = 'Эта попытка закроется сама в течение часа.';

/**
 * What stands in place of a state, and what happens next. Only who may have paid is asked to wait: whoever has left the
 * page of the bank has lost nothing.
 */
export const STAGES: Readonly<Record<Stage, { readonly state: string; readonly next: string }>> = {
  unpaid: {
    state: 'не закончен',
    next: `Банк ещё ждёт оплаты, деньги не списаны. Можно заплатить заново. ${CLOSES_ITSELF}`,
  },
  processing: {
    state: 'в\u00a0обработке',
    next: 'Банк получил платёж и ещё не подтвердил его. Платить ещё раз не нужно.',
  },
  begun: {
    state: 'не закончен',
    next: `Если на странице банка Вы не заплатили, деньги не списаны и можно заплатить заново. ${CLOSES_ITSELF} Если заплатили, подождите минуту.`,
  },
  unasked: {
    state: 'в\u00a0обработке',
    next: 'Банк сейчас не отвечает, и мы спросим его ещё раз сами. Если Вы уже заплатили, второй раз платить не нужно.',
  },
};

/** Whoever looks at a sum to pay is told of what is being paid already. */
export function UnderWay({ payments }: { readonly payments: readonly PaymentUnderWay[] }): VNode | null {
  if (payments.length === 0) return null;
  const isCalm = payments.every(({ stage }) => stage === 'unpaid' || stage === 'begun');
  return (
    <Notice
      kind={isCalm ? 'notice' : 'warning'}
      title={payments.length === 1 ? 'Один платёж ещё не завершён' : 'Есть незавершённые платежи'}
    >
      {payments.map(({ paymentId, amountKopecks, stage }) => (
        <p>
          Платёж на <Money kopecks={amountKopecks} />: {STAGES[stage].state}. {STAGES[stage].next}{' '}
          <a href={`/pay/result/${paymentId}`}>Что с этим платежом</a>
        </p>
      ))}
    </Notice>
  );
}

import { VNode } from 'preact';
import { Money, Notice } from '#libs/web';
import { PaymentUnderWay, Stage } from '../../api/payments-under-way';

/** What stands in place of a state, and what happens next. */
export const STAGES: Readonly<Record<Stage, { readonly state: string; readonly next: string }>> = {
  unpaid: {
    state: 'не закончен',
    next: 'Банк ещё ждёт оплаты. Если Вы не станете платить, попытка закроется сама, деньги не спишутся.',
  },
  processing: {
    state: 'в\u00a0обработке',
    next: 'Банк получил платёж и ещё не подтвердил его. Платить ещё раз не нужно.',
  },
  unasked: { state: 'в\u00a0обработке', next: 'Банк ещё не сказал, чем кончился платёж. Подождите с новым платежом.' },
};

/** Whoever looks at a sum to pay is told of what is being paid already. */
export function UnderWay({ payments }: { readonly payments: readonly PaymentUnderWay[] }): VNode | null {
  if (payments.length === 0) return null;
  return (
    <Notice kind="warning" title={payments.length === 1 ? 'Один платёж ещё не завершён' : 'Есть незавершённые платежи'}>
      {payments.map(({ paymentId, amountKopecks, stage }) => (
        <p>
          Платёж на <Money kopecks={amountKopecks} />: {STAGES[stage].state}. {STAGES[stage].next}{' '}
          <a href={`/pay/result/${paymentId}`}>Что с этим платежом</a>
        </p>
      ))}
    </Notice>
  );
}

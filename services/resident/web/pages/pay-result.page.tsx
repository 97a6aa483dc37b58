import { VNode } from 'preact';
import { Balance, declineInWords, instantInWords, Money, Notice, Summary } from '#libs/web';
import { AccountOverview, AgedAccount } from '#services/billing/api/client';
import { PaymentStand } from '#services/payments/api/client';
import { balanceOf } from '../sums';
import { payeeInWords } from '../words';
import { PartAway } from './away';

interface ResultProps {
  readonly stand: PaymentStand;
  /** The balance, and when it was asked for; null while billing is away. */
  readonly left: Pick<AccountOverview, 'debt' | 'at' | 'card'> | null;
}

/** How a payment ended, or what happens to it now, and the balance that is left. */
export function PayResultPage({ stand, left }: ResultProps): VNode {
  return (
    <>
      <h1>Платёж</h1>
      <Stand stand={stand} />
      <Summary
        items={[
          { name: 'Сумма', value: <Money kopecks={stand.amountKopecks} /> },
          { name: 'Кому', value: stand.orderId === null ? payeeInWords(stand.payee) : 'Дополнительная услуга' },
          { name: 'Лицевой счёт', value: stand.account },
        ]}
      />
      {left === null ? (
        <PartAway title="Сколько осталось заплатить, сейчас не видно">
          Начисления не открываются. Этот платёж не потеряется.
        </PartAway>
      ) : (
        <Left {...left} />
      )}
      <Onward stand={stand} debt={left?.debt ?? null} />
    </>
  );
}

function Left({ debt, at, card }: NonNullable<ResultProps['left']>): VNode {
  return (
    <>
      <h2>Сколько осталось</h2>
      <Summary
        items={debt.payees.map((payee) => ({
          name: payeeInWords(payee.payee),
          value: <Balance kopecks={balanceOf(payee)} />,
        }))}
      />
      <p class="hint">Посчитано {instantInWords(at, card.timeZone)}.</p>
    </>
  );
}

function Stand({ stand }: { readonly stand: PaymentStand }): VNode {
  switch (stand.status) {
    case 'captured':
    case 'settled':
      return (
        <Notice kind="done" title="Платёж принят">
          <p>
            {stand.orderId === null
              ? 'Деньги учтены в тот же день: долг уменьшен, платёж есть в истории.'
              : 'Услуга оплачена.'}
          </p>
        </Notice>
      );
    case 'refunded':
      if (stand.refundedKopecks < stand.amountKopecks) return <PartlyRefunded stand={stand} />;
      return (
        <Notice kind="notice" title="Деньги возвращены">
          <p>Банк вернул их туда, откуда они пришли. Обычно это занимает до нескольких дней.</p>
        </Notice>
      );
    case 'declined':
      return (
        <Notice kind="warning" title="Платёж отклонён">
          <p>Деньги не списаны: {declineInWords(stand.declineReason)}. Можно попробовать ещё раз или оплатить иначе.</p>
        </Notice>
      );
    case 'abandoned':
      return (
        <Notice kind="warning" title="Платёж не завершён">
          <p>
            Прошло больше часа, а банк оплаты не видит. Если деньги всё же списаны, банк сообщит нам об этом, и мы их
            учтём: платить второй раз не нужно, позвоните нам.
          </p>
        </Notice>
      );
    case 'initiated':
    case 'authorized':
      return <InProgress stand={stand} />;
  }
}

function PartlyRefunded({ stand }: { readonly stand: PaymentStand }): VNode {
  const { amountKopecks, refundedKopecks, orderId } = stand;
  return (
    <Notice kind="notice" title="Часть денег возвращена">
      <p>
        Банк вернул <Money kopecks={refundedKopecks} /> туда, откуда они пришли; обычно это занимает до нескольких дней.
        Остальные <Money kopecks={amountKopecks - refundedKopecks} />{' '}
        {orderId === null ? 'учтены днём оплаты и уменьшили долг.' : 'остались платой за услугу.'}
      </p>
    </Notice>
  );
}

function InProgress({ stand }: { readonly stand: PaymentStand }): VNode {
  const { pageUrl, isAsked, paymentId } = stand;
  return (
    <Notice kind="notice" title={isUnpaid(stand) ? 'Платёж не закончен' : 'Платёж в обработке'}>
      {!isAsked ? (
        <p>
          Банк сейчас не отвечает, и мы спросим его ещё раз сами. Если Вы уже заплатили, второй раз платить не нужно.
        </p>
      ) : pageUrl === null ? (
        <p>
          Банк получил платёж и ещё не подтвердил его. Платить ещё раз не нужно. Страницу можно закрыть: ответ банка мы
          узнаем сами и покажем его в истории платежей.
        </p>
      ) : (
        <p>
          Банк ещё ждёт оплаты, деньги не списаны. Если Вы только что заплатили, подождите минуту и обновите страницу.
          Если нет, <a href={pageUrl}>вернитесь на страницу банка</a> или <a href="/pay">начните оплату заново</a>. Эта
          попытка закроется сама в течение часа.
        </p>
      )}
      <p>
        <a class="button" href={`/pay/result/${paymentId}`}>
          Обновить
        </a>
      </p>
    </Notice>
  );
}

/** The bank has seen nothing of it and would still take it. */
function isUnpaid({ status, pageUrl, isAsked }: PaymentStand): boolean {
  return (status === 'initiated' || status === 'authorized') && isAsked && pageUrl !== null;
}

function Onward({ stand, debt }: { readonly stand: PaymentStand; readonly debt: AgedAccount | null }): VNode {
  const failed = stand.status === 'declined' || stand.status === 'abandoned';
  const owing = debt !== null && debt.payees.some((payee) => balanceOf(payee) > 0);
  return (
    <div class="buttons">
      {failed ? (
        <a class="button" href="/pay">
          Начать оплату заново
        </a>
      ) : (
        owing && !isUnpaid(stand) && <a href="/pay">Оплатить остальное</a>
      )}
      <a href="/payments">История платежей</a>
      <a href="/">На главную</a>
    </div>
  );
}

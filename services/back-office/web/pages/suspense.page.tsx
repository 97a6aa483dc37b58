import { VNode } from 'preact';
import { countInWords, dayInWords, Money, Table } from '#libs/web';
import { SET_ASIDE_STATUSES, SetAsidePage, SetAsideStatus } from '#services/payments/api/client';
import { linkTo } from '../links';
import { setAsideReasonInWords, setAsideStatusInWords } from '../payment-words';
import { payerInWords } from './set-aside.page';

interface SuspenseProps {
  readonly page: SetAsidePage;
  readonly status: SetAsideStatus;
  readonly kind: 'unknown' | 'conflict' | null;
  readonly registryId: string | null;
}

const KINDS = [
  { kind: null, words: 'все' },
  { kind: 'unknown', words: 'счёт не найден' },
  { kind: 'conflict', words: 'расхождения' },
] as const;

/** Money that is here and on no account: the oldest first. */
export function SuspensePage({ page: { payments, more, total }, status, kind, registryId }: SuspenseProps): VNode {
  return (
    <>
      <h1>Невыясненные платежи</h1>
      <p class="lead">
        {status === 'waiting' ? 'Ждут разбора' : 'Найдено'}:{' '}
        {countInWords(total.payments, 'платёж', 'платежа', 'платежей')} на <Money kopecks={total.amountKopecks} />
      </p>
      {registryId !== null && (
        <p>
          Только из <a href={`/registries/${registryId}`}>одного реестра</a>. <a href="/suspense">Показать все</a>
        </p>
      )}
      <p>
        {SET_ASIDE_STATUSES.map((one, index) => (
          <>
            {index > 0 && ' · '}
            <Choice
              isChosen={one === status}
              href={linkTo('/suspense', { status: one, kind, registryId })}
              words={setAsideStatusInWords(one)}
            />
          </>
        ))}
      </p>
      <p>
        {KINDS.map((one, index) => (
          <>
            {index > 0 && ' · '}
            <Choice
              isChosen={one.kind === kind}
              href={linkTo('/suspense', { status, kind: one.kind, registryId })}
              words={one.words}
            />
          </>
        ))}
      </p>
      <Table
        caption="Сначала самые старые"
        empty="Таких платежей нет. Здесь появляются платежи из реестров, для которых не нашёлся счёт."
        rows={payments}
        columns={[
          {
            title: 'Оплачен',
            names: true,
            cell: ({ paymentId, receivedOn }) => <a href={`/suspense/${paymentId}`}>{dayInWords(receivedOn)}</a>,
          },
          { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
          {
            title: 'Счёт в файле',
            cell: ({ statedAccount }) => (
              <span class="digits">{statedAccount === '' ? 'не указан' : statedAccount}</span>
            ),
          },
          { title: 'Кто платил', cell: ({ payer }) => payerInWords(payer) },
          { title: 'Почему отложен', cell: ({ because }) => setAsideReasonInWords(because) },
          { title: 'Что решено', cell: ({ decision }) => decision?.reason ?? '' },
        ]}
      />
      {more && <p>Показаны первые {String(payments.length)}.</p>}
    </>
  );
}

function Choice(props: { readonly isChosen: boolean; readonly href: string; readonly words: string }): VNode {
  const { isChosen, href, words } = props;
  return isChosen ? <strong>{words}</strong> : <a href={href}>{words}</a>;
}

import { VNode } from 'preact';
import { dayInWords, Money, monthInWords, payeeInWords, Table, utilityInWords } from '#libs/web';
import { AccountAt, PaymentAt } from '#services/billing/api/client';
import { paymentStateInWords } from '../account-tables';
import { Moment } from '../moment';
import { AccountFiles, accountPath } from './account-frame';

interface PaymentsProps {
  readonly payments: readonly PaymentAt[];
  readonly card: AccountAt;
  readonly moment: Moment;
}

/** Payments, the latest first, each with the months and utilities that it was spent on. */
export function PaymentsPage({ payments, card, moment }: PaymentsProps): VNode {
  const { account, utilities } = card;
  const latestFirst = payments.toSorted((left, right) => (left.effectiveOn < right.effectiveOn ? 1 : -1));
  return (
    <>
      <Table
        caption="Платежи, новые сверху"
        empty="Платежей нет."
        rows={latestFirst}
        columns={[
          {
            title: 'Оплачен',
            names: true,
            cell: ({ effectiveOn, eventId }) => (
              <a href={accountPath(account, `events/${eventId}`, moment)}>{dayInWords(effectiveOn)}</a>
            ),
          },
          { title: 'Платёж', cell: ({ paymentId }) => <span class="digits">{paymentId}</span> },
          { title: 'Получатель', cell: ({ payee }) => payeeInWords(payee) },
          { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
          { title: 'Состояние', cell: ({ state }) => paymentStateInWords(state) },
          { title: 'Что оплачено', cell: (payment) => <Parts payment={payment} utilities={utilities} /> },
          {
            title: 'Не израсходовано',
            number: true,
            cell: ({ restKopecks, reservedFor }) => (
              <>
                <Money kopecks={restKopecks} />
                {reservedFor !== null && <span class="note">за {monthInWords(reservedFor)}</span>}
              </>
            ),
          },
        ]}
      />
      <AccountFiles account={account} table="payments" moment={moment} />
    </>
  );
}

function Parts({ payment, utilities }: { readonly payment: PaymentAt } & Pick<AccountAt, 'utilities'>): VNode {
  return (
    <ul class="plain-list">
      {payment.parts.map(({ period, part, amountKopecks, byUtility }) => (
        <li>
          {monthInWords(period)}
          {part === 'penalty' ? ', пени' : ''}: <Money kopecks={amountKopecks} />
          {byUtility.length > 0 && (
            <span class="note">
              {byUtility.map((share, index) => (
                <>
                  {index === 0 ? '' : ', '}
                  {utilityInWords(utilities, share.utility)} <Money kopecks={share.amountKopecks} />
                </>
              ))}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

import { VNode } from 'preact';
import {
  ActionForm,
  Balance,
  capitalised,
  Details,
  instantInWords,
  Money,
  monthInWords,
  MonthsTable,
  Notice,
  ofMonth,
} from '#libs/web';
import { AgedAccount, PrintedStatement, SlipAnswer } from '#services/billing/api/client';
import { balanceOf, sum, toPay } from '../sums';
import { PenaltyThrough } from './penalty-through';

interface SlipsProps {
  /** Oldest first. */
  readonly statements: readonly PrintedStatement[];
  /** Every version, the newest first. */
  readonly issued: readonly SlipAnswer[];
  /** The one that was formed just now. */
  readonly formed: SlipAnswer | null;
  /** What is owed now: a slip keeps the sum of its month, whatever was paid since. */
  readonly debt: AgedAccount;
  /** The instant for which that is told. */
  readonly at: string;
  readonly timeZone: string;
  readonly token: string;
  readonly account: string;
  readonly newKey: () => string;
}

/** A slip for every closed month: formed once, then always the same, however often it is read. */
export function SlipsPage(props: SlipsProps): VNode {
  const { statements, issued, formed, debt } = props;
  const superseded = issued.filter((slip) => slip.superseded);
  return (
    <>
      <h1>Квитанции</h1>
      {formed !== null && (
        <Notice kind="done" title={`Квитанция за ${monthInWords(formed.period)} готова`}>
          <p>
            К оплате по ней <Money kopecks={formed.payableKopecks} />
            {formed.payableKopecks === toPay(debt) ? '.' : <Since {...props} />}
          </p>
          <p>
            <a class="button" href={pdfOf(formed)}>
              Скачать PDF
            </a>
          </p>
        </Notice>
      )}
      <p class="lead">Квитанция за любой закрытый месяц: её можно сохранить, напечатать и оплатить по коду на ней.</p>
      {statements.length > 0 && <Today {...props} />}
      <p>Логин и код доступа напечатаны только на бумажной квитанции: в файле их нет, чтобы их никто не подсмотрел.</p>
      <Months {...props} rows={statements.toReversed()} />
      {superseded.length > 0 && <Superseded slips={superseded} {...props} />}
      <p>
        На квитанции есть код проверки. <a href="/check">Проверить, подлинная ли квитанция</a>
      </p>
    </>
  );
}

/** Beside the sum of a slip that is not owed any more, or not only that. */
function Since({ debt }: SlipsProps): VNode {
  const sumToPay = toPay(debt);
  if (sumToPay === 0) return <>, но сегодня платить уже не нужно.</>;
  return (
    <>
      , а сегодня — <Money kopecks={sumToPay} />. Платите сегодняшнюю сумму.
    </>
  );
}

/** Whoever prints a slip of long ago may take its sum for what is owed, and pay it twice. */
function Today({ debt, at, timeZone }: SlipsProps): VNode {
  const sumToPay = toPay(debt);
  return (
    <Notice kind="notice" title={sumToPay > 0 ? 'Сегодня к оплате' : 'Сегодня платить не нужно'}>
      <p class="sum">
        {sumToPay > 0 ? <Money kopecks={sumToPay} /> : <Balance kopecks={sum(debt.payees.map(balanceOf))} />}
      </p>
      <p>
        В квитанции за прежний месяц стоит сумма того месяца. Если Вы её уже оплатили, не платите по ней второй раз.
        {sumToPay > 0 && (
          <>
            {' '}
            <a href="/pay">Оплатить сегодняшнюю сумму</a>
          </>
        )}
      </p>
      <PenaltyThrough debt={debt} />
      <p class="hint">Посчитано {instantInWords(at, timeZone)}.</p>
    </Notice>
  );
}

function Months(props: SlipsProps & { readonly rows: readonly PrintedStatement[] }): VNode {
  const { rows, issued, timeZone } = props;
  const inForce = (period: string) => issued.find((slip) => slip.period === period && !slip.superseded);
  return (
    <MonthsTable
      caption="По месяцам, новые сверху"
      rows={rows}
      empty="Закрытых месяцев ещё нет. Первая квитанция появится здесь в начале следующего месяца."
      columns={[
        {
          title: 'Месяц',
          names: true,
          cell: ({ period }) => <a href={`/charges/${period}`}>{capitalised(monthInWords(period))}</a>,
        },
        {
          title: 'К оплате по квитанции',
          number: true,
          cell: ({ period }) => {
            const slip = inForce(period);
            return slip === undefined ? 'ещё не сформирована' : <Money kopecks={slip.payableKopecks} />;
          },
        },
        {
          title: 'Сформирована',
          cell: ({ period }) => {
            const slip = inForce(period);
            return slip === undefined
              ? ''
              : `${instantInWords(slip.issuedAt, timeZone)}${slip.version > 1 ? `, версия ${String(slip.version)}` : ''}`;
          },
        },
        {
          title: 'Файл',
          cell: ({ period }) => {
            const slip = inForce(period);
            return slip === undefined ? <Form {...props} period={period} /> : <Download slip={slip} />;
          },
        },
      ]}
    />
  );
}

function Form({ token, account, newKey, period }: SlipsProps & { readonly period: string }): VNode {
  return (
    <ActionForm action="/slips" token={token}>
      <input type="hidden" name="account" value={account} />
      <input type="hidden" name="key" value={newKey()} />
      <input type="hidden" name="period" value={period} />
      <button class="button button-second" type="submit">
        Сформировать<span class="visually-hidden"> за {monthInWords(period)}</span>
      </button>
    </ActionForm>
  );
}

function Download({ slip }: { readonly slip: SlipAnswer }): VNode {
  return (
    <a href={pdfOf(slip)}>
      Скачать PDF<span class="visually-hidden"> за {monthInWords(slip.period)}</span>
    </a>
  );
}

function Superseded({ slips, timeZone }: SlipsProps & { readonly slips: readonly SlipAnswer[] }): VNode {
  return (
    <Details summary="Прежние версии">
      <ul>
        {slips.map((slip) => (
          <li>
            <a href={pdfOf(slip)}>
              Квитанция {ofMonth(slip.period)}, версия {slip.version}
            </a>
            , сформирована {instantInWords(slip.issuedAt, timeZone)}. Её заменила более поздняя.
          </li>
        ))}
      </ul>
    </Details>
  );
}

function pdfOf({ period, version }: SlipAnswer): string {
  return `/slips/${period}/pdf?version=${String(version)}`;
}

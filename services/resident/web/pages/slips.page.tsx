import { VNode } from 'preact';
import {
  ActionForm,
  capitalised,
  Details,
  instantInWords,
  Money,
  monthInWords,
  MonthsTable,
  Notice,
  ofMonth,
} from '#libs/web';
import { PrintedStatement, SlipAnswer } from '#services/billing/api/client';

interface SlipsProps {
  /** Oldest first. */
  readonly statements: readonly PrintedStatement[];
  /** Every version, the newest first. */
  readonly issued: readonly SlipAnswer[];
  /** The one that was formed just now. */
  readonly formed: SlipAnswer | null;
  readonly timeZone: string;
  readonly token: string;
  readonly account: string;
  readonly newKey: () => string;
}

/** A slip for every closed month: formed once, then always the same, however often it is read. */
export function SlipsPage(props: SlipsProps): VNode {
  const { statements, issued, formed } = props;
  const superseded = issued.filter((slip) => slip.superseded);
  return (
    <>
      <h1>Квитанции</h1>
      {formed !== null && (
        <Notice kind="done" title={`Квитанция за ${monthInWords(formed.period)} готова`}>
          <p>
            К оплате по ней <Money kopecks={formed.payableKopecks} />.
          </p>
          <p>
            <a class="button" href={pdfOf(formed)}>
              Скачать PDF
            </a>
          </p>
        </Notice>
      )}
      <p class="lead">Квитанция за любой закрытый месяц: её можно сохранить, напечатать и оплатить по коду на ней.</p>
      <p>Логин и код доступа напечатаны только на бумажной квитанции: в файле их нет, чтобы их никто не подсмотрел.</p>
      <Months {...props} rows={statements.toReversed()} />
      {superseded.length > 0 && <Superseded slips={superseded} {...props} />}
      <p>
        На квитанции есть код проверки. <a href="/check">Проверить, подлинная ли квитанция</a>
      </p>
    </>
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

import { VNode } from 'preact';
import { Money, monthInWords, numberInWords, SelectField, Summary, Table } from '#libs/web';
import { ControlScope } from '#services/billing/api/client';
import { LookedAt, ODDITIES, Oddity, totalsOf } from '../../api/oddities';
import { linkTo } from '../links';
import { ODDITIES_IN_WORDS, odditiesInWords, percentInWords } from '../preview-words';
import { HouseSelect } from './house-select';

interface PreviewProps {
  readonly period: string | null;
  readonly rows: readonly LookedAt[];
  readonly houses: ControlScope['houses'];
  readonly houseId: string | null;
  readonly oddity: Oddity | null;
}

/** Rows that the page shows; the files hold them all. */
const ROWS_SHOWN = 200;

/** What the close would charge, account by account beside the month before: oddities first, each with its rule. */
export function PreviewPage({ period, rows, houses, houseId, oddity }: PreviewProps): VNode {
  if (period === null) {
    return (
      <>
        <h1>Предпросмотр начислений</h1>
        <p>Открытого месяца нет: смотреть нечего.</p>
      </>
    );
  }
  const totals = totalsOf(rows);
  const asked = { houseId, oddity };
  return (
    <>
      <p>
        <a href="/period">Месяц</a>
      </p>
      <h1>Предпросмотр: {monthInWords(period)}</h1>
      <p class="lead">Что начислит закрытие, если закрыть месяц сейчас. Ничего ещё не записано.</p>
      <form method="get" action="/period/preview" class="inline-forms" role="search">
        <HouseSelect houses={houses} chosen={houseId} />
        <SelectField
          id="oddity"
          label="Показать"
          none="Все счета"
          options={ODDITIES.map((value) => ({ value, text: ODDITIES_IN_WORDS[value] }))}
          chosen={oddity}
        />
        <button class="button" type="submit">
          Показать
        </button>
      </form>
      <Summary
        items={[
          { name: 'Закроется счетов', value: numberInWords(String(totals.accounts)) },
          { name: 'Не закроется', value: numberInWords(String(totals.refused)) },
          { name: 'Посмотреть внимательно', value: numberInWords(String(totals.odd)) },
          { name: 'Начислено', value: <Money kopecks={totals.chargedKopecks} /> },
          { name: 'Перерасчёты', value: <Money kopecks={totals.recalculatedKopecks} /> },
          { name: 'Начислено за прошлый месяц', value: <Money kopecks={totals.chargedBeforeKopecks} /> },
          {
            name: 'Разница',
            value: <Difference kopecks={totals.differenceKopecks} percent={totals.differencePercent} />,
          },
        ]}
      />
      <p>
        Скачать таблицу: <a href={linkTo('/period/preview/xlsx', asked)}>XLSX</a>,{' '}
        <a href={linkTo('/period/preview/csv', asked)}>CSV</a>
      </p>
      <PreviewTable rows={rows} />
    </>
  );
}

function Difference({ kopecks, percent }: { readonly kopecks: number; readonly percent: number | null }): VNode {
  return (
    <>
      <Money kopecks={kopecks} />
      {percent !== null && ` (${percentInWords(percent)})`}
    </>
  );
}

function PreviewTable({ rows }: { readonly rows: readonly LookedAt[] }): VNode {
  return (
    <>
      <Table
        caption="Счета; сначала те, на которые стоит посмотреть"
        empty="Таких счетов нет. Счета, у которых не хватает правил или месяц не рассчитывается, здесь не появятся."
        rows={rows.slice(0, ROWS_SHOWN)}
        columns={[
          {
            title: 'Счёт',
            names: true,
            cell: ({ account }) => (
              <a class="digits" href={`/accounts/${account}`}>
                {account}
              </a>
            ),
          },
          {
            title: 'Начислено',
            number: true,
            cell: ({ refused, chargedKopecks }) =>
              refused === null ? <Money kopecks={chargedKopecks} /> : 'не посчитано',
          },
          {
            title: 'Перерасчёт',
            number: true,
            cell: ({ refused, recalculatedKopecks }) =>
              refused === null ? <Money kopecks={recalculatedKopecks} /> : '',
          },
          {
            title: 'Прошлый месяц',
            number: true,
            cell: ({ chargedBeforeKopecks }) =>
              chargedBeforeKopecks === null ? 'не было' : <Money kopecks={chargedBeforeKopecks} />,
          },
          {
            title: 'Разница',
            number: true,
            cell: ({ refused, differenceKopecks, differencePercent }) =>
              refused !== null || differenceKopecks === null ? (
                ''
              ) : (
                <Difference kopecks={differenceKopecks} percent={differencePercent} />
              ),
          },
          {
            title: 'На что смотреть',
            cell: (row) => (
              <ul class="plain-list">
                {odditiesInWords(row).map((words) => (
                  <li>{words}</li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      {rows.length > ROWS_SHOWN && (
        <p>
          Показаны первые {String(ROWS_SHOWN)} из {numberInWords(String(rows.length))}. Остальные стоят в таблице для
          скачивания.
        </p>
      )}
    </>
  );
}

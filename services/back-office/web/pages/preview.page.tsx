import { VNode } from 'preact';
import { Money, monthInWords, numberInWords, SelectField, Summary, Table } from '#libs/web';
import { ControlScope } from '#services/billing/api/client';
import { PreviewAsked, PreviewPage as ShownPreview } from '../../api/close-preview';
import { LookedAt, ODDITIES } from '../../api/oddities';
import { linkTo } from '../links';
import { ODDITIES_IN_WORDS, odditiesInWords } from '../preview-words';
import { CHOOSE_HOUSE, Files, Pages } from '../sheet-parts';
import { Difference } from './difference';
import { HouseSelect } from './house-select';

interface PreviewProps {
  readonly page: ShownPreview;
  readonly houses: ControlScope['houses'];
  readonly asked: PreviewAsked;
}

/** What the close would charge, account by account beside the month before: oddities first, each with its rule. */
export function PreviewPage({ page, houses, asked }: PreviewProps): VNode {
  const { period, rows, total: totals } = page;
  const { houseId = null, oddity = null } = asked;
  if (period === null) {
    return (
      <>
        <h1>Предпросмотр начислений</h1>
        <p>Открытого месяца нет: смотреть нечего.</p>
      </>
    );
  }
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
      <Files
        to={(format) => linkTo(`/period/preview/${format}`, { ...asked })}
        count={page.count}
        shorter={CHOOSE_HOUSE}
      />
      <PreviewTable rows={rows} />
      <Pages action="/period/preview" asked={{ ...asked }} window={page} />
    </>
  );
}

function PreviewTable({ rows }: { readonly rows: readonly LookedAt[] }): VNode {
  return (
    <Table
      caption="Счета; сначала те, на которые стоит посмотреть"
      empty="Таких счетов нет. Счета, у которых не хватает правил или месяц не рассчитывается, здесь не появятся."
      rows={rows}
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
          cell: ({ refused, recalculatedKopecks }) => (refused === null ? <Money kopecks={recalculatedKopecks} /> : ''),
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
  );
}

import { VNode } from 'preact';
import {
  dayInWords,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  monthInWords,
  Notice,
  numberInWords,
  SelectField,
  Table,
} from '#libs/web';
import { ControlledMeter } from '#services/billing/api/client';
import { DoubtCard } from '#services/metering/api/client';
import { READINGS_SHOWN, ReadingsFilter, ReadingsView } from '../../api/readings-view';
import { failureInWords } from '../approval-words';
import { linkTo } from '../links';
import {
  doubtInWords,
  ruleInWords,
  SHOWN_IN_WORDS,
  shownInWords,
  valuesInWords,
  volumesInWords,
} from '../reading-words';
import { CHOOSE_HOUSE, Files, Pages } from '../sheet-parts';
import { HouseSelect } from './house-select';

interface ReadingsProps {
  readonly view: ReadingsView;
  readonly filter: ReadingsFilter;
  /** What was just done, in words; null where nothing was. */
  readonly done: string | null;
  readonly errors: readonly FieldError[];
}

/** The readings of the open period: counts first, then what has to be decided, then meter by meter. */
export function ReadingsPage({ view, filter, done, errors }: ReadingsProps): VNode {
  const { period, scope, doubts, meters, uncomputed } = view;
  if (period === null) {
    return (
      <>
        <h1>Показания</h1>
        <p>Открытого месяца нет: показания появятся здесь, когда будут загружены счета.</p>
      </>
    );
  }
  const { show, ...place } = filter;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Показания: {monthInWords(period)}</h1>
      {done !== null && <Notice kind="done" title={done} />}
      <FilterForm view={view} filter={filter} errors={errors} />
      <Counts view={view} filter={filter} />
      {uncomputed.length > 0 && (
        <Notice kind="warning" title="По этим счетам посчитать нельзя">
          <ul>
            {uncomputed.map(({ account, code, details }) => (
              <li>
                <span class="digits">{account}</span>: {failureInWords(code, details)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {(show === undefined || show === 'doubtful' || show === 'below') && (
        <DoubtsTable doubts={doubts} names={new Map(scope.utilities.map(({ utility, name }) => [utility, name]))} />
      )}
      {show !== 'doubtful' && show !== 'below' && (
        <>
          <Files
            to={(format) => linkTo(`/readings/${format}`, { ...place, show })}
            count={meters.count}
            shorter={CHOOSE_HOUSE}
          />
          <MetersTable meters={meters.rows} />
          <Pages action="/readings" asked={{ ...place, show }} window={meters} />
        </>
      )}
    </>
  );
}

function FilterForm({ view: { scope }, filter, errors }: Omit<ReadingsProps, 'done'>): VNode {
  return (
    <form method="get" action="/readings" class="inline-forms" role="search">
      <HouseSelect houses={scope.houses} chosen={filter.houseId ?? null} />
      <Field
        id="account"
        label="Лицевой счёт"
        error={errorOf(errors, 'account')}
        input={{ type: 'search', value: filter.account ?? '', inputMode: 'numeric', maxLength: 32 }}
      />
      <SelectField
        id="utility"
        label="Услуга"
        none="Все услуги"
        options={scope.utilities.map(({ utility, name }) => ({ value: utility, text: name }))}
        chosen={filter.utility ?? null}
      />
      <SelectField
        id="show"
        label="Показать"
        none="Всё"
        options={READINGS_SHOWN.map((value) => ({ value, text: SHOWN_IN_WORDS[value] }))}
        chosen={filter.show ?? null}
      />
      <button class="button" type="submit">
        Показать
      </button>
    </form>
  );
}

/** How many of each there are, each a link to them. */
function Counts({ view: { counts }, filter }: Pick<ReadingsProps, 'view' | 'filter'>): VNode {
  return (
    <dl class="summary">
      {READINGS_SHOWN.map((show) => (
        <div>
          <dt>{SHOWN_IN_WORDS[show]}</dt>
          <dd>
            <a href={linkTo('/readings', { ...filter, show })}>{numberInWords(String(counts[show]))}</a>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function DoubtsTable(props: {
  readonly doubts: readonly DoubtCard[];
  readonly names: ReadonlyMap<string, string>;
}): VNode {
  return (
    <Table
      caption="Сомнительные показания ждут решения"
      empty="Сомнительных показаний нет. Они появляются, когда жилец настаивает на необычном показании."
      rows={props.doubts}
      columns={[
        { title: 'Счёт', names: true, cell: ({ account }) => <Account account={account} /> },
        { title: 'Услуга', cell: ({ utility }) => props.names.get(utility) ?? utility },
        { title: 'Прибор', cell: ({ serial }) => serial },
        { title: 'Показание', number: true, cell: ({ values }) => valuesInWords(values) },
        { title: 'Снято', cell: ({ takenOn }) => dayInWords(takenOn) },
        { title: 'Почему сомнительно', cell: doubtInWords },
        {
          title: 'Учтено',
          cell: ({ counted }) => (counted ? 'да, начислим по нему' : 'нет, ждёт решения'),
        },
        {
          title: 'Что сделать',
          cell: ({ account, meterId, takenOn, serial }) => (
            <a href={linkTo('/readings/doubt', { account, meterId, takenOn })}>
              Решить<span class="visually-hidden"> по прибору {serial}</span>
            </a>
          ),
        },
      ]}
    />
  );
}

function Account({ account }: { readonly account: string }): VNode {
  return (
    <a class="digits" href={`/accounts/${account}`}>
      {account}
    </a>
  );
}

function MetersTable({ meters }: { readonly meters: readonly ControlledMeter[] }): VNode {
  return (
    <Table
      caption="Приборы; сначала те, по которым показаний нет"
      empty="Таких приборов нет."
      rows={meters}
      columns={[
        { title: 'Счёт', names: true, cell: ({ account }) => <Account account={account} /> },
        { title: 'Адрес', cell: ({ address, flat }) => `${address}, ${flat}` },
        { title: 'Услуга', cell: ({ utilityName, serial }) => `${utilityName}, № ${serial}` },
        { title: 'Прежнее', number: true, cell: ({ before }) => shownInWords(before) },
        { title: 'Показание', number: true, cell: readingOf },
        { title: 'Объём', number: true, cell: volumesInWords },
        { title: 'Начислится', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        { title: 'Правило', cell: ruleInWords },
        {
          title: 'Что сделать',
          cell: ({ account, meterId, serial, reading }) => (
            <a href={linkTo('/readings/entry', { account, meterId })}>
              {reading === null ? 'Записать' : 'Записать или исправить'}
              <span class="visually-hidden"> показание прибора {serial}</span>
            </a>
          ),
        },
      ]}
    />
  );
}

function readingOf({ reading }: ControlledMeter): string {
  if (reading === null) return 'нет';
  const replaced = reading.replacedOn.at(-1);
  return `${shownInWords(reading)}${replaced === undefined ? '' : `, заменено ${dayInWords(replaced)}`}`;
}

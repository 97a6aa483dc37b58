import { VNode } from 'preact';
import {
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  monthInWords,
  payeeInWords,
  SelectField,
  Table,
} from '#libs/web';
import { OfficeNames, TurnoverGroup, TurnoverSheetRow } from '#services/billing/api/client';
import { TURNOVER_FIGURES, TurnoverFigure, TurnoverPage, turnoverRowInWords } from '../../api/turnover-sheet';
import { linkTo } from '../links';
import { CHOOSE_HOUSE, Files, Pages } from '../sheet-parts';
import { HouseSelect } from './house-select';

/** What the page was asked for, as it was typed. */
export interface TurnoverAsked {
  readonly from: string;
  readonly to: string;
  readonly by: TurnoverGroup;
  readonly houseId: string;
  readonly account: string;
  readonly knownAt: string;
}

interface TurnoverProps {
  readonly asked: TurnoverAsked;
  readonly names: OfficeNames;
  /** null where what was asked cannot be answered. */
  readonly sheet: TurnoverPage | null;
  readonly today: string;
  readonly errors: readonly FieldError[];
}

const GROUPS: readonly { readonly value: TurnoverGroup; readonly text: string }[] = [
  { value: 'house', text: 'По домам' },
  { value: 'account', text: 'По счетам' },
  { value: 'utility', text: 'По услугам' },
];

const TITLES: Readonly<Record<TurnoverFigure, string>> = {
  openingKopecks: 'На начало',
  chargedKopecks: 'Начислено',
  recalculatedKopecks: 'Перерасчёты',
  penaltyKopecks: 'Пени',
  paidKopecks: 'Оплачено',
  returnedKopecks: 'Возвращено',
  closingKopecks: 'На конец',
};

const ABOUT: Readonly<Record<TurnoverGroup, string>> = { house: 'Дом', account: 'Счёт', utility: 'Услуга' };

/** What was owed, charged, paid and is owed: by house, account or utility, each row a way further down. */
export function TurnoverSheetPage(props: TurnoverProps): VNode {
  const { asked, sheet, errors } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Оборотная ведомость</h1>
      <Question {...props} />
      {sheet !== null && (
        <>
          <p class="lead">{aboutInWords(props)}</p>
          <p class="hint on-screen">
            На каждой строке: на начало + начислено + перерасчёты + пени − оплачено + возвращено = на конец. Меньше нуля
            — переплата.
          </p>
          {sheet.atEnd !== null && sheet.atEnd.overpaidKopecks > 0 && (
            <p>
              На конец: долги <Money kopecks={sheet.atEnd.debtsKopecks} /> − переплаты{' '}
              <Money kopecks={sheet.atEnd.overpaidKopecks} /> = всего <Money kopecks={sheet.total.closingKopecks} />.
            </p>
          )}
          <Files
            to={(format) => linkTo('/turnover/file', { ...asked, format })}
            count={sheet.count}
            shorter={CHOOSE_HOUSE}
          />
          <Rows {...props} sheet={sheet} />
          <Pages action="/turnover" asked={{ ...asked }} window={sheet} />
        </>
      )}
    </>
  );
}

function aboutInWords({ asked, names }: TurnoverProps): string {
  const { from, to, houseId, account, knownAt } = asked;
  const months = from === to ? monthInWords(from) : `${monthInWords(from)} — ${monthInWords(to)}`;
  return [
    `Закрытые месяцы: ${months}`,
    ...(houseId === '' ? [] : [names.houses.find((one) => one.houseId === houseId)?.address ?? houseId]),
    ...(account === '' ? [] : [`счёт ${account}`]),
    ...(knownAt === '' ? [] : [`как было известно на конец ${knownAt.split('-').reverse().join('.')}`]),
  ].join(', ');
}

function Question({ asked, names, today, errors }: TurnoverProps): VNode {
  return (
    <form method="get" action="/turnover" class="inline-forms" novalidate>
      <Field
        id="from"
        label="С месяца"
        error={errorOf(errors, 'from')}
        input={{ type: 'month', value: asked.from, max: today.slice(0, 7) }}
      />
      <Field
        id="to"
        label="По месяц"
        error={errorOf(errors, 'to')}
        input={{ type: 'month', value: asked.to, max: today.slice(0, 7) }}
      />
      <SelectField id="by" label="Строки" options={GROUPS} chosen={asked.by} />
      <HouseSelect houses={names.houses} chosen={asked.houseId} />
      <Field
        id="account"
        label="Счёт"
        error={errorOf(errors, 'account')}
        input={{ value: asked.account, inputMode: 'numeric', maxLength: 20, autocomplete: 'off', class: 'short' }}
      />
      <Field
        id="knownAt"
        label="Как было известно"
        error={errorOf(errors, 'knownAt')}
        input={{ type: 'date', value: asked.knownAt, max: today }}
      />
      <button class="button" type="submit">
        Показать
      </button>
    </form>
  );
}

function Rows({ asked, names, sheet }: TurnoverProps & { readonly sheet: TurnoverPage }): VNode {
  const sums = TURNOVER_FIGURES.map((figure) => ({
    title: TITLES[figure],
    number: true,
    cell: (row: TurnoverSheetRow) => <Money kopecks={row[figure]} />,
  }));
  return (
    <Table
      caption="Закрытые месяцы, суммы в рублях"
      empty="За эти месяцы закрытых начислений нет. Они появятся здесь, когда месяц будет закрыт."
      rows={sheet.rows}
      columns={[
        { title: ABOUT[asked.by], names: true, cell: (row) => <About row={row} asked={asked} names={names} /> },
        { title: 'Получатель', cell: ({ payee }) => payeeInWords(payee) },
        ...sums,
      ]}
      total={['Всего', '', ...TURNOVER_FIGURES.map((figure) => <Money kopecks={sheet.total[figure]} />)]}
    />
  );
}

/** The name of a row leads one step down; beside it stands the same split by utility. */
function About({
  row,
  asked,
  names,
}: Pick<TurnoverProps, 'asked' | 'names'> & { readonly row: TurnoverSheetRow }): VNode {
  const { account, houseId } = row;
  const words = turnoverRowInWords(row, names);
  const months = { from: asked.from, to: asked.to, knownAt: asked.knownAt };
  if (account !== null) {
    return (
      <>
        <a class="digits" href={`/accounts/${account}`}>
          {words}
        </a>{' '}
        <a class="note on-screen" href={linkTo('/turnover', { ...months, by: 'utility', account })}>
          по услугам<span class="visually-hidden"> счёта {account}</span>
        </a>
      </>
    );
  }
  if (houseId === null) return <>{words}</>;
  return (
    <>
      <a href={linkTo('/turnover', { ...months, by: 'account', houseId })}>{words}</a>{' '}
      <a class="note on-screen" href={linkTo('/turnover', { ...months, by: 'utility', houseId })}>
        по услугам<span class="visually-hidden"> дома {words}</span>
      </a>
    </>
  );
}

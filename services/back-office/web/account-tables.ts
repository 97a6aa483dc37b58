import { TableCell, TableFile } from '#libs/gateway';
import { basisInWords, payeeInWords, reasonInWords, unitInWords, utilityInWords } from '#libs/web';
import {
  AgedAccount,
  PaymentAt,
  PrintedRecalculation,
  PrintedStatement,
  UtilityCard,
} from '#services/billing/api/client';
import { Moment } from './moment';
import { Recalculated, recalculatedOf } from './recalculated-volume';

/** The name of a file tells of which moment it is; of the present nothing. */
function nameOf(what: string, account: string, { asOf, knownAt }: Moment): string {
  return [
    what,
    account,
    ...(asOf === null ? [] : [`as-of-${asOf}`]),
    ...(knownAt === null ? [] : [`known-at-${knownAt}`]),
  ].join('-');
}

/** Months by payee, as `kvitok statements` has them. */
export function statementsTable(account: string, moment: Moment, statements: readonly PrintedStatement[]): TableFile {
  return {
    name: nameOf('statements', account, moment),
    sheet: 'Начисления по месяцам',
    columns: [
      { heading: 'Лицевой счёт', width: 16 },
      { heading: 'Месяц', width: 10 },
      { heading: 'Получатель', width: 28 },
      { heading: 'На начало, руб.', width: 14 },
      { heading: 'Начислено, руб.', width: 14 },
      { heading: 'Перерасчёты, руб.', width: 14 },
      { heading: 'Пени, руб.', width: 14 },
      { heading: 'Оплачено, руб.', width: 14 },
      { heading: 'На конец, руб.', width: 14 },
      { heading: 'Оплатить до', width: 12 },
    ],
    rows: statements.flatMap(({ period, dueDate, payees }) =>
      payees.map((payee) => [
        account,
        period,
        payeeInWords(payee.payee),
        { kopecks: payee.openingKopecks },
        { kopecks: payee.chargedKopecks },
        { kopecks: payee.recalculatedKopecks },
        { kopecks: payee.penaltyKopecks },
        { kopecks: payee.paymentsKopecks },
        { kopecks: payee.closingKopecks },
        dueDate,
      ]),
    ),
  };
}

/** Every line of the months: charges, then recalculations. */
export function linesTable(
  account: string,
  moment: Moment,
  statements: readonly PrintedStatement[],
  utilities: readonly UtilityCard[],
): TableFile {
  return {
    name: nameOf('lines', account, moment),
    sheet: 'Строки начислений',
    columns: [
      { heading: 'Лицевой счёт', width: 16 },
      { heading: 'Месяц', width: 10 },
      { heading: 'Получатель', width: 28 },
      { heading: 'За что', width: 36 },
      { heading: 'Вид', width: 14 },
      { heading: 'Как найдено', width: 36 },
      { heading: 'За месяц', width: 10 },
      { heading: 'Объём', width: 14 },
      { heading: 'Единица', width: 10 },
      { heading: 'Часов', width: 10 },
      { heading: 'Часов × градусов', width: 16 },
      { heading: 'Тариф, руб.', width: 12 },
      { heading: 'Коэффициент', width: 12 },
      { heading: 'Сумма, руб.', width: 14 },
    ],
    rows: statements.flatMap(({ period, payees }) =>
      payees.flatMap((figures) => {
        const { payee, charges, recalculations } = figures;
        const head = (utility: string, component: string | null): TableCell[] => [
          account,
          period,
          payeeInWords(payee),
          utilityInWords(utilities, utility, component),
        ];
        return [
          ...charges.map((line): TableCell[] => [
            ...head(line.utility, line.component),
            'начисление',
            basisInWords(line.basis),
            period,
            { quantity: line.quantity },
            unitInWords(line.unit),
            ...['', ''],
            { quantity: line.tariff },
            line.coefficient === null ? '' : { quantity: line.coefficient },
            { kopecks: line.amountKopecks },
          ]),
          ...recalculations.map((line): TableCell[] => [
            ...head(line.utility, line.component),
            'перерасчёт',
            reasonInWords(line.reason),
            line.ofPeriod,
            ...multiplied(line, recalculatedOf(line, figures, utilities)),
            '',
            { kopecks: line.amountKopecks },
          ]),
        ];
      }),
    ),
  };
}

/** Volume, unit, hours, hours by degrees, tariff: what of them a recalculation has. */
function multiplied({ tariff }: PrintedRecalculation, recalculated: Recalculated): TableCell[] {
  const cellOf = (kind: Recalculated['kind']): TableCell =>
    recalculated.kind === kind && recalculated.kind !== 'sum' ? { quantity: recalculated.quantity } : '';
  const isVolume = recalculated.kind === 'volume';
  const volume = [cellOf('volume'), isVolume ? unitInWords(recalculated.unit) : ''];
  return [...volume, cellOf('hours'), cellOf('degree_hours'), isVolume ? { quantity: tariff } : ''];
}

/** Debts by the month in which they arose, as `kvitok aging` has them. */
export function debtsTable(moment: Moment, { account, payees, penaltyThrough }: AgedAccount): TableFile {
  return {
    name: nameOf('debts', account, moment),
    sheet: 'Долг по месяцам',
    columns: [
      { heading: 'Лицевой счёт', width: 16 },
      { heading: 'Получатель', width: 28 },
      { heading: 'За месяц', width: 10 },
      { heading: 'Оплатить надо было до', width: 14 },
      { heading: 'Долг, руб.', width: 14 },
      { heading: penaltyThrough === undefined ? 'Пени на день, руб.' : `Пени по ${penaltyThrough}, руб.`, width: 14 },
      { heading: 'Из них выставлено, руб.', width: 14 },
      { heading: 'Исковая давность', width: 14 },
    ],
    rows: payees.flatMap(({ payee, lines }) =>
      lines.map((line) => [
        account,
        payeeInWords(payee),
        line.period,
        line.dueDate,
        { kopecks: line.principalKopecks },
        { kopecks: line.penaltyKopecks },
        { kopecks: line.penaltyPostedKopecks },
        line.timeBarred ? 'прошла' : '',
      ]),
    ),
  };
}

/** Payments, a row for each month and utility that one was spent on, and one for what is left of it. */
export function paymentsTable(
  account: string,
  moment: Moment,
  payments: readonly PaymentAt[],
  utilities: readonly UtilityCard[],
): TableFile {
  return {
    name: nameOf('payments', account, moment),
    sheet: 'Платежи',
    columns: [
      { heading: 'Лицевой счёт', width: 16 },
      { heading: 'Платёж', width: 24 },
      { heading: 'Оплачен', width: 12 },
      { heading: 'Получатель', width: 28 },
      { heading: 'Сумма платежа, руб.', width: 14 },
      { heading: 'Состояние', width: 16 },
      { heading: 'За месяц', width: 10 },
      { heading: 'Что оплачено', width: 36 },
      { heading: 'Сумма, руб.', width: 14 },
    ],
    rows: payments.flatMap((payment) => {
      const { paymentId, effectiveOn, payee, amountKopecks, state, parts, restKopecks } = payment;
      const row = (period: string, what: string, kopecks: number): TableCell[] => [
        ...[account, paymentId, effectiveOn, payeeInWords(payee)],
        { kopecks: amountKopecks },
        ...[paymentStateInWords(state), period, what],
        { kopecks },
      ];
      const spent = parts.flatMap((part) =>
        part.byUtility.length === 0
          ? [row(part.period, part.part === 'penalty' ? 'пени' : 'долг месяца', part.amountKopecks)]
          : part.byUtility.map((share) =>
              row(part.period, utilityInWords(utilities, share.utility), share.amountKopecks),
            ),
      );
      return restKopecks === 0 && spent.length > 0 ? spent : [...spent, row('', 'не израсходовано', restKopecks)];
    }),
  };
}

const STATES: Readonly<Record<PaymentAt['state'], string>> = {
  held: 'ждёт своего месяца',
  credited: 'зачислен',
  withdrawn: 'отозван',
};

export function paymentStateInWords(state: PaymentAt['state']): string {
  return STATES[state];
}

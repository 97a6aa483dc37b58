import { VNode } from 'preact';
import {
  Balance,
  capitalised,
  countInWords,
  Details,
  dayInWords,
  inMonth,
  isOfSum,
  Money,
  monthInWords,
  numberInWords,
  priceInWords,
  ofMonth,
  quantityInWords,
  Summary,
  Table,
} from '#libs/web';
import { PrintedPayee, PrintedStatement, UtilityCard, ExplainedWaiver } from '#services/billing/api/client';
import { Waived } from './waived';
import { basisInWords, payeeInWords, reasonInWords, utilityInWords } from '../words';
import { MonthChanged } from './month-changed';

interface MonthProps {
  readonly statement: PrintedStatement;
  /** The month before; null for the first one. */
  readonly before: PrintedStatement | null;
  readonly utilities: readonly UtilityCard[];
  /** Penalty that the month gives up. */
  readonly waivers: readonly ExplainedWaiver[];
}

/** One month: every line with its volume and tariff, how it was found, and how the sum of the month came about. */
export function MonthPage({ statement, before, utilities, waivers }: MonthProps): VNode {
  const { period, dueDate, payees } = statement;
  return (
    <>
      <p>
        <a href="/charges">Все месяцы</a>
      </p>
      <h1>{capitalised(monthInWords(period))}</h1>
      <p>
        Оплатить до {dayInWords(dueDate)} включительно. <a href={`/slips`}>Квитанции</a>
      </p>
      {before !== null && <MonthChanged statement={statement} before={before} utilities={utilities} />}
      {payees.map((payee) => (
        <PayeeOfMonth payee={payee} period={period} utilities={utilities} />
      ))}
      <Waived waivers={waivers} />
    </>
  );
}

interface PayeeProps {
  readonly payee: PrintedPayee;
  readonly period: string;
  readonly utilities: readonly UtilityCard[];
}

/** More of them open on demand: their sum stands below in any case. */
const RECALCULATIONS_SHOWN = 4;

function PayeeOfMonth(props: PayeeProps): VNode {
  const { payee, period } = props;
  return (
    <section aria-labelledby={`payee-${payee.payee}`}>
      <h2 id={`payee-${payee.payee}`}>{payeeInWords(payee.payee)}</h2>
      <Charges {...props} />
      {payee.recalculations.length > 0 && payee.recalculations.length <= RECALCULATIONS_SHOWN && (
        <Recalculations {...props} />
      )}
      {payee.recalculations.length > RECALCULATIONS_SHOWN && (
        <Details summary={`Перерасчёты: ${countInWords(payee.recalculations.length, 'строка', 'строки', 'строк')}`}>
          <Recalculations {...props} />
        </Details>
      )}
      <Summary
        items={[
          { name: `На начало ${ofMonth(period)}`, value: <Balance kopecks={payee.openingKopecks} /> },
          { name: 'Начислено', value: <Money kopecks={payee.chargedKopecks} /> },
          { name: 'Перерасчёты', value: <Money kopecks={payee.recalculatedKopecks} /> },
          { name: 'Пени', value: <Money kopecks={payee.penaltyKopecks} /> },
          { name: 'Оплачено', value: <Money kopecks={payee.paymentsKopecks} /> },
          { name: 'Итого на конец месяца', value: <Balance kopecks={payee.closingKopecks} /> },
        ]}
      />
    </section>
  );
}

function Charges({ payee, period, utilities }: PayeeProps): VNode {
  return (
    <Table
      caption={`Начислено ${inMonth(period)}`}
      rows={payee.charges}
      empty="В этом месяце ничего не начислено."
      columns={[
        {
          title: 'За что',
          names: true,
          cell: ({ utility, component, basis, excessKopecks }) => (
            <>
              {utilityInWords(utilities, utility, component)}
              <span class="note">{basisInWords(basis)}</span>
              {excessKopecks !== 0 && (
                <span class="note">
                  в том числе из-за повышающего коэффициента <Money kopecks={excessKopecks} />
                </span>
              )}
            </>
          ),
        },
        {
          title: 'Объём',
          number: true,
          cell: ({ quantity, unit, coefficient }) =>
            `${quantityInWords(quantity, unit)}${coefficient === null ? '' : ` × ${numberInWords(coefficient)}`}`,
        },
        { title: 'Тариф, ₽', number: true, cell: ({ tariff }) => priceInWords(tariff) },
        { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        {
          title: 'Подробнее',
          cell: ({ utility }) => <WhyLink period={period} utility={utility} utilities={utilities} />,
        },
      ]}
      total={['Начислено', '', '', <Money kopecks={payee.chargedKopecks} />, '']}
    />
  );
}

function Recalculations({ payee, period, utilities }: PayeeProps): VNode {
  return (
    <Table
      caption="Перерасчёты"
      rows={payee.recalculations}
      empty=""
      columns={[
        {
          title: 'За что',
          names: true,
          cell: ({ utility, component, reason, ofPeriod }) => (
            <>
              {utilityInWords(utilities, utility, component)}, за {monthInWords(ofPeriod)}
              <span class="note">{reasonInWords(reason)}</span>
            </>
          ),
        },
        {
          title: 'Объём',
          number: true,
          cell: ({ utility, component, quantity, reason }) =>
            isOfSum(reason) ? '—' : quantityInWords(quantity, unitOf(payee, utilities, utility, component)),
        },
        {
          title: 'Тариф, ₽',
          number: true,
          cell: ({ tariff, reason }) => (isOfSum(reason) ? '—' : priceInWords(tariff)),
        },
        { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        {
          title: 'Подробнее',
          cell: ({ utility }) => <WhyLink period={period} utility={utility} utilities={utilities} />,
        },
      ]}
      total={['Перерасчёты', '', '', <Money kopecks={payee.recalculatedKopecks} />, '']}
    />
  );
}

function unitOf(
  { charges }: PrintedPayee,
  utilities: readonly UtilityCard[],
  utility: string,
  component: string | null,
): string {
  const line = charges.find((one) => one.utility === utility && one.component === component);
  if (line !== undefined) return line.unit;
  return component === 'heat' ? 'Gcal' : (utilities.find((one) => one.utility === utility)?.unit ?? '');
}

function WhyLink(props: {
  readonly period: string;
  readonly utility: string;
  readonly utilities: readonly UtilityCard[];
}): VNode {
  const { period, utility, utilities } = props;
  return (
    <a href={`/charges/${period}/${utility}`}>
      Как посчитано<span class="visually-hidden">: {utilityInWords(utilities, utility)}</span>
    </a>
  );
}

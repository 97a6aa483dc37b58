import { VNode } from 'preact';
import { addMonths } from '#libs/kernel';
import { Rational } from '#libs/money';
import {
  BarChart,
  capitalised,
  Money,
  monthInWords,
  MonthsTable,
  numberInWords,
  quantityInWords,
  unitInWords,
} from '#libs/web';
import { PrintedStatement, UtilityCard } from '#services/billing/api/client';
import { basisInWords, monthShort, utilityInWords } from '../words';
import { sum } from '../sums';

export type Measure = 'volume' | 'roubles';

export interface MonthOfUtility {
  readonly period: string;
  /** Exact decimal, all registers together. */
  readonly volume: string;
  readonly unit: string;
  readonly bases: readonly string[];
  readonly amountKopecks: number;
  readonly recalculatedKopecks: number;
}

interface ConsumptionProps {
  readonly utilities: readonly UtilityCard[];
  readonly chosen: string;
  readonly measure: Measure;
  readonly months: number;
  /** Oldest first, those of the year before included. */
  readonly history: readonly MonthOfUtility[];
}

export const MONTHS_SHOWN = [12, 24];
/** Kinds whose volume a household can change, or at least wants to watch. */
const WATCHED = new Set(['metered', 'metered_two_part', 'sewage', 'heating']);

export function watchedUtilities(
  utilities: readonly UtilityCard[],
  statements: readonly PrintedStatement[],
): UtilityCard[] {
  const charged = new Set(
    statements.flatMap(({ payees }) => payees.flatMap(({ charges }) => charges.map((line) => line.utility))),
  );
  return utilities.filter(({ utility, kind }) => WATCHED.has(kind) && charged.has(utility));
}

/** What was consumed, month by month: a chart and the same as a table, with how each volume was found. */
export function ConsumptionPage(props: ConsumptionProps): VNode {
  return (
    <>
      <h1>Расход</h1>
      <Choices {...props} />
      <Chart {...props} />
      <Months {...props} />
    </>
  );
}

function Choices({ utilities, chosen, measure, months }: ConsumptionProps): VNode {
  return (
    <form method="get" action="/consumption" class="inline-form">
      <div class="field">
        <label for="utility">Что показать</label>
        <select id="utility" name="utility">
          {utilities.map(({ utility }) => (
            <option value={utility} selected={utility === chosen}>
              {utilityInWords(utilities, utility)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="measure">В чём</label>
        <select id="measure" name="measure">
          <option value="volume" selected={measure === 'volume'}>
            в единицах объёма
          </option>
          <option value="roubles" selected={measure === 'roubles'}>
            в рублях
          </option>
        </select>
      </div>
      <div class="field">
        <label for="months">За сколько месяцев</label>
        <select id="months" name="months">
          {MONTHS_SHOWN.map((count) => (
            <option value={String(count)} selected={count === months}>
              {count}
            </option>
          ))}
        </select>
      </div>
      <button class="button button-second" type="submit">
        Показать
      </button>
    </form>
  );
}

function monthOf(history: readonly MonthOfUtility[], period: string): MonthOfUtility | undefined {
  return history.find((month) => month.period === period);
}

function Chart({ utilities, chosen, measure, months, history }: ConsumptionProps): VNode | null {
  const shown = history.slice(-months);
  if (shown.length === 0) return null;
  const title = utilityInWords(utilities, chosen);
  const { unit } = shown[0] as MonthOfUtility;
  return (
    <BarChart
      caption={`${title}, ${measure === 'volume' ? `объём, ${unitInWords(unit)}` : 'рубли'}. Пунктиром — без показаний, серым — тот же месяц год назад.`}
      bars={shown.map((month) => {
        const before = monthOf(history, addMonths(month.period, -12));
        return {
          label: monthShort(month.period),
          value: valueOf(month, measure),
          text: textOf(month, measure),
          estimated: !month.bases.every((basis) => basis === 'meter' || basis === 'sum' || basis === 'house_share'),
          ...(before === undefined ? {} : { before: valueOf(before, measure) }),
        };
      })}
    />
  );
}

function Months({ utilities, chosen, months, history }: ConsumptionProps): VNode {
  const shown = history.slice(-months);
  const title = utilityInWords(utilities, chosen);
  return (
    <MonthsTable
      caption={`${title} по месяцам, новые сверху`}
      rows={shown.toReversed()}
      empty="Закрытых месяцев ещё нет. Первый появится здесь в начале следующего месяца."
      columns={[
        {
          title: 'Месяц',
          names: true,
          cell: ({ period }) => <a href={`/charges/${period}`}>{capitalised(monthInWords(period))}</a>,
        },
        {
          title: 'Объём',
          number: true,
          cell: ({ volume, unit, bases }) => (bases.length === 0 ? '—' : quantityInWords(volume, unit)),
        },
        { title: 'Как определён', cell: ({ bases }) => bases.map(basisInWords).join(', ') || 'только перерасчёт' },
        { title: 'Начислено', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        {
          title: 'Перерасчёт',
          number: true,
          cell: ({ recalculatedKopecks }) =>
            recalculatedKopecks === 0 ? '—' : <Money kopecks={recalculatedKopecks} />,
        },
        {
          title: 'Год назад',
          number: true,
          cell: ({ period }) => {
            const before = monthOf(history, addMonths(period, -12));
            return before === undefined ? 'нет данных' : quantityInWords(before.volume, before.unit);
          },
        },
      ]}
      totalOf={(rows) => [
        'Всего',
        '',
        '',
        <Money kopecks={sum(rows.map(({ amountKopecks }) => amountKopecks))} />,
        <Money kopecks={sum(rows.map(({ recalculatedKopecks }) => recalculatedKopecks))} />,
        '',
      ]}
    />
  );
}

function valueOf({ volume, amountKopecks }: MonthOfUtility, measure: Measure): number {
  return measure === 'volume' ? Number(volume) : amountKopecks / 100;
}

/** Above a bar there is room for few figures; the table has them all. */
export function textOf({ volume, amountKopecks }: MonthOfUtility, measure: Measure): string {
  const exact = measure === 'roubles' ? Rational.of(BigInt(amountKopecks), 100n) : Rational.parse(volume);
  return numberInWords(exact.toDecimal(measure === 'roubles' ? 0 : 1));
}

import { decimalComma, FileColumn, HeadedTable, TableCell } from '#libs/gateway';
import { Rational } from '#libs/money';
import { countInWords, dayInWords, numberInWords, quantityInWords, unitInWords } from '#libs/web';
import { ControlledMeter, ShownValues } from '#services/billing/api/client';
import { DoubtCard, ReadingDoubt, ReadingExplanation } from '#services/metering/api/client';
import { ReadingsShown } from '../api/readings-view';

export const SHOWN_IN_WORDS: Readonly<Record<ReadingsShown, string>> = {
  missing: 'Показаний нет',
  failed: 'Прибор не поверен или снят',
  doubtful: 'Сомнительные, ждут решения',
  below: 'Из них меньше прежних',
  replaced: 'Заменённые',
  read: 'Принятые',
};

const DOUBTS: Readonly<Record<ReadingDoubt, string>> = {
  below_previous: 'меньше прежнего',
  rollover: 'прибор перешёл через ноль',
  far_above_usual: 'расход больше обычного втрое и более',
};

const EXPLANATIONS: Readonly<Record<ReadingExplanation, string>> = {
  read_again: 'проверил, всё верно',
  more_people: 'жило больше людей',
  long_absence: 'долго не передавал',
  leak: 'была утечка',
  earlier_reading_wrong: 'прошлое показание было неверным',
  other: 'другая причина',
};

/** Why it is doubtful, and what the resident says to it. */
export function doubtInWords({ doubts, explanation }: Pick<DoubtCard, 'doubts' | 'explanation'>): string {
  return `${doubts.map((doubt) => DOUBTS[doubt]).join(', ')}; жилец: ${EXPLANATIONS[explanation]}`;
}

/** Values of the registers in their order: `123,5` or `310 / 120`. */
export function valuesInWords(values: readonly string[]): string {
  return values.map(numberInWords).join(' / ');
}

export function shownInWords({ values, takenOn }: ShownValues): string {
  return `${valuesInWords(values)} от ${dayInWords(takenOn)}`;
}

/** The volume that is charged, by register: exact thirds are cut after six places for reading. */
export function volumesInWords({ volumes, unit }: ControlledMeter): string {
  return volumes.map((volume) => quantityInWords(decimalOf(volume), unit)).join(' / ');
}

/** A volume is an exact number, `20/3` where it has no end. */
function decimalOf(exact: string): string {
  return Rational.parse(exact).toDecimal();
}

/** The rule by which a volume is found, and of how many months a mean is. */
export function ruleInWords({ rule, averagedMonths }: ControlledMeter): string {
  if (averagedMonths === 0) return rule;
  return `${rule} Среднее за ${countInWords(averagedMonths, 'месяц', 'месяца', 'месяцев')} с показаниями.`;
}

const STATES: Readonly<Record<ControlledMeter['state'], string>> = {
  read: 'принято',
  missing: 'нет показаний',
  failed: 'прибор не поверен или снят',
};

const COLUMNS: readonly FileColumn[] = [
  { heading: 'Лицевой счёт', width: 14 },
  { heading: 'Адрес', width: 32 },
  { heading: 'Квартира', width: 10 },
  { heading: 'Услуга', width: 22 },
  { heading: 'Прибор', width: 16 },
  { heading: 'Состояние', width: 22 },
  { heading: 'Прежнее показание', width: 18 },
  { heading: 'Прежнее снято', width: 14 },
  { heading: 'Показание', width: 18 },
  { heading: 'Снято', width: 14 },
  { heading: 'Заменено', width: 14 },
  { heading: 'Объём', width: 16 },
  { heading: 'Единица', width: 10 },
  { heading: 'Начислится, руб.', width: 16 },
  { heading: 'Месяцев в среднем', width: 12 },
  { heading: 'Правило', width: 60 },
];

/** The meters as a file, without its rows. */
export function readingsTable(period: string): HeadedTable {
  return { name: `readings-${period}`, sheet: `Показания ${period}`, columns: COLUMNS };
}

/** One value is a number; those of several registers stand in one cell, and are read as numbers are. */
function valuesCell(values: readonly string[]): TableCell {
  const [value] = values;
  return value !== undefined && values.length === 1 ? { quantity: value } : values.map(decimalComma).join(' / ');
}

/** The rows of that file. */
export async function* readingsRows(meters: AsyncIterable<ControlledMeter>): AsyncGenerator<readonly TableCell[]> {
  for await (const meter of meters) {
    yield [
      meter.account,
      meter.address,
      meter.flat,
      meter.utilityName,
      meter.serial,
      STATES[meter.state],
      valuesCell(meter.before.values),
      meter.before.takenOn,
      valuesCell(meter.reading?.values ?? []),
      meter.reading?.takenOn ?? '',
      meter.reading?.replacedOn.at(-1) ?? '',
      valuesCell(meter.volumes.map(decimalOf)),
      unitInWords(meter.unit),
      { kopecks: meter.amountKopecks },
      { quantity: String(meter.averagedMonths) },
      meter.rule,
    ];
  }
}

import { numberInWords, priceInWords, unitInWords } from '#libs/web';
import { SlipCharge, SlipContent, SlipMeter, SlipMeterValue } from '../../domain/slip-content';
import { PAGE, SlipCanvas, SMALL_SIZE, SOFT_INK } from './slip-canvas';
import { SlipFlow } from './slip-flow';
import { Column, ROW_HEIGHT, tableHead, tableRow } from './slip-table';
import { BASIS_WORDS, componentWord, dayInColumn, lineName, plainSum, sumInColumn } from './slip-words';

const METER_COLUMNS: readonly Column[] = [
  { title: 'Счётчики', x: PAGE.left },
  { title: 'Номер', x: PAGE.left + 118 },
  { title: 'Поверка до', x: PAGE.left + 186 },
  { title: 'Прежнее показание', x: PAGE.left + 346, align: 'right' },
  { title: 'Текущее показание', x: PAGE.left + 450, align: 'right' },
  { title: 'Расход', x: PAGE.right, align: 'right' },
];

/** The second section: meters with their readings. */
export function drawMeters(canvas: SlipCanvas, flow: SlipFlow, { meters }: SlipContent): void {
  if (meters.length === 0) return;
  flow.ensure(ROW_HEIGHT * 3);
  canvas.group('Table', () => {
    flow.y = tableHead(canvas, METER_COLUMNS, flow.y);
    for (const meter of meters) {
      meter.components.forEach((_, register) => {
        flow.ensure(ROW_HEIGHT);
        flow.y = tableRow(canvas, METER_COLUMNS, meterCells(meter, register), flow.y);
      });
    }
  });
  flow.y += 9;
}

function meterCells(meter: SlipMeter, register: number): string[] {
  const component = meter.components[register] ?? null;
  const { name, serial, verifiedUntil, previous, current, volumes, unit } = meter;
  const isFirst = register === 0;
  const volume = volumes?.[register];
  return [
    isFirst || component === null ? lineName({ name, component }) : componentWord(component),
    isFirst ? serial : '',
    isFirst ? dayInColumn(verifiedUntil) : '',
    valueInColumn(previous, register),
    current === null ? 'не передано' : valueInColumn(current, register),
    volume === undefined ? '' : `${numberInWords(volume)} ${unitInWords(unit)}`,
  ];
}

function valueInColumn(value: SlipMeterValue | null, register: number): string {
  const read = value?.values[register];
  return value === null || read === undefined ? '—' : `${dayInColumn(value.on)} · ${numberInWords(read)}`;
}

const CHARGE_COLUMNS: readonly Column[] = [
  { title: 'Начисления, ₽', x: PAGE.left },
  { title: 'Объём', x: PAGE.left + 189, align: 'right' },
  { title: '', x: PAGE.left + 193 },
  { title: 'Как определён', x: PAGE.left + 222 },
  { title: 'Тариф', x: PAGE.left + 340, align: 'right' },
  { title: 'К', x: PAGE.left + 358, align: 'right' },
  { title: 'Начислено', x: PAGE.left + 412, align: 'right' },
  { title: 'Перерасчёт', x: PAGE.left + 466, align: 'right' },
  { title: 'Итого', x: PAGE.right, align: 'right' },
];

/** The third section: every row is a sum that can be checked with a pencil, volume × tariff × coefficient. */
export function drawCharges(canvas: SlipCanvas, flow: SlipFlow, content: SlipContent): void {
  const { charges } = content;
  flow.ensure(ROW_HEIGHT * 4);
  canvas.group('Table', () => {
    flow.y = tableHead(canvas, CHARGE_COLUMNS, flow.y);
    for (const payee of content.payees) {
      const { payee: name } = payee.requisites;
      for (const row of charges.filter((one) => one.payee === name)) drawCharge(canvas, flow, row);
    }
    flow.ensure(ROW_HEIGHT);
    const sumOf = (of: (row: SlipCharge) => number) => charges.reduce((sum, row) => sum + of(row), 0);
    const totals = [
      'Всего за месяц',
      ...['', '', '', '', ''],
      plainSum(sumOf((row) => row.chargedKopecks)),
      sumInColumn(sumOf((row) => row.recalculatedKopecks)),
      plainSum(sumOf((row) => row.totalKopecks)),
    ];
    flow.y = tableRow(canvas, CHARGE_COLUMNS, totals, flow.y, { weight: 'bold' }, 'none');
  });
  flow.y += 7;
}

/** The name may not reach the quantity, which stands to the right of it. */
const NAME_WIDTH = 150;
const NAME_LEADING = 9.5;

function drawCharge(canvas: SlipCanvas, flow: SlipFlow, row: SlipCharge): void {
  const excess = row.excessKopecks !== 0;
  // The title of an order is as long as the company has made it; more than one line stand above their figures.
  const names = canvas.lines(lineName(row), NAME_WIDTH);
  flow.ensure((excess ? ROW_HEIGHT + 10 : ROW_HEIGHT) + (names.length - 1) * NAME_LEADING);
  const above = names.slice(0, -1);
  if (above.length > 0) {
    canvas.element('Note', () =>
      above.forEach((line, index) => canvas.text(line, PAGE.left, flow.y + index * NAME_LEADING)),
    );
    flow.y += above.length * NAME_LEADING;
  }
  const cells = [
    names.at(-1) ?? '',
    row.quantity === null ? '—' : numberInWords(row.quantity),
    unitInWords(row.unit),
    row.basis === null ? 'перерасчёт' : BASIS_WORDS[row.basis],
    row.tariff === null ? '' : priceInWords(row.tariff),
    row.coefficient === null ? '' : numberInWords(row.coefficient),
    plainSum(row.chargedKopecks),
    sumInColumn(row.recalculatedKopecks),
    plainSum(row.totalKopecks),
  ];
  if (!excess) {
    flow.y = tableRow(canvas, CHARGE_COLUMNS, cells, flow.y);
    return;
  }
  const below = tableRow(canvas, CHARGE_COLUMNS, cells, flow.y, {}, 'none') - 3;
  const note = `в том числе из-за повышающего коэффициента ${plainSum(row.excessKopecks)}`;
  canvas.element('Note', () => canvas.text(note, PAGE.left + 10, below, { size: SMALL_SIZE, color: SOFT_INK }));
  canvas.rule(PAGE.left, PAGE.right, below + 4);
  flow.y = below + ROW_HEIGHT;
}

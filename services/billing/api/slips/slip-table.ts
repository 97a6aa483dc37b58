import { Align, BODY_SIZE, INK, PAGE, SlipCanvas, SMALL_SIZE, SOFT_INK, TextStyle } from './slip-canvas';

/** A column of a table; `x` is its left edge, or its right one where figures stand under one another. */
export interface Column {
  readonly title: string;
  readonly x: number;
  readonly align?: Exclude<Align, 'center'>;
}

export const ROW_HEIGHT = 13;
const HEAD_LEADING = 9.5;
/** From the baseline of a row to the rule under it. */
const BELOW_BASELINE = 4;

/** The head of a table, its titles in as many lines as `\n` makes; answers with the baseline of the first row. */
export function tableHead(canvas: SlipCanvas, columns: readonly Column[], y: number): number {
  const height = Math.max(...columns.map(({ title }) => title.split('\n').length));
  canvas.group('TR', () => {
    for (const { title, x, align = 'left' } of columns) {
      if (title === '') continue;
      const lines = title.split('\n');
      canvas.element('TH', () =>
        lines.forEach((line, index) => {
          const baseline = y + (height - lines.length + index) * HEAD_LEADING;
          canvas.text(line, x, baseline, { size: SMALL_SIZE, color: SOFT_INK, align });
        }),
      );
    }
  });
  const last = y + (height - 1) * HEAD_LEADING;
  canvas.rule(PAGE.left, PAGE.right, last + BELOW_BASELINE, 0.8, INK);
  return last + BELOW_BASELINE + ROW_HEIGHT - BELOW_BASELINE;
}

/** A row with its baseline on `y` and a hairline under it; answers with the baseline of the next row. */
export function tableRow(
  canvas: SlipCanvas,
  columns: readonly Column[],
  cells: readonly string[],
  y: number,
  style: TextStyle = {},
  rule: 'hairline' | 'none' = 'hairline',
): number {
  canvas.group('TR', () => {
    columns.forEach(({ x, align = 'left' }, index) => {
      const cell = cells[index] ?? '';
      if (cell !== '') canvas.element('TD', () => canvas.text(cell, x, y, { size: BODY_SIZE, ...style, align }));
    });
  });
  if (rule === 'hairline') canvas.rule(PAGE.left, PAGE.right, y + BELOW_BASELINE);
  return y + ROW_HEIGHT;
}

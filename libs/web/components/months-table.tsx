import { ComponentChildren, VNode } from 'preact';
import { countInWords } from '#libs/words';
import { Column, Details, Table } from './content';

/** So many months are read at a glance; those before them open on demand, a year at a time. */
const MONTHS_SHOWN = 12;

interface MonthsTableProps<Row extends { readonly period: string }> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** The latest first. */
  readonly rows: readonly Row[];
  /** The last line of the table that has these rows. */
  readonly totalOf?: (rows: readonly Row[]) => readonly ComponentChildren[];
  readonly empty: ComponentChildren;
}

/** A table of months that does not grow with the years of an account: on a telephone a long list hides what stands below it. */
export function MonthsTable<Row extends { readonly period: string }>(props: MonthsTableProps<Row>): VNode {
  const { caption, columns, rows, totalOf, empty } = props;
  const earlier = new Map<string, Row[]>();
  for (const row of rows.slice(MONTHS_SHOWN)) {
    const year = row.period.slice(0, 4);
    earlier.set(year, [...(earlier.get(year) ?? []), row]);
  }
  const table = (title: string, some: readonly Row[]) => (
    <Table caption={title} columns={columns} rows={some} empty={empty} {...(totalOf && { total: totalOf(some) })} />
  );
  return (
    <>
      {table(caption, rows.slice(0, MONTHS_SHOWN))}
      {[...earlier].map(([year, months]) => (
        <Details summary={`${year} год, ${countInWords(months.length, 'месяц', 'месяца', 'месяцев')}`}>
          {table(`${year} год`, months)}
        </Details>
      ))}
    </>
  );
}

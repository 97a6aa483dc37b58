import { ComponentChildren, VNode } from 'preact';
import { balanceInWords, roublesInWords } from '#libs/words';

/** A sum in roubles, in figures of one width. */
export function Money({ kopecks }: { readonly kopecks: number }): VNode {
  return <span class={kopecks < 0 ? 'money money-negative' : 'money'}>{roublesInWords(kopecks)}</span>;
}

/** A balance in words: a debt, an overpayment or nothing. */
export function Balance({ kopecks }: { readonly kopecks: number }): VNode {
  return <span class="money">{balanceInWords(kopecks)}</span>;
}

/** Something the reader should notice. What kind it is stands in its heading, not in its colour. */
export function Notice(props: {
  readonly kind: 'done' | 'notice' | 'warning';
  readonly title: ComponentChildren;
  readonly children?: ComponentChildren;
}): VNode {
  const { kind, title, children } = props;
  return (
    <section class={`notice notice-${kind}`} {...(kind === 'done' ? { role: 'status' } : {})}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export interface Column<Row> {
  readonly title: ComponentChildren;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand under one another, to the right. */
  readonly number?: boolean;
  /** The cell that names its row. */
  readonly names?: boolean;
  /** Of rows where the cell says nothing new, such as a zero: on a narrow screen it is left out. */
  readonly minor?: (row: Row) => boolean;
}

interface TableProps<Row> {
  readonly caption: ComponentChildren;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** The last line, such as the sums. */
  readonly total?: readonly ComponentChildren[];
  /** What stands in place of an empty table: what will be there, and when. */
  readonly empty: ComponentChildren;
}

/** A table. On a narrow screen each row becomes a block with the names of its columns, so that nothing scrolls sideways. */
export function Table<Row>({ caption, columns, rows, total, empty }: TableProps<Row>): VNode {
  if (rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    <table class="table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, number }) => (
            <th scope="col" class={number ? 'number' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>{columns.map((column) => cellOf(column, row))}</tr>
        ))}
      </tbody>
      {total && (
        <tfoot>
          <tr>
            {total.map((cell, index) => (
              <td class={columns[index]?.number ? 'number' : undefined} {...titleOf(index, columns[index]?.title)}>
                {cell}
              </td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  );
}

/** On a narrow screen a cell is read with the name of its column; the first one names its row. */
function titleOf(index: number, title: ComponentChildren): { readonly 'data-title'?: string } {
  return index > 0 && typeof title === 'string' ? { 'data-title': title } : {};
}

function cellOf<Row>({ title, cell, number, names, minor }: Column<Row>, row: Row): VNode {
  const style = [...(number ? ['number'] : []), ...(minor?.(row) ? ['minor'] : [])].join(' ') || undefined;
  const label = typeof title === 'string' ? { 'data-title': title } : {};
  if (names) {
    return (
      <th scope="row" class={style} {...label}>
        {cell(row)}
      </th>
    );
  }
  return (
    <td class={style} {...label}>
      {cell(row)}
    </td>
  );
}

/** Pairs of a name and a value, one under another. */
export function Summary({
  items,
}: {
  readonly items: readonly { readonly name: ComponentChildren; readonly value: ComponentChildren }[];
}): VNode {
  return (
    <dl class="summary">
      {items.map(({ name, value }) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Something longer that opens on demand, without any script. */
export function Details({
  summary,
  isOpen = false,
  children,
}: {
  readonly summary: string;
  /** Whether it is seen at once, as where something in it was filled in wrong. */
  readonly isOpen?: boolean;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <details open={isOpen}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

import { VNode } from 'preact';
import { dayInWords, Money, monthInWords, Table } from '#libs/web';
import { InstalmentsPreview } from '#services/billing/api/client';

type Terms = Pick<InstalmentsPreview['terms'], 'months' | 'parts'>;

interface MonthsInWords {
  readonly caption: string;
  readonly month: string;
  readonly debt: string;
}

/** What an agreement to pay by parts is about: the debt by months, and the parts that it comes to. */
export function InstalmentTerms({ terms, words }: { readonly terms: Terms; readonly words: MonthsInWords }): VNode {
  return (
    <>
      <Table
        caption={words.caption}
        empty=""
        rows={terms.months}
        columns={[
          { title: words.month, names: true, cell: ({ period }) => monthInWords(period) },
          { title: words.debt, number: true, cell: (month) => <Money kopecks={month.amountKopecks} /> },
        ]}
        total={['Всего', <Money kopecks={sumOf(terms.months)} />]}
      />
      <Table
        caption="Части"
        empty=""
        rows={terms.parts}
        columns={[
          { title: 'Заплатить до', names: true, cell: ({ dueOn }) => dayInWords(dueOn) },
          { title: 'Сумма', number: true, cell: (part) => <Money kopecks={part.amountKopecks} /> },
        ]}
        total={['Всего', <Money kopecks={sumOf(terms.parts)} />]}
      />
    </>
  );
}

function sumOf(items: readonly { readonly amountKopecks: number }[]): number {
  return items.reduce((total, { amountKopecks }) => total + amountKopecks, 0);
}

import { VNode } from 'preact';
import { Money, monthInWords, payeeInWords, Table } from '#libs/web';
import { ExplainedWaiver } from '#services/billing/api/client';

/** Penalty that the company has given up: it is taken off the penalty of the month. */
export function Waived({ waivers }: { readonly waivers: readonly ExplainedWaiver[] }): VNode | null {
  if (waivers.length === 0) return null;
  return (
    <section aria-labelledby="waived">
      <h2 id="waived">Списаны пени</h2>
      <p>Эти суммы вычтены из пени месяца, но не больше, чем было выставлено и не оплачено.</p>
      <Table
        caption="За какой месяц и почему"
        empty=""
        rows={waivers}
        columns={[
          { title: 'За долг', names: true, cell: ({ ofPeriod }) => `за ${monthInWords(ofPeriod)}` },
          { title: 'Получатель', cell: ({ payee }) => payeeInWords(payee) },
          {
            title: 'Почему',
            cell: ({ cause, document }) => (document === null ? cause : `${cause} (${document})`),
          },
          { title: 'Списано', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        ]}
      />
    </section>
  );
}

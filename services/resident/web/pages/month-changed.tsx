import { VNode } from 'preact';
import { capitalised, inMonth, Money, Table } from '#libs/web';
import { PrintedStatement, UtilityCard } from '#services/billing/api/client';
import { changesOf, differenceOf, MonthChange } from '../month-changes';
import { figureOf } from '../sums';
import { payeeInWords, utilityInWords } from '../words';

interface ChangedProps {
  readonly statement: PrintedStatement;
  readonly before: PrintedStatement;
  readonly utilities: readonly UtilityCard[];
}

/** More or less than the month before, and every line that made it so: the differences add up to that of the totals. */
export function MonthChanged({ statement, before, utilities }: ChangedProps): VNode {
  const { changed, unchangedKopecks, beforeKopecks, afterKopecks } = changesOf(before, statement);
  const ofCharges = figureOf(statement, 'chargedKopecks') - figureOf(before, 'chargedKopecks');
  const ofAll = afterKopecks - beforeKopecks;
  const rest = unchangedKopecks === 0 ? [] : [restOf(unchangedKopecks)];
  return (
    <section aria-labelledby="changed">
      <h2 id="changed">Что изменилось</h2>
      <p>
        {ofCharges === 0 ? (
          <>Начислено столько же, сколько {inMonth(before.period)}.</>
        ) : (
          <>
            Начислено на <MoreOrLess kopecks={ofCharges} />, чем {inMonth(before.period)}.
          </>
        )}
        {ofAll !== ofCharges && (
          <>
            {' '}
            Вместе с перерасчётами и пенями{' '}
            {ofAll === 0 ? (
              'сумма та же'
            ) : (
              <>
                на <MoreOrLess kopecks={ofAll} />
              </>
            )}
            .
          </>
        )}
      </p>
      {changed.length > 0 && (
        <Table
          caption="Из чего сложилась разница"
          rows={[...changed.map((change) => ({ ...change, name: nameOf(change, utilities) })), ...rest]}
          empty=""
          columns={[
            { title: 'За что', names: true, cell: ({ name }) => name },
            { title: capitalised(inMonth(before.period)), number: true, cell: (row) => sumOf(row.beforeKopecks) },
            { title: capitalised(inMonth(statement.period)), number: true, cell: (row) => sumOf(row.afterKopecks) },
            { title: 'Разница', number: true, cell: (row) => <Money kopecks={differenceOf(row)} /> },
          ]}
          total={[
            'Всего',
            <Money kopecks={beforeKopecks} />,
            <Money kopecks={afterKopecks} />,
            <Money kopecks={ofAll} />,
          ]}
        />
      )}
    </section>
  );
}

function restOf(kopecks: number) {
  return { name: 'Остальное, без изменений', beforeKopecks: kopecks, afterKopecks: kopecks };
}

function MoreOrLess({ kopecks }: { readonly kopecks: number }): VNode {
  return (
    <>
      <Money kopecks={Math.abs(kopecks)} /> {kopecks > 0 ? 'больше' : 'меньше'}
    </>
  );
}

function sumOf(kopecks: number | null): VNode {
  return kopecks === null ? <>—</> : <Money kopecks={kopecks} />;
}

function nameOf({ kind, payee, utility, component }: MonthChange, utilities: readonly UtilityCard[]): string {
  if (kind === 'penalty') return `Пени: ${payeeInWords(payee)}`;
  const name = utilityInWords(utilities, utility ?? '', component);
  return kind === 'charge' ? name : `Перерасчёт: ${name}`;
}

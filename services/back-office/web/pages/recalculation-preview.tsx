import { VNode } from 'preact';
import { sumKopecks } from '#libs/money';
import {
  componentInWords,
  dayInWords,
  Details,
  exactInWords,
  formulaInWords,
  inputNameInWords,
  Money,
  monthInWords,
  Notice,
  numberInWords,
  payeeInWords,
  reasonInWords,
  Table,
} from '#libs/web';
import {
  HouseAccountPreview,
  HousePreview,
  OfficeNames,
  PreviewedLine,
  RecalculationPreview,
} from '#services/billing/api/client';
import { failureInWords } from '../approval-words';

interface PreviewProps {
  readonly preview: RecalculationPreview;
  readonly names: OfficeNames;
}

/** A relief of the same line stands already: two persons may be entitled, or it is recorded twice. */
export function ReliefsBefore({ preview: { reliefsBefore } }: Pick<PreviewProps, 'preview'>): VNode | null {
  if (reliefsBefore.length === 0) return null;
  return (
    <Notice kind="warning" title="Льгота по этой строке за этот месяц уже записана">
      <ul class="plain-list">
        {reliefsBefore.map(({ recordedOn, amountKopecks }) => (
          <li>
            {dayInWords(recordedOn)}: <Money kopecks={amountKopecks} />
          </li>
        ))}
      </ul>
      <p>Записывайте ещё одну, только если льгота положена ещё одному человеку.</p>
    </Notice>
  );
}

/** Before and after by line, with the formula and where each number comes from. */
export function PreviewTable({ preview, names }: PreviewProps): VNode {
  const { lines, waivers, amountKopecks } = preview;
  if (waivers.length > 0) {
    return (
      <Table
        caption="Что будет списано"
        empty=""
        rows={waivers}
        columns={[
          { title: 'Пени за', names: true, cell: ({ ofPeriod }) => monthInWords(ofPeriod) },
          { title: 'Получатель', cell: ({ payee }) => payeeInWords(payee) },
          { title: 'Списать', number: true, cell: (waiver) => <Money kopecks={waiver.amountKopecks} /> },
        ]}
        total={['Всего', '', <Money kopecks={-amountKopecks} />]}
      />
    );
  }
  return (
    <>
      <Table
        caption="Было и станет по строкам"
        empty="Перерасчёт ничего не меняет."
        rows={lines}
        columns={[
          {
            title: 'Строка',
            names: true,
            cell: (line) => (
              <>
                {utilityOf(line, names)}
                <span class="note">{reasonInWords(line.reason)}</span>
              </>
            ),
          },
          { title: 'За месяц', cell: ({ ofPeriod }) => monthInWords(ofPeriod) },
          { title: 'Было', number: true, cell: ({ beforeKopecks }) => <Money kopecks={beforeKopecks} /> },
          { title: 'Станет', number: true, cell: ({ afterKopecks }) => <Money kopecks={afterKopecks} /> },
          { title: 'Разница', number: true, cell: ({ differenceKopecks }) => <Money kopecks={differenceKopecks} /> },
        ]}
        total={['Всего', '', '', '', <Money kopecks={amountKopecks} />]}
      />
      {lines.map((line) => (
        <Explained line={line} names={names} />
      ))}
    </>
  );
}

function utilityOf({ utility, component }: PreviewedLine, names: OfficeNames): string {
  const name = names.utilities.find((one) => one.utility === utility)?.name ?? utility;
  return component === null ? name : `${name}, ${componentInWords(component)}`;
}

function Explained({ line, names }: { readonly line: PreviewedLine; readonly names: OfficeNames }): VNode {
  const { formula, exact, differenceKopecks, why, inputs, ofPeriod } = line;
  return (
    <section class="card">
      <h2 class="card-title">
        {utilityOf(line, names)}, {monthInWords(ofPeriod)}
      </h2>
      <p>{why}</p>
      <p class="formula">
        {formulaInWords(formula)} = {exactInWords(exact)} ₽, после округления <Money kopecks={differenceKopecks} />
      </p>
      <Details summary="Откуда взято каждое число">
        <Table
          caption="Числа и записи журнала"
          empty="Других чисел нет."
          rows={inputs}
          columns={[
            { title: 'Что', names: true, cell: ({ name }) => inputNameInWords(name) },
            {
              title: 'Значение',
              number: true,
              cell: ({ value }) => (/^-?\d+(\.\d+)?$/.test(value) ? numberInWords(value) : value),
            },
            { title: 'Запись журнала', cell: ({ eventId }) => eventId ?? 'правило расчёта' },
          ]}
        />
      </Details>
    </section>
  );
}

/** The accounts of a house in one table; those for which nothing would be recorded are named below it. */
export function HousePreviewTable({
  preview,
  names,
}: {
  readonly preview: HousePreview;
  readonly names: OfficeNames;
}): VNode {
  const { accounts, figures } = preview;
  const rows = accounts.filter((one) => one.preview !== null);
  const refused = accounts.filter((one) => one.refused !== null);
  return (
    <>
      <Table
        caption="Было и станет по счетам"
        empty="Ни у одного счёта этого дома перерасчёт ничего не меняет."
        rows={rows}
        columns={[
          { title: 'Счёт', names: true, cell: ({ account }) => <a href={`/accounts/${account}`}>{account}</a> },
          { title: 'Было', number: true, cell: (one) => <Money kopecks={sumOf(one, 'beforeKopecks')} /> },
          { title: 'Станет', number: true, cell: (one) => <Money kopecks={sumOf(one, 'afterKopecks')} /> },
          { title: 'Разница', number: true, cell: (one) => <Money kopecks={one.preview?.amountKopecks ?? 0} /> },
          { title: 'Как посчитано', cell: (one) => <Formulas one={one} names={names} /> },
        ]}
        total={['Всего', '', '', <Money kopecks={figures.differenceKopecks} />, '']}
      />
      {refused.length > 0 && (
        <Details summary={`Не затронуты счета: ${String(refused.length)}`}>
          <ul class="plain-list">
            {refused.map(({ account, refused: code }) => (
              <li>
                <span class="digits">{account}</span>: {failureInWords(code ?? '')}
              </li>
            ))}
          </ul>
        </Details>
      )}
    </>
  );
}

function sumOf({ preview }: HouseAccountPreview, of: 'beforeKopecks' | 'afterKopecks'): number {
  return sumKopecks((preview?.lines ?? []).map((line) => line[of]));
}

function Formulas({ one, names }: { readonly one: HouseAccountPreview; readonly names: OfficeNames }): VNode {
  return (
    <ul class="plain-list">
      {(one.preview?.lines ?? []).map((line) => (
        <li>
          {utilityOf(line, names)}: {formulaInWords(line.formula)}
        </li>
      ))}
    </ul>
  );
}

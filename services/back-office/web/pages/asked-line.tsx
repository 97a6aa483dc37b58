import { VNode } from 'preact';
import {
  Details,
  exactInWords,
  formulaInWords,
  inputInWords,
  Money,
  monthInWords,
  namedUtilities,
  NamedUtility,
  Table,
  valueInWords,
} from '#libs/web';
import { Explanation, ExplainedLine } from '#services/billing/api/client';
import { AskedLine, explainedLines } from '../conversation-words';

interface AskedLineProps {
  readonly line: AskedLine;
  readonly explanation: Explanation | null;
  readonly utilities: readonly NamedUtility[];
}

/** The line that the question is about: how it was computed, and the facts behind each number. */
export function AskedLineSection({ line, explanation, utilities }: AskedLineProps): VNode {
  const lines = explanation === null ? [] : explainedLines(explanation, line);
  return (
    <section>
      <h2>Строка, о которой спрашивают</h2>
      {lines.length === 0 && <p>За {monthInWords(line.period)} такой строки не начислено.</p>}
      {lines.map((one) => (
        <Computed line={one} utilities={utilities} />
      ))}
      {explanation !== null && (
        <p class="hint">
          Расчёт записан событием <span class="digits">{explanation.calculatedBy.eventId}</span>
        </p>
      )}
    </section>
  );
}

function Computed({ line, utilities }: Pick<AskedLineProps, 'utilities'> & { readonly line: ExplainedLine }): VNode {
  const { amountKopecks, formula, exact, why, inputs, ofPeriod, kind } = line;
  return (
    <>
      <p>
        {kind === 'charge' ? 'Начислено' : `Перерасчёт за ${monthInWords(ofPeriod)}`}: <Money kopecks={amountKopecks} />
        . {namedUtilities(why, utilities)}
      </p>
      <p class="formula">
        {formulaInWords(formula)} = {exactInWords(exact)} ₽, после округления до копейки{' '}
        <Money kopecks={amountKopecks} />
      </p>
      <Details summary="Откуда взято каждое число">
        <Table
          caption="Числа и события, из которых они взяты"
          empty="Чисел из журнала нет."
          rows={inputs}
          columns={[
            { title: 'Что', names: true, cell: ({ name }) => inputInWords(name, utilities) },
            { title: 'Значение', number: true, cell: ({ value }) => valueInWords(value) },
            { title: 'Событие', cell: ({ type, eventId }) => (eventId === null ? '' : `${type ?? ''} ${eventId}`) },
            { title: 'Кто', cell: ({ actor }) => actor ?? '' },
          ]}
        />
      </Details>
    </>
  );
}

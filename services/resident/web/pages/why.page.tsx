import { VNode } from 'preact';
import {
  capitalised,
  Details,
  exactInWords,
  formulaInWords,
  inputInWords,
  instantInWords,
  Money,
  monthInWords,
  namedUtilities,
  Table,
  valueInWords,
} from '#libs/web';
import { Explanation, ExplainedLine, UtilityCard } from '#services/billing/api/client';
import { basisInWords, reasonInWords, utilityInWords } from '../words';

interface WhyProps {
  readonly explanation: Explanation;
  readonly utility: string;
  readonly utilities: readonly UtilityCard[];
  readonly timeZone: string;
}

/** Who may have recorded an event, as a resident would say it. */
const ACTORS: readonly (readonly [RegExp, string])[] = [
  [/^resident:/, 'Вы, через кабинет'],
  [/^(system|service|job):/, 'программа'],
  [/^import$/, 'перенесено из прежней программы'],
  [/./, 'бухгалтерия'],
];

/** How each line of a utility was computed: the formula with its numbers, the reason, and the facts behind each number. */
export function WhyPage({ explanation, utility, utilities, timeZone }: WhyProps): VNode {
  const { period, lines, calculatedBy } = explanation;
  return (
    <>
      <p>
        <a href={`/charges/${period}`}>Назад к начислениям за {monthInWords(period)}</a>
      </p>
      <h1>
        Как посчитано: {utilityInWords(utilities, utility)}, {monthInWords(period)}
      </h1>
      {lines.map((line) => (
        <Line line={line} utilities={utilities} timeZone={timeZone} />
      ))}
      <p class="hint">Расчёт сделан {instantInWords(calculatedBy.recordedAt, timeZone)}.</p>
      <Details summary="Для специалиста">
        <p class="hint">Запись в журнале: {calculatedBy.eventId}.</p>
      </Details>
      <p>
        <a class="button button-second" href={`/conversations/new?period=${period}&utility=${utility}`}>
          Спросить про эту строку
        </a>
      </p>
    </>
  );
}

function Line(props: {
  readonly line: ExplainedLine;
  readonly utilities: readonly UtilityCard[];
  readonly timeZone: string;
}): VNode {
  const { line, utilities, timeZone } = props;
  const { kind, utility, component, basis, ofPeriod, amountKopecks, formula, exact, why, inputs } = line;
  const cause = inputs.find(({ name }) => name === 'recalculation');
  return (
    <section class="card">
      <h2 class="card-title">
        {utilityInWords(utilities, utility, component)}: <Money kopecks={amountKopecks} />
      </h2>
      <p>
        {kind === 'charge'
          ? capitalised(basisInWords(basis))
          : `${capitalised(reasonInWords(basis))} за ${monthInWords(ofPeriod)}`}
        .
      </p>
      <p>{namedUtilities(why, utilities)}</p>
      {cause !== undefined && <p>Причина: {cause.value}</p>}
      <p class="formula">
        {formulaInWords(formula)} = {exactInWords(exact)} ₽, после округления до копейки{' '}
        <Money kopecks={amountKopecks} />
      </p>
      <Details summary="Откуда взято каждое число">
        <Table
          caption="Числа и записи журнала, из которых они взяты"
          rows={inputs}
          empty="Эта строка следует из правила и других чисел не использует."
          columns={[
            { title: 'Что', names: true, cell: ({ name }) => inputInWords(name, utilities) },
            {
              title: 'Значение',
              number: true,
              cell: ({ value }) => valueInWords(value),
            },
            {
              title: 'Кто и когда записал',
              cell: ({ recordedAt, actor }) =>
                recordedAt === null
                  ? 'правило расчёта'
                  : `${instantInWords(recordedAt, timeZone)}, ${actorInWords(actor ?? '')}`,
            },
            {
              title: 'Запись журнала',
              cell: ({ eventId }) => eventId ?? '—',
            },
          ]}
        />
      </Details>
    </section>
  );
}

function actorInWords(actor: string): string {
  return ACTORS.find(([pattern]) => pattern.test(actor))?.[1] ?? 'бухгалтерия';
}

import { VNode } from 'preact';
import {
  basisInWords,
  capitalised,
  exactInWords,
  formulaInWords,
  inputInWords,
  instantInWords,
  Money,
  monthInWords,
  namedUtilities,
  reasonInWords,
  Table,
  utilityInWords,
  valueInWords,
} from '#libs/web';
import { AccountAt, ExplainedByEvents, ExplainedLine } from '#services/billing/api/client';
import { actorInWords, eventInWords } from '../event-words';
import { Moment } from '../moment';
import { EventsTable } from './account-events.page';
import { accountPath } from './account-frame';

interface LineProps {
  readonly line: ExplainedByEvents;
  readonly utility: string;
  readonly card: AccountAt;
  readonly moment: Moment;
  readonly timeZone: string;
}

/** How each line of a utility was computed, with its numbers, and the facts behind each of them. */
export function LinePage({ line, utility, card, moment, timeZone }: LineProps): VNode {
  const { account, utilities } = card;
  const { period, lines, events, calculatedBy } = line;
  return (
    <>
      <h2>
        {utilityInWords(utilities, utility)}, {monthInWords(period)}
      </h2>
      <p>
        <a href={accountPath(account, `statements/${period}`, moment)}>Все начисления за {monthInWords(period)}</a>
      </p>
      {lines.map((one, index) => (
        <Explained line={one} number={index + 1} {...{ card, moment, timeZone }} />
      ))}
      <h2>События за этой суммой</h2>
      <p>
        Расчёт сделан {instantInWords(calculatedBy.recordedAt, timeZone)}, {actorInWords(calculatedBy.actor)}.
      </p>
      <EventsTable caption="Записи журнала, из которых следует сумма" {...{ events, card, moment, timeZone }} />
    </>
  );
}

interface ExplainedProps extends Pick<LineProps, 'card' | 'moment' | 'timeZone'> {
  readonly line: ExplainedLine;
  readonly number: number;
}

function Explained({ line, number, card, moment, timeZone }: ExplainedProps): VNode {
  const { account, utilities } = card;
  const { kind, utility, component, basis, ofPeriod, amountKopecks, formula, exact, why, inputs } = line;
  const name = utilityInWords(utilities, utility, component);
  return (
    <section class="card" aria-labelledby={`line-${String(number)}`}>
      <h3 class="card-title" id={`line-${String(number)}`}>
        {name}: <Money kopecks={amountKopecks} />
      </h3>
      <p>
        {kind === 'charge'
          ? capitalised(basisInWords(basis))
          : `${capitalised(reasonInWords(basis))} за ${monthInWords(ofPeriod)}`}
        . {namedUtilities(why, utilities)}
      </p>
      <p class="formula">
        {formulaInWords(formula)} = {exactInWords(exact)} ₽, после округления до копейки{' '}
        <Money kopecks={amountKopecks} />
      </p>
      <Table
        caption={`Откуда взято каждое число: ${name}`}
        rows={inputs}
        empty="Эта строка следует из правила и других чисел не использует."
        columns={[
          { title: 'Что', names: true, cell: (input) => inputInWords(input.name, utilities) },
          { title: 'Значение', number: true, cell: ({ value }) => valueInWords(value) },
          {
            title: 'Кто и когда записал',
            cell: ({ recordedAt, actor }) =>
              recordedAt === null
                ? 'правило расчёта'
                : `${instantInWords(recordedAt, timeZone)}, ${actorInWords(actor ?? '')}`,
          },
          {
            title: 'Запись журнала',
            cell: ({ eventId, type }) =>
              eventId === null || type === null ? (
                '—'
              ) : (
                <a href={accountPath(account, `events/${eventId}`, moment)}>{eventInWords(type)}</a>
              ),
          },
        ]}
      />
    </section>
  );
}

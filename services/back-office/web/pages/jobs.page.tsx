import { VNode } from 'preact';
import {
  ActionForm,
  dayInWords,
  ErrorSummary,
  FieldError,
  instantInWords,
  monthInWords,
  Notice,
  numberInWords,
  Table,
} from '#libs/web';
import { isBillingPeriod, lastDayOf } from '#libs/kernel';
import { ApprovalCard } from '#services/identity/api/client';
import { CalculationProgress, NightRunCard, ParkedCard } from '#services/billing/api/client';
import { OfficeJob } from '../../settings';
import { actorsOf, failureInWords, NamesOfActors, officerInWords } from '../approval-words';
import { changesInWords, durationInWords, jobInWords, resultInWords } from '../job-words';
import { Progress } from './calculation-progress';

interface JobsProps {
  readonly runs: readonly NightRunCard[];
  readonly parked: readonly ParkedCard[];
  readonly jobs: readonly OfficeJob[];
  readonly progress: CalculationProgress | null;
  /** The account that was just tried again. */
  readonly tried: string | null;
  /** Of months that two people have agreed to close. */
  readonly closes: readonly ApprovalCard[];
  readonly names: NamesOfActors;
  readonly token: string;
  readonly timeZone: string;
  readonly errors: readonly FieldError[];
  readonly newKey: () => string;
}

/** What goes on without anybody: what there is to do about it stands first. */
export function JobsPage(props: JobsProps): VNode {
  const { runs, jobs, progress, timeZone, errors } = props;
  const at = (instant: string) => instantInWords(instant, timeZone);
  const isRunning = progress?.state === 'running';
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Задания</h1>
      <p class="lead">Что программа делает сама: когда, как долго и с каким итогом.</p>
      {progress !== null && <Progress progress={progress} timeZone={timeZone} here="/jobs" />}
      <ParkedAccounts {...props} />
      <Table
        caption="Расчёты, сначала последние"
        empty="Расчётов ещё не было. Первый пройдёт ближайшей ночью; начать его сейчас можно на странице месяца."
        rows={runs}
        columns={[
          { title: 'За день', names: true, cell: ({ date }) => dayInWords(date) },
          { title: 'Начат', cell: ({ startedAt }) => (startedAt === null ? 'считать было нечего' : at(startedAt)) },
          {
            title: 'Домов',
            number: true,
            cell: ({ housesDone, houses }) =>
              houses === 0
                ? 'нечего считать'
                : `${numberInWords(String(housesDone))} из ${numberInWords(String(houses))}`,
          },
          { title: 'Состояние', cell: (run) => stateOf(run, isRunning && run.date === progress.date) },
          { title: 'Сколько шёл', cell: ({ workedMilliseconds }) => durationInWords(workedMilliseconds) },
          { title: 'Итог', cell: changesInWords },
          { title: 'Кто просил', cell: (run) => askersOf(run, props) },
        ]}
      />
      <Table
        caption="Остальные задания"
        empty="Этот процесс ничего не делает по часам."
        rows={jobs}
        columns={[
          { title: 'Задание', names: true, cell: ({ name }) => jobInWords(name) },
          { title: 'Когда', cell: ({ hours }) => (hours === null ? 'весь день' : `с ${hours.from} до ${hours.until}`) },
          { title: 'Последний раз', cell: ({ last }) => (last === null ? 'ещё не было' : at(last.endedAt)) },
          {
            title: 'Сколько шло',
            cell: ({ last }) =>
              last === null ? '' : durationInWords(Date.parse(last.endedAt) - Date.parse(last.startedAt)),
          },
          { title: 'Итог', cell: ({ last }) => (last === null ? '' : resultInWords(last)) },
          {
            title: 'Последний сбой',
            cell: ({ last, lastFailure }) =>
              lastFailure === null || lastFailure.endedAt === last?.endedAt
                ? ''
                : `${at(lastFailure.endedAt)}: ${resultInWords(lastFailure)}`,
          },
        ]}
      />
    </>
  );
}

function ParkedAccounts({ parked, tried, token, newKey }: JobsProps): VNode {
  const isParkedStill = parked.some(({ account }) => account === tried);
  return (
    <section id="parked" tabIndex={-1}>
      {tried !== null && (
        <Notice
          kind={isParkedStill ? 'warning' : 'done'}
          title={isParkedStill ? `Счёт ${tried} снова отложен` : `Счёт ${tried} рассчитан`}
        >
          {isParkedStill && <p>Причина стоит в таблице. Сначала устраните её.</p>}
        </Notice>
      )}
      <Table
        caption="Отложенные счета"
        empty="Отложенных счетов нет. Сюда попадает счёт, который не удалось рассчитать или закрыть; остальным он не мешает."
        rows={parked}
        columns={[
          {
            title: 'Счёт',
            names: true,
            cell: ({ account }) => (
              <a class="digits" href={`/accounts/${account}`}>
                {account}
              </a>
            ),
          },
          { title: 'Месяц', cell: ({ period }) => monthInWords(period) },
          { title: 'Что не вышло', cell: ({ step }) => (step === 'close' ? 'закрыть' : 'рассчитать') },
          { title: 'Почему', cell: ({ code, details }) => failureInWords(code, details) },
          { title: 'С какой ночи', cell: ({ date }) => dayInWords(date) },
          {
            title: 'Что сделать',
            cell: ({ account }) => (
              <ActionForm action="/jobs/retry" token={token}>
                <input type="hidden" name="key" value={newKey()} />
                <input type="hidden" name="account" value={account} />
                <button class="button" type="submit">
                  Повторить<span class="visually-hidden"> счёт {account}</span>
                </button>
              </ActionForm>
            ),
          },
        ]}
      />
    </section>
  );
}

function stateOf({ status, housesDone, houses }: NightRunCard, isHere: boolean): string {
  if (status === 'completed') return 'закончен';
  if (status === 'asked') return 'изменений не было';
  if (isHere) return 'идёт';
  return housesDone < houses ? 'прерван, продолжится с того же места' : 'идёт';
}

function askersOf({ date, asked }: NightRunCard, { closes, names }: Pick<JobsProps, 'closes' | 'names'>): string {
  const close = closes.find(({ subject }) => isBillingPeriod(subject) && lastDayOf(subject) === date);
  const actors = [...asked.map(({ by }) => by), ...(close === undefined ? [] : actorsOf([close]))];
  const people = [...new Set(actors)].map((actor) => officerInWords(actor, names));
  return people.length === 0 ? 'по расписанию' : people.join(', ');
}

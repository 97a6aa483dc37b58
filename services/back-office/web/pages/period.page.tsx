import { ComponentChildren, VNode } from 'preact';
import {
  ActionForm,
  countInWords,
  dayAndMonth,
  dayInWords,
  ErrorSummary,
  FieldError,
  monthInWords,
  pluralOf,
} from '#libs/web';
import { CalculationProgress, ControlScope, PeriodStanding, SlipsOfPeriod } from '#services/billing/api/client';
import { ApprovalCard } from '#services/identity/api/client';
import { Progress } from './calculation-progress';

interface PeriodProps {
  readonly standing: PeriodStanding | null;
  /** The last month that is computed at all. */
  readonly lastPeriod: string;
  readonly progress: CalculationProgress | null;
  readonly slips: SlipsOfPeriod | null;
  readonly scope: ControlScope;
  /** Doubtful readings that wait, and accounts that a night has left out. */
  readonly doubts: number;
  readonly parked: number;
  /** The close that was asked for and is not done yet. */
  readonly closing: ApprovalCard | null;
  readonly token: string;
  readonly timeZone: string;
  readonly newKey: () => string;
  readonly errors: readonly FieldError[];
}

type Open = PeriodProps & { readonly standing: PeriodStanding };

const accounts = (count: number) => countInWords(count, 'счёт', 'счёта', 'счетов');

/** The month as a line of steps: what is done, what is to be done now, what comes later. */
export function PeriodPage(props: PeriodProps): VNode {
  const { standing, errors, slips } = props;
  if (standing === null) {
    return (
      <>
        <h1>Месяц</h1>
        <p>Открытого месяца нет: он появится, когда будут загружены счета.</p>
        {slips !== null && <SlipsOf slips={slips} />}
      </>
    );
  }
  const open = { ...props, standing };
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Открыт {monthInWords(standing.period)}</h1>
      <ol class="steps">
        <OpenedStep {...open} />
        <ReadingsStep {...open} />
        <CalculationStep {...open} />
        <PreviewStep {...open} />
        <CloseStep {...open} />
        <Step title="Квитанции" state="потом">
          <p>Появятся, когда месяц будет закрыт.</p>
        </Step>
      </ol>
      {slips !== null && <SlipsOf slips={slips} />}
    </>
  );
}

interface StepProps {
  readonly title: string;
  readonly state: 'сделано' | 'сейчас' | 'ждёт' | 'потом';
  readonly id?: string;
  readonly children: ComponentChildren;
}

function Step({ title, state, id, children }: StepProps): VNode {
  return (
    <li class={`step step-${state === 'сделано' ? 'done' : state === 'потом' ? 'later' : 'now'}`} id={id}>
      <h2>
        {title} <span class="step-state">{state}</span>
      </h2>
      {children}
    </li>
  );
}

function OpenedStep({ standing: { openAccounts, endsOn } }: Open): VNode {
  return (
    <Step title="Месяц открыт" state="сделано">
      <p>
        {accounts(openAccounts)}, последний день {dayInWords(endsOn)}.
      </p>
    </Step>
  );
}

function ReadingsStep({ scope, doubts, standing }: Open): VNode {
  const windows = [...new Set(scope.houses.map((house) => windowOf(house, standing.period)))];
  return (
    <Step title="Показания" state={doubts > 0 ? 'сейчас' : 'ждёт'}>
      <p>Срок передачи: {windows.join('; ')}. Позже переданное войдёт в следующий месяц.</p>
      <p>
        {doubts > 0 ? (
          <>
            <a href="/readings?show=doubtful">
              {countInWords(doubts, 'сомнительное показание', 'сомнительных показания', 'сомнительных показаний')}
            </a>{' '}
            {pluralOf(doubts, 'ждёт', 'ждут', 'ждут')} решения.{' '}
          </>
        ) : (
          'Сомнительных показаний нет. '
        )}
        <a href="/readings?show=missing">По каким приборам показаний нет и что начислим</a>
      </p>
    </Step>
  );
}

function windowOf(house: ControlScope['houses'][number], period: string): string {
  const day = (number: number) => dayAndMonth(`${period}-${String(number).padStart(2, '0')}`);
  return `с ${day(house.windowFromDay)} по ${day(house.windowToDay)}`;
}

function CalculationStep({ standing, lastPeriod, progress, parked, timeZone, token, newKey }: Open): VNode {
  const { uncalculatedAccounts, period } = standing;
  const isRunning = progress?.state === 'running';
  const isComputed = period <= lastPeriod;
  return (
    <Step title="Расчёт" id="calculate" state={uncalculatedAccounts > 0 || isRunning ? 'сейчас' : 'сделано'}>
      {progress !== null && progress.period === period && (
        // Without the name of this step: a link to the place where one stands reads nothing anew.
        <Progress progress={progress} timeZone={timeZone} here="/period" />
      )}
      {!isRunning && (
        <p>
          {uncalculatedAccounts > 0
            ? `Изменились с прошлого расчёта: ${accounts(uncalculatedAccounts)}. Ночью они пересчитаются сами.`
            : 'Все счета рассчитаны, изменений с тех пор нет.'}
        </p>
      )}
      {parked > 0 && (
        <p>
          <a href="/jobs#parked">{accounts(parked)}</a> рассчитать или закрыть не удалось.
        </p>
      )}
      {!isComputed && (
        <p>Этот месяц не рассчитывается: последний месяц расчёта по настройкам — {monthInWords(lastPeriod)}.</p>
      )}
      {isComputed && !isRunning && (
        <ActionForm action="/period/calculate" token={token}>
          <input type="hidden" name="key" value={newKey()} />
          <button class="button button-second" type="submit">
            Рассчитать сейчас
          </button>
        </ActionForm>
      )}
    </Step>
  );
}

function PreviewStep({ standing: { hasEnded } }: Open): VNode {
  return (
    <Step title="Предпросмотр" state={hasEnded ? 'сейчас' : 'ждёт'}>
      <p>
        <a href="/period/preview">Что начислит закрытие и чем это отличается от прошлого месяца</a>
      </p>
    </Step>
  );
}

function CloseStep({ standing, closing }: Open): VNode {
  const { period, hasEnded, closedBy, endsOn } = standing;
  if (closing !== null) {
    return (
      <Step title="Закрытие" state="ждёт">
        <p>
          Просит № {closing.requestedBy.replace(/^staff:/, '')}.{' '}
          <a href={`/approvals/${closing.approvalId}`}>
            {closing.state === 'open' ? 'Ждёт второго сотрудника' : 'Согласовано, месяц закрывается'}
          </a>
          {closing.state !== 'open' && (
            <>
              . Эта страница сама не меняется: <a href="/period">посмотреть, закрыт ли уже</a>
            </>
          )}
        </p>
      </Step>
    );
  }
  if (!hasEnded) {
    return (
      <Step title="Закрытие" state="потом">
        <p>
          Закрыть месяц можно с вечера последнего дня, {dayInWords(endsOn)}.{' '}
          {closedBy === 'night' ? 'Его закроет ночной расчёт сам.' : 'Его закрывают два сотрудника.'}
        </p>
      </Step>
    );
  }
  return (
    <Step title="Закрытие" state="сейчас">
      {closedBy === 'night' ? (
        <p>Месяц закроет ночной расчёт сам, как только по счетам не останется вопросов.</p>
      ) : (
        <>
          <p>Закрытый месяц не меняется: исправления войдут перерасчётом в следующий.</p>
          <p>
            <a class="button" href="/period/close">
              Закрыть {monthInWords(period)}
            </a>
          </p>
        </>
      )}
    </Step>
  );
}

function SlipsOf({ slips: { period, houses } }: { readonly slips: SlipsOfPeriod }): VNode {
  const total = (count: (house: SlipsOfPeriod['houses'][number]) => number) =>
    houses.reduce((sum, house) => sum + count(house), 0);
  return (
    <section>
      <h2>Прошлый месяц закрыт: {monthInWords(period)}</h2>
      <p>
        Закрыто {accounts(total(({ closed }) => closed))}, квитанций сформировано{' '}
        {String(total(({ issued }) => issued))}. <a href="/period/slips">Квитанции по домам</a>
      </p>
    </section>
  );
}

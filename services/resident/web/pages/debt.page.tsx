import { VNode } from 'preact';
import {
  capitalised,
  countInWords,
  dayInWords,
  Details,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  monthInWords,
  Notice,
  Table,
} from '#libs/web';
import { AgedAccount, InstalmentsCard, UtilityCard } from '#services/billing/api/client';
import { PenaltyForecast } from '../../api/figures';
import { sum, unpostedPenalty } from '../sums';
import { payeeInWords, utilityInWords } from '../words';
import { PenaltyThrough } from './penalty-through';

interface DebtProps {
  readonly today: string;
  readonly asOf: string;
  readonly knownAt: string | null;
  readonly debt: AgedAccount | null;
  /** What is known today of the same day, where the question is about an earlier knowledge. */
  readonly knownToday: AgedAccount | null;
  readonly forecast: readonly PenaltyForecast[];
  /** Agreements to pay by parts that run today. */
  readonly instalments: readonly InstalmentsCard[];
  readonly utilities: readonly UtilityCard[];
  readonly errors: readonly FieldError[];
}

/** Debts by the month in which they arose, as of any day and as known on any day, and what penalty is to come. */
export function DebtPage(props: DebtProps): VNode {
  const { debt, errors } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Долг и пени</h1>
      {debt !== null && <Debt {...props} debt={debt} />}
      <OtherDay {...props} />
    </>
  );
}

/** The same of another day: what few ask for stands below what everybody looks for. */
function OtherDay({ today, asOf, knownAt, errors }: DebtProps): VNode {
  return (
    <section aria-labelledby="other-day">
      <h2 id="other-day">Долг на другой день</h2>
      <form method="get" action="/debt" class="inline-form" novalidate>
        <Field
          id="asOf"
          label="На конец какого дня"
          error={errorOf(errors, 'asOf')}
          input={{ type: 'date', value: asOf, max: today }}
        />
        <Field
          id="knownAt"
          label="Как было известно на день"
          hint="Можно не заполнять"
          error={errorOf(errors, 'knownAt')}
          input={{ type: 'date', value: knownAt ?? '', max: today }}
        />
        <button class="button button-second" type="submit">
          Показать
        </button>
      </form>
    </section>
  );
}

function Debt({
  asOf,
  today,
  knownAt,
  debt,
  knownToday,
  forecast,
  instalments,
  utilities,
}: DebtProps & { readonly debt: AgedAccount }): VNode {
  const principal = sum(debt.payees.map(({ principalKopecks }) => principalKopecks));
  const penalty = sum(debt.payees.map(({ penaltyKopecks }) => penaltyKopecks));
  const unposted = unpostedPenalty(debt);
  return (
    <>
      <p class="lead">
        {asOf === today ? 'На сегодня' : `На ${dayInWords(asOf)}`}
        {knownAt !== null && `, как было известно ${dayInWords(knownAt)}`}:
      </p>
      <p class="sum">
        <Money kopecks={principal + penalty} />
      </p>
      <InWords principal={principal} penalty={penalty} unposted={unposted} />
      <PenaltyThrough debt={debt} />
      {instalments.map((agreement) => (
        <Instalments agreement={agreement} />
      ))}
      {asOf === today && principal + penalty > unposted && (
        <div class="buttons">
          <a class="button" href="/pay">
            Оплатить
          </a>
        </div>
      )}
      {knownToday !== null && <Difference then={debt} now={knownToday} />}
      {debt.payees.map((payee) => (
        <DebtToPayee payee={payee} utilities={utilities} />
      ))}
      {/* What penalty will be when nothing is paid is not known while it depends on an agreement that would end. */}
      {forecast.length > 0 && principal > 0 && instalments.length === 0 && (
        <Forecast forecast={forecast} penaltyKopecks={penalty} />
      )}
      <p>
        <a href={`/conversations/new`}>Задать вопрос о долге</a>
      </p>
    </>
  );
}

/** A debt that is paid by parts: what is next, and what keeping to it is worth. */
function Instalments({ agreement }: { readonly agreement: InstalmentsCard }): VNode {
  const { payee, parts, amountKopecks, leftParts, leftKopecks, next, overdueKopecks } = agreement;
  const last = parts.at(-1);
  return (
    <Notice
      kind={overdueKopecks > 0 ? 'warning' : 'notice'}
      title={`Рассрочка до ${dayInWords(last?.dueOn ?? '')}: ${payeeInWords(payee)}`}
    >
      <p>
        Осталось {countInWords(leftParts, 'часть', 'части', 'частей')}, всего <Money kopecks={leftKopecks} />.
        {next !== null && (
          <>
            {' '}
            Следующая <Money kopecks={next.amountKopecks} /> до {dayInWords(next.dueOn)}.
          </>
        )}
      </p>
      <Table
        caption="Части рассрочки"
        empty=""
        rows={parts}
        columns={[
          { title: 'Заплатить до', names: true, cell: ({ dueOn }) => dayInWords(dueOn) },
          { title: 'Состояние', cell: ({ paid }) => (paid ? 'оплачена' : 'не оплачена') },
          { title: 'Сумма', number: true, cell: (part) => <Money kopecks={part.amountKopecks} /> },
        ]}
        total={['Всего', '', <Money kopecks={amountKopecks} />]}
      />
      <p>
        {overdueKopecks > 0
          ? 'Срок этой части прошёл. Оплатите её сейчас, иначе рассрочка прекратится и пени снова начнут начисляться.'
          : 'Пока Вы платите части в срок, пени на этот долг не начисляются.'}
      </p>
    </Notice>
  );
}

/**
 * What the sum is made of. Elsewhere in the cabinet «долга нет» is said of what slips have asked for: a penalty that no slip
 * has asked for yet is named as such, so that both are true together.
 */
function InWords(props: { readonly principal: number; readonly penalty: number; readonly unposted: number }): VNode {
  const { principal, penalty, unposted } = props;
  const posted = penalty - unposted;
  return (
    <p>
      {principal === 0 ? (
        'Основного долга нет'
      ) : (
        <>
          Основной долг <Money kopecks={principal} />
        </>
      )}
      {penalty === 0 ? (
        ', пени нет.'
      ) : (
        <>
          , пени <Money kopecks={penalty} />.
        </>
      )}
      {unposted > 0 && (
        <>
          {' '}
          {posted === 0 ? (
            'Эти пени'
          ) : (
            <>
              Из них <Money kopecks={unposted} />
            </>
          )}{' '}
          ещё не выставлены к оплате: они накопились после последней квитанции и войдут в следующую. Сейчас платить их
          не нужно, поэтому в сумме на главной странице их нет.
        </>
      )}
    </p>
  );
}

/** What has become known since, in two sums. */
function Difference({ then, now }: { readonly then: AgedAccount; readonly now: AgedAccount }): VNode {
  const owed = ({ payees }: AgedAccount) =>
    sum(payees.map((payee) => payee.principalKopecks + payee.penaltyKopecks - payee.advanceKopecks));
  const difference = owed(now) - owed(then);
  return (
    <Notice kind="notice" title="Что узнали позже">
      <p>
        {difference === 0
          ? 'С тех пор об этом дне ничего нового не записано: сегодня та же сумма.'
          : 'Позже записаны платежи или исправления за этот день. Сейчас о нём известно: '}
        {difference !== 0 && (
          <>
            долг {difference > 0 ? 'больше' : 'меньше'} на <Money kopecks={Math.abs(difference)} />.
          </>
        )}
      </p>
    </Notice>
  );
}

function DebtToPayee(props: {
  readonly payee: AgedAccount['payees'][number];
  readonly utilities: readonly UtilityCard[];
}): VNode {
  const { payee, utilities } = props;
  return (
    <section aria-labelledby={`debt-${payee.payee}`}>
      <h2 id={`debt-${payee.payee}`}>{payeeInWords(payee.payee)}</h2>
      {payee.advanceKopecks > 0 && (
        <p>
          Внесено вперёд: <Money kopecks={payee.advanceKopecks} />.
        </p>
      )}
      <p>
        Долг <Money kopecks={payee.principalKopecks} />, пени <Money kopecks={payee.penaltyKopecks} />.
      </p>
      <Folded count={payee.lines.length}>
        <Table
          caption="По месяцам, за которые возник долг"
          rows={payee.lines}
          empty="По месяцам долга и пени нет."
          columns={[
            {
              title: 'За месяц',
              names: true,
              cell: ({ period, timeBarred }) => (
                <>
                  {capitalised(monthInWords(period))}
                  {timeBarred && <span class="note">срок исковой давности прошёл</span>}
                </>
              ),
            },
            { title: 'Оплатить надо было до', cell: ({ dueDate }) => dayInWords(dueDate) },
            { title: 'Долг', number: true, cell: ({ principalKopecks }) => <Money kopecks={principalKopecks} /> },
            { title: 'Пени', number: true, cell: ({ penaltyKopecks }) => <Money kopecks={penaltyKopecks} /> },
          ]}
          total={['Всего', '', <Money kopecks={payee.principalKopecks} />, <Money kopecks={payee.penaltyKopecks} />]}
        />
      </Folded>
      {payee.lines.length > 0 && (
        <Details summary="За какие услуги">
          <Table
            caption="Долг по услугам"
            rows={payee.lines.flatMap(sharesOf)}
            empty="Долга по услугам нет, остались только пени."
            columns={[
              { title: 'За месяц', names: true, cell: ({ period }) => capitalised(monthInWords(period)) },
              {
                title: 'Услуга',
                cell: ({ utility }) =>
                  utility === null ? 'Все услуги: долг из прежней программы' : utilityInWords(utilities, utility),
              },
              { title: 'Долг', number: true, cell: ({ principalKopecks }) => <Money kopecks={principalKopecks} /> },
            ]}
            total={['Всего', '', <Money kopecks={payee.principalKopecks} />]}
          />
        </Details>
      )}
    </section>
  );
}

interface ShownShare {
  readonly period: string;
  /** Null where the debt is divided among none. */
  readonly utility: string | null;
  readonly principalKopecks: number;
}

/** The utilities of a debt. One that was brought forward from the system before has none, and stands as a whole. */
function sharesOf({
  period,
  principalKopecks,
  byUtility,
}: AgedAccount['payees'][number]['lines'][number]): ShownShare[] {
  if (byUtility.length > 0) return byUtility.map((share) => ({ period, ...share }));
  return principalKopecks > 0 ? [{ period, utility: null, principalKopecks }] : [];
}

/** So many months are shown at once; on a telephone more of them would hide the other payee. */
const MONTHS_SHOWN = 3;

function Folded({ count, children }: { readonly count: number; readonly children: VNode }): VNode {
  if (count <= MONTHS_SHOWN) return children;
  return (
    <Details summary={`За какие месяцы: ${countInWords(count, 'месяц', 'месяца', 'месяцев')}`}>{children}</Details>
  );
}

function Forecast(props: { readonly forecast: readonly PenaltyForecast[]; readonly penaltyKopecks: number }): VNode {
  const { forecast, penaltyKopecks } = props;
  return (
    <>
      <h2>Если не платить</h2>
      <Table
        caption="Сколько пени будет к этому дню, если ничего не оплатить"
        rows={forecast}
        empty=""
        columns={[
          { title: 'К концу дня', names: true, cell: ({ on }) => dayInWords(on) },
          { title: 'Пени', number: true, cell: (one) => <Money kopecks={one.penaltyKopecks} /> },
          {
            title: 'Больше, чем сегодня, на',
            number: true,
            cell: (one) => <Money kopecks={one.penaltyKopecks - penaltyKopecks} />,
          },
        ]}
      />
      <div class="buttons">
        <a href="/what-if">Посчитать, если заплатить в другой день</a>
      </div>
    </>
  );
}

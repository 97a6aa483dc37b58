import { VNode } from 'preact';
import { ActionForm, ErrorSummary, Field, FieldError, instantInWords, Notice, Summary, Table } from '#libs/web';
import { CloseFigures, closeFiguresOf } from '#services/billing/api/client';
import { APPROVAL_RULES, ApprovalCard, isAtLeast } from '#services/identity/api/client';
import { CloseOutlook } from '../../api/close-outlook';
import { Officer } from '../../api/officer';
import { roleInWords } from '../../api/role-words';
import {
  kindInWords,
  NamesOfActors,
  officerInWords,
  outcomeInWords,
  stateInWords,
  subjectInWords,
} from '../approval-words';
import { Insistence, OutlookOfClose } from './close-outlook';
import { PlannedParts } from './planned-instalments';

interface ApprovalsProps {
  readonly approvals: readonly ApprovalCard[];
  readonly names: NamesOfActors;
  readonly timeZone: string;
}

/** Everything that was asked for, what waits first. */
export function ApprovalsPage({ approvals, names, timeZone }: ApprovalsProps): VNode {
  const open = approvals.filter(({ state }) => state === 'open');
  const others = approvals.filter(({ state }) => state !== 'open');
  return (
    <>
      <h1>Согласования</h1>
      <p class="lead">Здесь то, что один сотрудник не делает без второго. На свой запрос ответить нельзя.</p>
      <ApprovalsTable
        caption="Ждут второго сотрудника"
        empty="Сейчас ничего не ждёт. Здесь появятся запросы: закрыть месяц, вернуть деньги, сделать крупный перерасчёт, списать пени, дать рассрочку, загрузить данные, напечатать или заменить коды."
        approvals={open}
        names={names}
        timeZone={timeZone}
      />
      <ApprovalsTable caption="Решённые" empty="Решённых пока нет." approvals={others} {...{ names, timeZone }} />
    </>
  );
}

/** Approvals as a table, also on the first page. */
export function ApprovalsTable(props: ApprovalsProps & { readonly caption: string; readonly empty: string }): VNode {
  const { caption, empty, approvals, names, timeZone } = props;
  return (
    <Table
      caption={caption}
      empty={empty}
      rows={approvals}
      columns={[
        {
          title: 'Что',
          names: true,
          cell: (approval) => (
            <a href={`/approvals/${approval.approvalId}`}>
              {[kindInWords(approval.kind), subjectInWords(approval)].filter((words) => words !== '').join(', ')}
            </a>
          ),
        },
        { title: 'Подробно', cell: ({ summary }) => summary },
        { title: 'Просит', cell: ({ requestedBy }) => officerInWords(requestedBy, names) },
        { title: 'Когда', cell: ({ requestedAt }) => instantInWords(requestedAt, timeZone) },
        { title: 'Состояние', cell: ({ state }) => stateInWords(state) },
      ]}
    />
  );
}

interface ApprovalProps {
  readonly approval: ApprovalCard;
  /** Why it was not carried out; null where it was, or is not yet. */
  readonly failure: string | null;
  /** Other rules than those of today, by which closed months were charged anew. */
  readonly rules: readonly string[];
  readonly names: NamesOfActors;
  /** Of a close that waits; null of everything else. */
  readonly outlook: CloseOutlook | null;
  readonly officer: Officer;
  readonly token: string;
  readonly timeZone: string;
  readonly errors: readonly FieldError[];
  readonly newKey: () => string;
}

/** One request: what is done when it is granted, and the answer. */
export function ApprovalPage(props: ApprovalProps): VNode {
  const { approval, failure, rules, names, outlook, timeZone, errors } = props;
  const { kind, summary, reason, state, requestedBy, requestedAt, expiresAt, answeredBy, answeredAt } = approval;
  const at = (instant: string) => instantInWords(instant, timeZone);
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{kindInWords(kind)}</h1>
      <p class="lead">{summary}</p>
      <Summary
        items={[
          { name: 'Состояние', value: stateInWords(state) },
          { name: 'Просит', value: `${officerInWords(requestedBy, names)}, ${at(requestedAt)}` },
          { name: 'Основание', value: reason },
          ...(state === 'open' ? [{ name: 'Можно согласовать до', value: at(expiresAt) }] : []),
          ...(answeredBy === null || answeredAt === null
            ? []
            : [{ name: 'Ответил', value: `${officerInWords(answeredBy, names)}, ${at(answeredAt)}` }]),
          ...(approval.refusal === null
            ? []
            : [{ name: state === 'withdrawn' ? 'Почему отозвано' : 'Почему отказано', value: approval.refusal }]),
          ...(approval.outcome === null ? [] : [{ name: 'Что сделано', value: outcomeInWords(approval.outcome) }]),
        ]}
      />
      {failure !== null && (
        <Notice kind="warning" title="Не выполнено">
          <p>{failure}</p>
        </Notice>
      )}
      {rules.length > 0 && (
        <>
          <h2>По каким правилам</h2>
          <ul>
            {rules.map((rule) => (
              <li>{rule}</li>
            ))}
          </ul>
        </>
      )}
      <PlannedParts kind={kind} plan={approval.plan} />
      {outlook !== null && (
        <OutlookOfClose period={approval.subject} figures={readable(approval.plan)} outlook={outlook} />
      )}
      {state === 'open' && <Answer {...props} />}
      {state === 'granted' && (
        <p>
          Выполняется само, обычно за несколько секунд; страницу можно закрыть. Эта страница сама не меняется.{' '}
          <a href={`/approvals/${approval.approvalId}`}>Обновить</a>
        </p>
      )}
      <p>
        <a href={`/audit?subject=${approval.approvalId}`}>Кто и когда это делал</a> ·{' '}
        <a href="/approvals">Все согласования</a>
      </p>
    </>
  );
}

/** Null where the plan does not read: it can still be refused. */
function readable(plan: ApprovalCard['plan']): CloseFigures | null {
  try {
    return closeFiguresOf(plan);
  } catch {
    return null;
  }
}

function Answer({ approval, outlook, officer, token, newKey, errors }: ApprovalProps): VNode {
  const { approvalId, kind, requestedBy } = approval;
  if (requestedBy === `staff:${officer.staffId}`) {
    return (
      <>
        <h2 id="answer">Это Ваш запрос</h2>
        <p>Ответить на него должен другой сотрудник. Пока ответа нет, Вы можете его отозвать.</p>
        <ActionForm action={`/approvals/${approvalId}/withdraw`} token={token}>
          <input type="hidden" name="key" value={newKey()} />
          <Field id="reason" label="Почему отзываете" input={{ autocomplete: 'off', maxLength: 300 }} />
          <button class="button" type="submit">
            Отозвать
          </button>
        </ActionForm>
      </>
    );
  }
  const { agrees } = APPROVAL_RULES[kind];
  if (!isAtLeast(officer.role, agrees)) {
    return <p id="answer">Согласовать это может {roleInWords(agrees)}.</p>;
  }
  return (
    <>
      <h2 id="answer">Ваш ответ</h2>
      <ActionForm action={`/approvals/${approvalId}/grant`} token={token}>
        <input type="hidden" name="key" value={newKey()} />
        <input type="hidden" name="planHash" value={approval.planHash} />
        {outlook !== null && <Insistence outlook={outlook} isTicked={false} errors={errors} />}
        <button class="button" type="submit">
          Согласовать
        </button>
      </ActionForm>
      <ActionForm action={`/approvals/${approvalId}/refuse`} token={token}>
        <input type="hidden" name="key" value={newKey()} />
        <Field id="reason" label="Почему отказываете" input={{ autocomplete: 'off', maxLength: 300 }} />
        <button class="button button-second" type="submit">
          Отказать
        </button>
      </ActionForm>
    </>
  );
}

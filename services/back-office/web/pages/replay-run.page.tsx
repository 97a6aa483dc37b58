import { VNode } from 'preact';
import {
  ActionForm,
  capitalised,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  formulaInWords,
  inputNameInWords,
  Money,
  monthInWords,
  Notice,
  numberInWords,
  payeeInWords,
  Summary,
  Table,
} from '#libs/web';
import { OfficeNames, ReplayedAccount, ReplayedLine, ReplayRun, ReplayRunAccount } from '#services/billing/api/client';
import { ApprovalCard } from '#services/identity/api/client';
import { replayedMonths } from '../../api/ask-to-recalculate';
import { linkTo } from '../links';
import { replayCauseInWords, replayedKindInWords, replayedUtilityInWords } from '../../api/replay-file';
import { RowWindow } from '../../api/row-window';
import { supposedRulesInWords } from '../../api/supposed-rules-words';
import { failureInWords, stateInWords } from '../approval-words';
import { Files, Pages } from '../sheet-parts';

interface RunProps {
  readonly run: ReplayRun;
  readonly window: RowWindow<ReplayRunAccount, number>;
  readonly names: OfficeNames;
  readonly token: string;
  readonly formKey: string;
  readonly cause: string;
  /** Where a second person is asked already, or has answered. */
  readonly asked: Pick<ApprovalCard, 'approvalId' | 'state'> | null;
  readonly errors: readonly FieldError[];
}

/** How far a replay is, which accounts it would change, and the question to a second person. */
export function ReplayRunPage(props: RunProps): VNode {
  const { run, names, asked, errors } = props;
  const { runId, state, done, total, lines, differenceKopecks, question } = run;
  const here = `/replay/runs/${runId}`;
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/replay">Новый пересчёт</a>
      </p>
      <h1>{capitalised(replayedMonths(run, names))}</h1>
      <p class="lead">{question.rules === undefined ? 'По сегодняшним правилам' : 'По другим правилам:'}</p>
      {question.rules !== undefined && (
        <ul>
          {supposedRulesInWords(question.rules, names).map((rule) => (
            <li>{rule}</li>
          ))}
        </ul>
      )}
      {state === 'running' && (
        <p>
          Пересчёт идёт сам; страницу можно закрыть. <a href={here}>Обновить</a>
        </p>
      )}
      {state === 'failed' && (
        <Notice kind="warning" title="Пересчёт прервался">
          <p>Он не закончен, ничего не записано. Запустите его снова; если повторится, сообщите администратору.</p>
        </Notice>
      )}
      {state === 'interrupted' && (
        <Notice kind="warning" title="Пересчёт прервался">
          <p>Программу остановили или перезапустили. Ничего не записано. Запустите его снова.</p>
        </Notice>
      )}
      <progress value={done} max={Math.max(total, 1)} aria-label="Пересчитано счетов" />
      <Summary
        items={[
          { name: 'Пересчитано счетов', value: `${String(done)} из ${String(total)}` },
          { name: 'Изменится строк', value: String(lines) },
          { name: 'Будет доначислено или снято', value: <Money kopecks={differenceKopecks} /> },
        ]}
      />
      {state === 'done' && lines > 0 && (
        <Files to={(format) => linkTo(`${here}/file`, { format })} count={lines} shorter={null} />
      )}
      <Accounts {...props} />
      <Pages action={here} asked={{}} window={props.window} />
      {run.figures !== null && run.figures.accounts > 0 && (asked === null ? <Ask {...props} /> : <Asked {...asked} />)}
    </>
  );
}

function Accounts({ run, window, names }: RunProps): VNode {
  const address = new Map(names.houses.map((house) => [house.houseId, house.address]));
  return (
    <Table
      caption="Счета, у которых что-нибудь изменится"
      empty={
        run.state !== 'done'
          ? 'Пока таких счетов не найдено.'
          : 'Таких счетов нет: закрытые месяцы получаются теми же до копейки.'
      }
      rows={window.rows}
      columns={[
        {
          title: 'Счёт',
          names: true,
          cell: ({ account, houseId }) => (
            <>
              <a class="digits" href={`/replay/runs/${run.runId}/${account}`}>
                {account}
              </a>
              <span class="note">{address.get(houseId) ?? houseId}</span>
            </>
          ),
        },
        {
          title: 'Строк',
          number: true,
          cell: ({ lines, refused }) => (refused === null ? String(lines) : failureInWords(refused)),
        },
        { title: 'Разница', number: true, cell: ({ differenceKopecks }) => <Money kopecks={differenceKopecks} /> },
      ]}
      total={['Всего', String(run.lines), <Money kopecks={run.differenceKopecks} />]}
    />
  );
}

function Ask({ run, token, formKey, cause, errors }: RunProps): VNode {
  return (
    <>
      <h2>Записать перерасчёты</h2>
      <p>
        Их согласует руководитель, который не просил об этом. Суммы войдут в открытый месяц; закрытые месяцы и
        выпущенные квитанции не меняются. Если до записи данные или правила изменятся, не запишется ничего.
      </p>
      <ActionForm action={`/replay/runs/${run.runId}/ask`} token={token}>
        <input type="hidden" name="key" value={formKey} />
        <Field
          id="cause"
          label="Причина"
          hint="Её прочтут жильцы в кабинете"
          error={errorOf(errors, 'cause')}
          input={{ value: cause, maxLength: 300, autocomplete: 'off' }}
        />
        <button class="button" type="submit">
          Попросить второго сотрудника
        </button>
      </ActionForm>
    </>
  );
}

function Asked({ approvalId, state }: NonNullable<RunProps['asked']>): VNode {
  return (
    <>
      <h2>Записать перерасчёты</h2>
      <p>
        <a href={`/approvals/${approvalId}`}>Согласование</a>: {stateInWords(state)}.
      </p>
    </>
  );
}

interface AccountProps {
  readonly run: ReplayRun;
  readonly found: ReplayedAccount;
  readonly names: OfficeNames;
}

/** Every line of one account that would differ, with the formula before and after. */
export function ReplayedAccountPage({ run, found, names }: AccountProps): VNode {
  const { account, lines, differenceKopecks, refused } = found;
  return (
    <>
      <p>
        <a href={`/replay/runs/${run.runId}`}>Все счета пересчёта</a>
      </p>
      <h1>
        Счёт <span class="digits">{account}</span>
      </h1>
      <p class="lead">
        {capitalised(replayedMonths(run, names))}: разница <Money kopecks={differenceKopecks} />.{' '}
        <a href={`/accounts/${account}`}>Страница счёта</a>
      </p>
      {refused !== null && <p>{failureInWords(refused)}</p>}
      <Table
        caption="Строки, которые изменятся"
        empty="У этого счёта ничего не изменится."
        rows={lines}
        columns={[
          { title: 'Месяц', names: true, cell: ({ period }) => capitalised(monthInWords(period)) },
          {
            title: 'Что',
            cell: (line) => (
              <>
                {replayedUtilityInWords(line, names) || replayedKindInWords(line)}
                <span class="note">{line.utility === null ? payeeInWords(line.payee) : replayedKindInWords(line)}</span>
              </>
            ),
          },
          {
            title: 'Было',
            number: true,
            cell: (line) => <Sum kopecks={line.beforeKopecks} formula={line.beforeFormula} />,
          },
          {
            title: 'Станет',
            number: true,
            cell: (line) => <Sum kopecks={line.afterKopecks} formula={line.afterFormula} />,
          },
          { title: 'Разница', number: true, cell: (line) => <Money kopecks={line.differenceKopecks} /> },
          { title: 'Почему', cell: (line) => <Why line={line} /> },
        ]}
      />
      <p class="hint">Пени здесь для сведения: их пересчитает закрытие открытого месяца.</p>
    </>
  );
}

function Sum({ kopecks, formula }: { readonly kopecks: number; readonly formula: string | null }): VNode {
  return (
    <>
      <Money kopecks={kopecks} />
      {formula !== null && <span class="note">{formulaInWords(formula)}</span>}
    </>
  );
}

function Why({ line }: { readonly line: ReplayedLine }): VNode {
  const value = (text: string | null) =>
    text === null ? 'нет' : /^-?\d+(\.\d+)?$/.test(text) ? numberInWords(text) : text;
  return (
    <>
      {replayCauseInWords(line.cause)}
      {line.changed.map(({ name, before, after }) => (
        <span class="note">
          {inputNameInWords(name)}: {value(before)} → {value(after)}
        </span>
      ))}
    </>
  );
}

import { VNode } from 'preact';
import {
  ActionForm,
  Choice,
  countInWords,
  errorOf,
  ErrorSummary,
  FieldError,
  instantInWords,
  monthInWords,
  numberInWords,
  Table,
} from '#libs/web';
import { OfficeHouse } from '#services/billing/api/client';
import {
  ACCOUNTS_OF_ONE_PERSON_MAX,
  ACCOUNTS_PER_RUN_MAX,
  PrintChoice,
  PrintLink,
  PrintRunCard,
} from '#services/identity/api/client';
import { CHOICE_WORDS, RUN_WORDS } from '../code-words';
import { SlipsOfRun } from '../../api/paper-slips';
import { HouseSelect, ReasonField } from './house-select';

const CHOICES = (Object.keys(CHOICE_WORDS) as PrintChoice['what'][]).map((value) => ({
  value,
  label: CHOICE_WORDS[value],
}));

interface PrintRunsProps {
  readonly runs: readonly PrintRunCard[];
  readonly houses: readonly OfficeHouse[];
  readonly token: string;
  readonly timeZone: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  readonly newKey: () => string;
}

/** A new print run, and those there were. */
export function PrintRunsPage({ runs, houses, token, timeZone, typed, errors, newKey }: PrintRunsProps): VNode {
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/codes">Коды доступа</a>
      </p>
      <h1>Печать кодов</h1>
      <p class="lead">
        До {String(ACCOUNTS_OF_ONE_PERSON_MAX)} кодов печатает один сотрудник, больше — с согласия второго. Если кодов
        больше {numberInWords(String(ACCOUNTS_PER_RUN_MAX))}, печать делится на части, и второй сотрудник согласует
        каждую. Каждая печать остаётся в журнале.
      </p>
      <ActionForm action="/print-runs" token={token}>
        <input type="hidden" name="key" value={newKey()} />
        <Choice name="what" legend="Чьи коды" options={CHOICES} chosen={typed['what'] ?? null} />
        <HouseSelect
          houses={houses}
          chosen={typed['houseId'] ?? ''}
          none="Все дома"
          error={errorOf(errors, 'houseId')}
        />
        <ReasonField id="reason" value={typed['reason']} error={errorOf(errors, 'reason')} />
        <button class="button" type="submit">
          Подготовить печать
        </button>
      </ActionForm>
      <h2 id="runs">Подготовленные и прежние</h2>
      <Table
        caption="Печать кодов, последняя сверху"
        empty="Здесь появится печать, как только Вы её подготовите."
        rows={runs}
        columns={[
          { title: 'Запрошена', names: true, cell: ({ requestedAt }) => instantInWords(requestedAt, timeZone) },
          { title: 'Счетов', number: true, cell: ({ accounts }) => numberInWords(String(accounts)) },
          { title: 'Основание', cell: ({ reason }) => <span class="message-text">{reason}</span> },
          { title: 'Кто', cell: whoIn },
          { title: 'Состояние', cell: (run) => stateOf(run, timeZone) },
          { title: 'Печать', cell: (run) => (run.state === 'ready' ? <LinkForm {...{ run, token, newKey }} /> : '') },
        ]}
      />
    </>
  );
}

function whoIn({ requestedBy, approvedBy }: PrintRunCard): string {
  const number = (actor: string) => actor.replace(/^staff:/, '№ ');
  return approvedBy === null ? number(requestedBy) : `${number(requestedBy)}, согласовал ${number(approvedBy)}`;
}

function stateOf({ state, printedAt }: PrintRunCard, timeZone: string): string {
  return printedAt === null ? RUN_WORDS[state] : `${RUN_WORDS[state]} ${instantInWords(printedAt, timeZone)}`;
}

function LinkForm({ run, token, newKey }: Pick<PrintRunsProps, 'token' | 'newKey'> & { readonly run: PrintRunCard }) {
  return (
    <ActionForm action="/print-runs/links" token={token}>
      <input type="hidden" name="key" value={newKey()} />
      <input type="hidden" name="runId" value={run.runId} />
      <button class="button" type="submit">
        Напечатать<span class="visually-hidden">, {countInWords(run.accounts, 'счёт', 'счёта', 'счетов')}</span>
      </button>
    </ActionForm>
  );
}

interface PrintLinkProps {
  readonly printed: PrintLink;
  /** The slips that the codes can go on; null where there are none, or where a person stands in the office. */
  readonly slips: SlipsOfRun | null;
  /** Where the person came from. */
  readonly back: string;
  readonly token: string;
  readonly timeZone: string;
}

/** The link as a button: posted it stands in no address, and no history of the browser has it. */
export function PrintLinkPage({ printed, slips, back, token, timeZone }: PrintLinkProps): VNode {
  const { link, expiresAt } = printed;
  return (
    <>
      <h1>{slips === null ? 'Листы готовы к печати' : 'Коды готовы к печати'}</h1>
      <p class="lead">
        Скачать {slips === null ? 'их' : 'листы или квитанции'} можно один раз, до {instantInWords(expiresAt, timeZone)}
        . После печати удалите файл: коды на нём видны.
      </p>
      {slips !== null && <h2>Листами</h2>}
      <ActionForm action="/print-runs/prints" token={token}>
        <input type="hidden" name="key" value={`${printed.runId}-print`} />
        <input type="hidden" name="link" value={link} />
        <button class="button" type="submit">
          Скачать листы для печати
        </button>
      </ActionForm>
      {slips !== null && <SlipsForm {...{ printed, slips, token }} />}
      <p>
        <a class="button button-second" href={back}>
          Назад
        </a>
      </p>
    </>
  );
}

/** The code stands on the slip itself, to the right below the charges. */
function SlipsForm({
  printed,
  slips,
  token,
}: Pick<PrintLinkProps, 'printed' | 'token'> & { readonly slips: SlipsOfRun }) {
  const { period, accounts, without } = slips;
  return (
    <>
      <h2>На квитанциях</h2>
      <p>
        {countInWords(accounts.length, 'квитанция', 'квитанции', 'квитанций')} за {monthInWords(period)}.
        {without > 0 &&
          ` Без квитанции ${countInWords(without, 'счёт', 'счёта', 'счетов')}: их коды останутся ненапечатанными.`}
      </p>
      <ActionForm action="/print-runs/slips" token={token}>
        <input type="hidden" name="key" value={`${printed.runId}-slips`} />
        <input type="hidden" name="runId" value={printed.runId} />
        <input type="hidden" name="link" value={printed.link} />
        <button class="button" type="submit">
          Скачать квитанции с кодами
        </button>
      </ActionForm>
    </>
  );
}

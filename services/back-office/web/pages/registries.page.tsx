import { VNode } from 'preact';
import {
  ActionForm,
  countInWords,
  dayInWords,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  instantInWords,
  Money,
  payeeInWords,
  SelectField,
  Table,
} from '#libs/web';
import { KeptRegistryFile, PAYEES, ProfileVersion, RegistryPage } from '#services/payments/api/client';
import { FILE_FIELD } from '../../api/upload';

interface RegistriesProps {
  readonly page: RegistryPage;
  /** Looked at, and accepted by nobody. */
  readonly unaccepted: readonly KeptRegistryFile[];
  readonly keptDays: number;
  readonly timeZone: string;
  readonly typed: DebtsTyped;
  readonly errors: readonly FieldError[];
}

/** Which debts a bank is to get, as it was typed. */
export interface DebtsTyped {
  readonly asOf: string;
  readonly payee: string;
  readonly format: string;
}

/** The files that were taken, the way to a new one, and the file of debts for a bank. */
export function RegistriesPage({ page, unaccepted, keptDays, timeZone, typed, errors }: RegistriesProps): VNode {
  const last = page.registries.at(-1);
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Реестры банков</h1>
      <p>
        <a class="button" href="/registries/new">
          Загрузить реестр
        </a>
      </p>
      {unaccepted.length > 0 && <Unaccepted unaccepted={unaccepted} keptDays={keptDays} timeZone={timeZone} />}
      <Table
        caption="Принятые реестры, сначала последние"
        empty="Реестров ещё нет. Здесь появится каждый файл банка, который Вы примете."
        rows={page.registries}
        columns={[
          {
            title: 'Файл',
            names: true,
            cell: ({ registryId, fileName }) => <a href={`/registries/${registryId}`}>{fileName}</a>,
          },
          { title: 'Принят', cell: ({ recordedAt }) => instantInWords(recordedAt, timeZone) },
          { title: 'Платежей', number: true, cell: ({ totals }) => String(totals.payments) },
          { title: 'Сумма', number: true, cell: ({ totals }) => <Money kopecks={totals.amountKopecks} /> },
          { title: 'Отложено', number: true, cell: ({ sums }) => String(sums.suspended.lines + sums.conflict.lines) },
          {
            title: 'Состояние',
            cell: ({ status, recorded, totals }) =>
              status === 'reconciled' ? 'сверен' : `записано ${String(recorded)} из ${String(totals.payments)}`,
          },
        ]}
      />
      {page.more && last !== undefined && (
        <p>
          <a href={`/registries?before=${encodeURIComponent(last.recordedAt)}`}>Раньше</a>
        </p>
      )}
      <Debts typed={typed} errors={errors} />
    </>
  );
}

/** What would otherwise be forgotten: nothing of it is recorded until somebody accepts it. */
function Unaccepted({
  unaccepted,
  keptDays,
  timeZone,
}: Pick<RegistriesProps, 'unaccepted' | 'keptDays' | 'timeZone'>): VNode {
  return (
    <>
      <h2 id="unaccepted">Проверены и не приняты</h2>
      <p>
        Платежи из этих файлов ещё не записаны. Откройте файл и примите его. Ненужный удалится сам через{' '}
        {countInWords(keptDays, 'день', 'дня', 'дней')} после проверки.
      </p>
      <Table
        caption="Ждут, что их примут"
        empty=""
        rows={unaccepted}
        columns={[
          {
            title: 'Файл',
            names: true,
            cell: ({ registryId, fileName }) => <a href={`/registries/checked/${registryId}`}>{fileName}</a>,
          },
          { title: 'Проверен', cell: ({ keptAt }) => instantInWords(keptAt, timeZone) },
        ]}
      />
    </>
  );
}

const DEBT_FILES = [
  { value: 'text', text: 'текст для банка' },
  { value: 'xlsx', text: 'таблица Excel' },
  { value: 'csv', text: 'таблица CSV' },
];

/** What is owed, as a file for a bank. */
function Debts({ typed, errors }: Pick<RegistriesProps, 'typed' | 'errors'>): VNode {
  return (
    <>
      <h2>Реестр долгов для банка</h2>
      <p>
        Лицевой счёт, код адреса, сумма и месяц — без имён. Банк показывает эту сумму плательщику. Текстовый файл — для
        Сбербанка: Windows-1251, точка с запятой.
      </p>
      <form method="get" action="/registries/debts" class="inline-forms">
        <SelectField
          id="payee"
          label="Чьи деньги"
          options={PAYEES.map((value) => ({ value, text: payeeInWords(value) }))}
          chosen={typed.payee}
          error={errorOf(errors, 'payee')}
        />
        <Field
          id="asOf"
          label="На конец дня"
          error={errorOf(errors, 'asOf')}
          input={{ type: 'date', value: typed.asOf }}
        />
        <SelectField
          id="format"
          label="Вид файла"
          options={DEBT_FILES}
          chosen={typed.format}
          error={errorOf(errors, 'format')}
        />
        <button class="button button-second" type="submit">
          Скачать
        </button>
      </form>
    </>
  );
}

interface NewRegistryProps {
  readonly profiles: readonly ProfileVersion[];
  readonly token: string;
  readonly chosen: string;
  readonly keptDays: number;
  readonly errors: readonly FieldError[];
}

/** Which file, and how it is read. */
export function NewRegistryPage({ profiles, token, chosen, keptDays, errors }: NewRegistryProps): VNode {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Загрузить реестр</h1>
      <p class="lead">Сначала мы только посмотрим файл и покажем, что станет с каждой строкой. Ничего не запишется.</p>
      <ActionForm action="/registries/checks" token={token} enctype="multipart/form-data">
        <Field
          id="profileId"
          label="Вид реестра"
          error={errorOf(errors, 'profileId')}
          control={(by) => (
            <select {...by} name="profileId">
              {profiles.map(({ profile: { profileId, title }, from }) => (
                <option value={profileId} selected={profileId === chosen}>
                  {title}
                  {from === BUILT_IN_SINCE ? '' : `, с ${dayInWords(from)}`}
                </option>
              ))}
            </select>
          )}
        />
        <Field
          id={FILE_FIELD}
          label="Файл банка"
          hint="Как его прислал банк, до 64 мегабайт"
          error={errorOf(errors, FILE_FIELD)}
          control={(by) => <input {...by} type="file" name={FILE_FIELD} />}
        />
        <button class="button" type="submit">
          Проверить файл
        </button>
      </ActionForm>
      <p>
        Проверенный файл хранится под замком {countInWords(keptDays, 'день', 'дня', 'дней')}: примите его за это время.
        Непринятый файл потом удалится, и его нужно будет загрузить снова.
      </p>
    </>
  );
}

/** Since always: nobody has defined it. */
const BUILT_IN_SINCE = '2000-01-01';

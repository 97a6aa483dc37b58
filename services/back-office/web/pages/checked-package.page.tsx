import { VNode } from 'preact';
import { wordsOf } from '#libs/platform';
import {
  ActionForm,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  monthInWords,
  Notice,
  numberInWords,
  Summary,
  Table,
} from '#libs/web';
import { CheckedPackage, PackageContents } from '../../api/package-import';

interface CheckedProps {
  readonly checked: CheckedPackage;
  /** Whether a second person has to agree. */
  readonly needsAgreement: boolean;
  readonly token: string;
  readonly formKey: string;
  readonly errors: readonly FieldError[];
}

/** How far the check is; then errors by file, line and column, or what will be recorded. */
export function CheckedPackagePage(props: CheckedProps): VNode {
  const { checked } = props;
  if (checked.state === 'checking') return <Checking checked={checked} />;
  if (checked.failure !== null) {
    return (
      <>
        <h1>Данные не проверены</h1>
        <Notice kind="warning" title={checked.fileName}>
          <p>{wordsOf(checked.failure)}</p>
        </Notice>
        <p>
          <a href="/import">Загрузить архив снова</a>
        </p>
      </>
    );
  }
  const { contents } = checked;
  return contents === null ? <Faults checked={checked} /> : <Sound {...props} contents={contents} />;
}

function Checking({ checked }: { readonly checked: CheckedPackage }): VNode {
  const { checkId, fileName, filesDone, files } = checked;
  return (
    <>
      <h1>Данные проверяются</h1>
      <p class="lead">
        {fileName}: просмотрено файлов {numberInWords(String(filesDone))} из {numberInWords(String(files))}. Пока ничего
        не записано.
      </p>
      <progress value={filesDone} max={Math.max(files, 1)} aria-label="Просмотрено файлов" />
      <p>
        <a class="button" href={`/import/checks/${checkId}`}>
          Обновить
        </a>
      </p>
    </>
  );
}

/** More are not looked for. */
const FAULTS_SHOWN = 100;

function Faults({ checked }: { readonly checked: CheckedPackage }): VNode {
  const { checkId, fileName, faults } = checked;
  return (
    <>
      <h1>В данных есть ошибки</h1>
      <p class="lead">
        {fileName}: ничего не загружено. Исправьте файлы и <a href="/import">загрузите архив снова</a>.
        {faults.length >= FAULTS_SHOWN && ' Показаны первые сто ошибок.'}
      </p>
      <p class="buttons">
        <a href={`/import/checks/${checkId}/errors?format=csv`}>Скачать CSV</a>
        <a href={`/import/checks/${checkId}/errors?format=xlsx`}>Скачать Excel</a>
      </p>
      <Table
        caption="Ошибки по файлам и строкам"
        empty="Ошибок нет."
        rows={faults}
        columns={[
          { title: 'Файл', names: true, cell: ({ file }) => file },
          { title: 'Строка', number: true, cell: ({ line }) => (line === 0 ? 'весь файл' : String(line)) },
          { title: 'Столбец', cell: ({ column }) => (column === '' ? 'вся строка' : column) },
          { title: 'Что не так', cell: ({ reason }) => reason },
        ]}
      />
    </>
  );
}

function Sound(props: CheckedProps & { readonly contents: PackageContents }): VNode {
  const { checked, contents, needsAgreement, errors } = props;
  const number = (count: number) => numberInWords(String(count));
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Данные проверены, ошибок нет</h1>
      <Summary
        items={[
          { name: 'Архив', value: checked.fileName },
          { name: 'Компания', value: `${contents.companyName}, ИНН ${contents.companyId}` },
          { name: 'Первый месяц', value: monthInWords(contents.firstPeriod) },
          { name: 'Домов', value: number(contents.houses) },
          { name: 'Счетов', value: number(contents.accounts) },
          { name: 'Счётчиков', value: number(contents.meters) },
          { name: 'Показаний', value: number(contents.readings) },
          { name: 'Платежей', value: number(contents.payments) },
        ]}
      />
      <p>
        Будет записано всё до вчерашнего дня, месяц за месяцем. То, что уже загружено, второй раз не запишется; если
        архив говорит о прошлом иначе, чем записано, не запишется ничего.
      </p>
      {needsAgreement ? <AskForm {...props} /> : <AcceptForm {...props} />}
    </>
  );
}

function AcceptForm({ checked, token, formKey }: CheckedProps): VNode {
  return (
    <ActionForm action="/import/acceptances" token={token}>
      <input type="hidden" name="key" value={formKey} />
      <input type="hidden" name="checkId" value={checked.checkId} />
      <button class="button" type="submit">
        Загрузить данные
      </button>
    </ActionForm>
  );
}

function AskForm({ checked, token, formKey, errors }: CheckedProps): VNode {
  return (
    <>
      <p>
        Эта компания уже ведётся в программе. Загрузить в неё данные может руководитель, а Вам нужен второй сотрудник:
        он увидит, что в архиве, и согласует. После этого загрузка начнётся сама.
      </p>
      <ActionForm action="/import/approvals" token={token}>
        <input type="hidden" name="key" value={formKey} />
        <input type="hidden" name="checkId" value={checked.checkId} />
        <Field
          id="reason"
          label="Зачем загружаете"
          error={errorOf(errors, 'reason')}
          input={{ autocomplete: 'off', maxLength: 300 }}
        />
        <button class="button" type="submit">
          Попросить согласования
        </button>
      </ActionForm>
    </>
  );
}

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
import { CheckedPackage, ImportRun } from '../../api/package-import';
import { FILE_FIELD } from '../../api/upload';

interface ImportProps {
  readonly run: ImportRun | null;
  readonly token: string;
  readonly errors: readonly FieldError[];
}

/** The way to send a package, and how far the last one has come. */
export function ImportPage({ run, token, errors }: ImportProps): VNode {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Загрузка данных компании</h1>
      {run !== null && <RunNotice run={run} />}
      {run?.state !== 'running' && (
        <>
          <p class="lead">
            Сожмите папку с файлами компании в один архив ZIP: в проводнике Windows нажмите на папку правой кнопкой и
            выберите «Отправить», «Сжатая ZIP-папка». Сначала данные только проверят: ничего не запишут, пока Вы не
            согласитесь.
          </p>
          <ActionForm action="/import/checks" token={token} enctype="multipart/form-data">
            <Field
              id={FILE_FIELD}
              label="Архив с данными"
              hint="ZIP, до 32 мегабайт"
              error={errorOf(errors, FILE_FIELD)}
              control={(by) => <input {...by} type="file" name={FILE_FIELD} accept=".zip" />}
            />
            <button class="button" type="submit">
              Проверить данные
            </button>
          </ActionForm>
        </>
      )}
    </>
  );
}

function RunNotice({ run }: { readonly run: ImportRun }): VNode {
  const { state, fileName, daysDone, days, failure } = run;
  const progress = `Записано дней: ${numberInWords(String(daysDone))} из ${numberInWords(String(days))}.`;
  if (state === 'running') {
    return (
      <Notice kind="notice" title={`Загружается ${fileName}`}>
        <p>{progress} Страницу можно закрыть: загрузка идёт сама.</p>
        <p>
          <a class="button" href="/import">
            Обновить
          </a>
        </p>
      </Notice>
    );
  }
  if (failure !== null) {
    return (
      <Notice kind="warning" title={`Не загружено до конца: ${fileName}`}>
        <p>{wordsOf(failure)}</p>
        <p>{progress}</p>
      </Notice>
    );
  }
  return (
    <Notice kind="done" title={`Загружено: ${fileName}`}>
      <p>{progress} Тот же архив ещё раз ничего не добавит.</p>
    </Notice>
  );
}

interface CheckedProps {
  readonly checked: CheckedPackage;
  readonly token: string;
  readonly formKey: string;
}

/** What was found: errors by file, line and column, or what will be recorded. */
export function CheckedPackagePage({ checked, token, formKey }: CheckedProps): VNode {
  const { checkId, fileName, faults, contents } = checked;
  if (contents === null) {
    return (
      <>
        <h1>В данных есть ошибки</h1>
        <p class="lead">
          {fileName}: ничего не загружено. Исправьте файлы и <a href="/import">загрузите архив снова</a>. Показаны
          первые сто ошибок.
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
  const number = (count: number) => numberInWords(String(count));
  return (
    <>
      <h1>Данные проверены, ошибок нет</h1>
      <Summary
        items={[
          { name: 'Архив', value: fileName },
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
      <ActionForm action="/import/acceptances" token={token}>
        <input type="hidden" name="key" value={formKey} />
        <input type="hidden" name="checkId" value={checkId} />
        <button class="button" type="submit">
          Загрузить данные
        </button>
      </ActionForm>
    </>
  );
}

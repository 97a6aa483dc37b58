import { VNode } from 'preact';
import { wordsOf } from '#libs/platform';
import { ActionForm, errorOf, ErrorSummary, Field, FieldError, Notice, numberInWords } from '#libs/web';
import { ImportRun } from '../../api/package-import';
import { FILE_FIELD } from '../../api/upload';

interface ImportProps {
  readonly run: ImportRun | null;
  readonly token: string;
  readonly formKey: string;
  readonly errors: readonly FieldError[];
}

/** The way to send a package, and how far the last one has come. */
export function ImportPage({ run, token, formKey, errors }: ImportProps): VNode {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Загрузка данных компании</h1>
      {run !== null && <RunNotice run={run} />}
      {run?.mayGoOn === true && (
        <ActionForm action="/import/continuations" token={token}>
          <input type="hidden" name="key" value={formKey} />
          <button class="button" type="submit">
            Продолжить загрузку
          </button>
        </ActionForm>
      )}
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
  const { state, fileName, daysDone, days, failure, mayGoOn } = run;
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
  if (state === 'interrupted') {
    return (
      <Notice kind="warning" title={`Загрузка прервана: ${fileName}`}>
        <p>
          Программа остановилась посреди загрузки. {progress} Записанное сохранено, ничего не записано наполовину.{' '}
          {mayGoOn
            ? 'Нажмите «Продолжить загрузку»: она пойдёт с того же места.'
            : 'Загрузите тот же архив снова: загрузка пойдёт с того же места.'}
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

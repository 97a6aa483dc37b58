import { VNode } from 'preact';
import { ActionForm, errorOf, ErrorSummary, Field, FieldError, monthInWords } from '#libs/web';
import { CloseFigures } from '#services/billing/api/client';
import { CloseOutlook } from '../../api/close-outlook';
import { Insistence, OutlookOfClose } from './close-outlook';

/** A month that can be closed, with what is looked at before. */
export interface ClosableMonth {
  readonly period: string;
  readonly figures: CloseFigures | null;
  readonly outlook: CloseOutlook;
}

interface CloseProps {
  /** Null where no month can be closed now. */
  readonly month: ClosableMonth | null;
  readonly token: string;
  readonly newKey: () => string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/** Asks a second person to close the month, below what both of them have to see. */
export function ClosePage({ month, token, newKey, typed, errors }: CloseProps): VNode {
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/period">Месяц</a>
      </p>
      {month === null ? (
        <>
          <h1>Закрытие месяца</h1>
          <p id="reason">Сейчас закрывать нечего: что сделано и что дальше, видно на странице «Месяц».</p>
        </>
      ) : (
        <>
          <h1>Закрыть {monthInWords(month.period)}</h1>
          <OutlookOfClose {...month} />
          <ActionForm action="/period/close" token={token}>
            <input type="hidden" name="key" value={newKey()} />
            <input type="hidden" name="period" value={month.period} />
            <Field
              id="reason"
              label="Основание"
              hint="Например: показания проверены. Останется в журнале"
              error={errorOf(errors, 'reason')}
              input={{ value: typed['reason'] ?? '', autocomplete: 'off', maxLength: 300 }}
            />
            <Insistence outlook={month.outlook} isTicked={typed['despiteDoubts'] === 'yes'} errors={errors} />
            <button class="button" type="submit">
              Попросить второго сотрудника закрыть месяц
            </button>
          </ActionForm>
        </>
      )}
    </>
  );
}

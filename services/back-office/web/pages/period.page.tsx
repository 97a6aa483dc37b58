import { VNode } from 'preact';
import {
  ActionForm,
  dayInWords,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  monthInWords,
  Summary,
  Table,
} from '#libs/web';
import { PeriodStanding, PreviewedClose } from '#services/billing/api/client';
import { failureInWords } from '../approval-words';

interface PeriodProps {
  readonly standing: PeriodStanding | null;
  readonly preview: readonly PreviewedClose[];
  readonly token: string;
  readonly formKey: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/** Rows that the page shows; who looks for one account looks at its own page. */
const ROWS_SHOWN = 200;
/** What differs by more than this from the month before is looked at first, in hundredths. */
const ODD_PERCENT = 30;

/** The open period: what its close would charge, oddities first, and the question to a second person. */
export function PeriodPage({ standing, preview, token, formKey, typed, errors }: PeriodProps): VNode {
  if (standing === null) {
    return (
      <>
        <h1>Месяц</h1>
        <p>Открытого месяца нет: он появится, когда будут загружены счета.</p>
      </>
    );
  }
  const { period, endsOn, hasEnded, openAccounts, closedBy } = standing;
  const rows = [...preview].sort((one, other) => oddityOf(other) - oddityOf(one));
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Открыт {monthInWords(period)}</h1>
      <Summary
        items={[
          { name: 'Последний день', value: dayInWords(endsOn) },
          { name: 'Счетов открыто', value: String(openAccounts) },
          { name: 'Закрывает', value: closedBy === 'night' ? 'ночной расчёт, сам' : 'два сотрудника' },
        ]}
      />
      {!hasEnded && <p>Закрыть месяц можно с вечера последнего дня.</p>}
      {hasEnded && closedBy === 'two_people' && (
        <ActionForm action="/period/close" token={token}>
          <input type="hidden" name="key" value={formKey} />
          <input type="hidden" name="period" value={period} />
          <Field
            id="reason"
            label="Основание"
            hint="Например: показания проверены. Останется в журнале"
            error={errors.find(({ field }) => field === 'reason')?.message}
            input={{ value: typed['reason'] ?? '', autocomplete: 'off', maxLength: 300 }}
          />
          <button class="button" type="submit">
            Попросить второго сотрудника закрыть месяц
          </button>
        </ActionForm>
      )}
      {hasEnded && <PreviewTable rows={rows.slice(0, ROWS_SHOWN)} total={rows.length} />}
    </>
  );
}

function PreviewTable({ rows, total }: { readonly rows: readonly PreviewedClose[]; readonly total: number }): VNode {
  return (
    <>
      <Table
        caption="Что начислит закрытие; сначала то, что отличается от прошлого месяца"
        empty="Закрывать нечего."
        rows={rows}
        columns={[
          { title: 'Счёт', names: true, cell: ({ account }) => <span class="digits">{account}</span> },
          { title: 'Начислено', number: true, cell: ({ chargedKopecks }) => <Money kopecks={chargedKopecks} /> },
          {
            title: 'Перерасчёт',
            number: true,
            cell: ({ recalculatedKopecks }) => <Money kopecks={recalculatedKopecks} />,
          },
          {
            title: 'К прошлому месяцу',
            number: true,
            cell: ({ differenceKopecks }) =>
              differenceKopecks === null ? 'не с чем сравнить' : <Money kopecks={differenceKopecks} />,
          },
          { title: 'На что смотреть', cell: oddityInWords },
        ]}
      />
      {total > rows.length && (
        <p>
          Показаны первые {String(rows.length)} из {String(total)}.
        </p>
      )}
    </>
  );
}

/** The larger, the earlier it stands: what cannot be closed, then what is below zero or nothing, then what differs. */
function oddityOf({ refused, chargedKopecks, chargedBeforeKopecks, differenceKopecks }: PreviewedClose): number {
  if (refused !== null) return Number.MAX_SAFE_INTEGER;
  if (chargedKopecks <= 0) return Number.MAX_SAFE_INTEGER - 1;
  if (chargedBeforeKopecks === null || chargedBeforeKopecks <= 0) return Number.MAX_SAFE_INTEGER - 2;
  return Math.abs(differenceKopecks ?? 0) / chargedBeforeKopecks;
}

function oddityInWords(row: PreviewedClose): string {
  const { refused, chargedKopecks, chargedBeforeKopecks, differenceKopecks } = row;
  if (refused !== null) return `не закроется: ${failureInWords(refused)}`;
  if (chargedKopecks < 0) return 'меньше нуля';
  if (chargedKopecks === 0) return 'ничего не начислено';
  if (chargedBeforeKopecks === null) return 'первый месяц';
  const percent = chargedBeforeKopecks <= 0 ? 0 : (Math.abs(differenceKopecks ?? 0) * 100) / chargedBeforeKopecks;
  return percent > ODD_PERCENT ? `отличается больше чем на ${String(ODD_PERCENT)} %` : '';
}

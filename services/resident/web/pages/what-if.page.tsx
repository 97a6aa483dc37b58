import { VNode } from 'preact';
import {
  ActionForm,
  capitalised,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  monthInWords,
  Notice,
  Table,
} from '#libs/web';
import { SupposedOutcome, UtilityCard } from '#services/billing/api/client';
import { AccountMeterAnswer } from '#services/metering/api/client';
import { registerInWords, utilityInWords } from '../words';
import { sum } from '../sums';

interface WhatIfProps {
  readonly token: string;
  readonly account: string;
  readonly meters: readonly AccountMeterAnswer[];
  readonly utilities: readonly UtilityCard[];
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  readonly outcome: SupposedOutcome | null;
  readonly today: string;
}

/** What would be if: counted by the engine that bills, and nothing is recorded. */
export function WhatIfPage(props: WhatIfProps): VNode {
  const { token, account, utilities, errors, outcome } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>А что, если…</h1>
      <p class="lead">Заполните то, что хотите изменить. Мы посчитаем и ничего не запишем.</p>
      {outcome !== null && <Outcome outcome={outcome} utilities={utilities} />}
      <ActionForm action="/what-if" token={token}>
        <input type="hidden" name="account" value={account} />
        <ReadingFields {...props} />
        <PaymentAndResidents {...props} />
        <button class="button" type="submit">
          Посчитать
        </button>
      </ActionForm>
    </>
  );
}

function faultOf(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((one) => one.field === field)?.message;
}

function ReadingFields({ meters, utilities, typed, errors }: WhatIfProps): VNode {
  return (
    <>
      <h2>Показания счётчиков</h2>
      {meters.map((meter) =>
        meter.lastValues.map((last, register) => {
          const id = whatIfField(meter.meterId, register);
          const zone = registerInWords(meter.lastValues.length, register);
          return (
            <Field
              id={id}
              label={`${utilityInWords(utilities, meter.utility)}, № ${meter.serial}${zone === '' ? '' : `, ${zone}`}`}
              hint={`Прошлое: ${last.replace('.', ',')}`}
              error={faultOf(errors, id)}
              input={{
                inputMode: 'decimal',
                class: 'short',
                value: typed[id] ?? '',
                maxLength: 20,
                autocomplete: 'off',
              }}
            />
          );
        }),
      )}
    </>
  );
}

function PaymentAndResidents({ typed, errors, today }: WhatIfProps): VNode {
  return (
    <>
      <h2>Платёж</h2>
      <Field
        id="amount"
        label="Сумма, ₽"
        error={faultOf(errors, 'amount')}
        input={{
          inputMode: 'decimal',
          class: 'short',
          value: typed['amount'] ?? '',
          maxLength: 16,
          autocomplete: 'off',
        }}
      />
      <Field
        id="paidOn"
        label="День платежа"
        error={faultOf(errors, 'paidOn')}
        input={{ type: 'date', value: typed['paidOn'] ?? today }}
      />
      <h2>Жильцы</h2>
      <Field
        id="registered"
        label="Сколько человек будет зарегистрировано"
        error={faultOf(errors, 'registered')}
        input={{
          inputMode: 'numeric',
          class: 'short',
          value: typed['registered'] ?? '',
          maxLength: 2,
          autocomplete: 'off',
        }}
      />
      <Field
        id="since"
        label="С какого дня"
        error={faultOf(errors, 'since')}
        input={{ type: 'date', value: typed['since'] ?? today }}
      />
    </>
  );
}

export function whatIfField(meterId: string, register: number): string {
  return `what-if-${meterId}-${String(register)}`;
}

function Outcome({
  outcome,
  utilities,
}: {
  readonly outcome: SupposedOutcome;
  readonly utilities: readonly UtilityCard[];
}): VNode {
  const { differenceKopecks, periods } = outcome;
  return (
    <section aria-labelledby="outcome">
      <Notice
        kind="done"
        title={
          <span id="outcome">
            {differenceKopecks === 0 ? 'Итог не изменится' : 'В итоге к оплате будет '}
            {differenceKopecks !== 0 && (
              <>
                {differenceKopecks > 0 ? 'больше' : 'меньше'} на <Money kopecks={Math.abs(differenceKopecks)} />
              </>
            )}
          </span>
        }
      />
      {periods.map(({ period, lines, before, after }) => (
        <Table
          caption={capitalised(monthInWords(period))}
          rows={[
            ...lines
              .filter((line) => line.differenceKopecks !== 0)
              .map((line) => ({
                name: `${utilityInWords(utilities, line.utility, line.component)}${line.kind === 'charge' ? '' : ', перерасчёт'}`,
                before: line.before?.amountKopecks ?? 0,
                after: line.after?.amountKopecks ?? 0,
              })),
            ...figures(before, after),
          ]}
          empty="В этом месяце ничего не изменится."
          columns={[
            { title: 'Что', names: true, cell: ({ name }) => name },
            { title: 'Будет без изменений', number: true, cell: (row) => <Money kopecks={row.before} /> },
            { title: 'Было бы', number: true, cell: (row) => <Money kopecks={row.after} /> },
            { title: 'Разница', number: true, cell: (row) => <Money kopecks={row.after - row.before} /> },
          ]}
        />
      ))}
    </section>
  );
}

type Figures = SupposedOutcome['periods'][number]['before'];

function figures(before: Figures, after: Figures): { name: string; before: number; after: number }[] {
  const row = (name: string, figure: 'penaltyKopecks' | 'paymentsKopecks' | 'closingKopecks') => ({
    name,
    before: sum(before.map((one) => one[figure])),
    after: sum(after.map((one) => one[figure])),
  });
  return [
    row('Пени', 'penaltyKopecks'),
    row('Оплачено', 'paymentsKopecks'),
    row('Итого на конец месяца', 'closingKopecks'),
  ];
}

import { VNode } from 'preact';
import {
  ActionForm,
  Balance,
  capitalised,
  Details,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  monthInWords,
  Notice,
  ofMonth,
  quantityInWords,
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
      <h1>Посчитать заранее</h1>
      <p class="lead">
        Здесь можно узнать, сколько придётся платить, если что-то изменится: показание счётчика, день или сумма платежа,
        число жильцов.
      </p>
      <p>
        Заполните только то, что хотите проверить, остальное оставьте пустым. Это проба: ничего не запишется и никуда не
        отправится.
      </p>
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

function unitOf(utilities: readonly UtilityCard[], utility: string): string {
  return utilities.find((one) => one.utility === utility)?.unit ?? '';
}

function faultOf(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((one) => one.field === field)?.message;
}

function ReadingFields({ meters, utilities, typed, errors }: WhatIfProps): VNode {
  return (
    <>
      <h2>Если счётчик покажет другое</h2>
      <p class="hint">Впишите показание, которое хотите проверить. Можно одно.</p>
      {meters.map((meter) =>
        meter.lastValues.map((last, register) => {
          const id = whatIfField(meter.meterId, register);
          const zone = registerInWords(meter.lastValues.length, register);
          return (
            <Field
              id={id}
              label={`${utilityInWords(utilities, meter.utility)}, № ${meter.serial}${zone === '' ? '' : `, ${zone}`}`}
              hint={`Сейчас записано: ${quantityInWords(last, unitOf(utilities, meter.utility))}`}
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
      <h2>Если заплатить</h2>
      <p class="hint">За жильё и коммунальные услуги. Увидите, сколько останется и сколько будет пени.</p>
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
      <h2>Если изменится число жильцов</h2>
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
  const last = periods.at(-1);
  const closing = (figures: Figures) => sum(figures.map(({ closingKopecks }) => closingKopecks));
  return (
    <section aria-labelledby="outcome">
      <Notice
        kind="done"
        title={
          <span id="outcome">
            {differenceKopecks === 0 ? (
              'Сумма к оплате не изменится'
            ) : (
              <>
                В итоге к оплате будет {differenceKopecks > 0 ? 'больше' : 'меньше'} на{' '}
                <Money kopecks={Math.abs(differenceKopecks)} />
              </>
            )}
          </span>
        }
      >
        {last !== undefined && (
          <p>
            На конец {ofMonth(last.period)}: если ничего не менять, <Balance kopecks={closing(last.before)} />, а если
            будет так, как Вы вписали, <Balance kopecks={closing(last.after)} />.
          </p>
        )}
      </Notice>
      <Causes periods={periods} utilities={utilities} />
      <Details summary="Подробно по месяцам">
        <Months periods={periods} utilities={utilities} />
      </Details>
    </section>
  );
}

/** What the difference is made of, each part once: together they are the difference itself. */
export function causesOf(
  periods: SupposedOutcome['periods'],
  utilities: readonly UtilityCard[],
): readonly { readonly name: string; readonly kopecks: number }[] {
  return periods
    .flatMap(({ period, lines, before, after }) => {
      const [penalty, paid] = figures(before, after);
      return [
        ...lines.map((line) => ({ name: nameOf(line, utilities), kopecks: line.differenceKopecks })),
        { name: 'Пени', kopecks: (penalty?.after ?? 0) - (penalty?.before ?? 0) },
        // What is paid lessens what is owed.
        { name: 'Ваш платёж', kopecks: (paid?.before ?? 0) - (paid?.after ?? 0) },
      ].map(({ name, kopecks }) => ({ name: `${name}, ${monthInWords(period)}`, kopecks }));
    })
    .filter(({ kopecks }) => kopecks !== 0);
}

function Causes(props: {
  readonly periods: SupposedOutcome['periods'];
  readonly utilities: readonly UtilityCard[];
}): VNode {
  const causes = causesOf(props.periods, props.utilities);
  if (causes.length === 0) return <p>То, что Вы вписали, на начисления, пени и долг не влияет.</p>;
  return (
    <>
      <h2>Из чего складывается разница</h2>
      <ul>
        {causes.map(({ name, kopecks }) => (
          <li>
            {name}: {kopecks > 0 ? 'больше' : 'меньше'} на <Money kopecks={Math.abs(kopecks)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function nameOf(
  { utility, component, kind }: SupposedOutcome['periods'][number]['lines'][number],
  utilities: readonly UtilityCard[],
): string {
  return `${utilityInWords(utilities, utility, component)}${kind === 'charge' ? '' : ', перерасчёт'}`;
}

function Months({
  periods,
  utilities,
}: {
  readonly periods: SupposedOutcome['periods'];
  readonly utilities: readonly UtilityCard[];
}): VNode {
  return (
    <>
      {periods.map(({ period, lines, before, after }) => (
        <Table
          caption={capitalised(monthInWords(period))}
          rows={[
            ...lines
              .filter((line) => line.differenceKopecks !== 0)
              .map((line) => ({
                name: nameOf(line, utilities),
                before: line.before?.amountKopecks ?? 0,
                after: line.after?.amountKopecks ?? 0,
              })),
            ...figures(before, after),
          ]}
          empty="В этом месяце ничего не изменится."
          columns={[
            { title: 'Что', names: true, cell: ({ name }) => name },
            { title: 'Если ничего не менять', number: true, cell: (row) => <Money kopecks={row.before} /> },
            { title: 'Если будет так', number: true, cell: (row) => <Money kopecks={row.after} /> },
            { title: 'Разница', number: true, cell: (row) => <Money kopecks={row.after - row.before} /> },
          ]}
        />
      ))}
    </>
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

import { VNode } from 'preact';
import { Rational } from '#libs/money';
import {
  ActionForm,
  dayInWords,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  numberInWords,
  quantityInWords,
  Summary,
  Table,
} from '#libs/web';
import { UtilityCard } from '#services/billing/api/client';
import { AccountMetersAnswer, MeterCardAnswer } from '#services/metering/api/client';
import { inUnit, meterInWords, registerInWords } from '../words';

const CHANNELS: Readonly<Record<string, string>> = {
  import: 'перенесено из прежней программы',
  cabinet: 'через кабинет',
  phone: 'по телефону',
  paper: 'на бумаге',
  accountant: 'записала бухгалтерия',
};

interface MeterProps {
  readonly meter: MeterCardAnswer;
  readonly meters: AccountMetersAnswer;
  readonly utilities: readonly UtilityCard[];
  readonly token: string;
  readonly account: string;
  readonly formKey: string;
  readonly errors: readonly FieldError[];
  readonly typed: readonly string[];
}

/** The passport of a meter and every reading that it gave. */
export function MeterPage(props: MeterProps): VNode {
  const { meter, utilities, errors } = props;
  const unit = utilities.find(({ utility }) => utility === meter.utility)?.unit ?? '';
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/readings">Все счётчики</a>
      </p>
      <h1>{meterInWords(utilities, meter)}</h1>
      <Summary
        items={[
          { name: 'Установлен', value: dayInWords(meter.installedOn) },
          { name: 'Поверка действует до', value: dayInWords(meter.verifiedUntil) },
          { name: 'Знаков до запятой', value: String(meter.digits) },
          {
            name: 'Начальное показание',
            value: meter.startValues.map((one) => quantityInWords(one, unit)).join(' / '),
          },
          ...(meter.removedOn === null ? [] : [{ name: 'Снят', value: dayInWords(meter.removedOn) }]),
        ]}
      />
      <Replace {...props} />
      <h2>Показания</h2>
      <Table
        caption="Последние показания, новые сверху"
        rows={meter.readings}
        empty="Показаний ещё не было. Первое появится здесь сразу, как Вы его передадите."
        columns={[
          { title: 'Снято', names: true, cell: ({ takenOn }) => dayInWords(takenOn) },
          {
            title: inUnit('Показание', unit),
            number: true,
            cell: ({ values }) => values.map(numberInWords).join(' / '),
          },
          {
            title: inUnit('Прибавилось', unit),
            number: true,
            cell: (reading) => growthInWords(reading, meter),
          },
          {
            title: 'Получено',
            cell: ({ receivedOn, channel }) => `${dayInWords(receivedOn)}, ${CHANNELS[channel] ?? channel}`,
          },
          {
            title: 'Примечание',
            cell: ({ information, correctedOn }) =>
              [
                ...(information ? ['для сведения: поверка истекла'] : []),
                ...(correctedOn === null ? [] : [`исправлено ${dayInWords(correctedOn)}`]),
              ].join('; '),
          },
        ]}
      />
    </>
  );
}

type CardReading = MeterCardAnswer['readings'][number];

/** What a reading adds to the one before it; nothing is said of the oldest that is kept. */
function growthInWords(reading: CardReading, { readings }: MeterCardAnswer): string {
  const before = readings[readings.indexOf(reading) + 1];
  if (before === undefined) return '—';
  const growth = reading.values.map((value, register) =>
    Rational.parse(value).minus(Rational.parse(before.values[register] ?? '0')),
  );
  return growth.map((one) => (one.isNegative() ? 'меньше прошлого' : numberInWords(one.toDecimal(6)))).join(' / ');
}

/** The latest reading of one's own may be given other values until the window of its month ends. */
function Replace({ meter, meters, token, account, formKey, errors, typed }: MeterProps): VNode | null {
  const [latest] = meter.readings;
  if (latest === undefined || !isReplaceable(latest, meters)) return null;
  return (
    <section class="card" aria-labelledby="replace">
      <h2 id="replace" class="card-title">
        Исправить показание от {dayInWords(latest.takenOn)}
      </h2>
      <p>Пока срок передачи не прошёл, Вы можете исправить свою опечатку.</p>
      <ActionForm action={`/readings/${meter.meterId}/replace`} token={token}>
        <input type="hidden" name="account" value={account} />
        <input type="hidden" name="key" value={formKey} />
        <input type="hidden" name="takenOn" value={latest.takenOn} />
        {latest.values.map((value, register) => (
          <Field
            id={`replace-${String(register)}`}
            label={`Верное показание${zone(latest.values.length, register)}`}
            hint={`Сейчас: ${numberInWords(value)}`}
            error={errorOf(errors, `replace-${String(register)}`)}
            control={(described) => (
              <input
                {...described}
                class="short"
                type="text"
                name={`value${String(register)}`}
                inputMode="decimal"
                autocomplete="off"
                maxLength={20}
                value={typed[register] ?? ''}
              />
            )}
          />
        ))}
        <button class="button" type="submit">
          Исправить
        </button>
      </ActionForm>
    </section>
  );
}

function zone(count: number, register: number): string {
  const name = registerInWords(count, register);
  return name === '' ? '' : `, ${name}`;
}

/** The owner of the fact decides; here it is only guessed whether to offer it. */
function isReplaceable(
  { channel, receivedOn }: MeterCardAnswer['readings'][number],
  { belongsToToday, today, windowToDay }: AccountMetersAnswer,
): boolean {
  const inTime = windowToDay !== null && Number(today.slice(8, 10)) <= windowToDay;
  const received = Number(receivedOn.slice(8, 10));
  const sameWindow =
    receivedOn.slice(0, 7) === today.slice(0, 7) && inTime === (windowToDay !== null && received <= windowToDay);
  return channel === 'cabinet' && belongsToToday !== null && sameWindow;
}

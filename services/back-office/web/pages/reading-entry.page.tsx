import { VNode } from 'preact';
import { ActionForm, Choice, dayInWords, errorOf, ErrorSummary, Field, FieldError, Summary, Table } from '#libs/web';
import { DoubtCard, MeterCardAnswer } from '#services/metering/api/client';
import { linkTo } from '../links';
import { doubtInWords, valuesInWords } from '../reading-words';

export interface EntryProps {
  readonly account: string;
  readonly meter: MeterCardAnswer;
  readonly today: string;
  readonly token: string;
  readonly newKey: () => string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  /** Whether the office is asked about a reading that jumps. */
  readonly asks: boolean;
}

/** Readings of a year. */
const READINGS_LISTED = 12;

const CHANNELS = [
  { value: 'phone', label: 'По телефону' },
  { value: 'paper', label: 'На бумаге' },
  { value: 'accountant', label: 'Снял сотрудник' },
];

/** A reading that a resident has told the office: what is known of the meter, then the fields. */
export function ReadingEntryPage({ account, meter, today, token, newKey, typed, errors, asks }: EntryProps): VNode {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Записать показание</h1>
      <MeterSummary account={account} meter={meter} />
      <ActionForm action="/readings" token={token}>
        <Named account={account} meterId={meter.meterId} newKey={newKey} />
        <Registers meter={meter} typed={typed} errors={errors} />
        <Field
          id="takenOn"
          label="Когда снято"
          error={errorOf(errors, 'takenOn')}
          input={{ type: 'date', value: typed['takenOn'] ?? today, max: today }}
        />
        <Choice name="channel" legend="Как передано" options={CHANNELS} chosen={typed['channel'] ?? 'phone'} />
        {asks && <Confirmation />}
        <button class="button" type="submit">
          Записать
        </button>
      </ActionForm>
      <Taken account={account} meter={meter} />
    </>
  );
}

/** What the office answers to a reading that jumps; shown where it was asked. */
export function Confirmation(): VNode {
  return (
    <p>
      <input type="checkbox" id="confirmed" name="confirmed" value="yes" />{' '}
      <label for="confirmed">Показание верное: цифры и запятая сверены</label>
    </p>
  );
}

/** Readings that were taken, each with the way to correct it. */
function Taken({ account, meter }: Pick<EntryProps, 'account' | 'meter'>): VNode {
  const { meterId } = meter;
  return (
    <Table
      caption="Принятые показания, сначала последние"
      empty="Показаний по этому прибору ещё не было."
      rows={meter.readings.slice(0, READINGS_LISTED)}
      columns={[
        { title: 'Снято', names: true, cell: ({ takenOn }) => dayInWords(takenOn) },
        { title: 'Показание', number: true, cell: ({ values }) => valuesInWords(values) },
        {
          title: 'Исправлено',
          cell: ({ correctedOn }) => (correctedOn === null ? 'нет' : dayInWords(correctedOn)),
        },
        {
          title: 'Что сделать',
          cell: ({ takenOn }) => (
            <a href={linkTo('/readings/correction', { account, meterId, takenOn })}>
              Исправить<span class="visually-hidden"> показание от {dayInWords(takenOn)}</span>
            </a>
          ),
        },
      ]}
    />
  );
}

interface DoubtProps extends Omit<EntryProps, 'today'> {
  readonly doubt: DoubtCard;
  /** Who may decide sees the forms. */
  readonly mayDecide: boolean;
}

/** A doubtful reading: why it is one, and the decision. */
export function DoubtPage(props: DoubtProps): VNode {
  const { account, meter, doubt, mayDecide, token, newKey, typed, errors, asks } = props;
  const { values, takenOn, counted } = doubt;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Сомнительное показание</h1>
      <MeterSummary account={account} meter={meter} />
      <Summary
        items={[
          { name: 'Жилец передал', value: `${valuesInWords(values)}, снято ${dayInWords(takenOn)}` },
          { name: 'Почему сомнительно', value: doubtInWords(doubt) },
          {
            name: 'Сейчас',
            value: counted ? 'учтено: без решения начислим по нему' : 'не учтено: без решения начислим без него',
          },
        ]}
      />
      {!mayDecide && <p id="decision">Решить по нему может бухгалтер.</p>}
      {mayDecide && (
        <>
          <h2 id="decision">Показание верное</h2>
          {!counted && (
            <p>
              Оно меньше прежнего, а два противоречащих показания учесть нельзя. Сначала{' '}
              <a href="#earlier">исправьте прежнее</a>.
            </p>
          )}
          <ActionForm action="/readings/decide" token={token}>
            <Named account={account} meterId={meter.meterId} newKey={newKey} />
            <input type="hidden" name="takenOn" value={takenOn} />
            <input type="hidden" name="verdict" value="confirmed" />
            <Reason id="reason" typed={typed} errors={errors} hint="Например: сверено по фотографии прибора" />
            <button class="button" type="submit">
              Подтвердить
            </button>
          </ActionForm>
          <h2>Показание неверное</h2>
          <p>
            {counted
              ? 'Впишите показание по акту проверки: оно заменит переданное.'
              : 'Если прибор проверен, впишите показание по акту. Без проверки показание просто не будет учтено.'}
          </p>
          <ActionForm action="/readings/decide" token={token}>
            <Named account={account} meterId={meter.meterId} newKey={newKey} />
            <input type="hidden" name="takenOn" value={takenOn} />
            <input type="hidden" name="verdict" value="rejected" />
            <Registers meter={meter} typed={typed} errors={errors} />
            <Reason id="why" typed={typed} errors={errors} hint="Номер и день акта проверки или другая причина" />
            <button class="button button-second" type="submit">
              Отклонить
            </button>
          </ActionForm>
          {!counted && <CorrectEarlier {...{ account, meter, token, newKey, typed, errors, asks, takenOn }} />}
        </>
      )}
    </>
  );
}

/** The reading that the doubtful one contradicts, for whoever finds that it was the earlier one that was wrong. */
function CorrectEarlier(props: Omit<EntryProps, 'today'> & { readonly takenOn: string }): VNode | null {
  const { account, meter, token, newKey, typed, errors, asks, takenOn } = props;
  const earlier = meter.readings.find((reading) => reading.takenOn < takenOn);
  if (earlier === undefined) return null;
  return (
    <>
      <h2 id="earlier">Неверное прежнее показание</h2>
      <p>
        Прежнее: {valuesInWords(earlier.values)}, снято {dayInWords(earlier.takenOn)}. После исправления разница войдёт
        в перерасчёт открытого месяца.
      </p>
      <ActionForm action="/readings/correct" token={token}>
        <Named account={account} meterId={meter.meterId} newKey={newKey} />
        <input type="hidden" name="takenOn" value={earlier.takenOn} />
        <input type="hidden" name="doubtOn" value={takenOn} />
        {meter.startValues.map((_, index) => {
          const id = `earlier${String(index + 1)}`;
          return (
            <Field
              id={id}
              label={meter.startValues.length > 1 ? `Верное показание, шкала ${String(index + 1)}` : 'Верное показание'}
              error={errorOf(errors, id)}
              input={{ value: typed[id] ?? '', inputMode: 'decimal', autocomplete: 'off', maxLength: 22 }}
            />
          );
        })}
        <Reason id="because" typed={typed} errors={errors} hint="Почему прежнее показание неверно" />
        {asks && <Confirmation />}
        <button class="button button-second" type="submit">
          Исправить прежнее
        </button>
      </ActionForm>
    </>
  );
}

export function Reason(
  props: Pick<EntryProps, 'typed' | 'errors'> & { readonly id: string; readonly hint: string },
): VNode {
  const { id, hint, typed, errors } = props;
  return (
    <Field
      id={id}
      label="Основание"
      hint={`${hint}. Останется в журнале`}
      error={errorOf(errors, id)}
      input={{ value: typed[id] ?? '', autocomplete: 'off', maxLength: 300 }}
    />
  );
}

export function Named(props: Pick<EntryProps, 'account' | 'newKey'> & { readonly meterId: string }): VNode {
  return (
    <>
      <input type="hidden" name="key" value={props.newKey()} />
      <input type="hidden" name="account" value={props.account} />
      <input type="hidden" name="meterId" value={props.meterId} />
    </>
  );
}

export function Registers({ meter, typed, errors }: Pick<EntryProps, 'meter' | 'typed' | 'errors'>): VNode {
  const many = meter.startValues.length > 1;
  return (
    <>
      {meter.startValues.map((_, index) => {
        const id = `value${String(index + 1)}`;
        return (
          <Field
            id={id}
            label={many ? `Показание, шкала ${String(index + 1)}` : 'Показание'}
            error={errorOf(errors, id)}
            input={{ value: typed[id] ?? '', inputMode: 'decimal', autocomplete: 'off', maxLength: 22 }}
          />
        );
      })}
    </>
  );
}

export function MeterSummary({ account, meter }: Pick<EntryProps, 'account' | 'meter'>): VNode {
  const { serial, verifiedUntil, readings, startValues, installedOn } = meter;
  const [last] = readings;
  return (
    <Summary
      items={[
        { name: 'Лицевой счёт', value: <a href={`/accounts/${account}`}>{account}</a> },
        { name: 'Прибор', value: `№ ${serial}, поверен до ${dayInWords(verifiedUntil)}` },
        {
          name: 'Последнее принятое',
          value:
            last === undefined
              ? `${valuesInWords(startValues)}, начальное от ${dayInWords(installedOn)}`
              : `${valuesInWords(last.values)}, снято ${dayInWords(last.takenOn)}`,
        },
      ]}
    />
  );
}

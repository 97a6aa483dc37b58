import { VNode } from 'preact';
import {
  ActionForm,
  Choice,
  dayAndMonth,
  dayInWords,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  monthInWords,
  Notice,
  quantityInWords,
  unitInWords,
} from '#libs/web';
import { UtilityCard } from '#services/billing/api/client';
import { AccountMeterAnswer, AccountMetersAnswer, ReadingExplanation } from '#services/metering/api/client';
import { AcceptedOutcome, ReadingOutcome } from '../../api/figures';
import { inUnit, meterInWords, registerInWords, utilityInWords } from '../words';
import { WindowInWords } from './reading-window';

/** The form of one meter after it came back. */
export interface AnsweredReading {
  readonly meterId: string;
  readonly typed: readonly string[];
  readonly errors: readonly FieldError[];
  readonly forecast: ReadingOutcome | null;
  /** It was asked for, and billing, which computes it, is away. */
  readonly isForecastAway: boolean;
  /** The reading is unusual: the person is asked why, and may insist. */
  readonly doubtful: string | null;
  readonly explanation: string | null;
  /** The person was asked why, and has sent it again without saying so. */
  readonly isReasonMissing: boolean;
}

export interface AcceptedReading {
  readonly meterId: string;
  readonly underReview: boolean;
  /** What it added and will roughly cost; null where that cannot be said. */
  readonly outcome: AcceptedOutcome | null;
}

interface ReadingsProps {
  readonly meters: AccountMetersAnswer;
  readonly utilities: readonly UtilityCard[];
  readonly token: string;
  readonly account: string;
  readonly newKey: () => string;
  readonly answered: AnsweredReading | null;
  readonly accepted: AcceptedReading | null;
}

export const EXPLANATIONS: readonly { readonly value: ReadingExplanation; readonly label: string }[] = [
  { value: 'read_again', label: 'Я проверил показание ещё раз, оно верное' },
  { value: 'more_people', label: 'Стало больше людей или гости' },
  { value: 'long_absence', label: 'Долго не передавали, это за несколько месяцев' },
  { value: 'leak', label: 'Была утечка' },
  { value: 'earlier_reading_wrong', label: 'Прошлое показание было ошибочным' },
  { value: 'other', label: 'Другое' },
];

/** Where the question why stands. */
const REASON = 'explanation';

/** What has to be looked at before the form is sent again: above all of it, because the meter may be far below. */
export function toLookAt(answered: AnsweredReading | null): readonly FieldError[] {
  if (answered === null) return [];
  const { errors, doubtful, forecast, isReasonMissing } = answered;
  if (doubtful === null || forecast !== null) return errors;
  const message = isReasonMissing
    ? 'Выберите, почему показание такое, или исправьте его.'
    : 'Показание необычное: исправьте его или выберите, почему оно такое.';
  return [...errors, { field: REASON, message }];
}

/** All meters of a dwelling, each with a form of its own. */
export function ReadingsPage(props: ReadingsProps): VNode {
  const { meters, answered } = props;
  const inUse = meters.meters.filter(({ removedOn }) => removedOn === null);
  return (
    <>
      <ErrorSummary errors={toLookAt(answered)} />
      <h1>Показания счётчиков</h1>
      <Accepted {...props} />
      <p class="lead">
        <WindowInWords meters={meters} />
      </p>
      {inUse.length === 0 && (
        <p class="empty">Счётчиков по Вашему счёту нет. Они появятся здесь, когда их поставят на учёт.</p>
      )}
      {inUse.map((meter) => (
        <MeterCard meter={meter} {...props} />
      ))}
    </>
  );
}

function Accepted({ accepted, meters, utilities }: ReadingsProps): VNode | null {
  const meter = meters.meters.find(({ meterId }) => meterId === accepted?.meterId);
  if (accepted === null || meter === undefined) return null;
  const name = meterInWords(utilities, meter);
  const unit = utilities.find(({ utility }) => utility === meter.utility)?.unit ?? '';
  const quantities = (values: readonly string[]) => values.map((one) => quantityInWords(one, unit)).join(' и ');
  if (accepted.underReview) {
    return (
      <Notice kind="notice" title="Показание отложено на проверку">
        <p>
          {name}. Оно расходится с тем, что записано раньше, поэтому бухгалтерия сначала его проверит и ответит Вам.
          Ничего не потеряно.
        </p>
      </Notice>
    );
  }
  return (
    <Notice kind="done" title="Показание принято">
      <p>
        {name}: {quantities(meter.lastValues)}, {dayInWords(meter.lastOn)}.
      </p>
      {accepted.outcome !== null && <Outcome outcome={accepted.outcome} quantities={quantities} />}
      <p>
        <a href={`/readings/${meter.meterId}`}>Все показания этого счётчика</a>
      </p>
    </Notice>
  );
}

function Outcome(props: {
  readonly outcome: AcceptedOutcome;
  readonly quantities: (values: readonly string[]) => string;
}): VNode {
  const { since, growth, amountKopecks, isAmountAway, period } = props.outcome;
  return (
    <p>
      {growth !== null && since !== null && (
        <>
          С прошлого показания, {dayAndMonth(since)}, прибавилось {props.quantities(growth)}.{' '}
        </>
      )}
      {amountKopecks !== null && period !== null && (
        <>
          Это примерно <Money kopecks={amountKopecks} /> за {monthInWords(period)}. Точную сумму посчитаем, когда
          закончится месяц.
        </>
      )}
      {isAmountAway && 'Сколько это стоит, сейчас не посчитать: начисления не открываются. Ваше показание сохранено.'}
    </p>
  );
}

function MeterCard({ meter, answered: all, ...props }: ReadingsProps & { readonly meter: AccountMeterAnswer }): VNode {
  const { utilities, meters } = props;
  const answered = all?.meterId === meter.meterId ? all : null;
  const expired = meter.verifiedUntil < meters.today;
  return (
    <section class="card" aria-labelledby={`meter-${meter.meterId}`}>
      <h2 id={`meter-${meter.meterId}`} class="card-title">
        {utilities.some(({ utility }) => utility === meter.utility)
          ? utilityInWords(utilities, meter.utility)
          : 'Счётчик'}
      </h2>
      <p>
        Счётчик № {meter.serial}. <a href={`/readings/${meter.meterId}`}>Паспорт и все показания</a>
      </p>
      {expired && (
        <p>
          Срок поверки истёк {dayInWords(meter.verifiedUntil)}: показание сохраним, но считать по нему нельзя, пока
          счётчик не поверят.
        </p>
      )}
      {meter.lastOn === meters.today && answered === null ? (
        <GivenToday meter={meter} {...props} />
      ) : (
        <MeterForm meter={meter} answered={answered} {...props} />
      )}
    </section>
  );
}

type OneMeter = Omit<ReadingsProps, 'answered'> & { readonly meter: AccountMeterAnswer };

/** A day has one reading: whoever has misread corrects it. */
function GivenToday({ meter, utilities }: OneMeter): VNode {
  const unit = utilities.find(({ utility }) => utility === meter.utility)?.unit ?? '';
  return (
    <p>
      Сегодня показание уже записано: {meter.lastValues.map((value) => quantityInWords(value, unit)).join(' и ')}. Если
      в нём опечатка, <a href={`/readings/${meter.meterId}`}>исправьте его</a>.
    </p>
  );
}

function MeterForm(props: OneMeter & { readonly answered: AnsweredReading | null }): VNode {
  const { meter, answered, utilities, token, account, newKey } = props;
  const unit = utilities.find(({ utility }) => utility === meter.utility)?.unit ?? '';
  return (
    <ActionForm action="/readings" token={token}>
      <input type="hidden" name="account" value={account} />
      <input type="hidden" name="key" value={newKey()} />
      <input type="hidden" name="meterId" value={meter.meterId} />
      {meter.lastValues.map((last, register) => (
        <Field
          id={fieldOf(meter.meterId, register)}
          label={registerLabel(meter, register, unit)}
          hint={`Прошлое: ${quantityInWords(last, unit)}, ${dayInWords(meter.lastOn)}`}
          error={errorOf(answered?.errors ?? [], fieldOf(meter.meterId, register))}
          control={(described) => (
            <input
              {...described}
              class="short reading"
              type="text"
              name={`value${String(register)}`}
              inputMode="decimal"
              autocomplete="off"
              maxLength={20}
              value={answered?.typed[register] ?? ''}
              data-last={last}
              data-digits={String(meter.digits)}
            />
          )}
        />
      ))}
      <p class="reading-difference" aria-live="polite" data-unit={unitInWords(unit)}></p>
      {answered !== null && <Answer answered={answered} unit={unit} />}
      <div class="buttons">
        <button class="button" type="submit" name="step" value="send">
          {(answered?.doubtful ?? null) === null ? 'Передать' : 'Всё верно, передать'}
        </button>
        <button class="button button-second" type="submit" name="step" value="forecast">
          Сначала посчитать
        </button>
      </div>
    </ActionForm>
  );
}

/** What became of the form: what it would cost, or the question why. */
function Answer({ answered, unit }: { readonly answered: AnsweredReading; readonly unit: string }): VNode {
  const { forecast, isForecastAway, doubtful, explanation, isReasonMissing } = answered;
  return (
    <>
      {forecast !== null && <Forecast forecast={forecast} unit={unit} />}
      {isForecastAway && (
        <Notice kind="notice" title="Посчитать сейчас не получается">
          <p>Начисления не открываются. Показание можно передать и так, от этого оно не потеряется.</p>
        </Notice>
      )}
      {doubtful !== null && (
        <>
          <Notice kind="warning" title="Показание необычное">
            <p>{doubtful}</p>
          </Notice>
          <input type="hidden" name="doubted" value="yes" />
          <Choice
            name={REASON}
            error={isReasonMissing ? errorOf(toLookAt(answered), REASON) : undefined}
            legend="Если всё верно, скажите почему"
            options={EXPLANATIONS}
            chosen={explanation}
          />
        </>
      )}
    </>
  );
}

function Forecast({ forecast, unit }: { readonly forecast: ReadingOutcome; readonly unit: string }): VNode {
  const { growth, amountKopecks, differenceKopecks } = forecast;
  return (
    <Notice kind="notice" title="Что получится">
      <p>Расход: {growth.map((one) => quantityInWords(one, unit)).join(' и ')}.</p>
      <p>
        Начисление за месяц: <Money kopecks={amountKopecks} />
        {differenceKopecks !== 0 && (
          <>
            , {differenceKopecks > 0 ? 'на' : 'меньше на'} <Money kopecks={Math.abs(differenceKopecks)} />
            {differenceKopecks > 0 ? ' больше, чем без показания' : ', чем без показания'}
          </>
        )}
        . Пока ничего не передано.
      </p>
    </Notice>
  );
}

export function fieldOf(meterId: string, register: number): string {
  return `reading-${meterId}-${String(register)}`;
}

function registerLabel(meter: AccountMeterAnswer, register: number, unit: string): string {
  const zone = registerInWords(meter.lastValues.length, register);
  return inUnit(`Новое показание${zone === '' ? '' : `, ${zone}`}`, unit);
}

import { VNode } from 'preact';
import {
  capitalised,
  errorOf,
  Field,
  FieldError,
  InputSettings,
  Money,
  monthInWords,
  payeeInWords,
  SelectField,
} from '#libs/web';
import {
  AgedAccount,
  ALLOWED_HOURS,
  OfficeNames,
  PAYEES,
  RecordedRecalculationRow,
} from '#services/billing/api/client';
import { ACTS, StatedKind, Typed } from '../recalculation-form';
import { recalculationInWords, supplyInWords } from '../recalculation-words';
import { tariffOptions, utilityOptions } from './utility-options';

export interface KindFieldsProps {
  readonly kind: StatedKind;
  readonly typed: Typed;
  readonly names: OfficeNames;
  readonly errors: readonly FieldError[];
  /** Of a waiver: what is owed today. */
  readonly payees: AgedAccount['payees'];
  /** Of a reversal: what can be taken back. */
  readonly recorded: readonly RecordedRecalculationRow[];
}

/** The fields of one kind of recalculation. */
export function KindFields(props: KindFieldsProps): VNode {
  const { kind } = props;
  const line = (id: string, label: string, input: InputSettings = {}, hint?: string) => (
    <Line {...props} id={id} label={label} input={input} {...(hint === undefined ? {} : { hint })} />
  );
  const number = { inputMode: 'decimal', maxLength: 16, autocomplete: 'off', class: 'short' } as const;
  const month = line('period', 'Закрытый месяц', { type: 'month' });
  switch (kind) {
    case 'interruption':
      return <Interruption {...props} />;
    case 'cold':
      return <Cold {...props} />;
    case 'provider_error':
      return (
        <>
          <Utility {...props} parts />
          {month}
          {line(
            'rightQuantity',
            'Верное количество',
            number,
            'За весь месяц: прежние перерасчёты программа учтёт сама',
          )}
          {line('rightTariff', 'Верный тариф, ₽', number)}
          {line('claimedOn', 'День обращения жильца', { type: 'date' }, 'Пусто — исправляем сами, штрафа нет')}
        </>
      );
    case 'relief':
      return (
        <>
          <Utility {...props} parts />
          {month}
          {line('percent', 'Процент льготы', number)}
          {line('limit', 'Не больше нормы', number, 'В единицах услуги. Пусто — без предела')}
        </>
      );
    case 'tampering':
      return (
        <>
          <Utility {...props} only={isMetered} />
          {line('foundOn', 'День акта', { type: 'date' })}
          {line('months', 'Месяцев до акта', { ...number, inputMode: 'numeric' }, 'От 1 до 3')}
        </>
      );
    case 'heating_year':
      return (
        <>
          <Utility {...props} only={isHeatingOfHouse} />
          {line('year', 'Год', { ...number, inputMode: 'numeric' }, 'Например 2025')}
        </>
      );
    case 'penalty_waiver':
      return <Waiver {...props} />;
    case 'reversal':
      return <Reversal {...props} />;
  }
}

type NamedUtility = OfficeNames['utilities'][number];

const isHeating = ({ supplies }: NamedUtility) => supplies.includes('heating');
/** Charged by the norm or the mean of a year, which the meter of the house corrects. */
const isHeatingOfHouse = ({ kind }: NamedUtility) => kind === 'heating';
/** Whose meter somebody could have meddled with. */
const isMetered = ({ kind }: NamedUtility) => kind === 'metered' || kind === 'metered_two_part';

/** Several interruptions of one month count together. */
function Interruption(props: KindFieldsProps): VNode {
  const { typed, errors, names } = props;
  const options = suppliedOptions(names);
  const [utility = '', part = typed['supply'] ?? ''] = (typed['utility'] ?? '').split('|');
  const chosen = options.find(({ value }) => value === `${utility}|${part}`)?.value ?? utility;
  return (
    <>
      <SelectField
        id="utility"
        label="Чего не было"
        hint="Здесь услуги, плату за которые снижают по часам, и сколько часов в месяц допустимо"
        error={errorOf(errors, 'utility')}
        options={[{ value: '', text: 'Выберите' }, ...options]}
        chosen={chosen}
      />
      <Line {...props} id="period" label="Закрытый месяц" input={{ type: 'month' }} />
      <p class="hint">
        Если не указать, во сколько началось, перерыв считается с начала суток. Перерыв двух месяцев записывают в каждом
        отдельно: в следующем он начинается 1-го числа в 00:00, а часов столько, сколько пришлось на этот месяц.
      </p>
      {ACTS.map((act) => (
        <div class="act">
          <Line
            {...props}
            id={`startedOn${String(act)}`}
            label={act === 1 ? 'Началось' : 'Ещё раз началось'}
            input={{ type: 'date' }}
          />
          <Line {...props} id={`startedAt${String(act)}`} label="Во сколько" input={{ type: 'time' }} />
          <Line
            {...props}
            id={`hours${String(act)}`}
            label="Часов"
            input={{ inputMode: 'decimal', maxLength: 16, autocomplete: 'off', class: 'short' }}
          />
        </div>
      ))}
    </>
  );
}

/** A utility that may have been interrupted in several ways stands there once for each. */
function suppliedOptions({ utilities }: OfficeNames): { value: string; text: string }[] {
  return utilities.flatMap(({ utility, name, supplies }) =>
    supplies.map((supply) => {
      const hours = `${ALLOWED_HOURS[supply]} ч`;
      if (supplies.length === 1) return { value: utility, text: `${name}: ${hours}` };
      return { value: `${utility}|${supply}`, text: `${name}, ${supplyInWords(supply)}: ${hours}` };
    }),
  );
}

/** One spell: other degrees, or other hours, are another recalculation. */
function Cold(props: KindFieldsProps): VNode {
  const number = { inputMode: 'decimal', maxLength: 16, autocomplete: 'off', class: 'short' } as const;
  return (
    <>
      <Utility {...props} only={isHeating} />
      <Line {...props} id="period" label="Закрытый месяц" input={{ type: 'month' }} />
      <p class="hint">
        Если не указать, во сколько началось, часы считаются с начала суток. Холод двух месяцев записывают в каждом
        отдельно: в следующем он начинается 1-го числа в 00:00. Если градусы менялись, каждую часть записывают отдельно.
      </p>
      <div class="act">
        <Line {...props} id="startedOn" label="Началось" input={{ type: 'date' }} />
        <Line {...props} id="startedAt" label="Во сколько" input={{ type: 'time' }} />
        <Line {...props} id="hours" label="Часов холода" input={number} />
      </div>
      <Line {...props} id="degreesBelow" label="На сколько градусов ниже нормы" input={number} />
    </>
  );
}

interface LineProps extends KindFieldsProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly input: InputSettings;
}

function Line({ id, label, hint, input, typed, errors }: LineProps): VNode {
  return (
    <Field
      id={id}
      label={label}
      error={errorOf(errors, id)}
      input={{ ...input, value: typed[id] ?? '' }}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}

interface UtilityProps extends KindFieldsProps {
  /** Each part of a tariff by itself. */
  readonly parts?: boolean;
  /** Which utilities it can be about; every one where absent. */
  readonly only?: (utility: NamedUtility) => boolean;
}

function Utility({ names, typed, errors, parts, only }: UtilityProps): VNode {
  const utilities = names.utilities.filter((one) => only?.(one) !== false);
  const options = parts === true ? tariffOptions(utilities) : utilityOptions(utilities);
  return (
    <SelectField
      id="utility"
      label="Услуга"
      error={errorOf(errors, 'utility')}
      options={[{ value: '', text: 'Выберите' }, ...options]}
      chosen={typed['utility'] ?? ''}
    />
  );
}

/** A sum for each month that has posted and unpaid penalty. */
function Waiver({ payees, typed, errors }: KindFieldsProps): VNode {
  const chosen = PAYEES.find((payee) => payee === typed['payee']) ?? 'main';
  const lines =
    payees.find(({ payee }) => payee === chosen)?.lines.filter((line) => line.penaltyPostedKopecks > 0) ?? [];
  return (
    <>
      <SelectField
        id="payee"
        label="Кому начислены пени"
        hint="После смены получателя нажмите «Посчитать»: появятся его месяцы"
        error={errorOf(errors, 'payee')}
        options={PAYEES.map((value) => ({ value, text: payeeInWords(value) }))}
        chosen={chosen}
      />
      {lines.length === 0 && <p class="empty">Выставленных и не оплаченных пени по этому получателю нет.</p>}
      {lines.map(({ period, penaltyPostedKopecks }) => (
        <Field
          id={`waive-${period}`}
          label={`Списать пени за ${monthInWords(period)}, ₽`}
          hint={
            <>
              Выставлено и не оплачено <Money kopecks={penaltyPostedKopecks} />
            </>
          }
          error={errorOf(errors, `waive-${period}`)}
          input={{
            value: typed[`waive-${period}`] ?? '',
            inputMode: 'decimal',
            maxLength: 16,
            autocomplete: 'off',
            class: 'short',
          }}
        />
      ))}
    </>
  );
}

function Reversal({ recorded, typed, errors }: KindFieldsProps): VNode {
  const options = recorded
    .filter(({ kind, takenBackBy }) => takenBackBy === null && kind !== 'reversal' && kind !== 'penalty_waiver')
    .map(({ recalculationId, kind, recordedOn, cause }) => ({
      value: recalculationId,
      text: `${capitalised(recalculationInWords(kind))} от ${recordedOn.split('-').reverse().join('.')}: ${cause}`,
    }));
  return (
    <SelectField
      id="of"
      label="Что отменяется"
      error={errorOf(errors, 'of')}
      options={[{ value: '', text: options.length === 0 ? 'Отменять нечего' : 'Выберите' }, ...options]}
      chosen={typed['of'] ?? ''}
    />
  );
}

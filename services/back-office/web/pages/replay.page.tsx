import { VNode } from 'preact';
import { ActionForm, Details, errorOf, ErrorSummary, Field, FieldError, InputSettings, SelectField } from '#libs/web';
import { NORM_MEASURES, OfficeNames } from '#services/billing/api/client';
import { Typed } from '../recalculation-form';
import { MEASURE_WORDS, SETTING_WORDS, SUPPOSED_ROWS } from '../replay-form';
import { HouseSelect } from './house-select';
import { tariffOptions, utilityOptions } from './utility-options';

interface ReplayProps {
  readonly typed: Typed;
  readonly names: OfficeNames;
  readonly token: string;
  readonly formKey: string;
  readonly errors: readonly FieldError[];
}

const RULE_FIELDS = /^(tariff|norm(Utility|Value|From)|coefficient|keyRate|setting)/;
const NUMBER = { inputMode: 'decimal', maxLength: 16, autocomplete: 'off', class: 'short' } as const;

/** Which closed months are charged anew, and by what rules. */
export function ReplayPage(props: ReplayProps): VNode {
  const { typed, names, token, formKey, errors } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Пересчёт закрытых месяцев</h1>
      <p class="lead">
        Месяцы считаются заново теми же правилами, что и ночью: видно, что изменилось бы у каждого счёта. Сам пересчёт
        ничего не записывает.
      </p>
      <ActionForm action="/replay" token={token}>
        <input type="hidden" name="key" value={formKey} />
        <div class="inline-forms">
          <Line {...props} id="from" label="С месяца" input={{ type: 'month' }} />
          <Line {...props} id="to" label="По месяц" input={{ type: 'month' }} />
          <HouseSelect houses={names.houses} chosen={typed['houseId'] ?? ''} />
        </div>
        <Details summary="По другим правилам: тарифы, нормативы, настройки" isOpen={hasRules(typed)}>
          <p class="hint">
            Пусто — по сегодняшним правилам и тарифам. Строка с тем же днём заменяет известную. Правила из файла берёт
            команда replay.
          </p>
          <Rules {...props} />
        </Details>
        <p>
          <button class="button" type="submit">
            Пересчитать
          </button>
        </p>
      </ActionForm>
    </>
  );
}

/** Whether anything is typed of other rules: a mistake in it has to be seen. */
function hasRules(typed: Typed): boolean {
  return Object.entries(typed).some(([field, value]) => RULE_FIELDS.test(field) && value !== '');
}

interface LineProps extends ReplayProps {
  readonly id: string;
  readonly label: string;
  readonly input: InputSettings;
}

function Line({ id, label, input, typed, errors }: LineProps): VNode {
  return <Field id={id} label={label} error={errorOf(errors, id)} input={{ ...input, value: typed[id] ?? '' }} />;
}

function From(props: ReplayProps & { readonly id: string }): VNode {
  return <Line {...props} label="Действует с" input={{ type: 'date' }} />;
}

function Utility({
  id,
  typed,
  names,
  errors,
  parts,
}: ReplayProps & { readonly id: string; readonly parts?: boolean }): VNode {
  const options = parts === true ? tariffOptions(names.utilities) : utilityOptions(names.utilities);
  return (
    <SelectField
      id={id}
      label="Услуга"
      error={errorOf(errors, id)}
      options={[{ value: '', text: 'Не менять' }, ...options]}
      chosen={typed[id] ?? ''}
    />
  );
}

function Rules(props: ReplayProps): VNode {
  const { typed, errors } = props;
  return (
    <>
      <h2>Тарифы</h2>
      {SUPPOSED_ROWS.tariff.map((row) => (
        <div class="inline-forms">
          <Utility {...props} id={`tariffUtility${String(row)}`} parts />
          <Line {...props} id={`tariffPrice${String(row)}`} label="Тариф, ₽" input={NUMBER} />
          <From {...props} id={`tariffFrom${String(row)}`} />
        </div>
      ))}
      <h2>Нормативы</h2>
      {SUPPOSED_ROWS.norm.map((row) => (
        <div class="inline-forms">
          <Utility {...props} id={`normUtility${String(row)}`} />
          <SelectField
            id={`normPer${String(row)}`}
            label="Норматив"
            options={NORM_MEASURES.map((value) => ({ value, text: MEASURE_WORDS[value] }))}
            chosen={typed[`normPer${String(row)}`] ?? ''}
          />
          <Line {...props} id={`normValue${String(row)}`} label="Сколько" input={NUMBER} />
          <From {...props} id={`normFrom${String(row)}`} />
        </div>
      ))}
      <h2>Повышающий коэффициент и ключевая ставка</h2>
      <div class="inline-forms">
        <Utility {...props} id="coefficientUtility1" />
        <Line {...props} id="coefficientValue1" label="Коэффициент" input={NUMBER} />
        <From {...props} id="coefficientFrom1" />
      </div>
      <div class="inline-forms">
        <Line {...props} id="keyRatePercent1" label="Ключевая ставка, %" input={NUMBER} />
        <From {...props} id="keyRateFrom1" />
      </div>
      <h2>Настройки</h2>
      {SUPPOSED_ROWS.setting.map((row) => (
        <div class="inline-forms">
          <SelectField
            id={`settingKey${String(row)}`}
            label="Настройка"
            error={errorOf(errors, `settingKey${String(row)}`)}
            options={[
              { value: '', text: 'Не менять' },
              ...Object.entries(SETTING_WORDS).map(([value, text]) => ({ value, text })),
            ]}
            chosen={typed[`settingKey${String(row)}`] ?? ''}
          />
          <Line
            {...props}
            id={`settingValue${String(row)}`}
            label="Значение"
            input={{ maxLength: 60, autocomplete: 'off', class: 'short' }}
          />
          <From {...props} id={`settingFrom${String(row)}`} />
        </div>
      ))}
    </>
  );
}

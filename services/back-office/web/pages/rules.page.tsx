import { VNode } from 'preact';
import { addDays } from '#libs/kernel';
import {
  dayInWords,
  Details,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  instantInWords,
  Notice,
  Table,
} from '#libs/web';
import {
  CHANGEABLE_SETTINGS,
  HouseCard,
  RuleCard,
  RuleEnding,
  RuleKind,
  settingValueRule,
  StatedRule,
} from '#services/billing/api/client';
import { ruleName, settingChoice } from '../../api/rule-statement';
import { actorInWords } from '../event-words';
import { linkTo } from '../links';
import { Moment, MomentForm, momentInQuery, momentInWords } from '../moment';
import { kindInWords, ruleInWords, ruleValueInWords, settingInWords } from '../../api/rule-words';
import { Files } from '../sheet-parts';

interface RulesProps {
  readonly rules: readonly RuleCard[];
  readonly ending: readonly RuleEnding[];
  readonly houses: readonly HouseCard[];
  readonly moment: Moment;
  readonly today: string;
  readonly timeZone: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  /** Whether the reader may state a rule. */
  readonly maySet: boolean;
  /** What was just done; null where nothing was. */
  readonly done: '1' | 'withdrawn' | null;
}

const GROUPS: readonly { readonly kinds: readonly RuleKind[]; readonly title: string }[] = [
  { kinds: ['tariff'], title: 'Тарифы' },
  { kinds: ['norm'], title: 'Нормативы' },
  { kinds: ['coefficient'], title: 'Повышающие коэффициенты' },
  { kinds: ['key_rate'], title: 'Ключевая ставка' },
  { kinds: ['setting'], title: 'Настройки компании' },
];

export function namesIn(rules: readonly RuleCard[]) {
  return rules.map(({ utility, utilityName }) => ({ utility, name: utilityName }));
}

/** What is in force on a day, as was known then; the history of each rule; and a form for a new value. */
export function RulesPage(props: RulesProps): VNode {
  const { rules, ending, moment, today, timeZone, errors, maySet, done } = props;
  const words = momentInWords(moment);
  return (
    <>
      <ErrorSummary errors={errors} />
      {done === 'withdrawn' && (
        <Notice kind="done" title="Значение отозвано">
          <p>Начисления открытого месяца учтут это при следующем расчёте. Верное значение задайте ниже.</p>
        </Notice>
      )}
      {done === '1' && (
        <Notice kind="done" title="Правило записано">
          <p>Начисления открытого месяца учтут его при следующем расчёте. Кто и зачем его задал, видно в истории.</p>
        </Notice>
      )}
      <h1>Тарифы и правила</h1>
      <p class="lead">{words === '' ? 'Что действует сегодня' : `Что действует ${words}`}</p>
      {ending.length > 0 && <Ending {...{ ending, today, maySet }} />}
      <MomentForm action="/tariffs" moment={moment} today={today} errors={errors} />
      {GROUPS.map(({ kinds, title }) => (
        <Group
          title={title}
          rules={rules.filter(({ kind }) => kinds.includes(kind))}
          all={rules}
          {...{ timeZone, maySet }}
        />
      ))}
      <Files to={(format) => linkTo(`/tariffs/rules.${format}`, momentInQuery(moment))} />
      {maySet && <NewRule {...props} />}
    </>
  );
}

/** What nobody has decided yet, what it stops, and how it is decided. */
function Ending({ ending, today, maySet }: Pick<RulesProps, 'ending' | 'today' | 'maySet'>): VNode {
  return (
    <section id="ending">
      <Notice kind="warning" title="Решите, что будет дальше">
        {ending.map(({ key, through }) => (
          <>
            <p>
              <strong>{settingInWords(key)}</strong>: {through < today ? 'срок кончился' : 'срок кончается'}{' '}
              {dayInWords(through)}. {WITHOUT_DECISION[key]}
            </p>
            <p>{HOW_TO_DECIDE[key]}</p>
            {maySet && key === 'penalty_cap_percent' && <WithdrawEnd from={addDays(through, 1)} />}
          </>
        ))}
      </Notice>
    </section>
  );
}

function WithdrawEnd({ from }: { readonly from: string }): VNode {
  const rule = ruleName({ kind: 'setting', key: 'penalty_cap_percent', utility: '', part: '' });
  return (
    <p>
      <a href={linkTo('/tariffs/withdrawal', { rule, houseId: '', from })}>
        Отозвать «порядок ещё не решён» с {dayInWords(from)}
      </a>
    </p>
  );
}

const WITHOUT_DECISION: Readonly<Record<RuleEnding['key'], string>> = {
  penalty_cap_percent: 'После этого дня ни один месяц не закроется, а пени в долгах покажутся по этот день.',
  last_period: 'За следующие месяцы ничего не начислится.',
};

const HOW_TO_DECIDE: Readonly<Record<RuleEnding['key'], string>> = {
  penalty_cap_percent:
    'Если прежний предел продлили, отзовите значение «порядок ещё не решён». Если предел стал другим, ' +
    'отзовите это значение и задайте новое с того же дня.',
  last_period: 'Задайте новое значение этой настройки: последний месяц, который нужно рассчитать.',
};

function Group(props: {
  readonly title: string;
  readonly rules: readonly RuleCard[];
  readonly all: readonly RuleCard[];
  readonly timeZone: string;
  readonly maySet: boolean;
}): VNode {
  const { title, rules, all, timeZone, maySet } = props;
  const named = namesIn(all);
  return (
    <section>
      <h2>{title}</h2>
      <Table
        caption={title}
        empty="Правил нет."
        rows={rules}
        columns={[
          { title: 'Правило', names: true, cell: (rule) => ruleInWords(rule, named) },
          {
            title: 'Дом',
            cell: ({ address, kind }) => address ?? (kind === 'setting' || kind === 'key_rate' ? '—' : 'все'),
          },
          {
            title: 'Действует',
            cell: ({ kind, unit, inForce }) =>
              inForce === null ? 'ещё не действует' : ruleValueInWords(kind, inForce.value, unit),
          },
          { title: 'С какого дня', cell: ({ inForce }) => (inForce === null ? '—' : dayInWords(inForce.from)) },
          { title: 'История', cell: (rule) => <History {...{ rule, timeZone, maySet }} /> },
        ]}
      />
    </section>
  );
}

function History(props: { readonly rule: RuleCard; readonly timeZone: string; readonly maySet: boolean }): VNode {
  const { rule, timeZone, maySet } = props;
  const { kind, unit, houseId, history } = rule;
  const who = ({ recordedAt, actor, reason }: Pick<StatedRule, 'recordedAt' | 'actor' | 'reason'>) =>
    `${instantInWords(recordedAt, timeZone)}, ${actorInWords(actor)}${reason === null ? '' : `: ${reason}`}`;
  return (
    <Details summary={`Значений: ${String(history.length)}`}>
      <ul class="plain-list">
        {history.toReversed().map((stated) => (
          <li>
            с {dayInWords(stated.from)}: {ruleValueInWords(kind, stated.value, unit)}
            <span class="note">{who(stated)}</span>
            {stated.withdrawn !== null && <span class="note">Отозвано: {who(stated.withdrawn)}</span>}
            {maySet && stated.mayWithdraw && (
              <a
                class="note"
                href={linkTo('/tariffs/withdrawal', {
                  rule: ruleName(rule),
                  houseId: houseId ?? '',
                  from: stated.from,
                })}
              >
                Отозвать<span class="visually-hidden"> значение с {dayInWords(stated.from)}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </Details>
  );
}

function NewRule({ rules, houses, typed, errors }: RulesProps): VNode {
  const error = (field: string) => errors.find((one) => one.field === field)?.message;
  const named = namesIn(rules);
  const changeable = rules.filter(({ kind, key }) => kind !== 'setting' || CHANGEABLE_SETTINGS.includes(key));
  const choices = new Map(
    changeable.map((rule) => [ruleName(rule), `${kindInWords(rule.kind)}: ${ruleInWords(rule, named)}`]),
  );
  const settings = CHANGEABLE_SETTINGS.map((key) => ({ kind: 'setting' as const, key, utility: '', part: '' }));
  for (const rule of settings) choices.set(ruleName(rule), `${kindInWords('setting')}: ${ruleInWords(rule, named)}`);
  return (
    <>
      <h2>Новое значение</h2>
      <p>
        Прежнее значение остаётся в истории: новое действует с указанного дня. Закрытые месяцы оно не меняет. На
        следующем шаге будет видно, скольких счетов оно касается.
      </p>
      <Details summary="Задать новое значение" isOpen={errors.length > 0 || (typed['rule'] ?? '') !== ''}>
        <form method="get" action="/tariffs/check" novalidate>
          <Field
            id="rule"
            label="Что меняется"
            error={error('rule')}
            control={(described) => (
              <select name="rule" {...described}>
                <option value="">Выберите</option>
                {[...choices].map(([value, text]) => (
                  <option value={value} selected={value === typed['rule']}>
                    {text}
                  </option>
                ))}
              </select>
            )}
          />
          <Field
            id="houseId"
            label="Для какого дома"
            hint="Только для тарифов и нормативов"
            error={error('houseId')}
            control={(described) => (
              <select name="houseId" {...described}>
                <option value="">Для всех, у кого нет своего</option>
                {houses.map(({ houseId, address }) => (
                  <option value={houseId} selected={houseId === typed['houseId']}>
                    {address}
                  </option>
                ))}
              </select>
            )}
          />
          <Field
            id="from"
            label="С какого дня"
            hint="Месяц считается по правилу, которое действует на его первое число"
            error={error('from')}
            input={{ type: 'date', value: typed['from'] ?? '' }}
          />
          <NewValue {...{ rules, typed, errors }} />
          <button class="button" type="submit">
            Проверить
          </button>
        </form>
        <SettingValues rules={rules} />
      </Details>
    </>
  );
}

/** Written, or chosen where a setting has a list of values. */
function NewValue({ rules, typed, errors }: Pick<RulesProps, 'rules' | 'typed' | 'errors'>): VNode {
  return (
    <>
      <Field
        id="value"
        label="Новое значение"
        hint="Цена в рублях за единицу, норматив, коэффициент, процент или значение настройки"
        error={errorOf(errors, 'value')}
        input={{ value: typed['value'] ?? '', autocomplete: 'off', maxLength: 64 }}
      />
      <Field
        id="choice"
        label="Или готовое значение настройки"
        hint="Тогда поле «Новое значение» оставьте пустым"
        error={errorOf(errors, 'choice')}
        control={(described) => <ChoiceOfSetting rules={rules} chosen={typed['choice'] ?? ''} by={described} />}
      />
    </>
  );
}

/** Values that a setting may have, under the name of the setting: nobody has to know how they are written. */
function ChoiceOfSetting(props: {
  readonly rules: readonly RuleCard[];
  readonly chosen: string;
  readonly by: object;
}): VNode {
  const { rules, chosen, by } = props;
  return (
    <select name="choice" {...by}>
      <option value="">Нет</option>
      {CHANGEABLE_SETTINGS.map((key) => {
        const choices = settingValueRule(key)?.choices ?? [];
        if (choices.length === 0) return null;
        return (
          <optgroup label={ruleInWords({ kind: 'setting', key, utility: '', part: '' }, namesIn(rules))}>
            {choices.map((choice) => {
              const value = settingChoice(key, choice);
              return (
                <option value={value} selected={value === chosen}>
                  {ruleValueInWords('setting', choice)}
                </option>
              );
            })}
          </optgroup>
        );
      })}
    </select>
  );
}

/** What a setting may be is told in its own words, which are also what is typed. */
function SettingValues({ rules }: Pick<RulesProps, 'rules'>): VNode {
  return (
    <Details summary="Какие значения бывают у настроек">
      <Table
        caption="Значения настроек"
        empty=""
        rows={CHANGEABLE_SETTINGS}
        columns={[
          {
            title: 'Настройка',
            names: true,
            cell: (key) => ruleInWords({ kind: 'setting', key, utility: '', part: '' }, namesIn(rules)),
          },
          { title: 'Что можно вписать', cell: (key) => expectedOf(key) },
        ]}
      />
    </Details>
  );
}

function expectedOf(key: string): string {
  const rule = settingValueRule(key);
  if (rule === null) return '';
  if (rule.choices === null) return rule.inRussian;
  return rule.choices.map((choice) => `${choice} — ${ruleValueInWords('setting', choice)}`).join('; ');
}

import { VNode } from 'preact';
import {
  ActionForm,
  countInWords,
  dayInWords,
  errorOf,
  ErrorSummary,
  Field,
  FieldError,
  monthInWords,
  Summary,
} from '#libs/web';
import { HouseCard, RuleCard, RuleEffect, RuleStatement } from '#services/billing/api/client';
import { ruleName } from '../../api/rule-statement';
import { kindInWords, ruleInWords, ruleValueInWords } from '../../api/rule-words';
import { namesIn } from './rules.page';

interface CheckProps {
  readonly statement: RuleStatement;
  readonly effect: RuleEffect;
  readonly rules: readonly RuleCard[];
  readonly houses: readonly HouseCard[];
  readonly token: string;
  readonly formKey: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/** What a new value would change; it is written when the reader says why. */
export function CheckRulePage(props: CheckProps): VNode {
  const { statement, effect, rules, houses, token, formKey, typed, errors } = props;
  const { kind, utility, houseId, from, value } = statement;
  const { before, firstPeriod, accounts } = effect;
  const unit =
    rules.find((rule) => rule.kind === kind && rule.utility === utility && rule.part === statement.part)?.unit ?? '';
  const house = houses.find((one) => one.houseId === houseId)?.address;
  const fields = { key: formKey, rule: ruleName(statement), houseId: houseId ?? '', from, value };
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Проверьте правило</h1>
      <Summary
        items={[
          { name: kindInWords(kind), value: ruleInWords(statement, namesIn(rules)) },
          ...(kind === 'tariff' || kind === 'norm' ? [{ name: 'Дом', value: house ?? 'все, у кого нет своего' }] : []),
          {
            name: 'Сейчас на этот день',
            value: before === null ? 'ничего не задано' : ruleValueInWords(kind, before, unit),
          },
          { name: 'Станет', value: <strong>{ruleValueInWords(kind, value, unit)}</strong> },
          { name: 'С какого дня', value: dayInWords(from) },
          { name: 'Первый месяц, который так посчитают', value: monthInWords(firstPeriod) },
          { name: 'Коснётся', value: countInWords(accounts, 'счёта', 'счетов', 'счетов') },
        ]}
      />
      <ActionForm action="/tariffs/new" token={token}>
        {Object.entries(fields).map(([name, given]) => (
          <input type="hidden" name={name} value={given} />
        ))}
        <Field
          id="reason"
          label="Основание"
          hint="Например: приказ департамента от 20 ноября. Останется в журнале"
          error={errorOf(errors, 'reason')}
          input={{ value: typed['reason'] ?? '', autocomplete: 'off', maxLength: 300 }}
        />
        <div class="buttons">
          <button class="button" type="submit">
            Записать правило
          </button>
          <a href="/tariffs">Не записывать</a>
        </div>
      </ActionForm>
    </>
  );
}

import { VNode } from 'preact';
import { ActionForm, dayInWords, errorOf, ErrorSummary, Field, FieldError, Summary } from '#libs/web';
import { RuleCard, StatedRule } from '#services/billing/api/client';
import { ruleName } from '../../api/rule-statement';
import { kindInWords, ruleInWords, ruleValueInWords } from '../../api/rule-words';
import { namesIn } from './rules.page';

interface WithdrawProps {
  readonly rule: RuleCard;
  readonly stated: StatedRule;
  readonly rules: readonly RuleCard[];
  readonly token: string;
  readonly formKey: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/** What a withdrawal takes away and what holds after it; it is written when the reader says why. */
export function WithdrawRulePage({ rule, stated, rules, token, formKey, typed, errors }: WithdrawProps): VNode {
  const { kind, unit, houseId, address, history } = rule;
  const after = history.findLast(
    ({ eventId, from, withdrawn }) => eventId !== stated.eventId && from <= stated.from && withdrawn === null,
  );
  const fields = { key: formKey, rule: ruleName(rule), houseId: houseId ?? '', from: stated.from };
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Отозвать значение</h1>
      <p class="lead">Отзывают только то, что ввели с ошибкой и по чему ещё не закрыт ни один месяц.</p>
      <Summary
        items={[
          { name: kindInWords(kind), value: ruleInWords(rule, namesIn(rules)) },
          ...(address === null ? [] : [{ name: 'Дом', value: address }]),
          { name: 'Отзывается', value: <strong>{ruleValueInWords(kind, stated.value, unit)}</strong> },
          { name: 'С какого дня действует', value: dayInWords(stated.from) },
          {
            name: 'Вместо него будет',
            value:
              after === undefined
                ? 'значение для всех домов'
                : `${ruleValueInWords(kind, after.value, unit)}, действует с ${dayInWords(after.from)}`,
          },
        ]}
      />
      <p>
        Запись останется в истории как отозванная. Верное значение с того же дня потом можно задать на странице правил.
      </p>
      <ActionForm action="/tariffs/withdrawals" token={token}>
        {Object.entries(fields).map(([name, given]) => (
          <input type="hidden" name={name} value={given} />
        ))}
        <Field
          id="reason"
          label="Почему отзываете"
          hint="Например: опечатка в цене. Останется в журнале"
          error={errorOf(errors, 'reason')}
          input={{ value: typed['reason'] ?? '', autocomplete: 'off', maxLength: 300 }}
        />
        <div class="buttons">
          <button class="button" type="submit">
            Отозвать значение
          </button>
          <a href="/tariffs">Не отзывать</a>
        </div>
      </ActionForm>
    </>
  );
}

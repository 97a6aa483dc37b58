import { TableFile } from '#libs/gateway';
import { RuleCard } from '#services/billing/api/client';
import { Moment } from './moment';
import { kindInWords, ruleInWords, ruleValueInWords } from '../api/rule-words';

/** Every value of every rule as a file. */
export function rulesTable({ asOf, knownAt }: Moment, rules: readonly RuleCard[]): TableFile {
  const named = rules.map(({ utility, utilityName }) => ({ utility, name: utilityName }));
  return {
    name: [
      'rules',
      ...(asOf === null ? [] : [`as-of-${asOf}`]),
      ...(knownAt === null ? [] : [`known-at-${knownAt}`]),
    ].join('-'),
    sheet: 'Тарифы и правила',
    columns: [
      { heading: 'Вид', width: 24 },
      { heading: 'Правило', width: 48 },
      { heading: 'Дом', width: 40 },
      { heading: 'С какого дня', width: 12 },
      { heading: 'Значение', width: 40 },
      { heading: 'Действует на день', width: 12 },
      { heading: 'Основание', width: 40 },
      { heading: 'Записано', width: 26 },
      { heading: 'Отозвано', width: 26 },
      { heading: 'Почему отозвано', width: 40 },
    ],
    rows: rules.flatMap((rule) =>
      rule.history.map(({ from, value, eventId, reason, recordedAt, withdrawn }) => [
        kindInWords(rule.kind),
        ruleInWords(rule, named),
        rule.address ?? 'все',
        from,
        ruleValueInWords(rule.kind, value, rule.unit),
        rule.inForce?.eventId === eventId ? 'да' : '',
        reason ?? '',
        recordedAt,
        withdrawn?.recordedAt ?? '',
        withdrawn?.reason ?? '',
      ]),
    ),
  };
}

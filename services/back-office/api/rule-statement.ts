import { RuleStatement } from '#services/billing/api/client';

/** A rule in one text, as a list of choices sends it: kind, setting, utility, part. */
export function ruleName({
  kind,
  key,
  utility,
  part,
}: Pick<RuleStatement, 'kind' | 'key' | 'utility' | 'part'>): string {
  return [kind, key, utility, part].join('|');
}

const KINDS: readonly RuleStatement['kind'][] = ['tariff', 'norm', 'coefficient', 'key_rate', 'setting'];

/** The rule of such a text; null for what no list has. */
export function ruleNamed(name: string): Pick<RuleStatement, 'kind' | 'key' | 'utility' | 'part'> | null {
  const [first = '', key = '', utility = '', part = '', ...others] = name.split('|');
  const kind = KINDS.find((one) => one === first);
  return kind === undefined || others.length > 0 ? null : { kind, key, utility, part };
}

/** A value of a setting in one text, as a list of choices sends it. */
export function settingChoice(key: string, value: string): string {
  return `${key}|${value}`;
}

/** The value of such a text for this setting; null where it is one of another. */
export function choiceOf(key: string, choice: string): string | null {
  const start = settingChoice(key, '');
  return key !== '' && choice.startsWith(start) ? choice.slice(start.length) : null;
}

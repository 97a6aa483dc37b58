import { CivilDate, Rejection } from '#libs/kernel';
import { CLOSE_SETTING } from './close-authority.policy';
import { COMPONENTS, DatedValue, NORM_MEASURES } from './reference-book';
import { WithdrawalFacts } from './reference.commands';
import { RuleNamed } from './rule-named';
import { inForceBefore, RuleRows } from './rule-statement.policy';
import { CHANGEABLE_SETTINGS } from './setting-values.policy';

/** By these everything is bounded, or guarded by a second person: they are given another value, never taken away. */
const KEPT: readonly string[] = [CLOSE_SETTING, 'last_period'];
/** A closed period looked it up on the first day of the next one. ЖК РФ ст. 155 ч. 1. */
const LOOKED_UP_A_DAY_LATER = 'due_day';

/**
 * Why a rule cannot be withdrawn: BILLING_RULE_USED where a closed period was charged by it, BILLING_RULE_KEPT where it
 * is one that is only given another value, BILLING_RULE_ONLY where nothing would hold without it.
 */
export function faultOfWithdrawal(rule: RuleNamed, { notBefore, remaining }: WithdrawalFacts): Rejection | null {
  const { kind, key, from } = rule;
  if (kind === 'setting' && (KEPT.includes(key) || !CHANGEABLE_SETTINGS.includes(key))) {
    return new Rejection('BILLING_RULE_KEPT', { from });
  }
  if (notBefore !== null && isUsed(rule, notBefore)) return new Rejection('BILLING_RULE_USED', { from, notBefore });
  return remaining === null ? new Rejection('BILLING_RULE_ONLY', { from }) : null;
}

/** A month is charged by what is in force on its first day. ПП РФ 354 п. 38. */
function isUsed({ kind, key, from }: RuleNamed, notBefore: CivilDate): boolean {
  return from < notBefore || (kind === 'setting' && key === LOOKED_UP_A_DAY_LATER && from === notBefore);
}

/** The rule as its kind names it: what a rule of the kind does not have is empty, so that no other word is recorded. */
export function withoutForeignWords({ kind, key, utility, part, houseId, from }: RuleNamed) {
  const isOfHouses = kind === 'tariff' || kind === 'norm';
  const parts = kind === 'tariff' ? COMPONENTS : kind === 'norm' ? NORM_MEASURES : [];
  return {
    kind,
    key: kind === 'setting' ? key : '',
    utility: kind === 'setting' || kind === 'key_rate' ? '' : utility,
    part: parts.find((one) => one === part) ?? ('' as const),
    houseId: isOfHouses ? houseId : null,
    from,
  };
}

/** What holds on the first day of a rule without it; null where nothing does. */
export function inForceWithout(rule: RuleNamed, book: RuleRows): string | null {
  return inForceBefore(rule, withoutRule(rule, book));
}

/** The rows of a rule itself, in order of their first days; those of all houses are not those of one. */
export function rowsOf({ kind, key, utility, part, houseId }: RuleNamed, book: RuleRows): readonly DatedValue[] {
  const place = `${utility}|${part}|${houseId ?? ''}`;
  switch (kind) {
    case 'tariff':
      return ownRows(book.tariffs, place);
    case 'norm':
      return ownRows(book.norms, place);
    case 'coefficient':
      return ownRows(book.coefficients, utility);
    case 'key_rate':
      return book.keyRates;
    case 'setting':
      return ownRows(book.settings, key);
  }
}

/** What a person typed may be the name of something that every object has, as `constructor` is. */
function ownRows(rows: Readonly<Record<string, readonly DatedValue[]>>, name: string): readonly DatedValue[] {
  return Object.hasOwn(rows, name) ? (rows[name] ?? []) : [];
}

/** The rows of a book without those of a rule from its first day. */
export function withoutRule<Rows extends RuleRows>(rule: RuleNamed, book: Rows): Rows {
  const { kind, key, utility, part, houseId, from } = rule;
  const left = rowsOf(rule, book).filter((row) => row.from !== from);
  const place = `${utility}|${part}|${houseId ?? ''}`;
  switch (kind) {
    case 'tariff':
      return { ...book, tariffs: { ...book.tariffs, [place]: left } };
    case 'norm':
      return { ...book, norms: { ...book.norms, [place]: left } };
    case 'coefficient':
      return { ...book, coefficients: { ...book.coefficients, [utility]: left } };
    case 'key_rate':
      return { ...book, keyRates: left };
    case 'setting':
      return { ...book, settings: { ...book.settings, [key]: left } };
  }
}

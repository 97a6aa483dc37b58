import { periodOf, Rejection } from '#libs/kernel';
import { Rational } from '#libs/money';
import { CLOSE_BY_TWO_PEOPLE, CLOSE_SETTING } from './close-authority.policy';
import { COMPONENTS, Component, inForce, NORM_MEASURES, NormMeasure, ReferenceBookDocument } from './reference-book';
import { companyStream, ReferenceCommand, StatedToday, utilityStream } from './reference.commands';
import { RuleNamed } from './rule-named';
import { CHANGEABLE_SETTINGS, settingValueRule } from './setting-values.policy';

/** A new value of a rule that the company has, from a day on. */
export interface RuleStatement extends RuleNamed {
  /** Roubles for a unit, a volume, a factor or a percent as a decimal with a point; of a setting its word. */
  readonly value: string;
}

const DECIMAL = /^\d{1,7}(?:\.\d{1,6})?$/;
const LIMITS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  tariff: [0, 1_000_000],
  norm: [0, 1_000_000],
  coefficient: [1, 100],
  key_rate: [0, 1_000],
};

/**
 * The command by which a rule is stated, with its number in the one form that rules have. Rejections: BILLING_RULE_UNKNOWN
 * for what the company has no rule of, so that no word of a form can bring in a new kind of charge; BILLING_RULE_VALUE.
 */
export function commandOfRule(
  statement: RuleStatement,
  book: Pick<ReferenceBookDocument, 'tariffs' | 'norms' | 'coefficients' | 'houses'>,
  stated: StatedToday,
): ReferenceCommand | Rejection {
  const { kind, key, utility, part, houseId, from } = statement;
  const isKnown = houseId === null || Object.hasOwn(book.houses, houseId);
  if (!isKnown || !hasRule(statement, book)) {
    return new Rejection('BILLING_RULE_UNKNOWN', {
      rule: [kind, key, utility, part, houseId ?? ''].filter(Boolean).join(' '),
    });
  }
  const value = valueOf(statement, stated);
  if (value instanceof Rejection) return value;
  switch (kind) {
    case 'tariff': {
      const component = COMPONENTS.find((one): one is Component => one === part) ?? null;
      return { kind: 'SetTariff', tariff: { utility, houseId, part: component, from, price: value }, stated };
    }
    case 'norm': {
      const per = NORM_MEASURES.find((one): one is NormMeasure => one === part) ?? 'person_month';
      return { kind: 'SetNorm', norm: { utility, houseId, per, from, norm: value }, stated };
    }
    case 'coefficient':
      return { kind: 'SetRaisingCoefficient', raising: { utility, from, coefficient: value }, stated };
    case 'key_rate':
      return { kind: 'AnnounceKeyRate', keyRate: { from, percent: value }, stated };
    case 'setting':
      return { kind: 'DecideSetting', setting: { key, from, value }, stated };
  }
}

/** Where a rule is stated. */
export function streamOfRule({ kind, utility }: RuleNamed, companyId: string): string {
  return kind === 'key_rate' || kind === 'setting' ? companyStream(companyId) : utilityStream(utility);
}

/** The rows of rules in a book. */
export type RuleRows = Pick<ReferenceBookDocument, 'tariffs' | 'norms' | 'coefficients' | 'settings' | 'keyRates'>;

/** What holds on the day before it is stated; null where nothing does. */
export function inForceBefore({ kind, key, utility, part, houseId, from }: RuleNamed, book: RuleRows): string | null {
  const ofHouse = (rows: ReferenceBookDocument['tariffs']) =>
    inForce(rows[`${utility}|${part}|${houseId ?? ''}`], from) ?? inForce(rows[`${utility}|${part}|`], from);
  switch (kind) {
    case 'tariff':
      return ofHouse(book.tariffs)?.value ?? null;
    case 'norm':
      return ofHouse(book.norms)?.value ?? null;
    case 'coefficient':
      return inForce(book.coefficients[utility], from)?.value ?? null;
    case 'key_rate':
      return inForce(book.keyRates, from)?.value ?? null;
    case 'setting':
      return inForce(book.settings[key], from)?.value ?? null;
  }
}

function hasRule(
  { kind, key, utility, part, houseId }: RuleStatement,
  { tariffs, norms, coefficients }: Pick<ReferenceBookDocument, 'tariffs' | 'norms' | 'coefficients'>,
): boolean {
  const has = (rows: ReferenceBookDocument['tariffs']) =>
    Object.keys(rows).some((name) => name.startsWith(`${utility}|${part}|`));
  switch (kind) {
    case 'tariff':
      return has(tariffs);
    case 'norm':
      return has(norms);
    case 'coefficient':
      return houseId === null && Object.hasOwn(coefficients, utility);
    case 'key_rate':
      return houseId === null;
    case 'setting':
      return houseId === null && CHANGEABLE_SETTINGS.includes(key);
  }
}

function valueOf({ kind, key, value }: RuleStatement, { notBefore }: StatedToday): string | Rejection {
  if (kind === 'setting') {
    const rule = settingValueRule(key);
    if (rule?.accepts(value) !== true)
      return new Rejection('BILLING_RULE_VALUE', { value, expected: rule?.inRussian ?? '' });
    // One person may ask for a second one, and may not do without.
    if (key === CLOSE_SETTING && value !== CLOSE_BY_TWO_PEOPLE)
      return new Rejection('BILLING_RULE_VALUE', { value, expected: 'TWO_PEOPLE: отменить второго человека нельзя' });
    // The open month is computed, and those before it have been.
    const isOver = key === 'last_period' && notBefore !== null && value < periodOf(notBefore);
    return isOver
      ? new Rejection('BILLING_RULE_VALUE', { value, expected: `месяц не раньше ${periodOf(notBefore)}` })
      : value;
  }
  const [from, to] = LIMITS[kind] ?? [0, 0];
  if (DECIMAL.test(value) && Number(value) >= from && Number(value) <= to) return Rational.parse(value).toDecimal(6);
  const expected = `число от ${String(from)} до ${String(to)}, после запятой не больше шести цифр`;
  return new Rejection('BILLING_RULE_VALUE', { value, expected });
}

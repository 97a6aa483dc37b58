import { JsonValue, RejectedError } from '#libs/kernel';
import { AREA_RULES, capitalRepair } from './area-rules';
import { RuleEvaluation } from './case-answer';
import { Field, MalformedCase } from './case-field';
import { METER_RULES } from './meter-rules';
import { MONEY_RULES } from './money-rules';
import { NORM_RULES } from './norm-rules';
import { PENALTY_RULES } from './penalty-rules';
import { REQUISITE_RULES } from './requisite-rules';
import { TARIFF_RULES } from './tariff-rules';

/** A case as a file states it. */
export interface RuleCase {
  readonly id: string;
  readonly rule: string;
  readonly input: unknown;
  readonly expected: unknown;
}

export interface RuleCheck {
  readonly id: string;
  readonly ok: boolean;
  /** What the product's policies give; null where they give nothing. */
  readonly got: JsonValue;
  /** Why there is nothing: an unknown rule, an input that cannot be read, a refusal of the policies. */
  readonly reason?: string;
}

const RULES: ReadonlyMap<string, RuleEvaluation> = new Map([
  ...PENALTY_RULES,
  ...TARIFF_RULES,
  ...METER_RULES,
  ...NORM_RULES,
  ...AREA_RULES,
  ...MONEY_RULES,
  ...REQUISITE_RULES,
]);

/** Rules of one family whose names differ by year and height of the house. */
const CAPITAL_REPAIR = /^capital_repair\.\d{4}_(high|low)$/;

function evaluationOf(rule: string): RuleEvaluation | undefined {
  return RULES.get(rule) ?? (CAPITAL_REPAIR.test(rule) ? capitalRepair : undefined);
}

/**
 * Evaluates cases `{id, rule, input, expected}` by the policies that bill and compares each result with what the case
 * expects. Never throws: a case that cannot be evaluated is not ok and says why.
 */
export function checkRules(cases: readonly unknown[]): RuleCheck[] {
  return cases.map((candidate, index) => checkOne(candidate, `#${index + 1}`));
}

function checkOne(candidate: unknown, place: string): RuleCheck {
  let id = place;
  try {
    const fields = new Field(candidate, 'case');
    if (fields.get('id').isGiven) id = fields.get('id').text();
    const rule = fields.get('rule').text();
    const evaluate = evaluationOf(rule);
    if (!evaluate) throw new MalformedCase(`unknown rule ${rule}`);
    const got = evaluate(fields.get('input'));
    const { expected } = candidate as RuleCase;
    return { id, ok: rule === TIERS ? isSameButEmptyLines(got, expected) : isSame(got, expected), got };
  } catch (error) {
    return { id, ok: false, got: null, reason: reasonOf(error) };
  }
}

/** Tiers that were not reached may be printed as lines of nothing or left out; neither changes what is charged. */
const TIERS = 'tariff.tiers';

function isSameButEmptyLines(got: JsonValue, expected: unknown): boolean {
  const full = (lines: unknown): unknown =>
    Array.isArray(lines) ? lines.filter((line, at) => line !== '0.00' || at === lines.length - 1) : lines;
  return isSame(full(got) as JsonValue, full(expected));
}

function reasonOf(error: unknown): string {
  if (error instanceof RejectedError) return `${error.rejection.code} ${JSON.stringify(error.rejection.details)}`;
  return error instanceof Error ? error.message : String(error);
}

/** Equal as JSON: the order of an object's members means nothing. */
function isSame(got: JsonValue, expected: unknown): boolean {
  if (Array.isArray(got)) {
    return (
      Array.isArray(expected) &&
      got.length === expected.length &&
      got.every((item, at) => isSame(item as JsonValue, expected[at]))
    );
  }
  if (typeof got !== 'object' || got === null) return got === expected;
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) return false;
  const members = Object.entries(got as Record<string, JsonValue>);
  const others = expected as Record<string, unknown>;
  return (
    members.length === Object.keys(others).length &&
    members.every(([key, value]) => Object.prototype.hasOwnProperty.call(others, key) && isSame(value, others[key]))
  );
}

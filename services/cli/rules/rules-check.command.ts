import { readFileSync } from 'node:fs';
import { checkRules, RuleCheck } from './check-rules';
import { readCases } from './read-cases';

/** What `rules check FILE` prints and how it ends. */
export interface RulesCheckOutcome {
  /** 0 all hold; 1 a case does not hold, or the file cannot be read as cases. */
  readonly exitCode: 0 | 1;
  /** For standard output: `[{"id","ok","got"}]`; null where there is nothing to print. */
  readonly checks: readonly RuleCheck[] | null;
  /** For standard error, a sentence. */
  readonly message: string;
}

/** Evaluates the cases of a file by the product's own policies. Never throws. */
export function rulesCheck(path: string): RulesCheckOutcome {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return refused(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = readCases(text);
  if (!read.ok) return refused(`${path} is ${read.reason}`);
  const checks = checkRules(read.cases);
  const held = checks.filter((check) => check.ok).length;
  return { exitCode: held === checks.length ? 0 : 1, checks, message: `${held} of ${checks.length} cases hold` };
}

function refused(message: string): RulesCheckOutcome {
  return { exitCode: 1, checks: null, message };
}

import { createHash } from 'node:crypto';
import { RunCode } from '../../domain/print-run.events';

/**
 * What two people agree to print: accounts, and of each a mark of the code as it stands. The plan is under the hash that
 * both have seen, so that nobody agrees to a code that comes later. The marks are in the order of the accounts.
 */
export type PrintPlan = Readonly<Record<'accounts' | 'marks', readonly string[]>>;

const MARK_CHARACTERS = 12;

export function printPlanOf(codes: readonly RunCode[]): PrintPlan {
  return { accounts: codes.map(({ account }) => account), marks: codes.map(markOf) };
}

/** Those of the codes that stand as the plan has them; none of a plan that was made before there were marks. */
export function plannedCodes(plan: Readonly<Record<string, unknown>>, codes: readonly RunCode[]): readonly RunCode[] {
  const { accounts, marks } = plan as Partial<PrintPlan>;
  if (!Array.isArray(accounts) || !Array.isArray(marks)) return [];
  const planned = new Map(accounts.map((account, index) => [account, marks[index]]));
  return codes.filter((code) => planned.get(code.account) === markOf(code));
}

function markOf({ codeId, timesOnPaper }: RunCode): string {
  const text = JSON.stringify([codeId, timesOnPaper]);
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, MARK_CHARACTERS);
}

import { randomUUID } from 'node:crypto';
import { PrintableAccess, PrintOccasion, PrintRuns } from '#services/identity';
import { OpenedKvitok } from '../open-kvitok';
import { CommandFailure } from '../output';
import { refusal } from './common';
import { officeCause, officeOrigin, OfficeOptions } from './office-options';

/**
 * The codes in force of accounts, each recorded as printed. More than fifty at once need a second person: the first call
 * asks for a run and names it, the second person approves it, and `--run` prints it.
 * Throws RejectedError, and CommandFailure(1) where a second person has to agree first.
 */
export async function printedCodes(
  kvitok: OpenedKvitok,
  accounts: readonly string[],
  occasion: PrintOccasion,
  options: OfficeOptions & { readonly run?: string },
): Promise<ReadonlyMap<string, PrintableAccess>> {
  const runs = kvitok.app.get(PrintRuns);
  const runId = options.run ?? (await askedRun(runs, accounts, options));
  if (runId === null) return new Map();
  const printed = await runs.print(runId, null, occasion, officeOrigin(options));
  await kvitok.settle();
  return printed;
}

/** Null where there is nothing to print. */
async function askedRun(runs: PrintRuns, accounts: readonly string[], options: OfficeOptions): Promise<string | null> {
  if (accounts.length === 0) return null;
  const runId = randomUUID().slice(0, 8);
  const cause = officeCause(options);
  const { needsApproval } = await runs.requestOf({ runId, accounts }, cause, officeOrigin(options));
  if (!needsApproval) return runId;
  const reason =
    `${String(accounts.length)} codes at once need a second person: kvitok codes approve ${runId} --actor NAME, ` +
    `then the same command with --run ${runId}`;
  throw new CommandFailure(1, reason, refusal('IDENTITY_PRINT_RUN_NOT_APPROVED', reason, { run: runId }));
}

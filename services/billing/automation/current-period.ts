import { CommandHandler, CommandResult } from '#libs/event-store';
import { BillingPeriod, nextPeriod, RejectedError, Rejection } from '#libs/kernel';
import { ReadModels } from '#libs/read-models';
import { AccountPeriodCommand, accountPeriodStream } from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { openPeriodProjection } from '../projections/open-period.projection';

/** Who states a command to the current period of an account, and because of what. */
export interface Statement {
  readonly account: string;
  readonly command: AccountPeriodCommand;
  readonly input: unknown;
  readonly commandId: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string | null;
}

/** A read model may be some closes behind, never more than this. */
const PERIODS_BEHIND_MAX = 24;

/**
 * States a command to the period in which the account stands. The read model tells where that was; where the period
 * has been closed since, the next one is asked. The same command never takes effect twice, in whichever period: its
 * events have the same ids.
 * Throws RejectedError: BILLING_UNKNOWN_ACCOUNT, or what the period answers.
 */
export async function stateToCurrentPeriod(
  commands: CommandHandler,
  readModels: ReadModels,
  statement: Statement,
): Promise<CommandResult> {
  const row = await readModels.get(openPeriodProjection, statement.account);
  if (!row) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account: statement.account }));
  let period: BillingPeriod = row.document.state.period;
  for (let behind = 0; behind < PERIODS_BEHIND_MAX; behind += 1) {
    const result = await commands.execute({
      ...statement,
      stream: accountPeriodStream(statement.account, period),
      decider: accountPeriodDecider,
    });
    if (result.kind === 'done') return result;
    if (result.rejection.code !== 'BILLING_PERIOD_CLOSED') throw new RejectedError(result.rejection);
    period = nextPeriod(period);
  }
  throw new RejectedError(new Rejection('BILLING_PERIOD_NOT_OPENED', { account: statement.account, period }));
}

import { CommandHandler, CommandResult, EventStore } from '#libs/event-store';
import { BillingPeriod, fold, nextPeriod, previousPeriod, RejectedError, Rejection } from '#libs/kernel';
import { ReadModels } from '#libs/read-models';
import { AccountPeriodCommand, accountPeriodStream } from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { AccountPeriodEvent } from '../domain/account-period.events';
import { openPeriodProjection } from '../projections/open-period.projection';
import { ReferenceBooks } from '../projections/reference-books';
import { openFirstPeriod } from './open-first-period';
import { openingAfter } from './open-next-period';

/** Who states a command to the current period of an account, and because of what. */
export interface Statement {
  readonly account: string;
  /** For the period that is asked, where it depends on how that stands. */
  readonly command: AccountPeriodCommand | ((period: BillingPeriod) => Promise<AccountPeriodCommand>);
  readonly input: unknown;
  readonly commandId: string;
  /** True for a command that would take effect again where another period has done it and forgotten it since. */
  readonly mayStandElsewhere?: boolean;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string | null;
}

/** A read model may be some closes behind, never more than this. */
const PERIODS_BEHIND_MAX = 24;

export interface CurrentPeriodParts {
  readonly commands: CommandHandler;
  readonly store: EventStore;
  readonly readModels: ReadModels;
  readonly books: Pick<ReferenceBooks, 'current'>;
}

/**
 * States a command to the period in which the account stands. The read model tells where that was; where the period
 * has been closed since, the next one is asked. A night that was stopped between a close and the opening of the next
 * period leaves that to whoever comes first, and so is the first period left. A command that `mayStandElsewhere` never
 * takes effect twice, in whichever period: its events have the same ids.
 * Throws RejectedError: BILLING_UNKNOWN_ACCOUNT, or what the period answers.
 */
export async function stateToCurrentPeriod(parts: CurrentPeriodParts, statement: Statement): Promise<CommandResult> {
  const { account } = statement;
  let period = await knownPeriod(parts, statement);
  for (let behind = 0; behind < PERIODS_BEHIND_MAX; behind += 1) {
    let result = await stateTo(parts, statement, period);
    if (isRefused(result, 'BILLING_PERIOD_NOT_OPENED') && behind > 0) {
      await openAfter(parts, account, previousPeriod(period));
      result = await stateTo(parts, statement, period);
    }
    if (result.kind === 'done') return result;
    if (!isRefused(result, 'BILLING_PERIOD_CLOSED')) throw new RejectedError(result.rejection);
    period = nextPeriod(period);
  }
  throw new RejectedError(new Rejection('BILLING_PERIOD_NOT_OPENED', { account, period }));
}

/**
 * The same for many at once, in few reads and commits: what the period that the read model tells of takes is done
 * together, in the order of each account; the others go their way one by one. Throws what `stateToCurrentPeriod` throws,
 * with what was done before standing.
 */
export async function stateToCurrentPeriods(
  parts: CurrentPeriodParts,
  statements: readonly (Statement & { readonly command: AccountPeriodCommand })[],
): Promise<void> {
  const rows = await parts.readModels.getMany(openPeriodProjection, [...new Set(statements.map((one) => one.account))]);
  const placed = statements.flatMap((statement) => {
    const row = rows.get(statement.account)?.document;
    return row === undefined ? [] : [{ statement, row }];
  });
  const results = await parts.commands.executeMany(
    placed.map(({ statement, row: { state, revision } }) => ({
      ...statement,
      stream: accountPeriodStream(statement.account, state.period),
      decider: accountPeriodDecider,
      known: { state, revision },
    })),
  );
  const done = new Set(placed.filter((_, place) => results[place]?.kind === 'done').map(({ statement }) => statement));
  for (const statement of statements) if (!done.has(statement)) await stateToCurrentPeriod(parts, statement);
}

/**
 * Where the account stands, as far as is known; in its first period where nothing is. The message that opens that one may be
 * behind the one in hand, in another topic, and must not have to wait for it.
 */
async function knownPeriod(parts: CurrentPeriodParts, statement: Statement): Promise<BillingPeriod> {
  const { account } = statement;
  const row = await parts.readModels.get(openPeriodProjection, account);
  const period = row?.document.state.period ?? (await openFirstPeriod(parts, account, statement));
  if (period === null) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
  return period;
}

async function stateTo(
  { commands }: CurrentPeriodParts,
  statement: Statement,
  period: BillingPeriod,
): Promise<CommandResult> {
  const stream = accountPeriodStream(statement.account, period);
  const command = typeof statement.command === 'function' ? await statement.command(period) : statement.command;
  return commands.execute({ ...statement, command, stream, decider: accountPeriodDecider });
}

function isRefused(result: CommandResult, code: string): boolean {
  return result.kind === 'rejected' && result.rejection.code === code;
}

async function openAfter(parts: CurrentPeriodParts, account: string, period: BillingPeriod): Promise<void> {
  const { commands, store, books } = parts;
  const events = await store.readStream(accountPeriodStream(account, period));
  const state = fold(accountPeriodDecider, events as unknown as readonly AccountPeriodEvent[]);
  if (state.status !== 'closed') return;
  const { rules } = await books.current();
  const opened = await commands.execute(await openingAfter(store, state, rules));
  if (opened.kind === 'rejected') throw new RejectedError(opened.rejection);
}

import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { addKopecks } from '#libs/money';
import {
  ReplayedAccount,
  ReplayedLine,
  ReplayQuery,
  ReplayQuestion,
  SUPPOSED_RULES,
  SupposedRules,
} from '#services/billing';
import { accountArgument, periodArgument } from '../arguments';
import { Output, wrongUsage } from '../output';
import { CommonOptions, refusing, requireAccount, single, withCommonOptions, withKvitok } from './common';

interface ReplayOptions extends CommonOptions {
  readonly from: string;
  readonly to: string;
  readonly settings?: string;
  readonly house?: string;
  readonly account?: string;
  readonly after?: string;
}

export function replayCommand(): Command {
  return withCommonOptions(new Command('replay'))
    .description(
      'closed periods charged anew by today’s code or other rules; lists every line that would differ, posts nothing',
    )
    .requiredOption('--from <period>', 'the first period')
    .requiredOption('--to <period>', 'the last period')
    .option(
      '--settings <file>',
      `other rules, JSON with any of ${SUPPOSED_RULES.join(', ')}; those of today where absent`,
    )
    .option('--house <house>', 'one house only')
    .option('--account <account>', 'one account only')
    .option('--after <account>', 'go on after this account, where a replay was stopped')
    .action(async (options: ReplayOptions) => {
      const [from, to] = [periodArgument(options.from, '--from'), periodArgument(options.to, '--to')];
      if (from > to) throw wrongUsage(`--from ${from} is after --to ${to}`);
      const account = options.account === undefined ? null : accountArgument(options.account);
      const after = options.after === undefined ? undefined : accountArgument(options.after);
      const rules = options.settings === undefined ? undefined : rulesIn(options.settings);
      const question: ReplayQuestion = { from, to, rules, house: options.house, after };
      await withKvitok(options, 'billing', async (kvitok, output) => {
        if (account !== null) await requireAccount(kvitok, account);
        const query = kvitok.app.get(ReplayQuery);
        await refusing(async () => {
          await query.assertAnswerable(question);
          const told = new Telling(output, account === null ? await query.count(question) : 1);
          const head = { format: 'kvitok-replay/1', replayId: await query.idOf(question), from, to };
          const accounts = account === null ? query.accounts(question) : single(query.one(account, question));
          await output.stream(`${JSON.stringify(head).slice(0, -1)},"lines":[\n`, told.lines(accounts), () =>
            told.tail(),
          );
          output.progressEnd();
        });
      });
    });
}

/** The lines of all accounts, with what they come to and which accounts could not be charged anew. */
class Telling {
  private done = 0;
  private differing = 0;
  private differenceKopecks = 0;
  private readonly refused: { readonly account: string; readonly code: string }[] = [];

  constructor(
    private readonly output: Output,
    private readonly total: number,
  ) {}

  async *lines(accounts: AsyncIterable<ReplayedAccount>): AsyncGenerator<ReplayedLine> {
    for await (const { account, lines, refused, differenceKopecks } of accounts) {
      yield* lines;
      if (lines.length > 0) this.differing += 1;
      if (refused !== null) this.refused.push({ account, code: refused });
      this.differenceKopecks = addKopecks(this.differenceKopecks, differenceKopecks);
      this.done += 1;
      // The account at which a replay was stopped is the one to go on after.
      this.output.progress(`accounts, the last one ${account}`, this.done, this.total);
    }
  }

  tail(): string {
    const { done, differing, differenceKopecks, refused } = this;
    return `\n],"accounts":${done},"differing":${differing},"toPostKopecks":${differenceKopecks},"refused":${JSON.stringify(refused)}}\n`;
  }
}

/** Other rules from a file. Their figures are checked by billing; here only that they are rules. Throws CommandFailure(2). */
function rulesIn(file: string): SupposedRules {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw wrongUsage(`--settings ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw wrongUsage(`${file} holds no JSON object`);
  const known: readonly string[] = SUPPOSED_RULES;
  for (const [part, rows] of Object.entries(read)) {
    if (!known.includes(part)) throw wrongUsage(`${file}: ${part} is none of ${known.join(', ')}`);
    if (!Array.isArray(rows) || !rows.every(isRow)) throw wrongUsage(`${file}: ${part} is no list of rows of text`);
  }
  return read;
}

function isRow(row: unknown): boolean {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return false;
  return Object.values(row).every((value) => typeof value === 'string' || value === null);
}

import { Command } from 'commander';
import { CivilDate, lastDayOf, later, RejectedError, Rejection } from '#libs/kernel';
import { civilDateAt, HeldTurn } from '#libs/platform';
import { NightlyChargesJob, NightOptions, NightReport, NightTurns, ReferenceBooks } from '#services/billing';
import { PreviewedClose } from '#services/billing/api/client';
import { accountArgument, dateArgument, periodArgument } from '../arguments';
import { CommandFailure, Output, wrongUsage } from '../output';
import { OpenedKvitok } from '../open-kvitok';
import { waitingCloseOf, waitingInWords } from './waiting-close';
import { CommonOptions, failureOf, publicCode, requireAccount, withCommonOptions, withKvitok } from './common';

interface NightCommandOptions extends CommonOptions {
  readonly date?: string;
  readonly dryRun?: boolean;
}

export function nightCommand(): Command {
  return withCommonOptions(new Command('night'))
    .description('the nightly jobs of a date: list what is due, one account, or all')
    .argument('[what]', 'list | one | all', 'all')
    .argument('[account]', 'with one: the account')
    .option('--date <date>', 'the day whose evening it is; default today')
    .option('--dry-run', 'show what would be done, write nothing')
    .action(async (what: string, account: string | undefined, options: NightCommandOptions) => {
      if (!['list', 'one', 'all'].includes(what)) throw wrongUsage(`Not list, one or all: ${what}`);
      if ((what === 'one') !== (account !== undefined)) throw wrongUsage('An account goes with one, and only with it');
      const date = options.date === undefined ? null : dateArgument(options.date, '--date');
      const asked = account === undefined ? undefined : accountArgument(account);
      const isAsked = what === 'list' || options.dryRun === true;
      await withKvitok(options, isAsked ? 'billing' : 'all of billing', async (kvitok, output) => {
        const job = kvitok.app.get(NightlyChargesJob);
        const night: NightOptions = {
          date: date ?? kvitok.stack.clock.today(),
          account: asked,
          onProgress: (house, done, due) => output.progress(house, done, due),
        };
        if (asked !== undefined) await requireAccount(kvitok, asked);
        if (isAsked) {
          const due = await job.list(night);
          if (due.length === 0) output.say(`Nothing is due on the evening of ${night.date}`);
          output.result({ date: night.date, due });
        } else {
          await requireReached(kvitok, night.date);
          // A process that serves may be at an import.
          const work = (turn: HeldTurn) => (what === 'one' ? job.one({ ...night, turn }) : job.all({ ...night, turn }));
          report(await inTurn(kvitok, work), output);
        }
      });
    });
}

interface CloseOptions extends CommonOptions {
  readonly house?: string;
  readonly dryRun?: boolean;
}

export function closeCommand(): Command {
  return withCommonOptions(new Command('close'))
    .description('close a billing period; --dry-run shows the difference to the last one')
    .argument('<period>', 'YYYY-MM')
    .option('--house <house>', 'one house only')
    .option('--dry-run', 'show the difference to the last period, write nothing')
    .action(async (text: string, options: CloseOptions) => {
      const period = periodArgument(text, 'PERIOD');
      await withKvitok(options, options.dryRun === true ? 'billing' : 'all of billing', async (kvitok, output) => {
        const job = kvitok.app.get(NightlyChargesJob);
        const night: NightOptions = { date: lastDayOf(period), house: options.house };
        if (options.house !== undefined) await requireHouse(kvitok, night.date, options.house);
        if (options.dryRun === true) {
          const accounts: PreviewedClose[] = [];
          // What is only looked at waits for nobody, though two people close it.
          for await (const account of job.preview({ ...night, closes: period })) accounts.push(account);
          // Months before it that are open still come first, and are shown.
          if (!accounts.some((one) => one.period === period)) {
            output.say(`No account has ${period} to close: it is closed already, or not open yet`);
          }
          output.result({ period, accounts });
          return;
        }
        await requireReached(kvitok, night.date);
        const done = await inTurn(kvitok, (turn) => job.all({ ...night, turn }));
        const waiting = await waitingCloseOf(kvitok.app, period);
        if (waiting !== null) output.say(waitingInWords(period, waiting));
        else if (done.closed === 0 && done.parked.length === 0 && done.heldByOthers.length === 0)
          output.say(`No account had ${period} to close: it is closed already, or not open yet`);
        report(done, output, waiting === null ? {} : waiting);
      });
    });
}

/** By what is known when the turn comes, which may be long after the command began. Throws CommandFailure. */
async function inTurn(kvitok: OpenedKvitok, work: (turn: HeldTurn) => Promise<NightReport>): Promise<NightReport> {
  const begun = async (turn: HeldTurn) => {
    await kvitok.knowAgain().catch((error: unknown) => {
      throw error instanceof RejectedError ? failureOf(error) : error;
    });
    return work(turn);
  };
  return kvitok.app.get(NightTurns).together(begun);
}

/**
 * A night to come would charge and close months of which nothing is known yet, and a close is for ever. The day of a
 * log that was played ahead of the machine's clock counts as reached.
 */
async function requireReached({ stack, timeZone }: OpenedKvitok, date: CivilDate): Promise<void> {
  const last = await stack.store.lastEvent();
  const lastDay = last ? civilDateAt(new Date(last.metadata.recordedAt), timeZone) : stack.clock.today();
  const today = later(stack.clock.today(), lastDay);
  if (date > today) throw failureOf(new RejectedError(new Rejection('BILLING_NIGHT_IN_FUTURE', { date, today })));
}

async function requireHouse({ app }: OpenedKvitok, date: CivilDate, house: string): Promise<void> {
  const { row } = await app.get(ReferenceBooks).current();
  if (Object.hasOwn(row.houses, house)) return;
  throw failureOf(new RejectedError(new Rejection('BILLING_NIGHT_UNKNOWN_HOUSE', { date, house })));
}

/**
 * A house that another process is at is not done: whoever asked is told so, and may ask again. A person is needed for what
 * is parked.
 */
function report(done: NightReport, output: Output, besides: object = {}): void {
  output.progressEnd();
  const parked = done.parked.map((account) => ({ ...account, code: publicCode(account.code) }));
  const refused = parked.filter((account) => account.step === 'close');
  const held = done.heldByOthers;
  const faults: string[] = [];
  if (refused.length > 0) faults.push(`${refused.length} accounts are parked: ${refused[0]?.code ?? ''}`);
  if (held.length > 0) {
    const houses = `${held.length} houses are in work in another process and not done yet, ${held[0] ?? ''} the first of them`;
    faults.push(`${houses}. Run the same command again in some minutes.`);
  }
  const answer = { ok: faults.length === 0, ...done, parked, ...besides };
  if (faults.length > 0) throw new CommandFailure(1, faults.join('\n'), answer);
  output.result(answer);
}

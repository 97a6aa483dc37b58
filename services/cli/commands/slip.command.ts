import { Command } from 'commander';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { BillingPeriod } from '#libs/kernel';
import { IssueSlips, PrintHouse, PrintSlips } from '#services/billing';
import { FindCredentials } from '#services/identity';
import { accountArgument, periodArgument } from '../arguments';
import { OpenedKvitok } from '../open-kvitok';
import { wrongUsage } from '../output';
import { CommonOptions, refusing, requireWritable, underItsName, withCommonOptions, withKvitok } from './common';
import { officeCause, officeOrigin, OfficeOptions, withOfficeOptions } from './office-options';
import { printedCodes } from './printed-codes';

interface SlipOptions extends CommonOptions {
  readonly out: string;
}

const ACTOR = 'staff:cli';

export function slipCommand(): Command {
  return withCommonOptions(new Command('slip'))
    .description('the payment slip of an account for a closed period as PDF; issued where it is not there yet')
    .argument('<account>')
    .argument('<period>', 'YYYY-MM')
    .requiredOption('--out <file>', 'the PDF')
    .action(async (account: string, text: string, options: SlipOptions) => {
      const [one, period] = [accountArgument(account), periodArgument(text, 'PERIOD')];
      await requireWritable(options.out);
      await withKvitok(options, 'billing', async (kvitok, output) => {
        await refusing(async () => {
          const [slip] = await kvitok.app.get(IssueSlips).required([one], period, ACTOR);
          if (slip === undefined) throw new Error(`No slip of ${one} for ${period}`);
          const pdf = await kvitok.app.get(PrintSlips).one(slip);
          await underItsName(options.out, (part) => writeFile(part, pdf));
          const { version, contentHash, payableKopecks } = slip.data;
          output.result({ ok: true, account: one, period, version, contentHash, payableKopecks, file: options.out });
        });
      });
    });
}

interface SlipsOptions extends SlipOptions, OfficeOptions {
  readonly paper?: boolean;
  readonly run?: string;
}

export function slipsCommand(): Command {
  return withOfficeOptions(new Command('slips'))
    .description('the payment slips of a house for a closed period in one PDF; issued where they are not there yet')
    .argument('<house>')
    .argument('<period>', 'YYYY-MM')
    .requiredOption('--out <file>', 'the PDF')
    .option('--paper', 'for paper: with the login and the access code of each account that has one')
    .option('--run <run>', 'with --paper: a run of more than 50 codes that a second person has agreed to')
    .action(async (houseId: string, text: string, options: SlipsOptions, command: Command) => {
      const period = periodArgument(text, 'PERIOD');
      requireMeant(command, options);
      const { actor } = officeOrigin(options);
      await requireWritable(options.out);
      await withKvitok(options, 'billing', async (kvitok, output) => {
        await refusing(async () => {
          const print = kvitok.app.get(PrintHouse);
          const onProgress = (done: number, total: number) => output.progress(houseId, done, total);
          const codes = options.paper === true ? await codesOf(kvitok, houseId, period, options) : null;
          const accessOf = (account: string) => codes?.get(account) ?? null;
          let printed = { slips: 0, pages: 0 };
          await underItsName(options.out, async (part) => {
            // A paper run holds codes: only its owner reads the file.
            const file = createWriteStream(part, codes === null ? {} : { mode: 0o600 });
            printed = await print.to(file, { houseId, period, actor, accessOf, onProgress });
          });
          output.progressEnd();
          const onPaper = codes === null ? {} : { codes: codes.size };
          output.result({ ok: true, house: houseId, period, ...printed, ...onPaper, file: options.out });
        });
      });
    });
}

/** An issue has neither a role nor a reason: they are of the codes that are printed. Throws CommandFailure(2). */
function requireMeant(command: Command, options: SlipsOptions): void {
  officeCause(options);
  if (options.paper === true) return;
  for (const name of ['role', 'reason', 'run']) {
    if (command.getOptionValueSource(name) === 'cli') throw wrongUsage(`--${name} goes with --paper alone`);
  }
}

/** The codes of the accounts whose slips are printed. Without any code the slips are printed all the same. */
async function codesOf(kvitok: OpenedKvitok, houseId: string, period: BillingPeriod, options: SlipsOptions) {
  const accounts = await kvitok.app.get(PrintHouse).accountsOf(houseId, period);
  const states = await kvitok.app.get(FindCredentials).byAccounts(accounts);
  const withCodes = accounts.filter((account) => states.get(account)?.status === 'issued');
  return printedCodes(kvitok, withCodes, 'slip', options);
}

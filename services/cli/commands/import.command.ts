import { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { CivilDate, RejectedError } from '#libs/kernel';
import { requireHeld, TurnLostError } from '#libs/platform';
import { NightlyChargesJob, NightTurns, ReferenceBooks } from '#services/billing';
import { CompanyPackage, directorySource, readCompanyPackage, toldIn } from '../company-package';
import { NightStoppedError, playBack } from '../import/playback';
import { dateArgument } from '../arguments';
import { openForPlayback } from '../open-kvitok';
import { CommandFailure, consoleOutput, wrongUsage } from '../output';
import { CommonOptions, failureOf, publicCode, refusal, withCommonOptions } from './common';

interface ImportOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly through?: string;
}

export function importCommand(): Command {
  return withCommonOptions(new Command('import'))
    .description('read a company package, all or nothing; with --through play its history day by day')
    .argument('<dir>', 'folder of the package')
    .option('--dry-run', 'check the package, write nothing')
    .option('--through <date>', 'play the history, the evening of this day included')
    .action(async (dir: string, options: ImportOptions) => {
      const through = options.through === undefined ? null : dateArgument(options.through, '--through');
      if (!existsSync(dir) || !statSync(dir).isDirectory()) throw wrongUsage(`There is no folder ${dir}`);
      const read = readCompanyPackage(directorySource(dir));
      if (!read.ok) {
        const errors = read.errors.map((error) => toldIn('english', error));
        const message = `The package is refused: ${errors.length} errors, nothing was imported`;
        throw new CommandFailure(1, message, { ok: false, errors });
      }
      if (options.dryRun !== true) await importPackage(read.package, options.data, through);
      consoleOutput().result({ ok: true, errors: [] });
    });
}

async function importPackage(source: CompanyPackage, dataDir: string, through: CivilDate | null): Promise<void> {
  const output = consoleOutput();
  const { kvitok, clock } = await openForPlayback(dataDir);
  try {
    const parts = {
      commands: kvitok.stack.commands,
      store: kvitok.stack.store,
      consumerState: kvitok.stack.consumerState,
      vault: kvitok.stack.vault,
      books: kvitok.app.get(ReferenceBooks),
      night: kvitok.app.get(NightlyChargesJob),
      clock,
      drain: () => kvitok.drain(),
    };
    // Processes that serve the same data keep their nights until it is over, and this one waits for theirs.
    await kvitok.app.get(NightTurns).alone((turn) =>
      playBack(source, parts, {
        through,
        onDay: async (day, done, days) => {
          output.progress(day, done, days);
          await requireHeld(turn);
        },
      }),
    );
    output.progressEnd();
  } catch (error) {
    output.progressEnd();
    if (error instanceof RejectedError) throw failureOf(error);
    if (error instanceof TurnLostError) {
      const answer = refusal(error.code, error.message);
      throw new CommandFailure(1, 'Interrupted: others took this process for gone. The same again goes on', answer);
    }
    if (error instanceof NightStoppedError) throw stopped(error);
    throw error;
  } finally {
    await kvitok.close();
  }
}

/** The close of a period was refused: what was played before the day is kept. */
function stopped(error: NightStoppedError): CommandFailure {
  const refused = error.report.parked.filter((account) => account.step === 'close');
  const errors = refused.map(({ account, period, code, details }) => ({
    code: publicCode(code),
    account,
    period,
    reason: `the night of ${error.report.date} is refused: ${JSON.stringify(details)}`,
  }));
  const first = errors[0];
  const answer = first ? { ok: false, errors } : refusal('parked', error.message);
  return new CommandFailure(1, `Stopped on the evening of ${error.report.date}: ${first?.code ?? 'parked'}`, answer);
}

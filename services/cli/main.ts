import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { tellUnknownSettings } from '#libs/platform';
import { announcedCommand } from './commands/announced.command';
import { backupCommand, restoreCommand } from './commands/backup.command';
import { codesCommand } from './commands/codes.command';
import { eraseCommand } from './commands/contacts.command';
import { importCommand } from './commands/import.command';
import { closeCommand, nightCommand } from './commands/night.command';
import { parkedCommand } from './commands/parked.command';
import { paymentsCommand } from './commands/payments.command';
import { registryCommand } from './commands/registry.command';
import { replayCommand } from './commands/replay.command';
import { rulesCommand } from './commands/rules.command';
import { staffCommand } from './commands/staff.command';
import { agingCommand, explainCommand, statementsCommand } from './commands/statements.command';
import { slipCommand, slipsCommand } from './commands/slip.command';
import { suspenseCommand } from './commands/suspense.command';
import { debtorsCommand, turnoverCommand } from './commands/turnover.command';
import { whatIfCommand } from './commands/what-if.command';
import { eventsCommand, projectionsCommand, verifyCommand } from './commands/store.command';
import { CommandFailure } from './output';
import { toldError } from './told-error';

/** The commands of the operator, one line each. */
function program(): Command {
  const kvitok = new Command('kvitok')
    .description('Kvitok: event-sourced billing for residential utilities')
    .showHelpAfterError('(kvitok --help shows the commands)');
  for (const command of [
    importCommand(),
    nightCommand(),
    closeCommand(),
    statementsCommand(),
    agingCommand(),
    turnoverCommand(),
    debtorsCommand(),
    explainCommand(),
    whatIfCommand(),
    replayCommand(),
    slipCommand(),
    slipsCommand(),
    codesCommand(),
    staffCommand(),
    registryCommand(),
    suspenseCommand(),
    paymentsCommand(),
    eraseCommand(),
    rulesCommand(),
    projectionsCommand(),
    verifyCommand(),
    parkedCommand(),
    announcedCommand(),
    eventsCommand(),
    backupCommand(),
    restoreCommand(),
  ]) {
    kvitok.addCommand(command);
  }
  for (const command of [kvitok, ...kvitok.commands, ...kvitok.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride();
  }
  return kvitok;
}

/** The exit code: 0 done, 1 refused or a check failed, 2 wrong usage, 130 interrupted with everything so far kept. */
async function run(argv: readonly string[]): Promise<number> {
  tellUnknownSettings(process.env);
  try {
    await program().parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof CommandFailure) {
      if (error.answer !== undefined) process.stdout.write(`${JSON.stringify(error.answer, null, 1)}\n`);
      process.stderr.write(`${error.message}\n`);
      return error.exitCode;
    }
    process.stderr.write(`${toldError(error)}\n`);
    if (process.env['KVITOK_DEBUG'] === '1' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    return 1;
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Every command that was answered is committed, and everything else is done again: nothing has to be undone.
    process.stderr.write('\nInterrupted; everything done so far is kept, the same command goes on from there.\n');
    process.exit(130);
  });
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has left: there is nobody to tell.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void run(process.argv).then((code) => {
  process.exitCode = code;
});

import { Command } from 'commander';
import { takeBackup } from '../backup/take-backup';
import { restoreBackup } from '../backup/restore-backup';
import { distributedSettings } from '../open-kvitok';
import { CommandFailure, consoleOutput } from '../output';
import { CommonOptions, withCommonOptions, withKvitok } from './common';

interface BackupOptions extends CommonOptions {
  readonly withKeys?: boolean;
}

/** Half of the data would look like all of them. */
function requireEmbedded(command: string): void {
  if (distributedSettings() === null) return;
  throw new CommandFailure(
    1,
    `KVITOK_MODE is distributed, and ${command} is of the files of the embedded mode alone: the log may lie in KurrentDB; ` +
      'persons, codes, sessions and attachments lie in MongoDB. Nothing was done. What is backed up there, by what and in ' +
      'which order: deploy/runbook.md, «Backup and restore»',
  );
}

export function backupCommand(): Command {
  return withCommonOptions(new Command('backup'))
    .description('everything that cannot be built again into one file, while the system runs')
    .argument('<file>', 'where the backup is written')
    .option('--with-keys', 'the keys to sealed data too: whoever has the file then reads everything')
    .action(async (file: string, options: BackupOptions) => {
      requireEmbedded('backup');
      const output = consoleOutput();
      const manifest = await takeBackup({
        dataDir: options.data,
        file,
        withKeys: options.withKeys === true,
        environment: process.env,
        takenAt: new Date().toISOString(),
        onProgress: (name, done, total) => output.progress(name, done, total),
      });
      output.progressEnd();
      const apart = manifest.keys.filter(({ included }) => !included).map(({ fileName }) => fileName);
      if (apart.length > 0) output.say(`Keep apart from it, and do not lose: ${apart.join(', ')}`);
      output.result({ ok: true, file, ...manifest });
    });
}

export function restoreCommand(): Command {
  return withCommonOptions(new Command('restore'))
    .description('checks a backup whole, puts it into an empty folder and builds the read models')
    .argument('<file>', 'a backup')
    .action(async (file: string, options: CommonOptions) => {
      requireEmbedded('restore');
      const output = consoleOutput();
      const { takenAt, head } = await restoreBackup({
        file,
        dataDir: options.data,
        environment: process.env,
        onProgress: (events) => output.progress('events', events, events),
      });
      output.progressEnd();
      output.say(
        `The backup knows nothing since ${takenAt}: erase again whoever was erased since. Where residents pay at a bank: ` +
          `kvitok payments reconcile --since ${takenAt} --dry-run --data ${options.data}`,
      );
      // Opening folds the log into the read models.
      await withKvitok(options, 'read models', async ({ stack }) => {
        output.result({ ok: true, takenAt, events: head, projections: stack.projections.length });
      });
    });
}

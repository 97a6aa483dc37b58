import { Command } from 'commander';
import { CommandFailure, consoleOutput, wrongUsage } from '../output';
import { rulesCheck } from '../rules';
import { withCommonOptions } from './common';

export function rulesCommand(): Command {
  return withCommonOptions(new Command('rules'))
    .description('evaluate rule cases with the policies that bill')
    .argument('<what>', 'check')
    .argument('<file>', 'cases in the form of rules.json')
    .action((what: string, file: string) => {
      if (what !== 'check') throw wrongUsage(`Not check: ${what}`);
      const { exitCode, checks, message } = rulesCheck(file);
      if (exitCode !== 0) throw new CommandFailure(1, message, checks ?? undefined);
      const output = consoleOutput();
      output.result(checks);
      output.say(message);
    });
}

import { Command } from 'commander';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { IssueSlips, PrintHouse, PrintSlips } from '#services/billing';
import { accountArgument, periodArgument } from '../arguments';
import { CommonOptions, refusing, underItsName, withCommonOptions, withKvitok } from './common';

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
      await withKvitok(options, async (kvitok, output) => {
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

export function slipsCommand(): Command {
  return withCommonOptions(new Command('slips'))
    .description('the payment slips of a house for a closed period in one PDF; issued where they are not there yet')
    .argument('<house>')
    .argument('<period>', 'YYYY-MM')
    .requiredOption('--out <file>', 'the PDF')
    .action(async (houseId: string, text: string, options: SlipOptions) => {
      const period = periodArgument(text, 'PERIOD');
      await withKvitok(options, async (kvitok, output) => {
        await refusing(async () => {
          const print = kvitok.app.get(PrintHouse);
          const onProgress = (done: number, total: number) => output.progress(houseId, done, total);
          let printed = { slips: 0, pages: 0 };
          await underItsName(options.out, async (part) => {
            printed = await print.to(createWriteStream(part), { houseId, period, actor: ACTOR, onProgress });
          });
          output.progressEnd();
          output.result({ ok: true, house: houseId, period, ...printed, file: options.out });
        });
      });
    });
}

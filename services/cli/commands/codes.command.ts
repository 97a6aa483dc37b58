import { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { RejectedError } from '#libs/kernel';
import { accessSheet, CredentialCard, credentials, HandOutCodes, PrintableAccess, PrintRuns } from '#services/identity';
import { accountArgument } from '../arguments';
import { OpenedKvitok } from '../open-kvitok';
import { CommandFailure, Output, wrongUsage } from '../output';
import {
  CommonOptions,
  refusal,
  refusing,
  requireWritable,
  underItsName,
  withCommonOptions,
  withKvitok,
} from './common';
import { contactCommands } from './contacts.command';
import { officeCause, officeOrigin, OfficeOptions, withOfficeOptions } from './office-options';
import { printedCodes } from './printed-codes';

interface ListOptions extends CommonOptions {
  readonly house?: string;
  readonly state?: string;
  readonly asked?: boolean;
}

/** Access codes: hand out, print, replace. A code goes to a file for the printer, never to a screen. */
export function codesCommand(): Command {
  const codes = new Command('codes').description(
    'access codes of the cabinet: hand out, print, replace; codes stand in printed files alone',
  );
  for (const command of [
    listCommand(),
    issueCommand(),
    handOutCommand(),
    printCommand(),
    approveCommand(),
    ...contactCommands(),
    causeCommand('reissue', 'replace the code of an account; whoever is signed in is so no more', (office) =>
      office.reissue.bind(office),
    ),
    causeCommand('revoke', 'end the credential of an account', (office) => office.revoke.bind(office)),
    causeCommand('next-slip', 'print the code into the next payment slip', (office) => office.printNext.bind(office)),
    causeCommand('unfreeze', 'let people into a frozen cabinet again', (office) => office.resume.bind(office)),
  ]) {
    codes.addCommand(command);
  }
  return codes;
}

function listCommand(): Command {
  return withCommonOptions(new Command('list'))
    .description('accounts with and without a code: when it was issued, how often it was printed')
    .option('--house <house>', 'accounts of this house')
    .option('--state <state>', 'missing | issued | revoked')
    .option('--asked', 'whose code is waited for')
    .action(async (options: ListOptions) => {
      if (options.state !== undefined && !['missing', 'issued', 'revoked'].includes(options.state)) {
        throw wrongUsage(`Not missing, issued or revoked: ${options.state}`);
      }
      await withKvitok(options, 'read models', async (kvitok, output) => {
        const cards = await cardsWhere(kvitok, {
          ...(options.house === undefined ? {} : { house_id: options.house }),
          ...(options.state === undefined ? {} : { state: options.state }),
          ...(options.asked === true ? { print_asked: 1 } : {}),
        });
        output.result({ credentials: cards.map(shown) });
      });
    });
}

interface IssueOptions extends OfficeOptions {
  readonly house?: string;
  readonly missing?: boolean;
}

function issueCommand(): Command {
  return withOfficeOptions(new Command('issue'))
    .description('make login and code for an account, for a house, or for every account that has none')
    .argument('[account]')
    .option('--house <house>', 'every account of this house that has none')
    .option('--missing', 'every account that has none')
    .action(async (account: string | undefined, options: IssueOptions) => {
      const chosen = [account !== undefined, options.house !== undefined, options.missing === true];
      if (chosen.filter(Boolean).length !== 1) throw wrongUsage('Give an account, --house or --missing');
      const one = account === undefined ? null : accountArgument(account);
      await withKvitok(options, 'read models', async (kvitok, output) => {
        await refusing(async () => {
          const house = options.house === undefined ? {} : { house_id: options.house };
          const missing = one === null ? await cardsWhere(kvitok, { ...house, state: 'missing' }) : [];
          const accounts = one === null ? missing.map((card) => card.account) : [one];
          output.result({ ok: true, ...(await issueAll(kvitok, accounts, options, output)) });
        });
      });
    });
}

/** Account by account refused ones do not stop the others; a single one is refused as such. */
async function issueAll(kvitok: OpenedKvitok, accounts: readonly string[], options: OfficeOptions, output: Output) {
  const office = kvitok.app.get(HandOutCodes);
  const refused: { account: string; code: string }[] = [];
  let issued = 0;
  const origin = officeOrigin(options);
  const chunk = 100;
  for (let first = 0; first < accounts.length; first += chunk) {
    const part = accounts.slice(first, first + chunk);
    (await office.issueMany(part, officeCause(options), origin)).forEach((result, index) => {
      if (result.kind === 'done') issued += 1;
      else if (accounts.length === 1) throw new RejectedError(result.rejection);
      else refused.push({ account: part[index] ?? '', code: result.rejection.code });
    });
    output.progress('codes', first + part.length, accounts.length);
  }
  output.progressEnd();
  return { issued, refused };
}

function handOutCommand(): Command {
  return withOfficeOptions(new Command('hand-out'))
    .description('in person: make a new code for whoever stands in the office and print it at once')
    .argument('<account>')
    .requiredOption('--out <file>', 'the sheet as PDF')
    .action(async (text: string, options: OfficeOptions & { out: string }) => {
      const account = accountArgument(text);
      await requireWritable(options.out);
      await withKvitok(options, 'read models', async (kvitok, output) => {
        await refusing(async () => {
          await kvitok.app.get(HandOutCodes).handOut(account, officeCause(options), officeOrigin(options));
          const printed = await printedCodes(kvitok, [account], 'in_person', options);
          await writeSheet(options.out, printed);
          output.result({ ok: true, account, file: options.out });
        });
      });
    });
}

interface PrintOptions extends OfficeOptions {
  readonly out: string;
  readonly house?: string;
  readonly asked?: boolean;
  readonly new?: boolean;
  readonly run?: string;
}

function printCommand(): Command {
  return withOfficeOptions(new Command('print'))
    .description('print the codes in force on sheets: of accounts, of a house, those asked for, those never printed')
    .argument('[accounts...]')
    .requiredOption('--out <file>', 'the sheets as PDF')
    .option('--house <house>', 'of this house')
    .option('--asked', 'whose code is waited for')
    .option('--new', 'whose code was never printed')
    .option('--run <run>', 'a run that a second person has agreed to')
    .action(async (texts: string[], options: PrintOptions) => {
      const named = texts.map(accountArgument);
      const isChosen = options.house !== undefined || options.asked === true || options.new === true;
      const ways = [named.length > 0, isChosen, options.run !== undefined];
      if (ways.filter(Boolean).length !== 1) throw wrongUsage('Give accounts, or --house, --asked, --new, or --run');
      await requireWritable(options.out);
      await withKvitok(options, 'read models', async (kvitok, output) => {
        await refusing(async () => {
          const accounts = isChosen ? await chosenAccounts(kvitok, options) : named;
          const printed = await printedCodes(kvitok, accounts, 'sheet', options);
          if (printed.size === 0) throw nothingToPrint();
          await writeSheet(options.out, printed);
          output.result({ ok: true, printed: printed.size, file: options.out });
        });
      });
    });
}

async function chosenAccounts(kvitok: OpenedKvitok, options: PrintOptions): Promise<readonly string[]> {
  const cards = await cardsWhere(kvitok, {
    state: 'issued',
    ...(options.house === undefined ? {} : { house_id: options.house }),
    ...(options.asked === true ? { print_asked: 1 } : {}),
    ...(options.new === true ? { times_printed: 0 } : {}),
  });
  return cards.map(({ account }) => account);
}

function approveCommand(): Command {
  return withOfficeOptions(new Command('approve'))
    .description('agree, as a second person, to a print run of more than 50 codes')
    .argument('<run>')
    .action(async (run: string, options: OfficeOptions) => {
      await withKvitok(options, 'read models', async (kvitok, output) => {
        await refusing(async () => {
          await kvitok.app.get(PrintRuns).approve(run, officeCause(options), officeOrigin(options));
          output.result({ ok: true, run });
        });
      });
    });
}

function causeCommand(
  name: string,
  description: string,
  act: (office: HandOutCodes) => HandOutCodes['reissue'],
): Command {
  return withOfficeOptions(new Command(name))
    .description(description)
    .argument('<account>')
    .action(async (text: string, options: OfficeOptions) => {
      const account = accountArgument(text);
      await withKvitok(options, 'read models', async (kvitok, output) => {
        await refusing(async () => {
          const office = kvitok.app.get(HandOutCodes);
          await act(office)(account, officeCause(options), officeOrigin(options));
          await kvitok.settle();
          const row = await kvitok.stack.readModelStore.get(credentials, account);
          output.result({ ok: true, credential: row === null ? null : shown(row.document) });
        });
      });
    });
}

function nothingToPrint(): CommandFailure {
  const reason = 'None of these accounts has a code in force: nothing is printed';
  return new CommandFailure(1, reason, refusal('IDENTITY_NO_CREDENTIAL', reason));
}

/** Only its owner reads the file; where it lies after that is the operator's to see to. */
async function writeSheet(file: string, printed: ReadonlyMap<string, PrintableAccess>): Promise<void> {
  const pdf = await accessSheet(printed);
  await underItsName(file, (part) => writeFile(part, pdf, { mode: 0o600 }));
}

async function cardsWhere(
  kvitok: OpenedKvitok,
  where: Readonly<Record<string, string | number>>,
): Promise<readonly CredentialCard[]> {
  await kvitok.settle();
  const rows = await kvitok.stack.readModelStore.find(credentials, { where });
  return rows.map(({ document }) => document);
}

function shown({ codeId, ...card }: CredentialCard) {
  void codeId;
  return card;
}

import { Command } from 'commander';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { roublesText } from '#libs/money';
import {
  AcceptedRegistry,
  REGISTRY_BYTES_MAX,
  REGISTRY_OUTCOMES,
  RegistryFile,
  RegistryIntake,
  RegistryOutcome,
  SumsByOutcome,
} from '#services/payments';
import {
  CheckedRegistry,
  faultInWords,
  REGISTRIES_CLIENT,
  RegistriesClient,
  RegistryCard,
  RegistryLineCard,
} from '#services/payments/api/client';
import { OpenedKvitok } from '../open-kvitok';
import { CommandFailure, Output, wrongUsage } from '../output';
import { CommonOptions, refusing, withCommonOptions, withKvitok } from './common';
import { officeOrigin, OfficeOptions, withOfficeOptions } from './office-options';

/** Banks' files: look at one, accept one, see what became of it. */
export function registryCommand(): Command {
  return new Command('registry')
    .description('registries of payments from banks: check, accept, list, show')
    .addCommand(checkCommand())
    .addCommand(acceptCommand())
    .addCommand(listCommand())
    .addCommand(showCommand());
}

interface FileOptions extends OfficeOptions {
  readonly profile: string;
}

function checkCommand(): Command {
  return withCommonOptions(new Command('check'))
    .description('a dry run: what would become of each line; nothing is written')
    .argument('<file>')
    .requiredOption('--profile <profile>', 'how the file is read: sberbank-text, 1c-exchange or a company’s own')
    .action(async (path: string, options: CommonOptions & { readonly profile: string }) => {
      const file = await registryFile(path, options.profile);
      await withKvitok(options, 'read models', async (kvitok, output) => {
        await refusing(async () => {
          const progress = (done: number, all: number) => output.progress('lines', done, all);
          const { faults, ...checked } = await kvitok.app.get(RegistryIntake).check(file, progress);
          output.progressEnd();
          const told = faults.told.map(faultInWords);
          if (faults.count > 0) throw refusedFile({ count: faults.count, told }, options.json === true);
          const answer = { ok: true, ...checked };
          output.result(options.json === true ? answer : inWords({ ...checked, faults: { count: 0, told } }));
        });
      });
    });
}

function acceptCommand(): Command {
  return withOfficeOptions(new Command('accept'))
    .description(
      'record the lines of a file; stopped and started again it goes on, and the same file twice adds nothing',
    )
    .argument('<file>')
    .requiredOption('--profile <profile>', 'how the file is read: sberbank-text, 1c-exchange or a company’s own')
    .action(async (path: string, options: FileOptions) => {
      const file = await registryFile(path, options.profile);
      await withKvitok(options, 'read models', async (kvitok, output) => {
        await refusing(async () => {
          const done = await accept(kvitok, file, officeOrigin(options).actor, output);
          output.result(options.json === true ? { ok: true, ...done } : acceptedInWords(done));
        });
      });
    });
}

async function accept(
  kvitok: OpenedKvitok,
  file: RegistryFile,
  actor: string,
  output: Output,
): Promise<AcceptedRegistry> {
  const intake = kvitok.app.get(RegistryIntake);
  const { registryId } = await intake.take(file, { actor });
  const progress = (done: number, all: number) => output.progress('lines', done, all);
  const done = await intake.record(file.bytes, registryId, { actor }, progress);
  output.progressEnd();
  await kvitok.settle();
  return done;
}

function listCommand(): Command {
  return withCommonOptions(new Command('list'))
    .description('the files that were accepted, the latest first')
    .action(async (options: CommonOptions) => {
      await withKvitok(options, 'read models', async (kvitok, output) => {
        const page = await clientOf(kvitok).registries();
        const lines = page.registries.map(cardInWords).join('\n');
        output.result(options.json === true ? page : lines || 'Реестров ещё нет.');
      });
    });
}

interface ShowOptions extends CommonOptions {
  readonly outcome?: string;
}

function showCommand(): Command {
  return withCommonOptions(new Command('show'))
    .description('a file with its sums and lines')
    .argument('<registry>')
    .option('--outcome <outcome>', `only these: ${REGISTRY_OUTCOMES.join(', ')}`)
    .action(async (registryId: string, options: ShowOptions) => {
      const { outcome } = options;
      if (outcome !== undefined && !(REGISTRY_OUTCOMES as readonly string[]).includes(outcome)) {
        throw wrongUsage(`Not one of ${REGISTRY_OUTCOMES.join(', ')}: ${outcome}`);
      }
      await withKvitok(options, 'read models', async (kvitok, output) => {
        await refusing(async () => {
          const client = clientOf(kvitok);
          const registry = await client.registry(registryId);
          const lines = linesOf(client, registryId, outcome as RegistryOutcome | undefined);
          if (options.json === true) {
            await output.stream(`{"registry":${JSON.stringify(registry)},"lines":[\n`, lines, '\n]}\n');
            return;
          }
          output.result([cardInWords(registry), sumsInWords(registry.sums)].join('\n'));
          for await (const line of lines) output.result(lineInWords(line));
        });
      });
    });
}

async function* linesOf(
  client: RegistriesClient,
  registryId: string,
  outcome: RegistryOutcome | undefined,
): AsyncGenerator<RegistryLineCard> {
  let after = 0;
  for (;;) {
    const page = await client.lines(registryId, { after, ...(outcome === undefined ? {} : { outcome }) });
    yield* page.lines;
    if (!page.more) return;
    after = page.lines.at(-1)?.ordinal ?? after;
  }
}

export function clientOf(kvitok: OpenedKvitok): RegistriesClient {
  return kvitok.app.get<RegistriesClient>(REGISTRIES_CLIENT, { strict: false });
}

async function registryFile(path: string, profileId: string): Promise<RegistryFile> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) throw wrongUsage(`There is no file ${path}`);
  if (found.size > REGISTRY_BYTES_MAX) throw wrongUsage(`${path} is larger than ${REGISTRY_BYTES_MAX} bytes`);
  return { bytes: await readFile(path), fileName: basename(path), profileId };
}

function refusedFile({ count, told }: CheckedRegistry['faults'], asJson: boolean): CommandFailure {
  const answer = { ok: false, count, errors: told.map(({ message, ...fault }) => ({ ...fault, reason: message })) };
  const words = told.map(({ message }) => message).join('\n');
  return new CommandFailure(1, `${words}\nОшибок: ${count}. Ничего не записано.`, asJson ? answer : undefined);
}

const OUTCOME_WORDS: Readonly<Record<RegistryOutcome, string>> = {
  received: 'на счета',
  suspended: 'невыясненные',
  conflict: 'расхождения',
  duplicate: 'повторы',
};

const NOTE_WORDS: Readonly<Record<NonNullable<RegistryLineCard['note']>, string>> = {
  unknown_account: 'такого счёта нет',
  wrong_check_digit: 'в номере счёта ошибка',
  closed_account: 'счёт закрыт',
  repeated_in_file: 'повторяется в файле',
  known_before: 'уже записан',
  differs: 'та же операция с другими данными',
};

function sumsInWords(sums: SumsByOutcome): string {
  return REGISTRY_OUTCOMES.map((outcome) => {
    const { lines, amountKopecks } = sums[outcome];
    return `  ${OUTCOME_WORDS[outcome]}: ${lines} на ${roublesText(amountKopecks)}`;
  }).join('\n');
}

type LineInWords = Pick<RegistryLineCard, 'line' | 'account' | 'amountKopecks' | 'paidOn' | 'outcome' | 'note'>;

function lineInWords({ line, account, amountKopecks, paidOn, outcome, note }: LineInWords): string {
  const why = note === null ? '' : ` (${NOTE_WORDS[note]})`;
  return `${line}: ${paidOn} ${account || '—'} ${roublesText(amountKopecks)} ${OUTCOME_WORDS[outcome]}${why}`;
}

function inWords({ totals, sums, lines, taken }: CheckedRegistry): string {
  const before = taken === null ? [] : ['Этот файл уже принимали.'];
  const head = `Платежей ${totals.payments} на ${roublesText(totals.amountKopecks)}. Будет:`;
  return [...before, head, sumsInWords(sums), ...lines.map(lineInWords)].join('\n');
}

function acceptedInWords({ registryId, totals, sums, repeated }: AcceptedRegistry): string {
  const head = repeated ? 'Этот файл уже принят.' : 'Реестр принят.';
  return `${head} ${registryId}: платежей ${totals.payments} на ${roublesText(totals.amountKopecks)}\n${sumsInWords(sums)}`;
}

function cardInWords({ registryId, acceptedOn, fileName, totals, recorded, status }: RegistryCard): string {
  const state = status === 'reconciled' ? 'сверен' : `записано ${recorded} из ${totals.payments}`;
  return `${registryId} ${acceptedOn} ${fileName}: платежей ${totals.payments} на ${roublesText(totals.amountKopecks)}, ${state}`;
}

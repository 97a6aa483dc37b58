import { Command } from 'commander';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { RejectedError, Rejection } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import type { Acquiring } from '#services/app';
import { AgingQuery } from '#services/billing';
import { CommandFailure, consoleOutput, Output } from '../output';
import { Need } from '../be-ready';
import { OpenedKvitok, Opening, openKvitok } from '../open-kvitok';

/** Options that every command has. */
export interface CommonOptions {
  readonly data: string;
  readonly json?: boolean;
}

export function withCommonOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'folder of the embedded store', './data')
    .option('--json', 'machine form on standard output, nothing else there');
}

/** Opens the data with what the command needs of them, does the work and closes them again, whatever happens. */
export async function withKvitok(
  options: CommonOptions,
  need: Need,
  work: (kvitok: OpenedKvitok, output: Output) => Promise<void>,
  acquiring: Acquiring | null = null,
): Promise<void> {
  const output = consoleOutput();
  const kvitok = await openedOrRefused(options.data, { need, acquiring, say: (text) => output.say(text) });
  try {
    await work(kvitok, output);
  } finally {
    await kvitok.close();
  }
}

async function openedOrRefused(dataDir: string, opening: Opening): Promise<OpenedKvitok> {
  try {
    return await openKvitok(dataDir, opening);
  } catch (error) {
    throw error instanceof RejectedError ? failureOf(error) : error;
  }
}

/** A refusal as every command prints it: `{"ok":false,"errors":[{"code",…}]}`. */
export function refusal(code: string, reason: string, details: object = {}) {
  return { ok: false, errors: [{ code, reason, ...details }] };
}

/** The code that the package format gives to a refused close or ageing. */
const PUBLIC_CODES: Readonly<Record<string, string>> = { BILLING_NO_RULE_IN_FORCE: 'no_rule_in_force' };

export function publicCode(code: string): string {
  return PUBLIC_CODES[code] ?? code;
}

export function failureOf(error: RejectedError): CommandFailure {
  const { code, details } = error.rejection;
  const reason = `${publicCode(code)}: ${wordsOf(error.rejection)}`;
  return new CommandFailure(1, reason, refusal(publicCode(code), reason, { details }));
}

/** Throws the refusal of an account that is not there. */
export async function requireAccount(kvitok: OpenedKvitok, account: string): Promise<void> {
  if (await kvitok.app.get(AgingQuery).isKnown(account)) return;
  throw failureOf(new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account })));
}

/** A refusal of the system ends the command with 1 and its code. */
export async function refusing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RejectedError) throw failureOf(error);
    throw error;
  }
}

/**
 * Whether a file can be written where it is wanted, before anything is decided for it: what is issued, or counted as
 * printed, stays so. Throws CommandFailure(1).
 */
export async function requireWritable(file: string): Promise<void> {
  const folder = dirname(resolve(file));
  if (!(await isFolder(folder))) throw notWritable(file, `нет папки ${folder}`);
  if (await isFolder(file)) throw notWritable(file, 'это папка');
  const part = `${file}.part`;
  try {
    await (await open(part, 'a')).close();
  } catch (error) {
    throw notWritable(file, error instanceof Error ? error.message : String(error));
  }
  await rm(part, { force: true });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function notWritable(file: string, fault: string): CommandFailure {
  return failureOf(new RejectedError(new Rejection('CLI_FILE_NOT_WRITABLE', { file, fault })));
}

/** A file that was written half does not stand under its name. */
export async function underItsName(file: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `${file}.part`;
  try {
    await write(part);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** What is asked of one account, in the form of what is asked of all. */
export async function* single<Item>(item: Promise<Item>): AsyncGenerator<Item> {
  yield await item;
}

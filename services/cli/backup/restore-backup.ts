import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { extract } from 'tar';
import { verifyEventFile } from '#libs/event-store';
import { EVENT_FILE, keyFingerprint, SEALING_KEYS } from '#libs/platform';
import { CommandFailure } from '../output';
import { sumsOf } from './file-sums';
import { Manifest, MANIFEST_FILE, manifestSchema } from './manifest';

export interface RestoreBackup {
  readonly file: string;
  /** Where the data come to stand; nothing but keys may be there. */
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  onProgress?(events: number): void;
}

/**
 * Unpacks a backup beside the folder, checks every file against what the backup says of it, the whole log, and that the
 * keys are those the data were sealed with; only then it puts the files into the folder, the log last.
 * Throws CommandFailure(1) with what is wrong; then the folder is as it was.
 */
export async function restoreBackup({ file, dataDir, environment, onProgress }: RestoreBackup): Promise<Manifest> {
  if (!existsSync(file)) throw new CommandFailure(1, `There is no file ${file}`);
  await requireEmptyFolder(dataDir);
  await mkdir(dirname(resolve(dataDir)), { recursive: true });
  const staging = await mkdtemp(`${resolve(dataDir)}.part-`);
  try {
    unpack(file, staging);
    const manifest = await readManifest(file, staging);
    await requireTheSameFiles(manifest, staging);
    const verified = await verifyEventFile(join(staging, EVENT_FILE), (position) => onProgress?.(position));
    if (!verified.ok) throw new CommandFailure(1, `The log of the backup is damaged: ${verified.reason}`, verified);
    if (verified.head !== manifest.head)
      throw damaged(file, `its log ends at ${verified.head}, not at ${manifest.head}`);
    requireKeys(manifest, { staging, dataDir, environment });
    await moveInto(dataDir, staging);
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function damaged(file: string, reason: string): CommandFailure {
  return new CommandFailure(1, `${file} is no whole backup: ${reason}. Nothing was restored; take another one.`);
}

async function requireEmptyFolder(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const keys = SEALING_KEYS.map(({ fileName }) => fileName);
  const others = (await readdir(dataDir)).filter((name) => !keys.includes(name));
  if (others.length === 0) return;
  throw new CommandFailure(1, `${dataDir} holds ${others.join(', ')}. Name a folder that is empty or not there yet.`);
}

function unpack(file: string, staging: string): void {
  try {
    // Only plain files, and only below the folder: whatever else an archive may hold is none of ours. In one go: where
    // the archive breaks off, nothing is still being written into the folder that is removed then.
    extract({
      file,
      cwd: staging,
      sync: true,
      strict: true,
      filter: (_path, entry) => !('type' in entry) || isPlain(entry.type),
    });
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
}

function isPlain(type: string): boolean {
  return type === 'File' || type === 'OldFile' || type === 'Directory';
}

async function readManifest(file: string, staging: string): Promise<Manifest> {
  const path = join(staging, MANIFEST_FILE);
  if (!existsSync(path)) throw damaged(file, `it has no ${MANIFEST_FILE}`);
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    throw damaged(file, `its ${MANIFEST_FILE} is not one of this release`);
  } finally {
    await rm(path);
  }
}

async function requireTheSameFiles(manifest: Manifest, staging: string): Promise<void> {
  const found = new Map((await sumsOf(staging)).map((sum) => [sum.name, sum]));
  for (const { name, sha256 } of manifest.files) {
    if (found.get(name)?.sha256 !== sha256) throw damaged(name, 'it is not what the backup says of it');
    found.delete(name);
  }
  const [more] = found.keys();
  if (more !== undefined) throw damaged(more, 'the backup says nothing of it');
}

function requireKeys(
  { keys }: Manifest,
  { staging, dataDir, environment }: { staging: string } & Pick<RestoreBackup, 'dataDir' | 'environment'>,
): void {
  for (const { variable, fileName, fingerprint, included } of keys) {
    const found = keyFingerprint({ dataDir: included ? staging : dataDir, environment, variable, fileName });
    if (found === fingerprint) continue;
    const fault = found === null ? 'is not there' : 'is another one than the data were sealed with';
    throw new CommandFailure(
      1,
      `The key ${fileName} ${fault}. Put the file that was kept apart into ${dataDir}, or set ${variable}, and restore again.`,
    );
  }
}

async function moveInto(dataDir: string, staging: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const names = await readdir(staging);
  // Without its log a folder counts as empty: a restore that was interrupted here is begun again after removing it.
  for (const name of [...names.filter((one) => one !== EVENT_FILE), EVENT_FILE]) {
    await rename(join(staging, name), join(dataDir, name));
  }
}

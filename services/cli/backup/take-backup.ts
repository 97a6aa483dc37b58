import { existsSync } from 'node:fs';
import { copyFile, cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { create } from 'tar';
import { SqliteEventStore } from '#libs/event-store';
import {
  ATTACHMENTS_FOLDER,
  EVENT_FILE,
  FileSnapshot,
  keyFingerprint,
  openSnapshot,
  SEALING_KEYS,
} from '#libs/platform';
import { CommandFailure } from '../output';
import { sumsOf } from './file-sums';
import { COPIED_FILES, Manifest, MANIFEST_FILE } from './manifest';

export interface TakeBackup {
  readonly dataDir: string;
  /** Where the backup is written; it must not be there yet. */
  readonly file: string;
  readonly withKeys: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly takenAt: string;
  onProgress?(name: string, done: number, total: number): void;
}

/**
 * Writes everything that cannot be built again into one file, while others serve from the folder and write to it. All
 * of it is of one moment: a few milliseconds in which the files are opened one after another.
 * Throws CommandFailure(1) where there are no data, or where the file is there already.
 */
export async function takeBackup(wanted: TakeBackup): Promise<Manifest> {
  const { dataDir, file } = wanted;
  if (!existsSync(join(dataDir, EVENT_FILE))) throw new CommandFailure(1, `There is no data in ${dataDir}`);
  if (existsSync(file)) throw new CommandFailure(1, `${file} is there already; a backup never replaces another`);
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw new CommandFailure(1, `There is no folder ${folder}`);
  const staging = await mkdtemp(`${resolve(file)}.part-`);
  try {
    await copyData(wanted, staging);
    const manifest = await manifestOf(wanted, staging);
    await writeFile(join(staging, MANIFEST_FILE), `${JSON.stringify(manifest, null, 1)}\n`);
    const names = [MANIFEST_FILE, ...manifest.files.map(({ name }) => name)];
    // Personal data are sealed and do not shrink; the log does, to about a tenth.
    await create({ file: join(staging, 'archive.part'), cwd: staging, gzip: true, portable: true, mode: 0o600 }, names);
    await rename(join(staging, 'archive.part'), file);
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function copyData({ dataDir, withKeys, onProgress }: TakeBackup, staging: string): Promise<void> {
  const snapshots: { readonly name: string; readonly snapshot: FileSnapshot }[] = [];
  try {
    for (const name of COPIED_FILES) {
      const path = join(dataDir, name);
      if (existsSync(path)) snapshots.push({ name, snapshot: openSnapshot(path) });
    }
    for (const { name, snapshot } of snapshots) {
      await snapshot.copyTo(join(staging, name), (done, total) => onProgress?.(name, done, total));
    }
  } finally {
    for (const { snapshot } of snapshots) snapshot.close();
  }
  // After the log: whatever an event speaks of was stored before it.
  const attachments = join(dataDir, ATTACHMENTS_FOLDER);
  if (existsSync(attachments)) await cp(attachments, join(staging, ATTACHMENTS_FOLDER), { recursive: true });
  if (!withKeys) return;
  for (const { fileName } of SEALING_KEYS) {
    if (existsSync(join(dataDir, fileName))) await copyFile(join(dataDir, fileName), join(staging, fileName));
  }
}

async function manifestOf({ dataDir, environment, takenAt }: TakeBackup, staging: string): Promise<Manifest> {
  const store = new SqliteEventStore({ file: join(staging, EVENT_FILE) });
  const head = await store.head();
  await store.close();
  const keys: Manifest['keys'] = [];
  for (const name of SEALING_KEYS) {
    const fingerprint = keyFingerprint({ dataDir, environment, ...name });
    if (fingerprint !== null) keys.push({ ...name, fingerprint, included: existsSync(join(staging, name.fileName)) });
  }
  return { format: 'kvitok-backup/1', takenAt, head, files: await sumsOf(staging), keys };
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Manifest } from './manifest';

export type FileSum = Manifest['files'][number];

/** Every file below the folder with its length and hash, by name. */
export async function sumsOf(folder: string): Promise<FileSum[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sums: FileSum[] = [];
  for (const path of paths.sort()) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    const name = relative(folder, path).split(sep).join('/');
    sums.push({ name, bytes: (await stat(path)).size, sha256: hash.digest('hex') });
  }
  return sums;
}

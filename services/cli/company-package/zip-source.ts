import { unzipSync } from 'fflate';
import { RejectedError, Rejection } from '#libs/kernel';
import { FILE_NAMES } from './package-error';
import { PackageSource } from './read-tables';

/** The largest package there is has some megabytes; what unpacks to more is no package. */
const FILE_BYTES_MAX = 100 * 1024 * 1024;
const ALL_BYTES_MAX = 200 * 1024 * 1024;

const KNOWN = new Set<string>(FILE_NAMES.map((name) => `${name}.csv`));

/**
 * A package in a ZIP archive of at most so many bytes, with or without its folder around the files; what is no file of a package is passed over.
 * Throws RejectedError IMPORT_NOT_AN_ARCHIVE, IMPORT_ARCHIVE_TOO_LARGE.
 */
export function zipSource(archive: Uint8Array, archiveBytesMax: number): PackageSource {
  let bytes = 0;
  const tooLarge = new RejectedError(
    new Rejection('IMPORT_ARCHIVE_TOO_LARGE', { megabytesLimit: archiveBytesMax / 1024 / 1024 }),
  );
  try {
    const files = unzipSync(archive, {
      filter({ name, originalSize }) {
        if (!KNOWN.has(baseOf(name))) return false;
        bytes += originalSize;
        if (originalSize > FILE_BYTES_MAX || bytes > ALL_BYTES_MAX) throw tooLarge;
        return true;
      },
    });
    const byName = new Map(Object.entries(files).map(([name, content]) => [baseOf(name), content]));
    return { read: (fileName) => byName.get(fileName) ?? null };
  } catch (error) {
    if (error === tooLarge) throw error;
    throw new RejectedError(new Rejection('IMPORT_NOT_AN_ARCHIVE'));
  }
}

/** Some programs write backslashes between folders, and one adds copies of its own in a folder of this name. */
function baseOf(path: string): string {
  if (path.startsWith('__MACOSX')) return '';
  return path.split(/[/\\]/).at(-1) ?? '';
}

import { FILE_NAMES } from './package-error';
import { PackageSource } from './read-tables';
import { ArchivedFile, filesOfArchive, nameOf, refused, unpackFile } from './zip-archive';

/** What may come out of an archive, counted as it comes out. */
export interface UnpackLimits {
  readonly fileBytes: number;
  readonly allBytes: number;
  /** Of everything in the archive, files of a package or not. */
  readonly files: number;
}

/** The largest package there is has some megabytes; what unpacks to more is no package. */
const LIMITS: UnpackLimits = { fileBytes: 100 * 1024 * 1024, allBytes: 200 * 1024 * 1024, files: 200 };

const KNOWN = new Set<string>(FILE_NAMES.map((name) => `${name}.csv`));
/** One program adds copies of its own in a folder of this name. */
const COPIES_FOLDER = '__MACOSX/';

/**
 * A package in a ZIP archive, with or without one folder around the files; what is no file of a package is passed over.
 * Everything is unpacked at once, with a hard stop on what really comes out. Throws RejectedError: IMPORT_NOT_AN_ARCHIVE,
 * IMPORT_ARCHIVE_DAMAGED, IMPORT_ARCHIVE_ENCRYPTED, IMPORT_ARCHIVE_METHOD, IMPORT_ARCHIVE_UNPACKS_TOO_LARGE,
 * IMPORT_ARCHIVE_TOO_MANY_FILES, IMPORT_ARCHIVE_SAME_NAME, IMPORT_ARCHIVE_FOLDERS.
 */
export function zipSource(archive: Uint8Array, limits: UnpackLimits = LIMITS): PackageSource {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const found = packageFilesOf(filesOfArchive(bytes, limits.files));
  const unpacked = new Map<string, Buffer>();
  let left = limits.allBytes;
  for (const [name, file] of found) {
    const content = unpackFile(bytes, file, Math.min(limits.fileBytes, left));
    left -= content.length;
    unpacked.set(name, content);
  }
  return { read: (fileName) => unpacked.get(fileName) ?? null };
}

/** By their names. Two of one name, or files in several folders, leave open which of them is meant. */
function packageFilesOf(files: readonly ArchivedFile[]): ReadonlyMap<string, ArchivedFile> {
  const found = new Map<string, ArchivedFile>();
  const folders = new Set<string>();
  for (const file of files) {
    const name = nameOf(file);
    if (file.isFolder || !KNOWN.has(name) || file.path.startsWith(COPIES_FOLDER)) continue;
    if (found.has(name)) throw refused('IMPORT_ARCHIVE_SAME_NAME', { file: name });
    folders.add(file.path.slice(0, -name.length));
    if (folders.size > 1 || !isOneFolder(file.path)) throw refused('IMPORT_ARCHIVE_FOLDERS', { file: name });
    found.set(name, file);
  }
  return found;
}

/** `houses.csv` or `company/houses.csv`. */
function isOneFolder(path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  return folders.length <= 1 && folders.every((folder) => folder !== '' && folder !== '.' && folder !== '..');
}

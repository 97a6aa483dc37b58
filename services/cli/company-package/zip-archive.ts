import { crc32, inflateRawSync } from 'node:zlib';
import { RejectedError, Rejection } from '#libs/kernel';

/** A file of an archive as its directory names it. Nothing that the directory says of sizes is believed. */
export interface ArchivedFile {
  /** With its folders, parted by `/`. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly headerAt: number;
}

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const FILE_MARK = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const FILE_HEADER_BYTES = 30;
/** Behind the end of an archive a remark of so many bytes may stand. */
const REMARK_BYTES_MAX = 0xffff;
/** The real value stands elsewhere: an archive above four gigabytes. */
const ELSEWHERE = 0xffffffff;
const ENCRYPTED_BIT = 1;
const UTF8_BIT = 0x800;
const STORED = 0;
const DEFLATED = 8;

/**
 * What is in a ZIP archive, by the directory at its end; nothing is unpacked.
 * Throws RejectedError IMPORT_NOT_AN_ARCHIVE, IMPORT_ARCHIVE_DAMAGED, IMPORT_ARCHIVE_TOO_MANY_FILES.
 */
export function filesOfArchive(archive: Buffer, filesLimit: number): ArchivedFile[] {
  const end = endOf(archive);
  if (end === null) throw refused('IMPORT_NOT_AN_ARCHIVE');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  if (count > filesLimit) throw refused('IMPORT_ARCHIVE_TOO_MANY_FILES', { filesLimit });
  const files: ArchivedFile[] = [];
  for (let number = 0; number < count; number += 1) {
    if (at + ENTRY_BYTES > end || archive.readUInt32LE(at) !== ENTRY_MARK) throw refused('IMPORT_ARCHIVE_DAMAGED');
    const nameBytes = archive.readUInt16LE(at + 28);
    const next = at + ENTRY_BYTES + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    if (next > end) throw refused('IMPORT_ARCHIVE_DAMAGED');
    files.push(fileAt(archive, at, nameBytes));
    at = next;
  }
  return files;
}

function endOf(archive: Buffer): number | null {
  const last = archive.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - REMARK_BYTES_MAX); at -= 1) {
    const isEnd = archive.readUInt32LE(at) === END_MARK;
    if (isEnd && at + END_BYTES + archive.readUInt16LE(at + 20) === archive.length) return at;
  }
  return null;
}

function fileAt(archive: Buffer, at: number, nameBytes: number): ArchivedFile {
  const flags = archive.readUInt16LE(at + 8);
  const name = archive.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
  // Some programs write backslashes between folders. Names of a package are plain; of others only the ending counts.
  const path = name.toString((flags & UTF8_BIT) === 0 ? 'latin1' : 'utf8').replaceAll('\\', '/');
  return {
    path,
    isFolder: path.endsWith('/'),
    isEncrypted: (flags & ENCRYPTED_BIT) !== 0,
    method: archive.readUInt16LE(at + 10),
    crc: archive.readUInt32LE(at + 16),
    packedBytes: archive.readUInt32LE(at + 20),
    headerAt: archive.readUInt32LE(at + 42),
  };
}

/**
 * The bytes of a file, stopped hard where more than `bytesLimit` come out, whatever the archive says of their number.
 * Throws RejectedError IMPORT_ARCHIVE_ENCRYPTED, IMPORT_ARCHIVE_METHOD, IMPORT_ARCHIVE_DAMAGED, IMPORT_ARCHIVE_TOO_LARGE.
 */
export function unpackFile(archive: Buffer, file: ArchivedFile, bytesLimit: number): Buffer {
  const details = { file: nameOf(file) };
  if (file.isEncrypted) throw refused('IMPORT_ARCHIVE_ENCRYPTED', details);
  const isForeign = file.method !== STORED && file.method !== DEFLATED;
  if (isForeign || file.packedBytes === ELSEWHERE) throw refused('IMPORT_ARCHIVE_METHOD', details);
  const packed = packedBytesOf(archive, file);
  const bytes = file.method === STORED ? packed : inflated(packed, bytesLimit, details);
  if (bytes.length > bytesLimit) throw tooLarge(details);
  if (crc32(bytes) !== file.crc) throw refused('IMPORT_ARCHIVE_DAMAGED', details);
  return bytes;
}

/** The last part of the path, short enough for a message. */
export function nameOf({ path }: Pick<ArchivedFile, 'path'>): string {
  return (path.split('/').at(-1) ?? '').slice(0, 100);
}

function packedBytesOf(archive: Buffer, file: ArchivedFile): Buffer {
  const { headerAt, packedBytes } = file;
  const damaged = refused('IMPORT_ARCHIVE_DAMAGED', { file: nameOf(file) });
  if (headerAt + FILE_HEADER_BYTES > archive.length || archive.readUInt32LE(headerAt) !== FILE_MARK) throw damaged;
  const from = headerAt + FILE_HEADER_BYTES + archive.readUInt16LE(headerAt + 26) + archive.readUInt16LE(headerAt + 28);
  if (from + packedBytes > archive.length) throw damaged;
  return archive.subarray(from, from + packedBytes);
}

function inflated(packed: Buffer, bytesLimit: number, details: { readonly file: string }): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytesLimit) });
  } catch (error) {
    const isTooLarge = (error as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge ? tooLarge(details) : refused('IMPORT_ARCHIVE_DAMAGED', details);
  }
}

function tooLarge(details: { readonly file: string }): RejectedError {
  return refused('IMPORT_ARCHIVE_UNPACKS_TOO_LARGE', details);
}

export function refused(code: string, details: Readonly<Record<string, string | number>> = {}): RejectedError {
  return new RejectedError(new Rejection(code, { file: '', ...details }));
}

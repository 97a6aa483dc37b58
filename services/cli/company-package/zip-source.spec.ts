import { strToU8, zipSync } from 'fflate';
import { zipSource } from './zip-source';

const TEXT = strToU8('house_id;address\n');
const ENTRY = Buffer.from('PK\x01\x02', 'latin1');
const codeOf = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { readonly rejection?: { readonly code: string } }).rejection?.code;
  }
};
const read = (entries: Record<string, Uint8Array>) => zipSource(zipSync(entries));
const LIMITS = { fileBytes: 1_000, allBytes: 1_500, files: 4 };
/** The archive with bytes of its directory written over, from the first entry on. */
const altered = (archive: Uint8Array, change: (entry: Buffer) => void) => {
  const bytes = Buffer.from(archive);
  change(bytes.subarray(bytes.indexOf(ENTRY)));
  return bytes;
};

it('finds the files of a package, in a folder or without one', () => {
  const of = (entries: Record<string, Uint8Array>) => Buffer.from(read(entries).read('houses.csv') ?? []).toString();
  expect(of({ 'houses.csv': TEXT })).toBe('house_id;address\n');
  expect(of({ 'company/houses.csv': TEXT })).toBe('house_id;address\n');
  expect(of({ 'company\\houses.csv': TEXT })).toBe('house_id;address\n');
  expect(read({ 'company/houses.csv': TEXT }).read('accounts.csv')).toBeNull();
});

it('passes over what is no file of a package', () => {
  const source = read({ '__MACOSX/houses.csv': strToU8('x'), 'readme.txt': TEXT, 'old/notes.txt': TEXT });
  expect([source.read('houses.csv'), source.read('readme.txt')]).toEqual([null, null]);
});

it('reads a file that was stored as it is', () => {
  const source = zipSource(zipSync({ 'houses.csv': TEXT }, { level: 0 }));
  expect(Buffer.from(source.read('houses.csv') ?? []).toString()).toBe('house_id;address\n');
});

it('refuses what is no archive', () => {
  expect(codeOf(() => zipSource(strToU8('house_id;address')))).toBe('IMPORT_NOT_AN_ARCHIVE');
  expect(codeOf(() => zipSource(new Uint8Array(0)))).toBe('IMPORT_NOT_AN_ARCHIVE');
});

describe('what really comes out counts', () => {
  const large = new Uint8Array(1_001);

  it('stops at a file that is larger than any, whatever the archive says of its size', () => {
    const honest = zipSync({ 'houses.csv': large });
    const lying = altered(honest, (entry) => entry.writeUInt32LE(1, 24));
    for (const archive of [honest, lying]) {
      expect(codeOf(() => zipSource(archive, LIMITS))).toBe('IMPORT_ARCHIVE_UNPACKS_TOO_LARGE');
    }
    expect(codeOf(() => zipSource(zipSync({ 'houses.csv': large }, { level: 0 }), LIMITS))).toBe(
      'IMPORT_ARCHIVE_UNPACKS_TOO_LARGE',
    );
  });

  it('is not put off by an archive that says more than comes out', () => {
    const boasting = altered(zipSync({ 'houses.csv': TEXT }), (entry) => entry.writeUInt32LE(0x70000000, 24));
    expect(codeOf(() => zipSource(boasting, LIMITS))).toBeNull();
  });

  it('stops when all files together are too large', () => {
    const half = new Uint8Array(800);
    expect(codeOf(() => zipSource(zipSync({ 'houses.csv': half }), LIMITS))).toBeNull();
    expect(codeOf(() => zipSource(zipSync({ 'houses.csv': half, 'accounts.csv': half }), LIMITS))).toBe(
      'IMPORT_ARCHIVE_UNPACKS_TOO_LARGE',
    );
  });

  it('stops at more files than a package has, before one is unpacked', () => {
    const many = zipSync(Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, TEXT])));
    expect(codeOf(() => zipSource(many, LIMITS))).toBe('IMPORT_ARCHIVE_TOO_MANY_FILES');
  });
});

it('refuses two files of one name, in two folders or in one', () => {
  expect(codeOf(() => read({ 'a/houses.csv': TEXT, 'b/houses.csv': TEXT }))).toBe('IMPORT_ARCHIVE_SAME_NAME');
  const twins = Buffer.from(zipSync({ 'houses.csv': TEXT, 'Houses.csv': TEXT })).toString('latin1');
  const same = Buffer.from(twins.replaceAll('Houses.csv', 'houses.csv'), 'latin1');
  expect(codeOf(() => zipSource(same))).toBe('IMPORT_ARCHIVE_SAME_NAME');
});

it.each([
  ['several folders', { 'a/houses.csv': TEXT, 'b/accounts.csv': TEXT }],
  ['one file outside the folder', { 'a/houses.csv': TEXT, 'accounts.csv': TEXT }],
  ['a folder in a folder', { 'a/b/houses.csv': TEXT }],
  ['a way upwards', { '../houses.csv': TEXT }],
  ['a way from the root', { '/houses.csv': TEXT }],
])('refuses %s', (_, entries: Record<string, Uint8Array>) => {
  expect(codeOf(() => read(entries))).toBe('IMPORT_ARCHIVE_FOLDERS');
});

it('refuses an archive with a password', () => {
  const locked = altered(zipSync({ 'houses.csv': TEXT }), (entry) => entry.writeUInt16LE(1, 8));
  expect(codeOf(() => zipSource(locked))).toBe('IMPORT_ARCHIVE_ENCRYPTED');
});

it('refuses a way of packing that it does not know', () => {
  const foreign = altered(zipSync({ 'houses.csv': TEXT }), (entry) => entry.writeUInt16LE(14, 10));
  expect(codeOf(() => zipSource(foreign))).toBe('IMPORT_ARCHIVE_METHOD');
});

it('refuses what is damaged: other content, a cut directory, a file that lies nowhere', () => {
  const sound = zipSync({ 'houses.csv': TEXT }, { level: 0 });
  const other = Buffer.from(Buffer.from(sound).toString('latin1').replace('address', 'Address'), 'latin1');
  const cut = altered(sound, (entry) => entry.writeUInt16LE(60_000, 28));
  const nowhere = altered(sound, (entry) => entry.writeUInt32LE(1_000_000, 42));
  for (const archive of [other, cut, nowhere]) {
    expect(codeOf(() => zipSource(archive))).toBe('IMPORT_ARCHIVE_DAMAGED');
  }
  const packed = altered(zipSync({ 'houses.csv': new Uint8Array(500) }), (entry) => entry.writeUInt32LE(2, 20));
  expect(codeOf(() => zipSource(packed))).toBe('IMPORT_ARCHIVE_DAMAGED');
});

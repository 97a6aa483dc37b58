import { strToU8, zipSync } from 'fflate';
import { zipSource } from './zip-source';

const TEXT = strToU8('house_id;address\n');
const codeOf = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { readonly rejection?: { readonly code: string } }).rejection?.code;
  }
};
const BYTES_MAX = 1024 * 1024;
const read = (entries: Record<string, Uint8Array>) => zipSource(zipSync(entries), BYTES_MAX);

it('finds the files of a package, in a folder or without one', () => {
  expect(read({ 'houses.csv': TEXT }).read('houses.csv')).toEqual(TEXT);
  expect(read({ 'company/houses.csv': TEXT }).read('houses.csv')).toEqual(TEXT);
  expect(read({ 'company\\houses.csv': TEXT }).read('houses.csv')).toEqual(TEXT);
  expect(read({ 'houses.csv': TEXT }).read('accounts.csv')).toBeNull();
});

it('passes over what is no file of a package', () => {
  const source = read({ '__MACOSX/houses.csv': strToU8('x'), 'readme.txt': TEXT });
  expect([source.read('houses.csv'), source.read('readme.txt')]).toEqual([null, null]);
});

it('refuses what is no archive', () => {
  expect(codeOf(() => zipSource(strToU8('house_id;address'), BYTES_MAX))).toBe('IMPORT_NOT_AN_ARCHIVE');
});

it('refuses a file that says it unpacks to more than any package, before it is unpacked', () => {
  const archive = zipSync({ 'houses.csv': TEXT });
  const directory = Buffer.from(archive.buffer).indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  Buffer.from(archive.buffer).writeUInt32LE(0x70000000, directory + 24);
  expect(codeOf(() => zipSource(archive, BYTES_MAX))).toBe('IMPORT_ARCHIVE_TOO_LARGE');
});

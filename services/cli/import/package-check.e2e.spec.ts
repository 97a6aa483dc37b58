import { zipSync } from 'fflate';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { directorySource, FILE_NAMES, readCompanyPackage } from '../company-package';
import { checkPackage, packageOf } from './package-check';

const SAMPLE = join(__dirname, '..', '..', '..', 'samples', 'company');

function archive(change: (files: Record<string, Uint8Array>) => void = () => undefined): Uint8Array {
  const names = readdirSync(SAMPLE).filter((name) => name.endsWith('.csv'));
  const files = Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(join(SAMPLE, name)))]));
  change(files);
  return zipSync(files);
}

describe('a package that a thread looks at', () => {
  it('is the same that is read here, and is told of file by file', async () => {
    const told: number[] = [];
    const { contents, faults } = await checkPackage(archive(), (done, files) => {
      told.push(done);
      expect(files).toBe(FILE_NAMES.length);
    }).outcome;
    expect(told).toEqual(FILE_NAMES.map((_, index) => index + 1));
    const read = readCompanyPackage(directorySource(SAMPLE));
    if (!read.ok) throw new Error('The sample is not sound');
    expect([faults, contents?.accounts]).toEqual([[], read.package.accounts.length]);
    expect(await packageOf(archive())).toEqual(read.package);
  });

  it('is answered with its faults, or with why the archive is refused', async () => {
    const { contents, faults } = await checkPackage(
      archive((files) => delete files['norms.csv']),
      () => undefined,
    ).outcome;
    expect([contents, faults[0]?.file, faults[0]?.code]).toEqual([null, 'norms.csv', 'missing_file']);
    const check = checkPackage(Buffer.from('no archive'), () => undefined);
    await expect(check.unpacked).rejects.toMatchObject({ rejection: { code: 'IMPORT_NOT_AN_ARCHIVE' } });
  });

  it('is given up when nobody wants it any more', async () => {
    const check = checkPackage(archive(), () => undefined);
    check.stop();
    await expect(check.outcome).rejects.toMatchObject({ rejection: { code: 'IMPORT_CHECK_FAILED' } });
  });
});

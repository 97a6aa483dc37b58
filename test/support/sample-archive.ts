import { zipSync } from 'fflate';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './command-line';

const SAMPLE = join(ROOT, 'samples', 'company');

/** The lines of a file of the sample company, its heading first. */
export function sampleLines(file: string): string[] {
  return readFileSync(join(SAMPLE, file), 'utf8').trim().split(/\r?\n/);
}

/** The taxpayer number of the sample company. */
export function sampleCompanyId(): string {
  const [heading = '', ...rows] = sampleLines('company.csv');
  const inn = heading.split(';').indexOf('inn');
  return rows.find((row) => row.startsWith('main;'))?.split(';')[inn] ?? '';
}

/** The sample company as an archive, with some of its files written otherwise. */
export function sampleArchive(changed: Readonly<Record<string, (lines: string[]) => string[]>>): Buffer {
  const names = readdirSync(SAMPLE).filter((name) => name.endsWith('.csv'));
  const entries = names.map((name) => {
    const change = changed[name];
    const bytes =
      change === undefined
        ? readFileSync(join(SAMPLE, name))
        : Buffer.from(`${change(sampleLines(name)).join('\n')}\n`);
    return [`company/${name}`, new Uint8Array(bytes)] as const;
  });
  return Buffer.from(zipSync(Object.fromEntries(entries)));
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PackageError } from './package-error';
import { reasonInWords } from './package-reasons';
import { readCompanyPackage, ReadResult } from './read-company-package';
import { PackageSource } from './read-tables';

/** For specs: the sample company of the requirements, and packages made from it by breaking something. */
export type PackageFiles = Map<string, Uint8Array>;

const SHARED = resolve(__dirname, '../../../../shared');

/** The folder of the requirements, beside the repository. A suite without it must fail, not pass by having no tests. */
export function sharedPath(...parts: readonly string[]): string {
  const path = join(SHARED, ...parts);
  if (!existsSync(path)) throw new Error(`${path} is absent: put the folder "shared" beside the repository`);
  return path;
}

/** The CSV files of a directory; laid over those given, if any. */
export function packageFiles(directory: string, under: PackageFiles = new Map()): PackageFiles {
  const files = new Map(under);
  for (const name of readdirSync(directory)) {
    if (name.endsWith('.csv')) files.set(name, readFileSync(join(directory, name)));
  }
  return files;
}

export function sampleFiles(): PackageFiles {
  return packageFiles(sharedPath('sample'));
}

export function edgeFiles(): PackageFiles {
  return packageFiles(sharedPath('edge'));
}

export function sourceOf(files: ReadonlyMap<string, Uint8Array>): PackageSource {
  return { read: (fileName) => files.get(fileName) ?? null };
}

export function read(files: ReadonlyMap<string, Uint8Array>): ReadResult {
  return readCompanyPackage(sourceOf(files));
}

/** One thing done to a package. */
export type Change = (files: PackageFiles) => void;

export function changed(files: PackageFiles, ...changes: readonly Change[]): PackageFiles {
  const copy = new Map(files);
  for (const change of changes) change(copy);
  return copy;
}

export function textOf(files: ReadonlyMap<string, Uint8Array>, file: string): string {
  return Buffer.from(files.get(`${file}.csv`) ?? []).toString('utf8');
}

/** Replaces the whole text of a file. */
export function text(file: string, edit: (text: string) => string): Change {
  return (files) => void files.set(`${file}.csv`, Buffer.from(edit(textOf(files, file))));
}

export function bytes(file: string, content: Uint8Array): Change {
  return (files) => void files.set(`${file}.csv`, content);
}

export function withoutFile(file: string): Change {
  return (files) => void files.delete(`${file}.csv`);
}

/** Adds records at the end. */
export function add(file: string, ...records: readonly string[]): Change {
  return text(file, (content) => content + records.map((record) => `${record}\n`).join(''));
}

/** Takes out every record that begins with this text. */
export function remove(file: string, start: string): Change {
  return text(file, (content) => {
    const lines = content.split('\n');
    const kept = lines.filter((line) => !line.startsWith(start));
    if (kept.length === lines.length) throw new Error(`${file}.csv has no record ${start}`);
    return kept.join('\n');
  });
}

/** Puts a value into one column of the record that begins with this text. */
export function cell(file: string, start: string, column: string, value: string): Change {
  return text(file, (content) => {
    const lines = content.split('\n');
    const index = lineOf(content, start) - 1;
    const place = (lines[0] ?? '').split(';').indexOf(column);
    if (place < 0) throw new Error(`${file}.csv has no column ${column}`);
    const cells = (lines[index] ?? '').split(';');
    cells[place] = value;
    lines[index] = cells.join(';');
    return lines.join('\n');
  });
}

/** The physical line of the only record that begins with this text. */
export function lineOf(content: string, start: string): number {
  const lines = content.split('\n');
  const found = lines.flatMap((line, index) => (line.startsWith(start) ? [index + 1] : []));
  if (found.length !== 1) throw new Error(`${found.length} records begin with ${start}`);
  return found[0] as number;
}

/** What a check compares: everything but the free text of the reason. */
export function withoutReason(errors: readonly PackageError[]): Omit<PackageError, 'reason'>[] {
  return errors.map(({ file, line, column, code }) => ({ file, line, column, code }));
}

/** One expected error. The line is a number, or the beginning of the record in the changed file. */
export type Expected = readonly [file: string, line: number | string, column: string, code: string];

export interface BrokenPackage {
  readonly rule: string;
  readonly changes: readonly Change[];
  /** None: the package is accepted. */
  readonly expected: readonly Expected[];
}

/** Reads the sample with these changes and compares the errors, all of them and in order. */
export function expectErrors(files: PackageFiles, { changes, expected }: BrokenPackage): void {
  const broken = changed(files, ...changes);
  const resolved = expected.map(([file, line, column, code]) => ({
    file: `${file}.csv`,
    line: typeof line === 'number' ? line : lineOf(textOf(broken, file), line),
    column,
    code,
  }));
  const result = read(broken);
  expect(withoutReason(result.errors)).toEqual(resolved);
  expect(result.ok).toBe(expected.length === 0);
  for (const { reason } of result.errors) {
    expect(reasonInWords(reason, 'english')).toMatch(/^[^А-яЁё]{3,}$/u);
    expect(reasonInWords(reason, 'russian')).toMatch(/^[А-ЯЁ].*\.$/u);
  }
}

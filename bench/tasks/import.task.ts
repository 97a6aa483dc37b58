import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettableClock } from '#libs/platform';
import { createKvitok, Kvitok } from '#services/app';
import { NightlyChargesJob, ReferenceBooks } from '#services/billing';
import { directorySource, FILE_NAMES, readCompanyPackage } from '#services/cli/company-package';
import { playBack } from '../../services/cli/import/playback';
import { Round, timed } from '../measure/spread';

export interface ImportInput {
  readonly dir: string;
  /** A package has so many rows, or some more: it is copies of the sample company. */
  readonly rows: number;
  readonly rounds: number;
}

export interface ImportOutput {
  /** Rows of the package that was measured. */
  readonly rows: number;
  /** The anchor reads the same files and splits them into cells. */
  readonly check: readonly Round[];
  readonly recordAgainstReading: readonly Round[];
  readonly recordSeconds: readonly number[];
}

const SAMPLE = join('samples', 'company');
const EVE = '2026-02-28';
/** Told day by day after the opening state: a package is measured that is taken over, not one that is played. */
const HISTORY: ReadonlySet<string> = new Set([
  'absences',
  'payments',
  'payment_reversals',
  'readings_corrections',
  'house_volumes',
]);
type Table = readonly (readonly string[])[];

/** A package of many houses is checked, and recorded as the opening state of a company, to the last read model. */
export async function measureImport({ dir, rows: wanted, rounds }: ImportInput): Promise<ImportOutput> {
  const packageDir = join(dir, 'package');
  const rows = writePackage(packageDir, wanted);
  const [check, recordAgainstReading]: [Round[], Round[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const anchorMs = await timed(() => readBare(packageDir, rows));
    check.push({ anchorMs, projectMs: await timed(() => void read(packageDir)) });
    recordAgainstReading.push({ anchorMs, projectMs: await recorded(join(dir, `import-${round}`), packageDir) });
  }
  const recordSeconds = recordAgainstReading.map(({ projectMs }) => projectMs / 1_000);
  return { rows, check, recordAgainstReading, recordSeconds };
}

/** From the files to the last read model, milliseconds. */
async function recorded(dataDir: string, packageDir: string): Promise<number> {
  const clock = new SettableClock(`${EVE}T08:00:00.000Z`, EVE);
  const kvitok = await createKvitok({ dataDir, clock, follow: false });
  const ms = await timed(() => playBack(read(packageDir), partsOf(kvitok, clock), { through: null }));
  await kvitok.close();
  rmSync(dataDir, { recursive: true });
  return ms;
}

function partsOf({ app, stack, drain }: Kvitok, clock: SettableClock) {
  const { commands, store, consumerState, vault } = stack;
  const books = app.get(ReferenceBooks);
  return { commands, store, consumerState, vault, books, night: app.get(NightlyChargesJob), clock, drain };
}

function read(packageDir: string) {
  const result = readCompanyPackage(directorySource(packageDir));
  if (!result.ok) throw new Error(`The package is not sound: ${JSON.stringify(result.errors[0])}`);
  return result.package;
}

function readBare(packageDir: string, rows: number): void {
  const found = FILE_NAMES.flatMap((name) => tableOf(packageDir, name).slice(1)).length;
  if (found !== rows) throw new Error(`${String(found)} of ${String(rows)} rows were read`);
}

function tableOf(dir: string, name: string): Table {
  return readFileSync(join(dir, `${name}.csv`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trimEnd().split(';'));
}

/** Copies of the sample’s houses with all that is in them, as many as give so many rows; answers how many there are. */
function writePackage(packageDir: string, wanted: number): number {
  mkdirSync(packageDir, { recursive: true });
  const tables = FILE_NAMES.map((name) => ({ name, table: openingOf(name, tableOf(SAMPLE, name)) }));
  const once = tables.reduce((sum, { table: [header = [], ...rows] }) => sum + rows.filter(commonIn(header)).length, 0);
  const all = tables.reduce((sum, { table }) => sum + table.length - 1, 0);
  const copies = Math.ceil((wanted - once) / (all - once));
  for (const { name, table } of tables) {
    const [header = [], ...rows] = table;
    const isCommon = commonIn(header);
    const own = rows.filter((row) => !isCommon(row));
    const copied = Array.from({ length: copies }, (_, copy) => own.map((row) => renamed(header, row, copy + 1)));
    const lines = [header, ...rows.filter(isCommon), ...copied.flat()].map((row) => row.join(';'));
    writeFileSync(join(packageDir, `${name}.csv`), `${lines.join('\n')}\n`);
  }
  return once + (all - once) * copies;
}

/** The company has some rows once, whatever the number of its houses. */
function commonIn(header: readonly string[]): (row: readonly string[]) => boolean {
  // A bank account goes by the same name as an account of a dwelling.
  if (header.includes('bic')) return () => true;
  const places = ['account', 'house_id', 'meter_id'].map((column) => header.indexOf(column)).filter((at) => at >= 0);
  return (row) => places.every((place) => row[place] === '');
}

function openingOf(name: string, [header = [], ...rows]: Table): Table {
  if (HISTORY.has(name)) return [header];
  if (name !== 'readings') return [header, ...rows];
  const received = header.indexOf('received_on');
  return [header, ...rows.filter((row) => (row[received] ?? '') <= EVE)];
}

/** The same row of another house: its accounts, meters and the house itself go by numbers of their own. */
function renamed(header: readonly string[], row: readonly string[], copy: number): string[] {
  return row.map((cell, place) => {
    const column = header[place];
    if (cell === '') return cell;
    if (column === 'account') return `${String(copy).padStart(4, '0')}${cell.slice(4)}`;
    if (column === 'house_id' || column === 'meter_id' || column === 'replaces') return `${cell}C${String(copy)}`;
    return cell;
  });
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { durationFinding, Finding, plainFinding, rateFinding } from './measure/finding';
import { GoalName } from './measure/goals';
import { grouped } from './measure/number-text';
import { Round } from './measure/spread';
import { runInChild } from './run-in-child';
import type { Bench } from './suites';

/** What an accountant waits for: a turnover sheet, a registry of a bank, the import of a company. */

const READ_FILE = 'the same file read, decoded, split and added up';

export async function turnoverSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const { turnoverAccounts: accounts, rounds, judgesMilliseconds } = scale;
  const dataDir = join(dir, 'turnover');
  await runInChild('seedCompany', { dataDir, accounts, months: 1 });
  const { byAccount, byUtility } = await runInChild('measureTurnover', { dataDir, accounts, rounds });
  rmSync(dataDir, { recursive: true });
  const label = `turnover sheet of ${grouped(accounts)} accounts`;
  const anchor = 'typed scan of the same rows';
  const ms = (measured: readonly Round[]) => measured.map(({ projectMs }) => projectMs);
  const bound: GoalName | null = judgesMilliseconds ? 'turnover.ms' : null;
  return [
    durationFinding(`${label}, by account`, anchor, byAccount, null),
    plainFinding(`${label}, by account`, 'ms', ms(byAccount), bound),
    durationFinding(`${label}, by utility`, anchor, byUtility, null),
    plainFinding(`${label}, by utility`, 'ms', ms(byUtility), bound),
  ];
}

export async function registrySuite({ dir, scale }: Bench): Promise<Finding[]> {
  const { registryLines: lines, judgesMilliseconds } = scale;
  const accounts = 1_000;
  const measured = await runInChild('measureRegistry', { dir, lines, accounts, rounds: 3 });
  const label = `registry of ${grouped(lines)} lines`;
  const inserting = 'the same, and a row each in bare SQLite, 500 a transaction';
  const bound: GoalName | null = judgesMilliseconds ? 'registry.seconds' : null;
  return [
    rateFinding(`${label}: dry run`, 'lines', lines, READ_FILE, measured.check, null),
    rateFinding(`${label}: accepted`, 'lines', lines, READ_FILE, measured.acceptAgainstReading, null),
    rateFinding(`${label}: accepted`, 'lines', lines, inserting, measured.acceptAgainstInserting, 'registry.accept'),
    plainFinding(`${label}: accepted`, 's', measured.acceptSeconds, bound),
    plainFinding(`${label}: peak memory`, 'MB', [measured.peakMemoryMb], null),
    ...(await bookedFindings({ dir, scale })),
  ];
}

/** From the file to the last line on its account, in a company whose every service knows all accounts. */
async function bookedFindings({ dir, scale }: Bench): Promise<Finding[]> {
  const { registryLines: lines, bookedAccounts: accounts, judgesMilliseconds } = scale;
  const dataDir = join(dir, 'booked');
  await runInChild('seedCompany', { dataDir, accounts, months: 0 });
  await runInChild('tellCompany', { dataDir });
  const measured = await runInChild('measureBooked', { dir, dataDir, lines, accounts, rounds: 3 });
  rmSync(dataDir, { recursive: true });
  const label = `registry of ${grouped(lines)} lines: to the last line on its account`;
  const bound: GoalName | null = judgesMilliseconds ? 'registry.seconds' : null;
  return [
    rateFinding(label, 'lines', lines, READ_FILE, measured.booked, 'registry.booked'),
    plainFinding(label, 's', measured.seconds, bound),
    plainFinding(`${label}: how often it is told how far it is`, '', measured.tellings, null),
    plainFinding(`${label}: peak memory`, 'MB', [measured.peakMemoryMb], null),
  ];
}

export async function importSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const { importRows, judgesMilliseconds } = scale;
  const measured = await runInChild('measureImport', { dir, rows: importRows, rounds: 3 });
  const { rows, check, recordAgainstReading, recordSeconds } = measured;
  const label = `import of ${grouped(rows)} rows`;
  const reading = 'the same files read and split';
  const bound: GoalName | null = judgesMilliseconds ? 'import.seconds' : null;
  return [
    rateFinding(`${label}: dry run`, 'rows', rows, reading, check, null),
    rateFinding(`${label}: recorded`, 'rows', rows, reading, recordAgainstReading, 'import.record'),
    plainFinding(`${label}: recorded`, 's', recordSeconds, bound),
  ];
}

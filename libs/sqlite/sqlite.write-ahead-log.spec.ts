import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { switchToWriteAheadLog } from './sqlite.write-ahead-log';

const WAITS_MILLISECONDS = 10_000;
const HELD_MILLISECONDS = 400;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kvitok-write-ahead-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = () => join(folder, 'new.sqlite');

/** Another one has the file for so long, from when this is through. */
async function heldByAnother(file: string, milliseconds: number): Promise<Worker> {
  const holds = `
    const { parentPort, workerData } = require('node:worker_threads');
    const Database = require(workerData.driver);
    const database = new Database(workerData.file);
    database.exec('BEGIN EXCLUSIVE; CREATE TABLE other (id INTEGER)');
    parentPort.postMessage('held');
    setTimeout(() => { database.exec('COMMIT'); database.close(); }, workerData.milliseconds);
  `;
  const workerData = { file, milliseconds, driver: require.resolve('better-sqlite3') };
  const worker = new Worker(holds, { eval: true, workerData });
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  return worker;
}

test('who finds another one at a new file waits until it is through', async () => {
  const database = new Database(fileOf(), { timeout: WAITS_MILLISECONDS });
  try {
    const worker = await heldByAnother(fileOf(), HELD_MILLISECONDS);
    switchToWriteAheadLog(database);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.prepare('SELECT count(*) FROM other').pluck().get()).toBe(0);
    await worker.terminate();
  } finally {
    database.close();
  }
});

test('who has waited as long as it waits for everything else says that the file is taken', () => {
  const [holder, database] = [new Database(fileOf()), new Database(fileOf(), { timeout: 50 })];
  try {
    holder.exec('BEGIN EXCLUSIVE; CREATE TABLE other (id INTEGER)');
    expect(() => switchToWriteAheadLog(database)).toThrow('database is locked');
  } finally {
    for (const one of [database, holder]) one.close();
  }
});

test('what is wrong with the file itself is told at once', () => {
  const database = new Database(fileOf());
  database.close();
  expect(() => switchToWriteAheadLog(database)).toThrow('not open');
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expiringRecordsContract, raiseCount } from '#libs/testing';
import { ExpiringRecordsError } from './expiring-records.port';
import { MemoryExpiringRecords } from './memory.expiring-records';
import { openSqliteExpiringRecords } from './sqlite.expiring-records';

const folder = mkdtempSync(join(tmpdir(), 'expiring-records-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `records-${(files += 1)}.db`);

expiringRecordsContract('memory', () => new MemoryExpiringRecords());
expiringRecordsContract('sqlite', () => openSqliteExpiringRecords({ file: newFile() }));

describe('the file of the records', () => {
  it('is read by the next process, and shared by two', async () => {
    const file = newFile();
    const [first, second] = [openSqliteExpiringRecords({ file }), openSqliteExpiringRecords({ file })];
    expect(await raiseCount(first, 'a')).toBe(1);
    expect(await raiseCount(second, 'a')).toBe(2);
    await first.close();
    await second.close();
    const next = openSqliteExpiringRecords({ file });
    expect(await raiseCount(next, 'a')).toBe(3);
    await next.close();
  });

  it('of another program is left alone', () => {
    const file = newFile();
    const database = new Database(file);
    database.exec('CREATE TABLE other (id INTEGER)');
    database.close();
    expect(() => openSqliteExpiringRecords({ file })).toThrow(ExpiringRecordsError);
  });
});

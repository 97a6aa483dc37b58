import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupCommand, restoreCommand } from './backup.command';

const DISTRIBUTED = {
  KVITOK_MODE: 'distributed',
  KVITOK_KAFKA_BROKERS: 'kafka:9092',
  KVITOK_MONGODB_URL: 'mongodb://kvitok:s3cret@mongo/kvitok',
};

describe('a backup in the distributed mode', () => {
  const given = { ...process.env };
  const folder = mkdtempSync(join(tmpdir(), 'backup-command-'));
  beforeEach(() => Object.assign(process.env, DISTRIBUTED));
  afterEach(() => {
    process.env = { ...given };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['backup', backupCommand],
    ['restore', restoreCommand],
  ] as const)('is no %s of the files alone: it says what is left out, and does nothing', async (name, command) => {
    const words = ['node', 'kvitok', join(folder, 'kvitok.backup'), '--data', join(folder, 'data')];
    const done = command().parseAsync(words);
    const says = [name, 'MongoDB', 'runbook'].map((word) => expect.stringContaining(word) as string);
    for (const message of says) await expect(done).rejects.toMatchObject({ exitCode: 1, message });
    await expect(done).rejects.not.toMatchObject({ message: expect.stringContaining('s3cret') as string });
    expect(readdirSync(folder)).toEqual([]);
  });
});

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltProcess } from '../support/built-process';

const KEY = randomBytes(32).toString('hex');

describe('a service of the distributed mode that lacks a key of a vault', () => {
  const master = randomBytes(32).toString('hex');
  /** How it ends where no store answers: the keys come first. */
  async function endOf(name: string, keys: Readonly<Record<string, string>>): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'kvitok-keys-'));
    const running = new BuiltProcess(`${name}/main.js`, {
      KVITOK_MODE: 'distributed',
      KVITOK_KAFKA_BROKERS: '127.0.0.1:1',
      KVITOK_MONGODB_URL: 'mongodb://127.0.0.1:1/kvitok?serverSelectionTimeoutMS=500',
      KVITOK_SERVICES_KEY: KEY,
      KVITOK_DATA_DIR: folder,
      KVITOK_NIGHTS: 'off',
      ...keys,
    });
    await running.url.catch(() => undefined);
    expect(await running.ended).toBe(1);
    rmSync(folder, { recursive: true });
    return running.output;
  }

  it('does not start where it needs it, says which, and shows no other one', async () => {
    const identity = await endOf('identity', { KVITOK_PERSON_MASTER_KEY: master });
    expect(identity).toContain('KEY_MISSING: KVITOK_CODE_PEPPER is not set');
    expect(identity).not.toContain(master);
    expect(await endOf('support', {})).toContain('KEY_MISSING: KVITOK_PERSON_MASTER_KEY is not set');
  });

  it('goes on to the stores where it does not', async () => {
    const output = await endOf('metering', {});
    expect(output).not.toContain('KEY_MISSING');
    expect(output).toMatch(/STORAGE|MONGO/i);
  });
});

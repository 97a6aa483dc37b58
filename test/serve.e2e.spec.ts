import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltProcess, FREE_GATEWAY_PORTS } from './support/built-process';

const TIMEOUT_MS = 60_000;

/** The built serving process with an environment of its own. */
function serve(environment: Readonly<Record<string, string>>) {
  const running = new BuiltProcess('main.js', { ...FREE_GATEWAY_PORTS, ...environment });
  return {
    url: running.url,
    ended: running.ended.then((exitCode) => ({ exitCode, written: running.output })),
    stop: () => void running.end('SIGTERM'),
  };
}

describe('the serving process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kvitok-serve-'));
  const data = join(folder, 'data');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test(
    'serves from a new folder, and ends in good order when it is told to',
    async () => {
      const running = serve({ KVITOK_DATA_DIR: data });
      const ready = await fetch(`${await running.url}/health/ready`);
      expect(ready.status).toBe(200);
      running.stop();
      const { exitCode, written } = await running.ended;
      expect(exitCode).toBe(0);
      // The bank and letters lead back to localhost: cookies of another name would be others.
      expect(written).toMatch(/"cabinetAddress":"http:\/\/localhost:\d+","backOfficeAddress":"http:\/\/localhost:\d+"/);
      // Whatever was in the write-ahead log stands in the file itself.
      expect(existsSync(join(data, 'events.sqlite'))).toBe(true);
      expect(existsSync(join(data, 'events.sqlite-wal'))).toBe(false);
    },
    TIMEOUT_MS,
  );

  test(
    'says what is wrong with its settings, and not their values',
    async () => {
      const { exitCode, written } = await serve({ PORT: 'secret-port', LOG_LEVEL: 'secret-level' }).ended;
      expect(exitCode).toBe(2);
      expect(written).toMatch(/SETTINGS_INVALID[^]*PORT[^]*LOG_LEVEL/);
      expect(written).not.toContain('secret');
    },
    TIMEOUT_MS,
  );

  test(
    'does not send payers from a bank to the machine of whoever pays',
    async () => {
      const open = { KVITOK_CABINET_HOST: '0.0.0.0', KVITOK_ACQUIRER: 'sandbox' };
      const { exitCode, written } = await serve({ KVITOK_DATA_DIR: data, ...open }).ended;
      expect(exitCode).toBe(2);
      expect(written).toMatch(/SETTINGS_INVALID[^]*KVITOK_CABINET_ADDRESS must say where residents reach the cabinet/);
    },
    TIMEOUT_MS,
  );

  test(
    'says that its log is damaged instead of serving from it',
    async () => {
      const file = openSync(join(data, 'events.sqlite'), 'r+');
      writeSync(file, Buffer.alloc(4_096, 0x5a), 0, 4_096, 4_096);
      closeSync(file);
      const { exitCode, written } = await serve({ KVITOK_DATA_DIR: data }).ended;
      expect(exitCode).toBe(1);
      expect(written).toContain('EVENT_STORE_DAMAGED');
      expect(written).toContain('kvitok verify');
    },
    TIMEOUT_MS,
  );
});

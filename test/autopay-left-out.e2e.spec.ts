import { Logger } from '@nestjs/common';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAcquiringSettings, readNeighbours, readSettings } from '../libs/platform';
import { SERVICES, startKvitok } from '../services/app';

const PORTS = { PORT: '0', KVITOK_CABINET_PORT: 'off', KVITOK_BACK_OFFICE_PORT: 'off', LOG_LEVEL: 'silent' };
const BANK = { KVITOK_ACQUIRER: 'sandbox', KVITOK_SANDBOX_BANK_PORT: '0' };
const BILLING = { KVITOK_BILLING_URL: 'http://127.0.0.1:9' };

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kvitok-autopay-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** What a process of these services warns of when it starts. */
async function warnings(services: readonly string[], environment: Readonly<Record<string, string>>) {
  const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  const settings = readSettings({ ...PORTS, KVITOK_DATA_DIR: folder, ...environment });
  const running = await startKvitok({
    settings,
    services: SERVICES.filter(({ name }) => services.includes(name)),
    acquiring: readAcquiringSettings(environment),
    neighbours: readNeighbours(environment),
  });
  await running.stop();
  const said = warned.mock.calls.map((words: readonly unknown[]) => words.at(-1));
  warned.mockRestore();
  return said.filter((words) => String(words).includes('Autopay'));
}

const LEFT_OUT = ['Autopay is not charged: the address of billing is not set'];

it.each<[string, readonly string[], Readonly<Record<string, string>>, readonly string[]]>([
  ['that cannot ask billing', ['payments'], BANK, LEFT_OUT],
  ['that is told where billing is', ['payments'], { ...BANK, ...BILLING }, []],
  ['that is billing as well', ['payments', 'billing'], BANK, []],
  ['without a bank', ['payments'], {}, []],
  ['that does nothing by the clock', ['payments'], { ...BANK, KVITOK_NIGHTS: 'off' }, []],
])('a process of payments %s says at its start what it leaves out', async (_which, services, environment, said) => {
  expect(await warnings(services, environment)).toEqual(said);
});

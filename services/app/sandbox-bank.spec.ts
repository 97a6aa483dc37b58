import { Logger } from '@nestjs/common';
import { SandboxAcquirer } from '#libs/acquiring';
import { createSandboxBank } from './sandbox-bank';
import type { Kvitok } from './create-kvitok';

const payments = { notified: () => Promise.resolve() };
const kvitok = { app: { get: () => payments }, stack: { clock: { now: () => '2026-10-15T06:00:00.000Z' } } };

test('the training bank leaves the process its log', async () => {
  const said: unknown[] = [];
  const keep = (message: unknown) => void said.push(message);
  Logger.overrideLogger({ log: keep, error: keep, warn: keep });
  const bank = await createSandboxBank(kvitok as unknown as Kvitok, new SandboxAcquirer('http://127.0.0.1:3002'));
  try {
    new Logger('Kvitok').error('A job failed');
    expect(said).toContain('A job failed');
  } finally {
    await bank.close();
    Logger.overrideLogger(new Logger());
  }
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consumerStateContract, integrationMessage } from '#libs/testing';
import { SqliteConsumerState } from './sqlite.consumer-state';

consumerStateContract('SQLite', async (remembered) => new SqliteConsumerState(':memory:', remembered));

it('two processes share one file, and it is there again after both have ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'consumer-state-'));
  const file = join(folder, 'bus.sqlite');
  try {
    const [server, operator] = [new SqliteConsumerState(file), new SqliteConsumerState(file)];
    await server.park('kvitok.billing', integrationMessage('m1', 'A'), 'no tariff', 4, '2026-10-25T09:15:00.000Z');
    await server.saveCheckpoint('kvitok.billing', 12);
    await operator.saveCheckpoint('kvitok.billing', 9);
    await operator.removeParked('kvitok.billing', 'm1');
    await operator.markHandled('kvitok.billing', 'm1', 3);
    expect(await server.isParked('kvitok.billing', 'A')).toBe(false);
    await server.close();
    await operator.close();
    const again = new SqliteConsumerState(file);
    expect(await again.checkpoint('kvitok.billing')).toBe(12);
    expect(await again.isHandled('kvitok.billing', 'm1')).toBe(true);
    await again.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/**
 * One service, or all of them, as `services/<name>/main.ts` starts them, but with a clock that stands still: what is
 * measured happens in a reading window of the sample company, whatever the day is.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readDistributedSettings, readSettings, SettableClock } from '#libs/platform';
import { SERVICES, startKvitok } from '#services/app';
import { NIGHTS_CLIENT, NightsClient } from '#services/billing/api/client';

export interface ToService {
  readonly kind: 'calculate';
}

export type FromService = { readonly kind: 'serves'; readonly url: string } | { readonly kind: 'calculated' };

const ZONE = 'Europe/Samara';
const LOOKS_EVERY_MS = 5;

async function main(): Promise<void> {
  const [name = 'all', day = ''] = process.argv.slice(2);
  const clock = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
  clock.set(day, '10:00:00', ZONE);
  const { kvitok, url } = await startKvitok({
    settings: readSettings(process.env),
    distributed: readDistributedSettings(process.env),
    services: name === 'all' ? SERVICES : SERVICES.filter((service) => service.name === name),
    clock,
  });
  const tell = (told: FromService) => process.send?.(told);
  process.on('message', () => {
    void calculate(kvitok.app.get<NightsClient>(NIGHTS_CLIENT, { strict: false })).then(() =>
      tell({ kind: 'calculated' }),
    );
  });
  tell({ kind: 'serves', url });
}

async function calculate(nights: NightsClient): Promise<void> {
  const commandId = `bench:${randomUUID()}`;
  await nights.calculate({ commandId, correlationId: commandId, causationId: null, actor: 'staff:bench', input: null });
  for (;;) {
    const progress = await nights.progress();
    if (progress?.state === 'failed') throw new Error('A calculation failed');
    if (progress?.state === 'finished') return;
    await sleep(LOOKS_EVERY_MS);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

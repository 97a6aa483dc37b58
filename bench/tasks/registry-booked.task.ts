import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettableClock } from '#libs/platform';
import { createKvitok } from '#services/app';
import { accountPeriodStream } from '#services/billing';
import { RegistryIntake } from '#services/payments';
import { dwellingOf } from '../company/accounts';
import { MEASURED_PERIOD } from '../company/seed';
import { Round, timed } from '../measure/spread';
import { readBare, REGISTRY_DAY, registryOf } from './registry.task';

export interface BookedInput {
  readonly dir: string;
  /** Where the company was seeded, with all of its accounts known to every service. */
  readonly dataDir: string;
  readonly lines: number;
  readonly accounts: number;
  readonly rounds: number;
}

export interface BookedOutput {
  /** From the file to the last line on its account, beside reading the same file. */
  readonly booked: readonly Round[];
  readonly seconds: readonly number[];
  /** How often whoever waits is told how far it is. */
  readonly tellings: readonly number[];
  readonly peakMemoryMb: number;
}

const ACTOR = 'bench';

/** A company that billing has is told to the other services, so that their reactions have no part in what is measured. */
export async function tellCompany({ dataDir }: { readonly dataDir: string }): Promise<null> {
  const kvitok = await openAll(dataDir);
  await kvitok.drain();
  await kvitok.close();
  return null;
}

/** A registry of a bank is accepted, and every line of it credited to the debts of its account. */
export async function measureBooked({ dir, dataDir, lines, accounts, rounds }: BookedInput): Promise<BookedOutput> {
  const path = join(dir, 'registry-booked.txt');
  writeFileSync(path, registryOf(lines, accounts));
  const booked: Round[] = [];
  const tellings: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const anchorMs = await timed(() => void readBare(path, lines));
    const copy = `${dataDir}-${String(round)}`;
    cpSync(dataDir, copy, { recursive: true });
    const { ms, told } = await bookedOnce(copy, path, { lines, accounts });
    rmSync(copy, { recursive: true });
    booked.push({ anchorMs, projectMs: ms });
    tellings.push(told);
  }
  const seconds = booked.map(({ projectMs }) => projectMs / 1_000);
  return { booked, seconds, tellings, peakMemoryMb: process.resourceUsage().maxRSS / 1_024 };
}

async function bookedOnce(dataDir: string, path: string, { lines, accounts }: Pick<BookedInput, 'lines' | 'accounts'>) {
  const kvitok = await openAll(dataDir);
  const intake = kvitok.app.get(RegistryIntake);
  let told = 0;
  const ms = await timed(async () => {
    const bytes = readFileSync(path);
    const file = { bytes, fileName: 'registry.txt', profileId: 'sberbank-text' };
    const { registryId } = await intake.take(file, { actor: ACTOR });
    await intake.record(bytes, registryId, { actor: ACTOR }, () => void (told += 1));
    await kvitok.drain();
  });
  // The last account of the file stands for the others: its payments are in its period.
  const { account } = dwellingOf((lines - 1) % accounts);
  const events = await kvitok.stack.store.readStream(accountPeriodStream(account, MEASURED_PERIOD));
  const credited = events.filter(({ type }) => type === 'PaymentCredited').length;
  const expected = Math.floor(lines / accounts) + ((lines - 1) % accounts < lines % accounts ? 1 : 0);
  await kvitok.close();
  if (credited !== expected) throw new Error(`${String(credited)} of ${String(expected)} lines reached ${account}`);
  return { ms, told };
}

function openAll(dataDir: string) {
  const clock = new SettableClock(`${REGISTRY_DAY}T08:00:00.000Z`, REGISTRY_DAY);
  return createKvitok({ dataDir, clock, follow: false });
}

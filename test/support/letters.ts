import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { intervalJobsOf, SERVICES } from '#services/app';
import { BILLING_CLIENT, BillingClient } from '../../services/billing/api/client';
import { Contacts } from '../../services/identity/api/contacts';
import { Correspondence } from '../../services/support/api/correspondence';
import { RunningCabinet } from './cabinet';

const OFFICE = { reason: 'Показан паспорт', actorRole: 'accountant' } as const;
const ATTEMPTS = 200;
const PAUSE_MILLISECONDS = 20;

const origin = (commandId = `test:${randomUUID()}`) => ({
  commandId,
  correlationId: commandId,
  causationId: null,
  actor: 'staff:test',
  input: null,
});

/** Notes a mail address that the office has seen to be the payer's. */
export async function verifyMail({ kvitok }: RunningCabinet, account: string, address: string): Promise<void> {
  const { payerId } = await kvitok.app.get<BillingClient>(BILLING_CLIENT, { strict: false }).card(account);
  await kvitok.app
    .get(Contacts, { strict: false })
    .verifyMail({ account, personId: payerId, address }, OFFICE, origin());
  await kvitok.drain();
}

/** What a specialist writes at the office. */
export async function answerAsSpecialist(
  { kvitok }: RunningCabinet,
  conversationId: string,
  text: string,
): Promise<void> {
  const correspondence = kvitok.app.get(Correspondence, { strict: false });
  const card = await correspondence.cardOf(conversationId, null);
  await correspondence.add(card, { text, files: [] }, 'specialist', origin());
  await kvitok.drain();
}

/** Sends what waits in the outbox, by the job that the process runs. */
export async function sendLetters({ kvitok, url }: RunningCabinet): Promise<void> {
  const jobs = intervalJobsOf(kvitok, SERVICES, url);
  await jobs.find(({ name }) => name === 'send-letters')?.run();
  await kvitok.drain();
}

/** The letters that lie in the folder of a process without a mail server. */
export function lettersOf({ dataDir }: RunningCabinet): string[] {
  const folder = join(dataDir, 'letters');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.eml'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Waits for a letter in which this is found: some are sent after the page was answered. */
export async function letterWith(cabinet: RunningCabinet, wanted: RegExp): Promise<RegExpExecArray> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    for (const letter of lettersOf(cabinet)) {
      const found = wanted.exec(letter);
      if (found !== null) return found;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
  throw new Error(`No letter has ${String(wanted)}`);
}

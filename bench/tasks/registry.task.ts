import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettableClock } from '#libs/platform';
import { createKvitok, SERVICES } from '#services/app';
import { payerAccountDecider, payerAccountStream, RegistryIntake } from '#services/payments';
import { BareLog } from '../anchors/bare-log';
import { dwellingOf } from '../company/accounts';
import { Round, timed } from '../measure/spread';

export interface RegistryInput {
  readonly dir: string;
  readonly lines: number;
  readonly accounts: number;
  readonly rounds: number;
}

export interface RegistryOutput {
  /** The anchor reads the same file, decodes and splits it and adds it up. */
  readonly check: readonly Round[];
  readonly acceptAgainstReading: readonly Round[];
  /** The anchor inserts a payment for each line besides, in transactions of as many as we commit at once. */
  readonly acceptAgainstInserting: readonly Round[];
  readonly acceptSeconds: readonly number[];
  readonly peakMemoryMb: number;
}

export const REGISTRY_DAY = '2026-03-12';
const DAY = REGISTRY_DAY;
const COMMITTED_AT_ONCE = 500;
const ACTOR = 'bench';

/** A registry of a bank is looked at and accepted, every line of it a payment of a known account. */
export async function measureRegistry({ dir, lines, accounts, rounds }: RegistryInput): Promise<RegistryOutput> {
  const path = join(dir, 'registry.txt');
  writeFileSync(path, registryOf(lines, accounts));
  const [check, acceptAgainstReading, acceptAgainstInserting]: [Round[], Round[], Round[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const { checkMs, acceptMs } = await ours(join(dir, `registry-${round}`), path, lines, accounts);
    const readMs = await timed(() => readBare(path, lines));
    const insertMs = await timed(() => insertBare(join(dir, `registry-bare-${round}.sqlite`), readBare(path, lines)));
    check.push({ anchorMs: readMs, projectMs: checkMs });
    acceptAgainstReading.push({ anchorMs: readMs, projectMs: acceptMs });
    acceptAgainstInserting.push({ anchorMs: insertMs, projectMs: acceptMs });
  }
  const acceptSeconds = acceptAgainstReading.map(({ projectMs }) => projectMs / 1_000);
  const peakMemoryMb = process.resourceUsage().maxRSS / 1_024;
  return { check, acceptAgainstReading, acceptAgainstInserting, acceptSeconds, peakMemoryMb };
}

async function ours(dataDir: string, path: string, lines: number, accounts: number) {
  const clock = new SettableClock(`${DAY}T08:00:00.000Z`, DAY);
  const services = SERVICES.filter(({ name }) => name === 'payments');
  const kvitok = await createKvitok({ dataDir, clock, follow: false, services });
  await kvitok.stack.commands.executeMany(
    Array.from({ length: accounts }, (_, number) => {
      const { account, houseId } = dwellingOf(number);
      return {
        stream: payerAccountStream(account),
        decider: payerAccountDecider,
        command: { kind: 'NotePayerAccount' as const, account, houseId, openedOn: '2020-01-01' },
        commandId: `note:${account}`,
        actor: ACTOR,
      };
    }),
  );
  await kvitok.stack.projector.catchUp();
  const intake = kvitok.app.get(RegistryIntake);
  const file = () => ({ bytes: readFileSync(path), fileName: 'registry.txt', profileId: 'sberbank-text' });
  const checkMs = await timed(() => intake.check(file()));
  const acceptMs = await timed(async () => {
    const { bytes, ...rest } = file();
    const { registryId } = await intake.take({ bytes, ...rest }, { actor: ACTOR });
    const { sums } = await intake.record(bytes, registryId, { actor: ACTOR });
    if (sums.received.lines !== lines) throw new Error(`${sums.received.lines} of ${lines} lines were received`);
  });
  await kvitok.close();
  rmSync(dataDir, { recursive: true });
  return { checkMs, acceptMs };
}

/** A file in the Sberbank-like form; ASCII, so that it is Windows-1251 too. */
export function registryOf(lines: number, accounts: number): string {
  const text: string[] = [];
  let total = 0;
  for (let number = 0; number < lines; number += 1) {
    const kopecks = 100_000 + number;
    total += kopecks;
    const { account } = dwellingOf(number % accounts);
    const amount = (kopecks / 100).toFixed(2);
    const operation = String(804_700_000_000 + number);
    text.push(
      `11-03-2026;10-15-00;8047/0012;312;${operation};${account};Payer P. P.;Lesnaya 1-${number};0226;${amount};${amount};0.00`,
    );
  }
  const sum = (total / 100).toFixed(2);
  return `${text.join('\r\n')}\r\n=${lines};${sum};${sum};0.00;118204;12-03-2026\r\n`;
}

export function readBare(path: string, lines: number): string[][] {
  const rows = new TextDecoder('windows-1251')
    .decode(readFileSync(path))
    .split('\r\n')
    .filter((line) => line !== '' && !line.startsWith('='))
    .map((line) => line.split(';'));
  const total = rows.reduce((sum, row) => sum + Math.round(Number(row[9]) * 100), 0);
  if (rows.length !== lines || total === 0) throw new Error('The file was not read');
  return rows;
}

function insertBare(file: string, rows: readonly string[][]): void {
  const log = new BareLog(file);
  const events = rows.map((row) => ({
    stream: `payments_payment-${row[4] ?? ''}`,
    type: 'PaymentReceived',
    data: { paymentId: row[4], account: row[5], amountKopecks: Math.round(Number(row[9]) * 100), effectiveOn: row[0] },
    metadata: { recordedAt: `${DAY}T08:00:00.000Z`, actor: ACTOR, commandId: row[4] },
  }));
  for (let first = 0; first < events.length; first += COMMITTED_AT_ONCE) {
    log.append(events.slice(first, first + COMMITTED_AT_ONCE));
  }
  log.close();
}

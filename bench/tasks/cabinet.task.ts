import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { SettableClock } from '#libs/platform';
import { createKvitok, Kvitok, urlOf } from '#services/app';
import { createCabinet } from '#services/app/gateways';
import { AgingQuery } from '#services/billing';
import { IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import { issueDemonstrationCredential } from '../../services/cli/demonstration-credential';
import { bareApplication } from '../anchors/bare-page';
import { load, LoadInput } from '../measure/load';
import { percentile, Round } from '../measure/spread';

export interface CabinetInput {
  readonly dataDir: string;
  readonly requests: number;
  readonly rounds: number;
}

/** Of each round: the time of all requests, and of single ones. */
export interface AskedOften {
  readonly rounds: readonly Round[];
  readonly firstByteMedianMs: readonly number[];
  readonly p99Ms: readonly number[];
}

export interface CabinetOutput {
  readonly home: AskedOften;
  readonly balance: AskedOften;
}

const SAMPLE = join('samples', 'company');
const THROUGH = '2026-10-14';
const TODAY = '2026-10-15';
const ZONE = 'Europe/Samara';
const RESIDENTS = 50;

/**
 * Fifty residents of the sample company at once: the home page of the cabinet, each account in a session of its own, and the
 * debt of an account over the API of the services; beside a bare handler that answers with as many bytes.
 */
export async function measureCabinet({ dataDir, requests, rounds }: CabinetInput): Promise<CabinetOutput> {
  const command = [join('bin', 'kvitok.js'), 'import', SAMPLE, '--through', THROUGH, '--data', dataDir];
  const { status } = spawnSync(process.execPath, command, { stdio: 'ignore' });
  if (status !== 0) throw new Error('The sample company was not imported');
  const clock = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
  clock.set(TODAY, '10:00:00', ZONE);
  const kvitok = await createKvitok({ dataDir, clock, follow: true });
  await kvitok.drain();
  const formSecret = randomBytes(32).toString('base64url');
  const cabinet = await createCabinet(kvitok, { publicAddress: 'http://127.0.0.1', allowedHosts: [], formSecret });
  await cabinet.listen(0, '127.0.0.1');
  await kvitok.app.listen(0, '127.0.0.1');
  const accounts = await accountsOf(kvitok);
  const cookies = await sessionsOf(kvitok, accounts);
  const asked = { askers: RESIDENTS, requests };
  const home = { ...asked, url: `${urlOf(cabinet)}/`, cookies, mark: 'Ещё в кабинете' };
  const aging = `/billing/accounts/${accounts[0] ?? ''}/aging?asOf=${TODAY}`;
  const balance = { ...asked, url: `${urlOf(kvitok.app)}${aging}`, cookies: [], mark: 'principalKopecks' };
  const output = {
    home: await askedOften(home, 'text/html; charset=utf-8', rounds),
    balance: await askedOften(balance, 'application/json; charset=utf-8', rounds),
  };
  await cabinet.close();
  await kvitok.close();
  return output;
}

async function accountsOf(kvitok: Kvitok): Promise<string[]> {
  const accounts: string[] = [];
  for await (const { account } of kvitok.app.get(AgingQuery).all(TODAY)) accounts.push(account);
  return accounts;
}

async function sessionsOf(kvitok: Kvitok, accounts: readonly string[]): Promise<string[]> {
  const identity = kvitok.app.get<IdentityClient>(IDENTITY_CLIENT, { strict: false });
  const cookies: string[] = [];
  for (const [number, account] of accounts.entries()) {
    const { login, code } = await issueDemonstrationCredential(kvitok, account);
    const address = `192.0.2.${String(number + 1)}`;
    const opened = await identity.signIn({ login, code, address, deviceToken: null, userAgent: 'bench' });
    cookies.push(`kvitok_session=${opened.sessionToken}`);
  }
  return cookies;
}

async function askedOften(asked: LoadInput, type: string, rounds: number): Promise<AskedOften> {
  const [cookie] = asked.cookies;
  const answer = await fetch(asked.url, { headers: cookie === undefined ? {} : { cookie } });
  const bare = await bareApplication(type, await answer.text());
  const bareAsked = { ...asked, url: `${urlOf(bare)}/`, cookies: [] };
  const measured: { round: Round; firstByte: number; p99: number }[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const anchor = await load(bareAsked);
    const ours = await load(asked);
    // The first round warms caches and code.
    if (round < 0) continue;
    measured.push({
      round: { anchorMs: anchor.ms, projectMs: ours.ms },
      firstByte: percentile(ours.firstByteMs, 0.5),
      p99: percentile(ours.wholeMs, 0.99),
    });
  }
  await bare.close();
  return {
    rounds: measured.map(({ round }) => round),
    firstByteMedianMs: measured.map(({ firstByte }) => firstByte),
    p99Ms: measured.map(({ p99 }) => p99),
  };
}

import { INestApplication } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { SandboxAcquirer } from '#libs/acquiring';
import { SettableClock } from '#libs/platform';
import { Acquiring, createKvitok, Kvitok, KvitokOptions } from '#services/app';
import { createCabinet } from '#services/app/gateways';
import { issueDemonstrationCredential } from '../../services/cli/demonstration-credential';
import { IDENTITY_CLIENT, IdentityClient } from '../../services/identity/api/client';
import { playedCompany } from './played-company';

export const TIME_ZONE = 'Europe/Samara';
/** The day on which a cabinet under test is visited: readings are being asked for, the slip is due today. */
export const CABINET_DAY = '2026-10-15';
const CABINET_TIME = '10:00:00';
/** In house 1, with debts of several months, meters of every kind and a whole history. */
export const ACCOUNT = '0045120023';
/** A neighbour, whose data the resident of `ACCOUNT` must never see. */
export const OTHER_ACCOUNT = '0045120015';

/** The cabinet over the sample company in this process, with whatever it was asked of the services counted. */
export interface RunningCabinet {
  readonly url: string;
  readonly kvitok: Kvitok;
  readonly cabinet: INestApplication;
  readonly clock: SettableClock;
  /** The folder of its data, with the letters that were sent. */
  readonly dataDir: string;
  /** Login and code as they would stand on the paper slip. */
  slipOf(account: string): Promise<{ readonly login: string; readonly code: string }>;
  /** The token of the session of somebody who has signed in with them; one for each account. */
  sessionOf(account: string): Promise<string>;
  /** A session of its own, which other accounts were attached to by their codes. */
  sessionWith(account: string, ...others: string[]): Promise<string>;
  /** The `Cookie` header of a browser with that session. */
  cookieOf(account: string): Promise<string>;
  close(): Promise<void>;
}

export interface CabinetOptions {
  /** In place of clients of the services, by their symbols. */
  readonly clients?: (kvitok: Kvitok) => ReadonlyMap<symbol, unknown>;
  /** The bank at which residents pay; a training bank that nobody serves where absent, and none where null. */
  readonly acquiring?: Acquiring | null;
  /** Whether the API of the office answers too, in this process: `kvitok.app`; and how it shows and logs itself. */
  readonly office?: KvitokOptions['http'];
  /** A free one where absent. */
  readonly port?: number;
  /** Names under which it answers; any name where absent. */
  readonly allowedHosts?: readonly string[];
}

function trainingBank(): Acquiring {
  return { acquirer: new SandboxAcquirer('http://127.0.0.1:3002'), returnAddress: 'http://127.0.0.1/pay/result' };
}

/** Serves the cabinet on a free port, over files of its own that `close` removes. */
export async function startCabinet({
  clients,
  acquiring = trainingBank(),
  office = false,
  port: wantedPort = 0,
  allowedHosts = [],
}: CabinetOptions = {}): Promise<RunningCabinet> {
  const dataDir = await playedCompany();
  const clock = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
  clock.set(CABINET_DAY, CABINET_TIME, TIME_ZONE);
  const kvitok = await createKvitok({ dataDir, clock, http: office, follow: true, acquiring });
  await kvitok.drain();
  const settings = {
    publicAddress: 'http://127.0.0.1',
    allowedHosts,
    formSecret: randomBytes(32).toString('base64url'),
  };
  const cabinet = await createCabinet(kvitok, settings, clients?.(kvitok));
  await cabinet.listen(wantedPort, '127.0.0.1');
  const { port } = (cabinet.getHttpServer() as Server).address() as AddressInfo;
  const slipOf = (account: string) => issueDemonstrationCredential(kvitok, account);
  const sessions = new Map<string, Promise<string>>();
  const sessionOf = (account: string) => {
    const known = sessions.get(account) ?? signedIn(kvitok, slipOf(account));
    sessions.set(account, known);
    return known;
  };
  return {
    url: `http://127.0.0.1:${String(port)}`,
    dataDir,
    kvitok,
    cabinet,
    clock,
    slipOf,
    sessionOf,
    sessionWith: async (account, ...others) => {
      const session = await signedIn(kvitok, slipOf(account));
      for (const other of others) await attach(kvitok, session, await slipOf(other));
      return session;
    },
    cookieOf: async (account) => `kvitok_session=${await sessionOf(account)}`,
    async close() {
      await cabinet.close();
      await kvitok.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function signedIn(
  kvitok: Kvitok,
  slip: Promise<{ readonly login: string; readonly code: string }>,
): Promise<string> {
  const identity = kvitok.app.get<IdentityClient>(IDENTITY_CLIENT, { strict: false });
  const { login, code } = await slip;
  const who = { address: '127.0.0.1', deviceToken: null, userAgent: 'a test', previousSession: null };
  return (await identity.signIn({ login, code, ...who })).sessionToken;
}

async function attach(kvitok: Kvitok, session: string, slip: { login: string; code: string }): Promise<void> {
  const commandId = `test:attach:${slip.login}`;
  const origin = { commandId, correlationId: commandId, causationId: null, actor: 'resident:test', input: slip.login };
  const identity = kvitok.app.get<IdentityClient>(IDENTITY_CLIENT, { strict: false });
  await identity.attachAccount(session, { ...slip, address: '127.0.0.1', deviceToken: null }, origin);
  await kvitok.drain();
}

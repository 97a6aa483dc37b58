import { INestApplication } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { SandboxAcquirer } from '#libs/acquiring';
import { RejectedError, Rejection } from '#libs/kernel';
import { SettableClock } from '#libs/platform';
import { Acquiring, createCabinet, createKvitok, Kvitok } from '#services/app';
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
  /** A token of a session that opens these accounts, the first of them shown. */
  sessionOf(...accounts: string[]): Promise<string>;
  /** The `Cookie` header of a browser with that session. */
  cookieOf(...accounts: string[]): Promise<string>;
  close(): Promise<void>;
}

export interface CabinetOptions {
  /** In place of clients of the services, by their symbols. */
  readonly clients?: (kvitok: Kvitok) => ReadonlyMap<symbol, unknown>;
  /** The bank at which residents pay; a training bank that nobody serves where absent, and none where null. */
  readonly acquiring?: Acquiring | null;
  /** A free one where absent. */
  readonly port?: number;
}

function trainingBank(): Acquiring {
  return { acquirer: new SandboxAcquirer('http://127.0.0.1:3002'), returnAddress: 'http://127.0.0.1/pay/result' };
}

/** Serves the cabinet on a free port, over files of its own that `close` removes. */
export async function startCabinet({
  clients,
  acquiring = trainingBank(),
  port: wantedPort = 0,
}: CabinetOptions = {}): Promise<RunningCabinet> {
  const dataDir = await playedCompany();
  const clock = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
  clock.set(CABINET_DAY, CABINET_TIME, TIME_ZONE);
  const kvitok = await createKvitok({ dataDir, clock, follow: true, acquiring });
  await kvitok.drain();
  const identity = new OpenDoors();
  const settings = {
    publicAddress: 'http://127.0.0.1',
    allowedHosts: [],
    formSecret: randomBytes(32).toString('base64url'),
  };
  const replaced = new Map<symbol, unknown>([[IDENTITY_CLIENT, identity], ...(clients?.(kvitok) ?? [])]);
  const cabinet = await createCabinet(kvitok, settings, replaced);
  await cabinet.listen(wantedPort, '127.0.0.1');
  const { port } = (cabinet.getHttpServer() as Server).address() as AddressInfo;
  const sessionOf = async (...accounts: string[]) => identity.open(accounts);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    kvitok,
    cabinet,
    clock,
    sessionOf,
    cookieOf: async (...accounts) => `kvitok_session=${await sessionOf(...accounts)}`,
    async close() {
      await cabinet.close();
      await kvitok.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The login and code with which the door opens for `ACCOUNT`. */
export const LOGIN = '123456784';
export const CODE = '4821093577164';

const SEEN_AT = '2026-10-14T06:00:00.000Z';

/** Identity for tests that are not about it: sessions are opened at a word, one login is known. */
class OpenDoors implements Pick<
  IdentityClient,
  'signIn' | 'session' | 'signOut' | 'askForCode' | 'access' | 'journal'
> {
  private readonly sessions = new Map<string, readonly string[]>();

  open(accounts: readonly string[]): string {
    const token = randomBytes(32).toString('base64url');
    this.sessions.set(token, accounts);
    return token;
  }

  async signIn({ login, code }: { login: string; code: string }) {
    if (login !== LOGIN || code !== CODE) throw new RejectedError(new Rejection('IDENTITY_LOGIN_INVALID'));
    return { sessionToken: this.open([ACCOUNT]), deviceToken: null, accounts: [ACCOUNT] };
  }

  async session(sessionToken: string) {
    const accounts = this.sessions.get(sessionToken);
    return accounts === undefined ? null : { accounts, login: LOGIN };
  }

  async signOut(sessionToken: string) {
    this.sessions.delete(sessionToken);
  }

  async askForCode() {}

  async access(sessionToken: string) {
    const [account = '', ...others] = this.sessions.get(sessionToken) ?? [];
    const device = { device: 'Chrome, Android', isThis: true };
    return {
      login: LOGIN,
      account,
      attached: others.map((attached) => ({ account: attached, isOpen: true })),
      sessions: [{ ...device, sessionId: 's-1', startedAt: SEEN_AT, usedAt: SEEN_AT }],
      devices: [{ ...device, deviceId: 'd-1', firstSeenAt: SEEN_AT, lastSeenAt: SEEN_AT }],
    };
  }

  async journal() {
    const entry = {
      account: ACCOUNT,
      at: SEEN_AT,
      device: null,
      isNewDevice: false,
      otherAccount: null,
      minutes: null,
    };
    return [
      { ...entry, kind: 'entered', device: 'Chrome, Android', isNewDevice: true },
      { ...entry, kind: 'code_printed' },
    ] as const;
  }

  async lookAtOneTimeLink() {
    return false;
  }

  async pressOneTimeLink() {
    return null;
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { ACCESS_RECORDS, CLOCK } from '#libs/platform';
import { keyOf, newToken } from './tokens';

/** A device that somebody has signed in from with the right code. */
export interface DeviceDocument {
  readonly login: string;
  readonly words: string;
  /** UTC instants. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
}

export interface KnownDevice extends DeviceDocument {
  readonly key: string;
}

const DEVICES = 'devices';
const DEVICE_DAYS = 180;
const DAY_MILLISECONDS = 24 * 60 * 60_000;
/** The one that was not seen for the longest time gives way. */
const DEVICES_PER_LOGIN_MAX = 10;

/** Devices by a cookie of their own: a known one counts its wrong codes apart from strangers. */
@Injectable()
export class Devices {
  constructor(
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The key of a device that is known for this login; null for a stranger. */
  async find(token: string | null, login: string): Promise<string | null> {
    // A stranger costs the same reading as a known device.
    const key = deviceKey(token ?? 'none', login);
    const found = await this.records.get<DeviceDocument>(DEVICES, key, this.clock.now());
    return found === null ? null : key;
  }

  /** Remembers the device of a sign-in. Answers with its token, which is new where there was none. */
  async remember(
    token: string | null,
    login: string,
    words: string,
  ): Promise<{ readonly token: string; readonly isNew: boolean }> {
    const now = this.clock.now();
    const kept = token ?? newToken();
    const expiresAt = new Date(Date.parse(now) + DEVICE_DAYS * DAY_MILLISECONDS).toISOString();
    const isNew = await this.records.change<DeviceDocument, boolean>(
      { collection: DEVICES, key: deviceKey(kept, login), now },
      (known) => ({
        change: {
          kind: 'keep',
          document: { login, words, firstSeenAt: known?.firstSeenAt ?? now, lastSeenAt: now },
          expiresAt,
          group: login,
        },
        answer: known === null,
      }),
    );
    if (isNew) await this.makeRoom(login);
    return { token: kept, isNew };
  }

  async of(login: string): Promise<readonly KnownDevice[]> {
    const records = await this.records.ofGroup<DeviceDocument>(DEVICES, login, this.clock.now());
    return records
      .map(({ key, document }) => ({ key, ...document }))
      .sort((left, right) => (left.lastSeenAt < right.lastSeenAt ? 1 : -1));
  }

  async forget(login: string, key: string): Promise<void> {
    const known = await this.records.get<DeviceDocument>(DEVICES, key, this.clock.now());
    if (known?.document.login === login) await this.records.remove(DEVICES, key);
  }

  async forgetAllOf(login: string): Promise<void> {
    await this.records.removeGroup(DEVICES, login);
  }

  private async makeRoom(login: string): Promise<void> {
    for (const { key } of (await this.of(login)).slice(DEVICES_PER_LOGIN_MAX)) await this.records.remove(DEVICES, key);
  }
}

/** A browser may be used for several logins: it is known to each by itself. */
export function deviceKey(token: string, login: string): string {
  return keyOf(`${token}|${login}`);
}

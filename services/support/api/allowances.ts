import { Inject, Injectable } from '@nestjs/common';
import { ExpiringRecords } from '#libs/expiring-records';
import { addDays, Clock, RejectedError, Rejection } from '#libs/kernel';
import { ACCESS_RECORDS, CLOCK } from '#libs/platform';

/** So much of one thing the residents of an account may do by themselves. The office is not limited. */
export interface Allowance {
  readonly name: string;
  readonly limit: number;
  /** Of the last hour, or of the day in the company's time zone. */
  readonly per: 'hour' | 'day';
  /** Said where it is used up, with `limit`, and `waitMinutes` or `againOn`. */
  readonly refusal: string;
}

export const MESSAGES_AN_HOUR: Allowance = {
  name: 'messages',
  limit: 30,
  per: 'hour',
  refusal: 'SUPPORT_TOO_MANY_MESSAGES',
};
export const CONVERSATIONS_A_DAY: Allowance = {
  name: 'conversations',
  limit: 10,
  per: 'day',
  refusal: 'SUPPORT_TOO_MANY_CONVERSATIONS',
};
export const ORDERS_A_DAY: Allowance = { name: 'orders', limit: 10, per: 'day', refusal: 'SUPPORT_TOO_MANY_ORDERS' };
const MEGABYTE = 1024 * 1024;
export const ATTACHED_MEGABYTES_A_DAY: Allowance = {
  name: 'attachments',
  limit: 100,
  per: 'day',
  refusal: 'SUPPORT_TOO_MANY_ATTACHED_MEGABYTES',
};

/** Files as they count: a part of a megabyte is what it is. */
export function megabytesOf(files: readonly { readonly bytes: Uint8Array }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0) / MEGABYTE;
}

interface Use {
  readonly id: string;
  /** UTC instant. */
  readonly at: string;
  readonly amount: number;
}

const HOUR_MILLISECONDS = 60 * 60_000;
const MINUTE_MILLISECONDS = 60_000;
/** A day of a time zone is over by then. */
const DAY_KEPT_MILLISECONDS = 48 * HOUR_MILLISECONDS;

/**
 * Counts what was done beside the log: losing the counters gives people their allowance anew and nothing else. A command
 * counts once, however often it is sent.
 */
@Injectable()
export class Allowances {
  constructor(
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Takes all or nothing; what was taken is given back by the answer where the command came to nothing. Throws
   * RejectedError with the refusal of the one that is used up, and when it works again.
   */
  async take(
    account: string,
    id: string,
    wanted: readonly { readonly of: Allowance; readonly amount: number }[],
  ): Promise<() => Promise<void>> {
    const taken: Allowance[] = [];
    const giveBack = async () => {
      for (const allowance of taken) await this.forget(allowance, account, id);
    };
    for (const { of, amount } of wanted) {
      if (amount === 0) continue;
      const refused = await this.use(of, account, { id, at: this.clock.now(), amount });
      if (refused !== null) {
        await giveBack();
        throw new RejectedError(refused);
      }
      taken.push(of);
    }
    return giveBack;
  }

  private use(allowance: Allowance, account: string, use: Use): Promise<Rejection | null> {
    const { limit, per, refusal } = allowance;
    return this.records.change<{ uses: readonly Use[] }, Rejection | null>(
      this.placeOf(allowance, account),
      (current) => {
        const uses = living(current?.uses ?? [], per, use.at);
        if (uses.some(({ id }) => id === use.id)) return { change: { kind: 'leave' }, answer: null };
        const used = uses.reduce((sum, { amount }) => sum + amount, 0);
        if (used + use.amount > limit) {
          const again = per === 'hour' ? { waitMinutes: waitMinutes(uses, use, limit) } : { againOn: this.tomorrow() };
          return { change: { kind: 'leave' }, answer: new Rejection(refusal, { limit, ...again }) };
        }
        const kept = per === 'hour' ? HOUR_MILLISECONDS : DAY_KEPT_MILLISECONDS;
        const expiresAt = new Date(Date.parse(use.at) + kept).toISOString();
        return { change: { kind: 'keep', document: { uses: [...uses, use] }, expiresAt }, answer: null };
      },
    );
  }

  private async forget(allowance: Allowance, account: string, id: string): Promise<void> {
    const place = this.placeOf(allowance, account);
    await this.records.change<{ uses: readonly Use[] }, null>(place, (current) => {
      if (current === null) return { change: { kind: 'leave' }, answer: null };
      const expiresAt = new Date(Date.parse(place.now) + DAY_KEPT_MILLISECONDS).toISOString();
      const document = { uses: current.uses.filter((use) => use.id !== id) };
      return { change: { kind: 'keep', document, expiresAt }, answer: null };
    });
  }

  private placeOf({ name, per }: Allowance, account: string) {
    const key = per === 'hour' ? account : `${account}:${this.clock.today()}`;
    return { collection: `support-allowance-${name}`, key, now: this.clock.now() };
  }

  private tomorrow(): string {
    return addDays(this.clock.today(), 1);
  }
}

function living(uses: readonly Use[], per: Allowance['per'], now: string): readonly Use[] {
  if (per === 'day') return uses;
  const since = new Date(Date.parse(now) - HOUR_MILLISECONDS).toISOString();
  return uses.filter(({ at }) => at > since);
}

/** Until so many uses are an hour old that there is room for another. */
function waitMinutes(uses: readonly Use[], { at: now, amount }: Use, limit: number): number {
  let left = uses.reduce((sum, use) => sum + use.amount, 0);
  for (const use of uses) {
    left -= use.amount;
    if (left + amount > limit) continue;
    return Math.ceil((Date.parse(use.at) + HOUR_MILLISECONDS - Date.parse(now)) / MINUTE_MILLISECONDS);
  }
  return HOUR_MILLISECONDS / MINUTE_MILLISECONDS;
}

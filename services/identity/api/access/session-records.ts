import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { isTimeToTouch, sessionEndsAt } from '../../domain/session.policy';
import { keyOf, newToken } from './tokens';

/** What every session says of itself. Milliseconds since 1970. */
export interface SessionTimes {
  readonly startedAt: number;
  readonly usedAt: number;
}

export interface SessionKind {
  /** Residents and the office have sessions of their own: a token of one opens nothing of the other. */
  readonly collection: string;
  readonly idleMinutes: number;
}

/** Sessions by the hash of their token: revocable at once, and of no use to whoever reads the records. */
export class SessionRecords<Document extends SessionTimes> {
  constructor(
    private readonly records: ExpiringRecords,
    private readonly clock: Clock,
    private readonly kind: SessionKind,
  ) {}

  /** Begins a session of an owner; each sign-in has a token of its own, so that none can be planted before. */
  async begin(owner: string, session: Omit<Document, keyof SessionTimes>): Promise<string> {
    const token = newToken();
    const now = this.clock.now();
    const millis = Date.parse(now);
    const document = { ...session, startedAt: millis, usedAt: millis } as Document;
    await this.records.change<Document, null>(this.place(keyOf(token), now), () => ({
      change: { kind: 'keep', document, expiresAt: this.endOf(document), group: owner },
      answer: null,
    }));
    return token;
  }

  /** The session of a token while it lasts; using it makes it last longer. */
  async use(token: string): Promise<(Document & { readonly key: string }) | null> {
    const now = this.clock.now();
    const key = keyOf(token);
    const record = await this.records.get<Document>(this.kind.collection, key, now);
    if (record === null) return null;
    if (isTimeToTouch(record.document.usedAt, Date.parse(now))) await this.touch(key, now);
    return { ...record.document, key };
  }

  async end(token: string): Promise<void> {
    await this.endKey(keyOf(token));
  }

  async endKey(key: string): Promise<void> {
    await this.records.remove(this.kind.collection, key);
  }

  async endAllOf(owner: string): Promise<void> {
    await this.records.removeGroup(this.kind.collection, owner);
  }

  /** The sessions of an owner, the newest first. */
  async of(owner: string): Promise<readonly (Document & { readonly key: string })[]> {
    const records = await this.records.ofGroup<Document>(this.kind.collection, owner, this.clock.now());
    return records
      .map(({ key, document }) => ({ ...document, key }))
      .sort((left, right) => right.startedAt - left.startedAt);
  }

  private async touch(key: string, now: string): Promise<void> {
    // It may have been ended since it was read: then it stays ended.
    await this.records.change<Document, null>(this.place(key, now), (current) => {
      if (current === null) return { change: { kind: 'leave' }, answer: null };
      const document = { ...current, usedAt: Date.parse(now) };
      return { change: { kind: 'keep', document, expiresAt: this.endOf(document) }, answer: null };
    });
  }

  private place(key: string, now: string) {
    return { collection: this.kind.collection, key, now };
  }

  private endOf({ startedAt, usedAt }: SessionTimes): string {
    return new Date(sessionEndsAt(startedAt, usedAt, this.kind.idleMinutes)).toISOString();
  }
}

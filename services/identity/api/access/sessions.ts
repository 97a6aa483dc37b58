import { Inject, Injectable } from '@nestjs/common';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { ACCESS_RECORDS, CLOCK } from '#libs/platform';
import { isTimeToTouch, sessionEndsAt } from '../../domain/session.policy';
import { keyOf, newToken } from './tokens';

export interface SessionDocument {
  readonly login: string;
  readonly account: string;
  /** The code that opened it: with another one in force the session is over. */
  readonly codeId: string;
  readonly visitId: string;
  readonly device: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly usedAt: number;
}

export type OpenSession = SessionDocument & { readonly key: string };

const SESSIONS = 'sessions';

/** Sessions by the hash of their token: revocable at once, and of no use to whoever reads the records. */
@Injectable()
export class Sessions {
  constructor(
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Begins a session; each sign-in has a token of its own, so that none can be planted before. */
  async begin(session: Omit<SessionDocument, 'startedAt' | 'usedAt'>): Promise<string> {
    const token = newToken();
    const now = this.clock.now();
    const millis = Date.parse(now);
    const document: SessionDocument = { ...session, startedAt: millis, usedAt: millis };
    await this.records.change<SessionDocument, null>({ collection: SESSIONS, key: keyOf(token), now }, () => ({
      change: { kind: 'keep', document, expiresAt: endOf(document), group: session.login },
      answer: null,
    }));
    return token;
  }

  /** The session of a token while it lasts; using it makes it last longer. */
  async use(token: string): Promise<OpenSession | null> {
    const now = this.clock.now();
    const key = keyOf(token);
    const record = await this.records.get<SessionDocument>(SESSIONS, key, now);
    if (record === null) return null;
    if (isTimeToTouch(record.document.usedAt, Date.parse(now))) await this.touch(key, now);
    return { ...record.document, key };
  }

  async end(token: string): Promise<void> {
    await this.records.remove(SESSIONS, keyOf(token));
  }

  /** Ends one session of a login by the id of its visit. */
  async endVisit(login: string, visitId: string): Promise<void> {
    for (const session of await this.of(login)) {
      if (session.visitId === visitId) await this.records.remove(SESSIONS, session.key);
    }
  }

  async endAllOf(login: string): Promise<void> {
    await this.records.removeGroup(SESSIONS, login);
  }

  /** The sessions of a login, the newest first. */
  async of(login: string): Promise<readonly OpenSession[]> {
    const records = await this.records.ofGroup<SessionDocument>(SESSIONS, login, this.clock.now());
    return records
      .map(({ key, document }) => ({ ...document, key }))
      .sort((left, right) => right.startedAt - left.startedAt);
  }

  private async touch(key: string, now: string): Promise<void> {
    // It may have been ended since it was read: then it stays ended.
    await this.records.change<SessionDocument, null>({ collection: SESSIONS, key, now }, (current) => {
      if (current === null) return { change: { kind: 'leave' }, answer: null };
      const document = { ...current, usedAt: Date.parse(now) };
      return { change: { kind: 'keep', document, expiresAt: endOf(document) }, answer: null };
    });
  }
}

function endOf({ startedAt, usedAt }: SessionDocument): string {
  return new Date(sessionEndsAt(startedAt, usedAt)).toISOString();
}

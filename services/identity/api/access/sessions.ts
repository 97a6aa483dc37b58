import { Inject, Injectable } from '@nestjs/common';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { ACCESS_RECORDS, CLOCK } from '#libs/platform';
import { RESIDENT_IDLE_MINUTES } from '../../domain/session.policy';
import { SessionRecords, SessionTimes } from './session-records';

export interface SessionDocument extends SessionTimes {
  readonly login: string;
  readonly account: string;
  /** The code that opened it: with another one in force the session is over. */
  readonly codeId: string;
  readonly visitId: string;
  readonly device: string;
}

export type OpenSession = SessionDocument & { readonly key: string };

/** Sessions of residents. */
@Injectable()
export class Sessions {
  private readonly sessions: SessionRecords<SessionDocument>;

  constructor(@Inject(ACCESS_RECORDS) records: ExpiringRecords, @Inject(CLOCK) clock: Clock) {
    this.sessions = new SessionRecords(records, clock, { collection: 'sessions', idleMinutes: RESIDENT_IDLE_MINUTES });
  }

  begin(session: Omit<SessionDocument, keyof SessionTimes>): Promise<string> {
    return this.sessions.begin(session.login, session);
  }

  /** The session of a token while it lasts; using it makes it last longer. */
  use(token: string): Promise<OpenSession | null> {
    return this.sessions.use(token);
  }

  end(token: string): Promise<void> {
    return this.sessions.end(token);
  }

  /** Ends one session of a login by the id of its visit. */
  async endVisit(login: string, visitId: string): Promise<void> {
    for (const session of await this.of(login)) {
      if (session.visitId === visitId) await this.sessions.endKey(session.key);
    }
  }

  endAllOf(login: string): Promise<void> {
    return this.sessions.endAllOf(login);
  }

  /** The sessions of a login, the newest first. */
  of(login: string): Promise<readonly OpenSession[]> {
    return this.sessions.of(login);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { ACCESS_RECORDS, CLOCK, CommandOrigin } from '#libs/platform';
import { STAFF_IDLE_MINUTES } from '../../domain/session.policy';
import { staffActor } from '../../domain/staff.commands';
import { StaffRole } from '../../domain/staff.events';
import { SessionRecords, SessionTimes } from '../access/session-records';
import { FindStaff } from './find-staff';

interface StaffSessionDocument extends SessionTimes {
  readonly staffId: string;
  /** What opened it: with another role, password or second factor in force the session is over. */
  readonly role: StaffRole;
  readonly passwordId: string;
  readonly factorId: string;
  readonly visitId: string;
}

/** Who asks, as the log has the person at this moment. */
export interface StaffSession {
  readonly staffId: string;
  readonly role: StaffRole;
  /** The companies whose houses and accounts the person may see and touch. */
  readonly companies: readonly string[];
}

/** The log says who acted by the session, whatever a gateway has said; and keys of two people never meet. */
export function byStaff({ staffId }: StaffSession, origin: CommandOrigin): CommandOrigin {
  return { ...origin, commandId: `staff-${staffId}-${origin.commandId}`, actor: staffActor(staffId) };
}

/** Under this name limits, devices and sessions of a member of staff are counted: apart from every resident’s login. */
export function ownerOf(staffId: string): string {
  return `staff:${staffId}`;
}

/** Codes of the second factor are counted apart from passwords: a right password gives no fresh attempts at the code. */
export function codesOf(staffId: string): string {
  return `staff:${staffId}:code`;
}

/** Sessions of the office: 15 minutes idle, 12 hours in any case, over at once with a role or a second factor. */
@Injectable()
export class StaffSessions {
  private readonly sessions: SessionRecords<StaffSessionDocument>;

  constructor(
    @Inject(ACCESS_RECORDS) records: ExpiringRecords,
    @Inject(CLOCK) clock: Clock,
    private readonly staff: FindStaff,
  ) {
    const kind = { collection: 'staff-sessions', idleMinutes: STAFF_IDLE_MINUTES };
    this.sessions = new SessionRecords(records, clock, kind);
  }

  begin(session: Omit<StaffSessionDocument, keyof SessionTimes>): Promise<string> {
    return this.sessions.begin(ownerOf(session.staffId), session);
  }

  end(token: string): Promise<void> {
    return this.sessions.end(token);
  }

  endAllOf(staffId: string): Promise<void> {
    return this.sessions.endAllOf(ownerOf(staffId));
  }

  async current(token: string): Promise<StaffSession | null> {
    const session = await this.sessions.use(token);
    if (session === null) return null;
    const { staffId, role, passwordId, factorId } = session;
    const state = await this.staff.byId(staffId);
    const holds =
      state.status === 'known' &&
      !state.suspended &&
      state.role === role &&
      state.access?.passwordId === passwordId &&
      state.access.factorId === factorId;
    if (holds) return { staffId, role, companies: state.companies };
    await this.sessions.endKey(session.key);
    return null;
  }

  /** Throws RejectedError IDENTITY_STAFF_SESSION_ENDED. */
  async require(token: string): Promise<StaffSession> {
    const session = await this.current(token);
    if (session === null) throw new RejectedError(new Rejection('IDENTITY_STAFF_SESSION_ENDED'));
    return session;
  }
}

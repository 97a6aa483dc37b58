import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CommandHandler } from '#libs/event-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock, periodOf, RejectedError, Rejection } from '#libs/kernel';
import { ACCESS_RECORDS, CLOCK, COMMAND_HANDLER, receiptOf } from '#libs/platform';
import { deviceInWords } from '../../domain/device-words.policy';
import { StaffVisitCommand, staffVisitStream } from '../../domain/staff-visit.commands';
import { staffVisitDecider } from '../../domain/staff-visit.decider';
import { staffActor } from '../../domain/staff.commands';
import { KnownStaff } from '../../domain/staff.decider';
import { AfterAnswer } from '../access/after-answer';
import { Alarms } from '../access/alarms';
import { Devices } from '../access/devices';
import { Guesses, TakenGuess } from '../access/guesses';
import { LimitedAttempts } from '../access/limited-attempts';
import { keyOf, newToken } from '../access/tokens';
import { FindStaff } from './find-staff';
import { StaffSecrets } from './staff-secrets';
import { codesOf, ownerOf, StaffSession, StaffSessions } from './staff-sessions';

export interface StaffPasswordAsked {
  readonly staffId: string;
  readonly password: string;
  /** From where the request came. */
  readonly address: string;
  readonly deviceToken: string | null;
}

export interface StaffCodeAsked {
  /** What a right password was answered with. */
  readonly proof: string;
  readonly code: string;
  readonly address: string;
  readonly deviceToken: string | null;
  readonly userAgent: string;
  /** A session that this browser had before; it ends. */
  readonly previousSession?: string | null;
}

export interface OpenedOffice {
  readonly sessionToken: string;
  readonly deviceToken: string;
  readonly session: StaffSession;
}

interface ProofDocument {
  readonly staffId: string;
  readonly passwordId: string;
}

const PROOFS = 'staff-proofs';
/** Between the password and the code. */
const PROOF_MILLISECONDS = 5 * 60_000;
const RECORDED_FAILURES = [8, 100];

type Access = NonNullable<KnownStaff['access']>;

/**
 * The way into the back-office: number and password, then the code of the second factor. A number that nobody has is
 * answered as one that somebody has, after the same work.
 */
@Injectable()
export class StaffSignIn {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly staff: FindStaff,
    private readonly secrets: StaffSecrets,
    private readonly sessions: StaffSessions,
    private readonly attempts: LimitedAttempts,
    private readonly guesses: Guesses,
    private readonly devices: Devices,
    private readonly afterAnswer: AfterAnswer,
    private readonly alarms: Alarms,
  ) {}

  /**
   * The first step. Answers with a proof that the second one asks for. Throws RejectedError IDENTITY_STAFF_SIGN_IN_WRONG,
   * IDENTITY_STAFF_SIGN_IN_LOCKED, IDENTITY_STAFF_SIGN_IN_CLOSED, IDENTITY_ADDRESS_BLOCKED, IDENTITY_STAFF_SUSPENDED.
   */
  async password({ staffId, password, address, deviceToken }: StaffPasswordAsked): Promise<{ readonly proof: string }> {
    const login = ownerOf(staffId);
    const found = await this.limited(
      this.attempts.make(
        { login, address, deviceToken },
        async () => {
          const state = await this.staff.byId(staffId);
          const access = state.status === 'known' ? state.access : null;
          const isRight = await this.secrets.isPassword(access?.passwordId ?? null, password);
          return isRight && state.status === 'known' && access !== null ? { ...access, ...state } : null;
        },
        (taken) => this.failed(staffId, 'password', taken, 'IDENTITY_STAFF_SIGN_IN_WRONG'),
      ),
    );
    if (found.suspended) throw new RejectedError(new Rejection('IDENTITY_STAFF_SUSPENDED'));
    const [proof, now] = [newToken(), this.clock.now()];
    const document: ProofDocument = { staffId, passwordId: found.passwordId };
    const expiresAt = new Date(Date.parse(now) + PROOF_MILLISECONDS).toISOString();
    await this.records.change<ProofDocument, null>({ collection: PROOFS, key: keyOf(proof), now }, () => ({
      change: { kind: 'keep', document, expiresAt, group: login },
      answer: null,
    }));
    return { proof };
  }

  /**
   * The second step. Throws RejectedError IDENTITY_STAFF_PROOF_ENDED for a proof that is old or used,
   * IDENTITY_STAFF_CODE_WRONG, and what the first step throws.
   */
  async secondFactor(asked: StaffCodeAsked): Promise<OpenedOffice> {
    const { address, deviceToken } = asked;
    const code = asked.code.replace(/\D/g, '');
    const proof = await this.proofOf(asked.proof);
    const { staffId } = proof;
    await this.limited(
      this.attempts.make(
        { login: codesOf(staffId), address, deviceToken },
        async () => {
          const secret = await this.secrets.factor(proof.personId, proof.factorId);
          return secret !== null && (await this.secrets.takeCode(secret, proof.factorId, code)) ? true : null;
        },
        (taken) => this.failed(staffId, 'second_factor', taken, 'IDENTITY_STAFF_CODE_WRONG'),
      ),
    );
    await this.records.remove(PROOFS, keyOf(asked.proof));
    return this.enter(proof, asked);
  }

  private async enter(
    { staffId, role, companies, passwordId, factorId }: Access & KnownStaff & { readonly staffId: string },
    { deviceToken, userAgent, previousSession }: StaffCodeAsked,
  ): Promise<OpenedOffice> {
    const words = deviceInWords(userAgent);
    const device = await this.devices.remember(deviceToken, ownerOf(staffId), words);
    const visitId = randomUUID();
    const noted = { staffId, visitId, device: words, isNewDevice: device.isNew };
    receiptOf(await this.note(staffId, { kind: 'NoteStaffSignIn', ...noted }, `staff-visit:${visitId}`, staffId));
    if (previousSession) await this.sessions.end(previousSession);
    const sessionToken = await this.sessions.begin({ staffId, role, passwordId, factorId, visitId });
    return { sessionToken, deviceToken: device.token, session: { staffId, role, companies } };
  }

  private async proofOf(proof: string): Promise<Access & KnownStaff & { readonly staffId: string }> {
    const record = await this.records.get<ProofDocument>(PROOFS, keyOf(proof), this.clock.now());
    if (record !== null) {
      const { staffId, passwordId } = record.document;
      const state = await this.staff.byId(staffId);
      if (state.status === 'known' && !state.suspended && state.access?.passwordId === passwordId) {
        return { ...state, ...state.access, staffId };
      }
    }
    throw new RejectedError(new Rejection('IDENTITY_STAFF_PROOF_ENDED'));
  }

  private failed(staffId: string, step: 'password' | 'second_factor', taken: TakenGuess, code: string): string {
    this.afterAnswer.do(async () => {
      const spray = await this.guesses.noteFailure(ownerOf(staffId));
      if (spray !== null) await this.alarms.raise({ kind: 'guessing', count: spray.failures });
      const { failuresInARow, minutesIfWrong: minutes } = taken;
      if (!RECORDED_FAILURES.includes(failuresInARow)) return;
      if ((await this.staff.byId(staffId)).status === 'unknown') return;
      const lockId = randomUUID();
      const lock = { kind: 'NoteStaffLock', staffId, lockId, step, failuresInARow, minutes } as const;
      await this.note(staffId, lock, `staff-lock:${lockId}`, null);
    });
    return code;
  }

  /** Of residents these refusals speak of a code on a slip. */
  private async limited<Found>(attempt: Promise<Found>): Promise<Found> {
    try {
      return await attempt;
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const { code, details } = error.rejection;
      if (code === 'IDENTITY_SIGN_IN_LOCKED') {
        throw new RejectedError(new Rejection('IDENTITY_STAFF_SIGN_IN_LOCKED', details));
      }
      if (code !== 'IDENTITY_SIGN_IN_CLOSED') throw error;
      throw new RejectedError(new Rejection('IDENTITY_STAFF_SIGN_IN_CLOSED'));
    }
  }

  private note(staffId: string, command: StaffVisitCommand, commandId: string, by: string | null) {
    return this.commands.execute({
      stream: staffVisitStream(staffId, periodOf(this.clock.today())),
      decider: staffVisitDecider,
      command,
      commandId,
      actor: by === null ? 'service:identity' : staffActor(by),
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { CommandHandler } from '#libs/event-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { ACCESS_RECORDS, CLOCK, COMMAND_HANDLER } from '#libs/platform';
import { passwordFault } from '../../domain/staff-password.policy';
import { staffActor, staffStream } from '../../domain/staff.commands';
import { KnownStaff, staffDecider } from '../../domain/staff.decider';
import { keyOf } from '../access/tokens';
import { FindStaff } from './find-staff';
import { STAFF_LINKS, StaffLinkDocument } from './staff-office';
import { StaffSecrets } from './staff-secrets';
import { totpAddress } from './totp';

/** What the page of a link shows to its holder, and nobody else sees. */
export interface StaffInvitation {
  readonly staffId: string;
  /** Typed into an application where its QR cannot be read. */
  readonly secret: string;
  /** What the QR says. */
  readonly address: string;
}

type OpenLink = StaffLinkDocument & KnownStaff;

/** A member of staff chooses a password and shows a code of the new second factor: both or neither, once. */
@Injectable()
export class StaffEnrolment {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly staff: FindStaff,
    private readonly secrets: StaffSecrets,
  ) {}

  /** Looking uses nothing up. Null for a link that is used, old or replaced. */
  async look(link: string): Promise<StaffInvitation | null> {
    const open = await this.open(link);
    if (open === null) return null;
    const { staffId, linkId, personId } = open;
    const secret = await this.secrets.factor(personId, linkId);
    return secret === null ? null : { staffId, secret, address: totpAddress(secret, staffId) };
  }

  /**
   * Throws RejectedError IDENTITY_STAFF_LINK_SPENT; IDENTITY_STAFF_PASSWORD_SHORT, …_LONG or …_PLAIN;
   * IDENTITY_STAFF_CODE_WRONG, after which the link may be used again.
   */
  async enrol({ link, password, code }: { link: string; password: string; code: string }): Promise<void> {
    const open = await this.open(link);
    if (open === null) throw new RejectedError(new Rejection('IDENTITY_STAFF_LINK_SPENT'));
    const { staffId, linkId, personId } = open;
    const fault = passwordFault(password, staffId);
    if (fault !== null) throw new RejectedError(new Rejection(PASSWORD_FAULTS[fault]));
    const secret = await this.secrets.factor(personId, linkId);
    if (secret === null || !(await this.secrets.takeCode(secret, linkId, code.replace(/\D/g, '')))) {
      throw new RejectedError(new Rejection('IDENTITY_STAFF_CODE_WRONG'));
    }
    const passwordId = await this.secrets.keepPassword(staffId, password);
    const commandId = `staff-enrol:${createHash('sha256').update(linkId).digest('hex').slice(0, 32)}`;
    const result = await this.commands.execute({
      stream: staffStream(staffId),
      decider: staffDecider,
      command: { kind: 'EnrolStaffMember', staffId, linkId, passwordId },
      commandId,
      actor: staffActor(staffId),
      input: { staffId, linkId },
    });
    const isOurs = result.kind === 'done' && !result.repeated;
    if (!isOurs) await this.secrets.forgetPassword(passwordId);
    await this.records.remove(STAFF_LINKS, keyOf(link));
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    if (!isOurs) throw new RejectedError(new Rejection('IDENTITY_STAFF_LINK_SPENT'));
  }

  private async open(link: string): Promise<OpenLink | null> {
    const record = await this.records.get<StaffLinkDocument>(STAFF_LINKS, keyOf(link), this.clock.now());
    if (record === null) return null;
    const state = await this.staff.byId(record.document.staffId);
    const isOpen = state.status === 'known' && !state.suspended && state.linkId === record.document.linkId;
    return isOpen ? { ...record.document, ...state, linkId: record.document.linkId } : null;
  }
}

const PASSWORD_FAULTS = {
  short: 'IDENTITY_STAFF_PASSWORD_SHORT',
  long: 'IDENTITY_STAFF_PASSWORD_LONG',
  plain: 'IDENTITY_STAFF_PASSWORD_PLAIN',
} as const;

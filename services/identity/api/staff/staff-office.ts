import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { CommandHandler } from '#libs/event-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock, personalWordIn, RejectedError, Rejection } from '#libs/kernel';
import {
  ACCESS_RECORDS,
  CLOCK,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { staffActor, StaffCommand, staffStream } from '../../domain/staff.commands';
import { KnownStaff, staffDecider } from '../../domain/staff.decider';
import { StaffRole } from '../../domain/staff.events';
import { StaffCard, staffMembers } from '../../projections/staff-members.projection';
import { Devices } from '../access/devices';
import { Guesses } from '../access/guesses';
import { keyOf, newToken } from '../access/tokens';
import { FindStaff } from './find-staff';
import { StaffSecrets } from './staff-secrets';
import { codesOf, ownerOf, StaffSession, StaffSessions } from './staff-sessions';

export interface NewStaffMember {
  readonly name: string;
  readonly role: StaffRole;
  readonly companies: readonly string[];
}

export interface StaffMemberView {
  readonly staffId: string;
  /** Null where it was erased. */
  readonly name: string | null;
  readonly role: StaffRole;
  readonly companies: readonly string[];
  /** `invited` waits for its link to be used. */
  readonly state: 'invited' | 'active' | 'suspended';
  /** UTC instants. */
  readonly registeredAt: string;
  readonly lastSignedInAt: string | null;
}

/** A link as whoever made it hands it on: the token goes to the page of the back-office that asks for a password. */
export interface StaffLink extends CommandReceipt {
  readonly staffId: string;
  readonly link: string;
  readonly expiresAt: string;
}

/** Who acts: somebody who has signed in, or, without companies, whoever has the machine of the data. */
export type StaffActor = Pick<StaffSession, 'role'> & { readonly companies: readonly string[] | null };

export interface StaffLinkDocument {
  readonly staffId: string;
  readonly linkId: string;
}

export const STAFF_LINKS = 'staff-links';
const LINK_HOURS = 24;
const HOUR_MILLISECONDS = 60 * 60_000;
const STAFF_ID_DIGITS = 8;
const MEMBERS_MAX = 500;
export const NAME_CHARACTERS_MAX = 120;

/** Who works in the office, in which role, and how each gets in. Every method throws RejectedError. */
@Injectable()
export class StaffOffice {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly staff: FindStaff,
    private readonly secrets: StaffSecrets,
    private readonly sessions: StaffSessions,
    private readonly devices: Devices,
    private readonly guesses: Guesses,
  ) {}

  /** The members of staff of the actor’s companies, by their numbers. */
  async list({ companies }: StaffActor): Promise<readonly StaffMemberView[]> {
    const rows = await this.readModels.find(staffMembers, { limit: MEMBERS_MAX });
    const cards = rows.map(({ document }) => document).filter((card) => sharesCompany(card, companies));
    const names = await this.secrets.namesOf(cards.map(({ personId }) => personId));
    return cards.map((card) => viewOf(card, names));
  }

  /** The names of actors of the log, as far as they are members of staff and known. */
  namesOfActors(actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.secrets.namesOf(actors);
  }

  /** Registers somebody and makes the first link. */
  async register(member: NewStaffMember, actor: StaffActor, reason: string, origin: CommandOrigin): Promise<StaffLink> {
    const { role, companies } = member;
    requireCompanies(companies, actor);
    const name = member.name.trim();
    if (name === '' || name.length > NAME_CHARACTERS_MAX) {
      throw new RejectedError(new Rejection('IDENTITY_STAFF_NAME', { charactersLimit: NAME_CHARACTERS_MAX }));
    }
    // A name is sealed and belongs here; a number that lets somebody in does not.
    const personal = personalWordIn(name, ['access_code', 'card']);
    if (personal !== null)
      throw new RejectedError(new Rejection('WORDS_WITH_PERSONAL_DATA', { field: 'name', personal }));
    const staffId = staffIdOf(origin.commandId);
    // The log’s actor and the vault’s person have one name, so that the trail of the log finds who it was.
    const personId = staffActor(staffId);
    const command = { kind: 'RegisterStaffMember', staffId, companies, role, personId } as const;
    // The name is guessed from its hash: it is no part of what a repetition is recognised by.
    await this.execute(staffId, command, actor, reason, origin, { companies, role, reason });
    await this.secrets.keepName(personId, name);
    return this.issueLink(staffId, actor, reason, { ...origin, commandId: `${origin.commandId}:link` });
  }

  /** Sessions with the role before are over at once. */
  async changeRole(
    staffId: string,
    role: StaffRole,
    actor: StaffActor,
    reason: string,
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    await this.require(staffId, actor);
    const command = { kind: 'ChangeStaffRole', staffId, role } as const;
    return this.execute(staffId, command, actor, reason, origin, { staffId, role, reason });
  }

  async suspend(staffId: string, actor: StaffActor, reason: string, origin: CommandOrigin): Promise<CommandReceipt> {
    await this.require(staffId, actor);
    const command = { kind: 'SuspendStaffMember', staffId } as const;
    const receipt = await this.execute(staffId, command, actor, reason, origin, { staffId, reason });
    await this.sessions.endAllOf(staffId);
    return receipt;
  }

  async restore(staffId: string, actor: StaffActor, reason: string, origin: CommandOrigin): Promise<CommandReceipt> {
    await this.require(staffId, actor);
    const command = { kind: 'RestoreStaffMember', staffId } as const;
    return this.execute(staffId, command, actor, reason, origin, { staffId, reason });
  }

  /** A link with which password and second factor are set anew; those in force open nothing from now on. */
  async issueLink(staffId: string, actor: StaffActor, reason: string, origin: CommandOrigin): Promise<StaffLink> {
    const { personId, access } = await this.require(staffId, actor);
    const linkId = linkIdOf(origin.commandId);
    const command = { kind: 'IssueStaffLink', staffId, linkId } as const;
    const receipt = await this.execute(staffId, command, actor, reason, origin, { staffId, reason });
    // The same request again after its link was used: nothing that is in force is touched.
    if ((await this.require(staffId, actor)).linkId !== linkId) {
      throw new RejectedError(new Rejection('IDENTITY_STAFF_LINK_SPENT'));
    }
    await this.secrets.newFactor(personId, linkId);
    if (access !== null) await this.secrets.forgetPassword(access.passwordId);
    await this.endAccess(staffId);
    const [link, now] = [newToken(), this.clock.now()];
    const expiresAt = new Date(Date.parse(now) + LINK_HOURS * HOUR_MILLISECONDS).toISOString();
    await this.records.removeGroup(STAFF_LINKS, staffId);
    const document: StaffLinkDocument = { staffId, linkId };
    await this.records.change<StaffLinkDocument, null>({ collection: STAFF_LINKS, key: keyOf(link), now }, () => ({
      change: { kind: 'keep', document, expiresAt, group: staffId },
      answer: null,
    }));
    return { ...receipt, staffId, link, expiresAt };
  }

  private async endAccess(staffId: string): Promise<void> {
    const owner = ownerOf(staffId);
    await this.sessions.endAllOf(staffId);
    await this.devices.forgetAllOf(owner);
    await this.guesses.forgetAllOf(owner);
    await this.guesses.forgetAllOf(codesOf(staffId));
  }

  /** Whether a member of another company’s staff exists is nobody’s business. */
  private async require(staffId: string, { companies }: StaffActor): Promise<KnownStaff> {
    const state = await this.staff.byId(staffId);
    if (state.status === 'known' && sharesCompany(state, companies)) return state;
    throw new RejectedError(new Rejection('IDENTITY_UNKNOWN_STAFF', { staff: staffId }));
  }

  private async execute(
    staffId: string,
    command: DistributiveOmit<StaffCommand, 'reason' | 'actorRole' | 'by'>,
    { role }: StaffActor,
    reason: string,
    origin: CommandOrigin,
    input: unknown,
  ): Promise<CommandReceipt> {
    const stated = { ...command, reason, actorRole: role, by: origin.actor } as StaffCommand;
    const result = await this.commands.execute({
      ...origin,
      stream: staffStream(staffId),
      decider: staffDecider,
      command: stated,
      input,
    });
    return receiptOf(result);
  }
}

type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown ? Omit<Union, Keys> : never;

/** The same command again means the same person; digits, because they are typed at every sign-in. */
function staffIdOf(commandId: string): string {
  const digest = createHash('sha256').update(`staff:${commandId}`, 'utf8').digest();
  return String(digest.readUIntBE(0, 6) % 10 ** STAFF_ID_DIGITS).padStart(STAFF_ID_DIGITS, '0');
}

function linkIdOf(commandId: string): string {
  return createHash('sha256').update(`staff-link:${commandId}`, 'utf8').digest('hex').slice(0, 32);
}

export function sharesCompany(
  of: { readonly companies: readonly string[] },
  companies: readonly string[] | null,
): boolean {
  return companies === null || of.companies.some((company) => companies.includes(company));
}

function requireCompanies(wanted: readonly string[], { companies }: StaffActor): void {
  if (companies === null || wanted.every((company) => companies.includes(company))) return;
  throw new RejectedError(new Rejection('IDENTITY_STAFF_OTHER_COMPANY'));
}

function viewOf(card: StaffCard, names: ReadonlyMap<string, string>): StaffMemberView {
  const { staffId, personId, role, companies, suspended, passwordId, registeredAt, lastSignedInAt } = card;
  const state = suspended ? 'suspended' : passwordId === null ? 'invited' : 'active';
  return { staffId, name: names.get(personId) ?? null, role, companies, state, registeredAt, lastSignedInAt };
}

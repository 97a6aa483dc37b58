import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { canonicalJson, CommandHandler, EventStore } from '#libs/event-store';
import { Clock, fold, RejectedError, Rejection } from '#libs/kernel';
import {
  CLOCK,
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  EVENT_STORE,
  READ_MODELS,
  receiptOf,
} from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { ApprovalCommand, approvalStream } from '../../domain/approval.commands';
import { approvalDecider, ApprovalState } from '../../domain/approval.decider';
import { ApprovalEvent, ApprovalKind, ApprovalPlan } from '../../domain/approval.events';
import { APPROVAL_OPEN_DAYS } from '../../domain/approval.policy';
import { ApprovalCard, approvals } from '../../projections/approvals.projection';
import { StaffActor } from './staff-office';

/** What somebody asks a second person to agree to. */
export interface ApprovalAsked {
  readonly kind: ApprovalKind;
  readonly companyId: string;
  readonly subject: string;
  readonly plan: ApprovalPlan;
  /** For people; names nobody. */
  readonly summary: string;
  readonly reason: string;
}

export interface ApprovalReceipt extends CommandReceipt {
  readonly approvalId: string;
}

const DAY_MILLISECONDS = 24 * 60 * 60_000;
const APPROVAL_ID_CHARACTERS = 32;
const APPROVALS_SHOWN_MAX = 200;

/** What needs two people: asked for, agreed to, refused. Every method throws RejectedError. */
@Injectable()
export class Approvals {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The newest first, of the actor’s companies. */
  async list({ companies }: StaffActor): Promise<readonly ApprovalCard[]> {
    const mine = await Promise.all(
      (companies ?? []).map((company_id) =>
        this.readModels.find(approvals, {
          where: { company_id },
          orderBy: ['-position'],
          limit: APPROVALS_SHOWN_MAX,
        }),
      ),
    );
    return mine.flat().map(({ document }) => document);
  }

  /** Throws IDENTITY_UNKNOWN_APPROVAL, also for one of another company. */
  async one(approvalId: string, { companies }: StaffActor): Promise<ApprovalCard> {
    const card = (await this.readModels.get(approvals, approvalId))?.document;
    if (card !== undefined && (companies === null || companies.includes(card.companyId))) return card;
    throw new RejectedError(new Rejection('IDENTITY_UNKNOWN_APPROVAL', { approval: approvalId }));
  }

  /** Throws IDENTITY_APPROVAL_ASKED_ALREADY where the same is asked for by another command. */
  async requireNoneOf({ kind, companyId, subject }: ApprovalAsked, { commandId }: CommandOrigin): Promise<void> {
    await this.requireNoOther(approvalIdOf(commandId), kind, companyId, subject);
  }

  /** The same command again is the same approval, whatever the plan has become meanwhile. */
  async request(
    asked: ApprovalAsked,
    { role, companies }: StaffActor,
    origin: CommandOrigin,
  ): Promise<ApprovalReceipt> {
    const { kind, companyId, subject, plan } = asked;
    if (companies !== null && !companies.includes(companyId)) {
      throw new RejectedError(new Rejection('IDENTITY_STAFF_OTHER_COMPANY'));
    }
    const approvalId = approvalIdOf(origin.commandId);
    await this.requireNoOther(approvalId, kind, companyId, subject);
    const expiresAt = new Date(Date.parse(this.clock.now()) + APPROVAL_OPEN_DAYS * DAY_MILLISECONDS).toISOString();
    const request = { ...asked, approvalId, planHash: hashOfPlan(plan), requestedBy: origin.actor, expiresAt };
    const receipt = await this.execute(approvalId, { kind: 'RequestApproval', request, actorRole: role }, origin);
    return { ...receipt, approvalId };
  }

  /** `planHash` is that of the plan which the person has seen. */
  async grant(approvalId: string, planHash: string, actor: StaffActor, origin: CommandOrigin): Promise<CommandReceipt> {
    await this.require(approvalId, actor);
    const at = this.clock.now();
    const who = { by: origin.actor, actorRole: actor.role };
    return this.execute(approvalId, { kind: 'GrantApproval', approvalId, ...who, planHash, at }, origin);
  }

  async refuse(approvalId: string, reason: string, actor: StaffActor, origin: CommandOrigin): Promise<CommandReceipt> {
    await this.require(approvalId, actor);
    const command = { kind: 'RefuseApproval', approvalId, by: origin.actor, reason, actorRole: actor.role } as const;
    return this.execute(approvalId, command, origin);
  }

  async withdraw(
    approvalId: string,
    reason: string,
    actor: StaffActor,
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    await this.require(approvalId, actor);
    return this.execute(approvalId, { kind: 'WithdrawApproval', approvalId, by: origin.actor, reason }, origin);
  }

  /** Two requests for one thing would be agreed to twice. */
  private async requireNoOther(approvalId: string, kind: ApprovalKind, company_id: string, subject: string) {
    for (const state of ['open', 'granted']) {
      const where = { company_id, state, kind, subject };
      const [found] = await this.readModels.find(approvals, { where, limit: 1 });
      if (found !== undefined && found.document.approvalId !== approvalId) {
        throw new RejectedError(new Rejection('IDENTITY_APPROVAL_ASKED_ALREADY', { subject }));
      }
    }
  }

  private async require(approvalId: string, { companies }: StaffActor): Promise<void> {
    const state = await this.byId(approvalId);
    if (state.status !== 'unknown' && (companies === null || companies.includes(state.request.companyId))) return;
    throw new RejectedError(new Rejection('IDENTITY_UNKNOWN_APPROVAL', { approval: approvalId }));
  }

  private async byId(approvalId: string): Promise<ApprovalState> {
    const history = await this.store.readStream(approvalStream(approvalId));
    return fold(approvalDecider, history as unknown as readonly ApprovalEvent[]);
  }

  private async execute(approvalId: string, command: ApprovalCommand, origin: CommandOrigin): Promise<CommandReceipt> {
    const stream = approvalStream(approvalId);
    // Neither the moment nor the figures of a plan are part of what a repetition is recognised by.
    const input = origin.input ?? { approvalId, kind: command.kind };
    return receiptOf(await this.commands.execute({ ...origin, stream, decider: approvalDecider, command, input }));
  }
}

function approvalIdOf(commandId: string): string {
  const digest = createHash('sha256').update(`approval:${commandId}`, 'utf8').digest('hex');
  return digest.slice(0, APPROVAL_ID_CHARACTERS);
}

/** The hash that both the approval and whoever carries it out compute of the plan. */
export function hashOfPlan(plan: ApprovalPlan): string {
  return createHash('sha256').update(canonicalJson(plan), 'utf8').digest('hex');
}

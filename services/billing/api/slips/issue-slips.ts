import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson, CommandHandler, CommandRequest, CommandResult, EventStore } from '#libs/event-store';
import { BillingPeriod, fold, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { COMMAND_HANDLER, CommandOrigin, CommandReceipt, EVENT_STORE, receiptOf } from '#libs/platform';
import { createHash } from 'node:crypto';
import { IssueSlip, SlipDraft, slipStream } from '../../domain/slip.commands';
import { slipDecider, SlipState } from '../../domain/slip.decider';
import { SlipEvent, SlipIssued } from '../../domain/slip.events';
import { AskedMoment } from '../asked-moment';
import { SlipCodes } from './slip-codes';
import { SlipSnapshot, SlipSource } from './slip-source';

export type RecordedSlip = RecordedEvent & SlipIssued;
type SlipRequest = CommandRequest<SlipState, IssueSlip, SlipEvent>;

/** A slip in force, and the receipt of the command that asked for it. */
export interface IssuedSlip extends CommandReceipt {
  readonly slip: RecordedSlip;
}

/** Issues slips of closed periods. */
@Injectable()
export class IssueSlips {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly source: SlipSource,
    private readonly codes: SlipCodes,
    private readonly asked: AskedMoment,
  ) {}

  /** The slip of an account, made where there is none or where it would say something else. Throws RejectedError. */
  async one(account: string, period: BillingPeriod, reason: string | null, origin: CommandOrigin): Promise<IssuedSlip> {
    await this.asked.requireAccount(account);
    const snapshots = await this.source.snapshots([account], period);
    const request = await this.requestOf(account, period, snapshots.get(account), reason);
    const result = await this.commands.execute({ ...request, ...origin });
    const receipt = receiptOf(result);
    const slip = newestIn(result) ?? newestSlip(await this.store.readStream(slipStream(account, period)));
    if (slip === null) throw new Error(`The slip of ${account} for ${period} was neither issued nor refused`);
    return { slip, ...receipt };
  }

  /**
   * The slips in force of accounts that have closed the period, made where needed, in the order of the accounts; many
   * with few reads and commits. Throws RejectedError with the first refusal.
   */
  async many(accounts: readonly string[], period: BillingPeriod, actor: string): Promise<readonly RecordedSlip[]> {
    const snapshots = await this.source.snapshots(accounts, period);
    const ready = accounts.filter((account) => snapshots.has(account));
    const streams = await this.store.readStreams(ready.map((account) => slipStream(account, period)));
    const slips = new Map<string, RecordedSlip>();
    const requests: (SlipRequest & { readonly commandId: string; readonly actor: string })[] = [];
    for (const account of ready) {
      const history = streams.get(slipStream(account, period)) ?? [];
      const inForce = newestSlip(history);
      const snapshot = snapshots.get(account);
      if (inForce !== null && snapshot !== undefined && hashOf(snapshot) === inForce.data.contentHash) {
        slips.set(account, inForce);
        continue;
      }
      const known = { state: fold(slipDecider, history as unknown as SlipEvent[]), revision: history.length - 1 };
      const version = (inForce?.data.version ?? 0) + 1;
      // Ids that differ only in the number at their end stand together in the store.
      const commandId = `slips:${period}:${String(version)}:${account}`;
      requests.push({ ...(await this.requestOf(account, period, snapshot, null)), known, commandId, actor });
    }
    for (const result of await this.commands.executeMany(requests)) {
      if (result.kind === 'rejected') throw new RejectedError(result.rejection);
      const slip = newestIn(result);
      if (slip !== null) slips.set(slip.data.account, slip);
    }
    return ready.flatMap((account) => slips.get(account) ?? []);
  }

  /** As `many`, where each account has to have closed the period. Throws BILLING_SLIP_PERIOD_NOT_CLOSED besides. */
  async required(accounts: readonly string[], period: BillingPeriod, actor: string): Promise<readonly RecordedSlip[]> {
    for (const account of accounts) await this.asked.requireAccount(account);
    const slips = await this.many(accounts, period, actor);
    const missing = accounts.find((account) => !slips.some(({ data }) => data.account === account));
    if (missing === undefined) return slips;
    throw new RejectedError(new Rejection('BILLING_SLIP_PERIOD_NOT_CLOSED', { account: missing, period }));
  }

  private async requestOf(
    account: string,
    period: BillingPeriod,
    snapshot: SlipSnapshot | undefined,
    reason: string | null,
  ): Promise<Omit<SlipRequest, 'commandId' | 'actor'> & { readonly input: unknown }> {
    const draft: SlipDraft | null =
      snapshot === undefined ? null : { ...snapshot, contentHash: hashOf(snapshot), code: await this.codes.draw() };
    return {
      stream: slipStream(account, period),
      decider: slipDecider,
      command: { kind: 'IssueSlip', account, period, draft, reason },
      // The code is drawn anew each time: what was asked for is the same all the same.
      input: { account, period, reason },
    };
  }
}

function hashOf({ content }: SlipSnapshot): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

function newestIn(result: CommandResult<SlipEvent>): RecordedSlip | null {
  return result.kind === 'done' ? newestSlip(result.events) : null;
}

/** The version in force; null before the first. */
export function newestSlip(history: readonly RecordedEvent[]): RecordedSlip | null {
  return (history as readonly (RecordedEvent & SlipEvent)[]).findLast(isIssued) ?? null;
}

export function isIssued(event: RecordedEvent & SlipEvent): event is RecordedSlip {
  return event.type === 'SlipIssued';
}

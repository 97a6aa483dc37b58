import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler } from '#libs/event-store';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { CLOCK, COMMAND_HANDLER, CommandOrigin, CommandReceipt, receiptOf } from '#libs/platform';
import { accountStream, RecordRecalculation as RecordCommand } from '../../domain/account.commands';
import { accountDecider } from '../../domain/account.decider';
import { NO_FACTS, RecalculationGrounds } from '../../domain/recalculation';
import { ReplayQuery, ReplayQuestion } from '../replay/replay.query';
import { RecalculationFactsOf } from './recalculation-facts';

export interface RecalculationStatement {
  readonly grounds: RecalculationGrounds;
  /** Why, in words that the resident may read. */
  readonly cause: string;
  /** The act, claim or decision it rests on. */
  readonly document: string | null;
  /** What the preview came to: another sum is not recorded (BILLING_RECALCULATION_CHANGED). */
  readonly expectedKopecks: Kopecks;
}

/** The same of an order that is carried out: it alone knows of an approval, from what identity has told. */
export interface OrderedRecalculation extends RecalculationStatement {
  /** The approval of a second person; null for what one person may order. */
  readonly approvalId: string | null;
}

export interface ReplayStatement extends Pick<ReplayQuestion, 'from' | 'to' | 'rules'> {
  readonly replayId: string;
  /** What was approved for this account: another sum is not posted. */
  readonly approvedKopecks: Kopecks;
  readonly approvalId: string;
  readonly cause: string;
}

/** Records recalculations; the close of the open period posts them. */
@Injectable()
export class RecordRecalculation {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly facts: RecalculationFactsOf,
    private readonly replays: ReplayQuery,
  ) {}

  /**
   * One recalculation of one account that one person may record, named by the key of its command.
   * Throws RejectedError: BILLING_UNKNOWN_ACCOUNT, BILLING_RECALCULATION_…, BILLING_NO_RULE_IN_FORCE.
   */
  async record(account: string, statement: RecalculationStatement, origin: CommandOrigin): Promise<CommandReceipt> {
    const { grounds, cause, document, expectedKopecks } = statement;
    const alone = { grounds, cause, document, expectedKopecks, approvalId: null };
    return this.recordAs(origin.commandId.replace(/^api:/, ''), account, alone, origin);
  }

  /** The same under a name that several accounts share. Recorded already, nothing is recorded again. */
  async recordAs(
    recalculationId: string,
    account: string,
    statement: OrderedRecalculation,
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    const facts = await this.facts.of(account, statement.grounds);
    const command: RecordCommand = {
      kind: 'RecordRecalculation',
      account,
      recalculationId,
      recordedOn: this.clock.today(),
      ...statement,
      facts,
    };
    return this.state(command, origin);
  }

  /**
   * What a replay found for one account. However often it is stated, a replay is posted to an account once.
   * Throws RejectedError besides: BILLING_REPLAY_CHANGED where something else is found now.
   */
  async postReplay(account: string, statement: ReplayStatement, origin: CommandOrigin): Promise<CommandReceipt> {
    const { from, to, rules, replayId, approvedKopecks, approvalId, cause } = statement;
    const recalculationId = `replay:${replayId}`;
    const question = { from, to, rules };
    const found = await this.replays.one(account, question);
    const { differenceKopecks: foundKopecks, refused } = found;
    const isSame = foundKopecks === approvedKopecks && (await this.replays.idOf(question)) === replayId;
    // Once it is posted nothing is left to find: that is no other answer, but the same one again.
    if ((refused !== null || !isSame) && !(await this.replays.isPosted(account, recalculationId))) {
      throw new RejectedError(new Rejection('BILLING_REPLAY_CHANGED', { account, foundKopecks, approvedKopecks }));
    }
    const charged = found.corrects.map((month) => ({ ...month, charges: [], recalculated: [] }));
    const command: RecordCommand = {
      kind: 'RecordRecalculation',
      account,
      recalculationId,
      recordedOn: this.clock.today(),
      cause,
      document: null,
      approvalId,
      expectedKopecks: approvedKopecks,
      grounds: { kind: 'replay', replayId, lines: found.toPost },
      facts: { ...NO_FACTS, charged },
    };
    return this.state(command, origin);
  }

  private async state(command: RecordCommand, origin: CommandOrigin): Promise<CommandReceipt> {
    const { account } = command;
    return receiptOf(
      await this.commands.execute({ stream: accountStream(account), decider: accountDecider, command, ...origin }),
    );
  }
}

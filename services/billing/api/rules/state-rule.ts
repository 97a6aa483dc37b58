import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, EventStore } from '#libs/event-store';
import {
  BillingPeriod,
  CivilDate,
  firstDayOf,
  fold,
  nextPeriod,
  periodOf,
  RejectedError,
  Rejection,
} from '#libs/kernel';
import {
  COMMAND_HANDLER,
  CommandOrigin,
  CommandReceipt,
  EVENT_STORE,
  PROJECTOR,
  READ_MODELS,
  receiptOf,
  TurnGivenUpError,
} from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { inForce } from '../../domain/reference-book';
import { ReferenceCommand } from '../../domain/reference.commands';
import { referenceDecider } from '../../domain/reference.decider';
import { ReferenceEvent } from '../../domain/reference.events';
import { RuleNamed } from '../../domain/rule-named';
import { inForceWithout, rowsOf, withoutForeignWords } from '../../domain/rule-withdrawal.policy';
import { commandOfRule, inForceBefore, RuleStatement, streamOfRule } from '../../domain/rule-statement.policy';
import { accountStandingProjection } from '../../projections/account-standing.projection';
import { OpenedBook, ReferenceBooks } from '../../projections/reference-books';
import { NightTurns } from '../night-turns';
import { notBeforeOf } from './not-before';

/** What a rule would change, before it is stated. */
export interface RuleEffect {
  /** What is in force on its first day now; null where nothing is. */
  readonly before: string | null;
  /** The first month that is computed with it. */
  readonly firstPeriod: BillingPeriod;
  /** Open accounts that it holds for. */
  readonly accounts: number;
  /** No rule can begin earlier: what is before has been charged. Null where nothing has been. */
  readonly notBefore: CivilDate | null;
}

/** How long somebody who states a rule is kept waiting for a night or a close to end. */
const ANSWER_WITHIN_MILLISECONDS = 5_000;

/** States a rule of the company from a day on; the next calculation of the open month takes it up. */
@Injectable()
export class StateRule {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Pick<Projector, 'catchUp'>,
    private readonly books: ReferenceBooks,
    private readonly turns: NightTurns,
  ) {}

  /**
   * Writes nothing. Throws BILLING_RULE_UNKNOWN, BILLING_RULE_VALUE, BILLING_RULE_BACKDATED, BILLING_REFERENCE_CONFLICT,
   * BILLING_NO_COMPANY: nobody is shown the effect of what will be refused.
   */
  async effect(statement: RuleStatement): Promise<RuleEffect> {
    const opened = await this.books.current();
    const notBefore = await this.notBefore(opened);
    // Any reason will do here: it is asked for when the rule is stated.
    const command = commandOfRule(statement, opened.row, { reason: '—', notBefore });
    if (command instanceof Rejection) throw new RejectedError(command);
    const { from } = statement;
    if (notBefore !== null && from < notBefore) {
      throw new RejectedError(new Rejection('BILLING_RULE_BACKDATED', { from, notBefore }));
    }
    await this.requireAccepted(command, streamOfRule(statement, opened.row.companyId ?? ''));
    const period = periodOf(from);
    return {
      before: inForceBefore(statement, opened.row),
      firstPeriod: firstDayOf(period) === from ? period : nextPeriod(period),
      accounts: await this.accountsOf(statement, opened),
      notBefore,
    };
  }

  /** Asks who records it, and records nothing. */
  private async requireAccepted(command: ReferenceCommand, stream: string): Promise<void> {
    const history = (await this.store.readStream(stream)) as unknown as readonly ReferenceEvent[];
    const decision = referenceDecider.decide(command, fold(referenceDecider, history));
    if (decision instanceof Rejection) throw new RejectedError(decision);
  }

  /** Throws besides BILLING_REASON_REQUIRED, BILLING_RULE_NIGHT_GOES_ON. */
  state(statement: RuleStatement, reason: string, origin: CommandOrigin): Promise<CommandReceipt> {
    return this.whileNothingIsCharged(() => this.stateNow(statement, reason, origin));
  }

  private async stateNow(statement: RuleStatement, reason: string, origin: CommandOrigin): Promise<CommandReceipt> {
    const opened = await this.books.current();
    const { row } = opened;
    const stated = { reason: reason.trim(), notBefore: await this.notBefore(opened) };
    const command = commandOfRule(statement, row, stated);
    if (command instanceof Rejection) throw new RejectedError(command);
    const stream = streamOfRule(statement, row.companyId ?? '');
    return receiptOf(await this.commands.execute({ stream, decider: referenceDecider, command, ...origin }));
  }

  /**
   * Takes back a value that was stated by mistake; it may then be stated anew from the same day. Throws
   * BILLING_RULE_NOT_STATED, BILLING_RULE_USED, BILLING_RULE_KEPT, BILLING_RULE_ONLY, BILLING_REASON_REQUIRED,
   * BILLING_RULE_NIGHT_GOES_ON.
   */
  withdraw(asked: RuleNamed, reason: string, origin: CommandOrigin): Promise<CommandReceipt> {
    return this.whileNothingIsCharged(() => this.withdrawNow(asked, reason, origin));
  }

  private async withdrawNow(asked: RuleNamed, reason: string, origin: CommandOrigin): Promise<CommandReceipt> {
    const opened = await this.books.current();
    const { row } = opened;
    const rule = withoutForeignWords(asked);
    const { from } = rule;
    const stated = rowsOf(rule, row).find((one) => one.from === from);
    const data = {
      ...rule,
      ...{ value: stated?.value ?? '', statedEventId: stated?.eventId ?? '', reason: reason.trim() },
    };
    const known = { notBefore: await this.notBefore(opened), remaining: inForceWithout(rule, row) };
    const command = { kind: 'WithdrawRule', rule: data, known } as const;
    const stream = streamOfRule(rule, row.companyId ?? '');
    return receiptOf(await this.commands.execute({ stream, decider: referenceDecider, command, ...origin }));
  }

  /**
   * A night reads the rules once and closes accounts by them for as long as it lasts: nothing is stated meanwhile, in
   * whatever process. Throws RejectedError BILLING_RULE_NIGHT_GOES_ON.
   */
  private async whileNothingIsCharged<Done>(work: () => Promise<Done>): Promise<Done> {
    try {
      return await this.turns.alone(work, AbortSignal.timeout(ANSWER_WITHIN_MILLISECONDS));
    } catch (error) {
      if (!(error instanceof TurnGivenUpError)) throw error;
      throw new RejectedError(new Rejection('BILLING_RULE_NIGHT_GOES_ON'));
    }
  }

  private notBefore({ book }: OpenedBook): Promise<CivilDate | null> {
    return notBeforeOf({ readModels: this.readModels, projector: this.projector, firstPeriod: book.firstPeriod });
  }

  /** A rule for all houses does not hold where a house has its own. */
  private async accountsOf(statement: RuleStatement, { row }: OpenedBook): Promise<number> {
    const { kind, utility, part, houseId, from } = statement;
    const groups = await this.readModels.sum(accountStandingProjection, {
      where: { closed_on: null, ...(houseId === null ? {} : { house: houseId }) },
      groupBy: ['house', 'utilities'],
      sums: [],
    });
    const rows = kind === 'tariff' ? row.tariffs : kind === 'norm' ? row.norms : {};
    const hasOwn = (house: string) => houseId === null && inForce(rows[`${utility}|${part}|${house}`], from) !== null;
    return groups
      .filter(({ group }) => utility === '' || String(group['utilities']).split(' ').includes(utility))
      .filter(({ group }) => !hasOwn(String(group['house'])))
      .reduce((sum, { count }) => sum + count, 0);
  }
}

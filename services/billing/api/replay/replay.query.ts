import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson, EventStore } from '#libs/event-store';
import { BillingPeriod, later, periodOf, periodsBetween, RejectedError, Rejection } from '#libs/kernel';
import { Kopecks, sumKopecks } from '#libs/money';
import { EVENT_STORE, READ_MODELS } from '#libs/platform';
import { pagesByKey, ReadModels } from '#libs/read-models';
import { accountStream } from '../../domain/account.commands';
import { accountPeriodStream } from '../../domain/account-period.commands';
import { ledgerRules } from '../../domain/ledger-rules.policy';
import { ReferenceBook } from '../../domain/reference-book';
import { SupposedRules, supposedRules } from '../../domain/supposed-rules.policy';
import { accountStandingProjection, AccountStandingRow } from '../../projections/account-standing.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { AccountDifferences, differencesOf } from './replay-differences';
import { HistoryEvent, replayAccount, ReplayRules } from './replayed-account';

export interface ReplayQuestion {
  readonly from: BillingPeriod;
  readonly to: BillingPeriod;
  /** Rules that are supposed; those of today where absent. */
  readonly rules?: SupposedRules | undefined;
  readonly house?: string | undefined;
  /** Only accounts that come after this one: a replay that was stopped goes on from the last it has told of. */
  readonly after?: string | undefined;
}

/** An account of which a replay has told. Without lines nothing would differ. */
export interface ReplayedAccount extends AccountDifferences {
  readonly account: string;
  readonly houseId: string;
  /** What would be posted, both payees together. */
  readonly differenceKopecks: Kopecks;
  /** Why the account could not be charged anew; null where it was. */
  readonly refused: string | null;
}

/** Accounts whose history is read together: enough to save round trips, little enough for memory. */
const ACCOUNTS_PER_PAGE = 50;

/** Past periods charged anew by the functions that bill, under today's code and rules or supposed ones. Writes nothing. */
@Injectable()
export class ReplayQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly books: ReferenceBooks,
  ) {}

  /**
   * What names a replay: its periods, its rules and the company's rules as they stand. Two replays of one name find the
   * same as long as no fact is corrected, and are posted once.
   */
  async idOf({ from, to, rules = {} }: ReplayQuestion): Promise<string> {
    const { position } = await this.books.current();
    const text = canonicalJson([from, to, rules, position]);
    return createHash('sha256').update(text).digest('hex').slice(0, 16);
  }

  /** How many accounts a replay goes through. */
  async count({ house, after = '' }: ReplayQuestion): Promise<number> {
    const where = house === undefined ? {} : { house };
    if (after === '') return this.readModels.count(accountStandingProjection, { where });
    let accounts = 0;
    const query = { where, afterKey: after, limit: ACCOUNTS_PER_PAGE };
    for await (const rows of pagesByKey(this.readModels, accountStandingProjection, query)) accounts += rows.length;
    return accounts;
  }

  /** Every account in order, those without a difference too, so that whoever asks sees how far it is. */
  async *accounts(question: ReplayQuestion): AsyncGenerator<ReplayedAccount> {
    const rules = await this.rulesOf(question);
    const where = question.house === undefined ? {} : { house: question.house };
    const query = { where, afterKey: question.after ?? '', limit: ACCOUNTS_PER_PAGE };
    for await (const rows of pagesByKey(this.readModels, accountStandingProjection, query)) {
      const standings = rows.map(({ document }) => document);
      const histories = await this.histories(standings);
      for (const standing of standings)
        yield replayed(standing, histories.get(standing.account) ?? [], question, rules);
    }
  }

  /** Throws BILLING_UNKNOWN_ACCOUNT and what `assertAnswerable` throws. */
  async one(account: string, question: ReplayQuestion): Promise<ReplayedAccount> {
    const rules = await this.rulesOf(question);
    const row = await this.readModels.get(accountStandingProjection, account);
    if (!row) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
    const histories = await this.histories([row.document]);
    return replayed(row.document, histories.get(account) ?? [], question, rules);
  }

  /** True where a recalculation of this id was recorded for the account. */
  async isPosted(account: string, recalculationId: string): Promise<boolean> {
    const events = (await this.store.readStream(accountStream(account))) as readonly HistoryEvent[];
    return events.some(
      (event) => event.type === 'RecalculationRecorded' && event.data.recalculationId === recalculationId,
    );
  }

  /** Throws BILLING_DATES_OUT_OF_ORDER, BILLING_BEFORE_FIRST_PERIOD, BILLING_REPLAY_…, BILLING_UNKNOWN_HOUSE. */
  async assertAnswerable(question: ReplayQuestion): Promise<void> {
    await this.rulesOf(question);
  }

  private async rulesOf({ from, to, rules, house }: ReplayQuestion): Promise<ReplayRules> {
    const opened = await this.books.current();
    const { firstPeriod } = opened.book;
    if (from > to) throw new RejectedError(new Rejection('BILLING_DATES_OUT_OF_ORDER', { from, to }));
    if (from < firstPeriod) {
      const details = { asOf: `${from}-01`, first: `${firstPeriod}-01` };
      throw new RejectedError(new Rejection('BILLING_BEFORE_FIRST_PERIOD', details));
    }
    if (house !== undefined && !Object.hasOwn(opened.row.houses, house)) {
      throw new RejectedError(new Rejection('BILLING_UNKNOWN_HOUSE', { house }));
    }
    if (rules === undefined) return opened;
    const supposed = supposedRules(opened.row, rules);
    if (supposed instanceof Rejection) throw new RejectedError(supposed);
    const book = new ReferenceBook(supposed);
    return { book, rules: ledgerRules(book) };
  }

  /** All events of accounts, in the order of the log. */
  private async histories(standings: readonly AccountStandingRow[]): Promise<ReadonlyMap<string, HistoryEvent[]>> {
    const { firstPeriod } = (await this.books.current()).book;
    const streams = new Map(standings.map((standing) => [standing.account, streamsOf(standing, firstPeriod)]));
    const read = await this.store.readStreams([...streams.values()].flat());
    return new Map(
      [...streams].map(([account, names]) => {
        const events = names.flatMap((name) => read.get(name) ?? []) as HistoryEvent[];
        return [account, events.sort((left, right) => left.position - right.position)];
      }),
    );
  }
}

function streamsOf({ account, openedOn, period }: AccountStandingRow, firstPeriod: BillingPeriod): string[] {
  const periods = period === null ? [] : periodsBetween(later(firstPeriod, periodOf(openedOn)), period);
  return [accountStream(account), ...periods.map((one) => accountPeriodStream(account, one))];
}

function replayed(
  { account, houseId }: AccountStandingRow,
  history: readonly HistoryEvent[],
  { from, to }: ReplayQuestion,
  rules: ReplayRules,
): ReplayedAccount {
  try {
    const differences = differencesOf(replayAccount(history, from, to, rules), history);
    const differenceKopecks = sumKopecks(differences.toPost.map(({ amountKopecks }) => amountKopecks));
    return { account, houseId, ...differences, differenceKopecks, refused: null };
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    const nothing = { lines: [], toPost: [], corrects: [], differenceKopecks: 0 };
    return { account, houseId, ...nothing, refused: error.rejection.code };
  }
}

import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { canonicalJson } from '#libs/event-store';
import { RejectedError, Rejection } from '#libs/kernel';
import { addKopecks, Kopecks } from '#libs/money';
import { OrderFigures } from '../../domain/recalculation-order.events';
import { AccountToRecord, orderFigures } from '../recalculations/ordered-sums';
import { ReplayedAccount, ReplayQuery, ReplayQuestion } from './replay.query';

/** An account that a replay would change, or could not charge anew. */
export interface ReplayRunAccount {
  readonly account: string;
  readonly houseId: string;
  readonly lines: number;
  readonly differenceKopecks: Kopecks;
  readonly refused: string | null;
}

/** A replay that goes on by itself. What it has found stands in no log: the same question finds it again. */
export interface ReplayRun {
  readonly runId: string;
  readonly replayId: string;
  readonly question: ReplayQuestion;
  readonly state: 'running' | 'done' | 'failed';
  /** Accounts that were gone through, and all of them. */
  readonly done: number;
  readonly total: number;
  /** Lines that would differ, and what all accounts together would be posted. */
  readonly lines: number;
  readonly differenceKopecks: Kopecks;
  readonly accounts: readonly ReplayRunAccount[];
  /** What two people may agree to; null until it is done. */
  readonly figures: OrderFigures | null;
}

type Running = { -readonly [Field in keyof ReplayRun]: ReplayRun[Field] } & { accounts: ReplayRunAccount[] };

/** The last ones are kept, so that somebody may look at one while another goes on. */
const RUNS_KEPT = 8;
const RUNS_AT_ONCE = 2;
/** After so many accounts others get their turn. */
const ACCOUNTS_IN_A_ROW = 10;

/** Replays that last longer than a page may: begun by a person, looked at while they go on. */
@Injectable()
export class ReplayRuns {
  private readonly logger = new Logger(ReplayRuns.name);
  private readonly runs = new Map<string, Running>();
  private readonly working = new Map<string, Promise<void>>();

  constructor(private readonly replays: ReplayQuery) {}

  /**
   * Begins a replay, or joins the one of the same question that goes on; one that is done is begun anew.
   * Throws what `assertAnswerable` throws, and BILLING_REPLAY_BUSY.
   */
  async start(question: ReplayQuestion): Promise<ReplayRun> {
    await this.replays.assertAnswerable(question);
    const replayId = await this.replays.idOf(question);
    const runId = runIdOf(replayId, question);
    const known = this.runs.get(runId);
    if (known?.state === 'running') return known;
    if (this.working.size >= RUNS_AT_ONCE) throw new RejectedError(new Rejection('BILLING_REPLAY_BUSY'));
    const total = await this.replays.count(question);
    const nothing = { done: 0, lines: 0, differenceKopecks: 0, accounts: [], figures: null };
    const run: Running = { runId, replayId, question, state: 'running', total, ...nothing };
    this.runs.delete(runId);
    this.runs.set(runId, run);
    this.forgetOldest();
    const work = this.goOn(run).finally(() => this.working.delete(runId));
    this.working.set(runId, work);
    return run;
  }

  /** Throws BILLING_UNKNOWN_REPLAY_RUN. */
  get(runId: string): ReplayRun {
    const run = this.runs.get(runId);
    if (run === undefined) throw new RejectedError(new Rejection('BILLING_UNKNOWN_REPLAY_RUN'));
    return run;
  }

  /** Waits until all that go on are done. */
  async settled(): Promise<void> {
    await Promise.all(this.working.values());
  }

  private async goOn(run: Running): Promise<void> {
    const found: AccountToRecord[] = [];
    try {
      for await (const one of this.replays.accounts(run.question)) {
        const record = toPost(one);
        if (record !== null) found.push(record);
        const { account, houseId, lines, differenceKopecks, refused } = one;
        if (lines.length > 0 || refused !== null) {
          run.accounts.push({ account, houseId, lines: lines.length, differenceKopecks, refused });
        }
        run.lines += lines.length;
        run.differenceKopecks = addKopecks(run.differenceKopecks, differenceKopecks);
        run.done += 1;
        if (run.done % ACCOUNTS_IN_A_ROW === 0) await setImmediate();
      }
      run.figures = orderFigures(found);
      run.state = 'done';
    } catch (error) {
      run.state = 'failed';
      this.logger.error(error);
    }
  }

  private forgetOldest(): void {
    for (const [runId, { state }] of this.runs) {
      if (this.runs.size <= RUNS_KEPT) return;
      if (state !== 'running') this.runs.delete(runId);
    }
  }
}

/** What a replay would record for an account; null where nothing. */
export function toPost({ account, differenceKopecks, toPost: lines }: ReplayedAccount): AccountToRecord | null {
  if (lines.length === 0) return null;
  return {
    account,
    amountKopecks: differenceKopecks,
    lines: lines.map(({ amountKopecks, ...line }) => ({ ...line, differenceKopecks: amountKopecks })),
    waivers: [],
  };
}

function runIdOf(replayId: string, { house }: ReplayQuestion): string {
  return createHash('sha256')
    .update(canonicalJson([replayId, house ?? null]))
    .digest('hex')
    .slice(0, 16);
}

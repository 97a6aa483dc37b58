import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import { canonicalJson } from '#libs/event-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { addKopecks } from '#libs/money';
import { ACCESS_RECORDS, CLOCK, LEASE_HOLDERS, LeaseHolders, WorkSign, WorkSigns } from '#libs/platform';
import { AccountToRecord, orderFigures } from '../recalculations/ordered-sums';
import { ACCOUNTS_PER_KEPT_PAGE, KeptReplayRun, KeptReplayRuns } from './kept-replay-runs';
import { ReplayRun, ReplayRunAccount } from './replay-run';
import { ReplayedAccount, ReplayQuery, ReplayQuestion } from './replay.query';

type Running = { -readonly [Field in keyof ReplayRun]: ReplayRun[Field] } & {
  accounts: ReplayRunAccount[];
  state: 'running' | 'done' | 'failed';
};

/** A run of this process, and what of it other processes were told. */
interface InHand {
  readonly run: Running;
  readonly startedAt: string;
  sign: WorkSign;
  pages: number;
}

/** The last ones are kept, so that somebody may look at one while another goes on. */
const RUNS_KEPT = 8;
/** Of one process. */
const RUNS_AT_ONCE = 2;
/** After so many accounts others get their turn. */
const ACCOUNTS_IN_A_ROW = 10;
/** How far it is, other processes are told so often. */
const TOLD_EVERY_MILLISECONDS = 1_000;

/**
 * Replays that last longer than a page may: begun by a person, looked at while they go on, by whichever process is asked.
 * Where the process of one has ended in the middle, it is interrupted and may be begun again.
 */
@Injectable()
export class ReplayRuns implements OnModuleDestroy {
  private readonly logger = new Logger(ReplayRuns.name);
  private readonly inHand = new Map<string, InHand>();
  private readonly working = new Map<string, Promise<void>>();
  private readonly kept: KeptReplayRuns;
  private readonly signs: WorkSigns;
  /** Runs that have a place and are not at work yet. */
  private beginning = 0;
  private isEnding = false;

  constructor(
    private readonly replays: ReplayQuery,
    @Inject(ACCESS_RECORDS) records: ExpiringRecords,
    @Inject(LEASE_HOLDERS) holders: LeaseHolders,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.kept = new KeptReplayRuns(records, clock);
    this.signs = new WorkSigns({ holders, beatsEveryMilliseconds: TOLD_EVERY_MILLISECONDS });
  }

  /** Leaves off: whoever wants what it would have found begins it again. */
  async onModuleDestroy(): Promise<void> {
    this.isEnding = true;
    await this.settled();
  }

  /**
   * Begins a replay, or joins the one of the same question that goes on, here or in another process; one that is over is begun
   * anew. Throws what `assertAnswerable` throws, and BILLING_REPLAY_BUSY.
   */
  async start(question: ReplayQuestion): Promise<ReplayRun> {
    await this.replays.assertAnswerable(question);
    const replayId = await this.replays.idOf(question);
    const runId = runIdOf(replayId, question);
    const before = await this.kept.find(runId);
    if (before !== null && (await this.isLiving(before))) return this.get(runId);
    // The place is taken before anything is waited for: others who ask meanwhile see it.
    if (this.working.size + this.beginning >= RUNS_AT_ONCE)
      throw new RejectedError(new Rejection('BILLING_REPLAY_BUSY'));
    this.beginning += 1;
    const begun = await this.begin({ runId, replayId, question }, before).finally(() => (this.beginning -= 1));
    if (begun === null) return this.get(runId);
    await this.forgetOldest();
    return begun;
  }

  /** Null where another process was faster. */
  private async begin(
    { runId, replayId, question }: Pick<ReplayRun, 'runId' | 'replayId' | 'question'>,
    before: KeptReplayRun | null,
  ): Promise<ReplayRun | null> {
    const total = await this.replays.count(question);
    const nothing = { done: 0, lines: 0, differenceKopecks: 0, accounts: [], figures: null };
    const run: Running = { runId, replayId, question, state: 'running', total, ...nothing };
    const begun: InHand = { run, startedAt: this.clock.now(), sign: this.signs.begin(), pages: 0 };
    if (!(await this.kept.begin(keptOf(begun), before))) {
      this.signs.end(begun.sign);
      return null;
    }
    this.inHand.set(runId, begun);
    const work: Promise<void> = this.goOn(begun).finally(() => {
      if (this.working.get(runId) === work) this.working.delete(runId);
    });
    this.working.set(runId, work);
    return run;
  }

  /** Throws BILLING_UNKNOWN_REPLAY_RUN. */
  async get(runId: string): Promise<ReplayRun> {
    const here = this.inHand.get(runId);
    if (here !== undefined) return here.run;
    const kept = await this.kept.find(runId);
    const accounts = kept === null ? null : await this.kept.accountsOf(kept);
    if (kept === null || accounts === null) throw new RejectedError(new Rejection('BILLING_UNKNOWN_REPLAY_RUN'));
    const isOver = kept.run.state !== 'running' || (await this.isLiving(kept));
    return { ...kept.run, accounts, ...(isOver ? {} : { state: 'interrupted' }) };
  }

  /** Waits until all of this process that go on are done. */
  async settled(): Promise<void> {
    await Promise.all(this.working.values());
  }

  private async isLiving({ run, sign }: KeptReplayRun): Promise<boolean> {
    return run.state === 'running' && !(await this.signs.isAbandoned(sign));
  }

  private async goOn(begun: InHand): Promise<void> {
    const { run } = begun;
    const beats = this.signs.beating(() => this.tell(begun));
    try {
      run.figures = orderFigures(await this.find(begun));
      run.state = 'done';
    } catch (error) {
      run.state = 'failed';
      if (!(error instanceof LeftOffError)) this.logger.error(error);
    }
    await beats.stop();
    // Who is to end says nothing more: that it is interrupted, everybody sees.
    if (!this.isEnding) await this.tell(begun).catch((error: unknown) => this.logger.error(error));
    this.leave(begun);
    this.signs.end(begun.sign);
  }

  /** The same may have been begun here anew by then: that one stays. */
  private leave(begun: InHand): void {
    if (this.inHand.get(begun.run.runId) === begun) this.inHand.delete(begun.run.runId);
  }

  /** Throws LeftOffError where nobody waits for it any more. */
  private async find(begun: InHand): Promise<AccountToRecord[]> {
    const { run } = begun;
    const found: AccountToRecord[] = [];
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
      await this.keepWholePage(begun);
      if (run.done % ACCOUNTS_IN_A_ROW === 0) await setImmediate();
      if (this.isEnding || this.inHand.get(run.runId) !== begun) throw new LeftOffError();
    }
    return found;
  }

  private async keepWholePage(begun: InHand): Promise<void> {
    const from = begun.pages * ACCOUNTS_PER_KEPT_PAGE;
    if (begun.run.accounts.length < from + ACCOUNTS_PER_KEPT_PAGE) return;
    const page = begun.run.accounts.slice(from, from + ACCOUNTS_PER_KEPT_PAGE);
    await this.kept.addPage(keptOf(begun), begun.pages, page);
    begun.pages += 1;
  }

  private async tell(begun: InHand): Promise<void> {
    begun.sign = { ...begun.sign, beat: begun.sign.beat + 1 };
    // Another process has taken this one for gone, and begun it anew.
    if (!(await this.kept.tell(keptOf(begun)))) this.leave(begun);
  }

  private async forgetOldest(): Promise<void> {
    const all = [...(await this.kept.all())].sort((one, other) => (one.startedAt < other.startedAt ? -1 : 1));
    for (const [place, kept] of all.entries()) {
      if (all.length - place <= RUNS_KEPT) return;
      if (!(await this.isLiving(kept))) await this.kept.forget(kept);
    }
  }
}

/** The process is to end, or another one has begun the same anew. */
class LeftOffError extends Error {}

function keptOf({ run: { accounts, ...run }, startedAt, sign, pages }: InHand): KeptReplayRun {
  return { run, startedAt, sign, pages, tail: accounts.slice(pages * ACCOUNTS_PER_KEPT_PAGE) };
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

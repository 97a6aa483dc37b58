import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import type { WorkSign } from '#libs/platform';
import { ReplayRun, ReplayRunAccount } from './replay-run';

/** A run as every process sees it: the accounts that fill whole pages lie beside it. */
export interface KeptReplayRun {
  readonly run: Omit<ReplayRun, 'accounts' | 'state'> & { readonly state: 'running' | 'done' | 'failed' };
  /** UTC instant. */
  readonly startedAt: string;
  /** Of this go at it; who begins it again has another. */
  readonly sign: WorkSign;
  readonly pages: number;
  /** Accounts behind the last whole page. */
  readonly tail: readonly ReplayRunAccount[];
}

const RUNS = 'replay-runs';
const PAGES = 'replay-run-accounts';
/** What is not looked at for so long is found again by asking again. */
const KEPT_MILLISECONDS = 24 * 60 * 60_000;
/** A page is written before its run is over, which is kept for a day from its end on: it lies until then. */
const PAGE_KEPT_MILLISECONDS = 2 * KEPT_MILLISECONDS;
const RUNS_MAX = 100;
/** A page is one record; a company of a hundred thousand accounts has five hundred of them. */
export const ACCOUNTS_PER_KEPT_PAGE = 200;
const PAGE_DIGITS = 6;

interface Page {
  readonly accounts: readonly ReplayRunAccount[];
}

/** Replays beside the log, for a day: which process began one does not matter to whoever looks. */
export class KeptReplayRuns {
  constructor(
    private readonly records: ExpiringRecords,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  async find(runId: string): Promise<KeptReplayRun | null> {
    return (await this.records.get<KeptReplayRun>(RUNS, runId, this.clock.now()))?.document ?? null;
  }

  async all(): Promise<readonly KeptReplayRun[]> {
    const all = await this.records.all<KeptReplayRun>(RUNS, this.clock.now(), RUNS_MAX);
    return all.map(({ document }) => document);
  }

  /** Null where pages of it are no longer there: a list with a hole in it would look like a whole one. */
  async accountsOf(kept: KeptReplayRun): Promise<ReplayRunAccount[] | null> {
    const pages = await this.records.ofGroup<Page>(PAGES, groupOf(kept), this.clock.now());
    if (pages.length < kept.pages) return null;
    const whole = pages.slice(0, kept.pages).flatMap(({ document }) => document.accounts);
    return [...whole, ...kept.tail];
  }

  /** Writes a run down in the place of `before`, as it was seen; false where another process has begun it meanwhile. */
  async begin(next: KeptReplayRun, before: KeptReplayRun | null): Promise<boolean> {
    const isBegun = await this.change(next.run.runId, next, (known) => known?.sign.token === before?.sign.token);
    if (isBegun && before !== null) await this.records.removeGroup(PAGES, groupOf(before));
    return isBegun;
  }

  /** Tells how far a run is; false where another process has begun it anew. */
  tell(next: KeptReplayRun): Promise<boolean> {
    return this.change(next.run.runId, next, (known) => known?.sign.token === next.sign.token);
  }

  async addPage(kept: KeptReplayRun, page: number, accounts: readonly ReplayRunAccount[]): Promise<void> {
    const group = groupOf(kept);
    const key = `${group}/${String(page).padStart(PAGE_DIGITS, '0')}`;
    const { now, expiresAt } = this.keptFor(PAGE_KEPT_MILLISECONDS);
    await this.records.change<Page, null>({ collection: PAGES, key, now }, () => ({
      change: { kind: 'keep', document: { accounts }, expiresAt, group },
      answer: null,
    }));
  }

  async forget(kept: KeptReplayRun): Promise<void> {
    await this.records.remove(RUNS, kept.run.runId);
    await this.records.removeGroup(PAGES, groupOf(kept));
  }

  private change(
    runId: string,
    next: KeptReplayRun,
    isOwn: (known: KeptReplayRun | null) => boolean,
  ): Promise<boolean> {
    const { now, expiresAt } = this.keptFor(KEPT_MILLISECONDS);
    return this.records.change<KeptReplayRun, boolean>({ collection: RUNS, key: runId, now }, (known) =>
      isOwn(known)
        ? { change: { kind: 'keep', document: next, expiresAt }, answer: true }
        : { change: { kind: 'leave' }, answer: false },
    );
  }

  private keptFor(milliseconds: number): { readonly now: string; readonly expiresAt: string } {
    const now = this.clock.now();
    return { now, expiresAt: new Date(Date.parse(now) + milliseconds).toISOString() };
  }
}

function groupOf({ run, sign }: KeptReplayRun): string {
  return `${run.runId}/${sign.token}`;
}

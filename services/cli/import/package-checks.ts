import { createHash, randomUUID } from 'node:crypto';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import type { WorkSign, WorkSigns } from '#libs/platform';
import { CheckedPackage } from '#services/back-office';
import { KeptPackage, KeptPackages } from './kept-packages';
import { checkPackage, RunningCheck } from './package-check';

/** A package that a thread is looking at. */
interface InHand {
  checked: CheckedPackage;
  readonly staffId: string;
  readonly keptAt: string;
  readonly check: RunningCheck;
  /** By which other processes see that it goes on. */
  sign: WorkSign;
  /** What was told of it so far; false once it is wanted no more. */
  told: Promise<boolean>;
  /** Whether this process has ended it itself. */
  isStopped: boolean;
  /** Until it is kept, or refused. */
  over: Promise<void>;
}

/** Threads at work at once; the process has others to serve. */
const CHECKING_MAX = 2;
/** Sealed on the disk at once, of all people; one that is older than an hour gives way. */
const KEPT_MAX = 10;
const GIVES_WAY_AFTER_MILLISECONDS = 60 * 60_000;
const KEPT_MILLISECONDS = 24 * 60 * 60_000;
const CHECK_ID_CHARACTERS = 32;
const FILE_NAME_CHARACTERS = 200;
const NOT_YET = { faults: [], contents: null, failure: null } as const;

/**
 * Looks at packages that were sent, one of each person at a time, and keeps what is sound until it is accepted. What is
 * looked at here every process can tell of: how far it is stands with the archive, with a sign of this process.
 */
export class PackageChecks {
  private inHand: readonly InHand[] = [];

  constructor(
    private readonly kept: KeptPackages,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly signs: WorkSigns,
    /** Packages that may not be forgotten: they are being recorded, can be carried on, or wait for a second person. */
    private readonly needed: () => Promise<ReadonlySet<string>>,
  ) {}

  /** Answers when the archive is unpacked. Throws RejectedError: why it is refused, IMPORT_TOO_MANY_IN_HAND. */
  async begin({ name, bytes }: { readonly name: string; readonly bytes: Buffer }, staffId: string) {
    await this.dropOf(staffId);
    await this.makeRoom();
    if (this.inHand.length >= CHECKING_MAX) throw tooMany();
    const checkId = createHash('sha256').update(randomUUID()).digest('hex').slice(0, CHECK_ID_CHARACTERS);
    const archiveHash = createHash('sha256').update(bytes).digest('hex');
    const fileName = name.slice(0, FILE_NAME_CHARACTERS);
    const check = checkPackage(bytes, (filesDone, files) => this.progress(checkId, filesDone, files));
    const checked = { checkId, fileName, archiveHash, state: 'checking', filesDone: 0, files: 0, ...NOT_YET } as const;
    const one: InHand = {
      ...{ checked, staffId, check, keptAt: this.clock.now(), sign: this.signs.begin() },
      ...{ told: Promise.resolve(true), isStopped: false, over: Promise.resolve() },
    };
    this.inHand = [...this.inHand, one];
    // What was not unpacked is refused at once: nobody looks for it.
    one.told = check.unpacked.then(async () => {
      await this.kept.beginCheck(keptOf(one));
      return true;
    });
    one.told.catch(() => undefined);
    one.over = this.finish(one, bytes);
    await one.told;
    return one.checked;
  }

  /** What was sent by this person. Throws RejectedError IMPORT_UNKNOWN_CHECK. */
  async require(checkId: string, staffId: string): Promise<CheckedPackage> {
    const found = await this.kept.find(checkId);
    if (found?.staffId !== staffId) throw new RejectedError(new Rejection('IMPORT_UNKNOWN_CHECK'));
    const here = this.inHand.find(({ checked }) => checked.checkId === checkId);
    if (found.checked.state === 'checked') return found.checked;
    if (here !== undefined) return here.checked;
    const { sign } = found;
    const isOver = sign === null || sign === undefined || (await this.signs.isAbandoned(sign));
    return isOver ? { ...found.checked, state: 'checked', failure: interrupted() } : found.checked;
  }

  async forget(checkId: string): Promise<void> {
    if (!(await this.needed()).has(checkId)) await this.kept.forget(checkId);
  }

  /** Removes what has waited for a day. */
  async sweep(): Promise<void> {
    await this.forgetOlderThan(KEPT_MILLISECONDS);
  }

  /** Stops what is looked at: whoever sent it sends it again. */
  async stop(): Promise<void> {
    await stopAll(this.inHand);
  }

  private async dropOf(staffId: string): Promise<void> {
    await stopAll(this.inHand.filter((one) => one.staffId === staffId));
    const needed = await this.needed();
    for (const { checked, staffId: sender } of await this.kept.all()) {
      if (sender === staffId && !needed.has(checked.checkId)) await this.kept.forget(checked.checkId);
    }
  }

  private async makeRoom(): Promise<void> {
    if ((await this.lying()) < KEPT_MAX) return;
    await this.forgetOlderThan(GIVES_WAY_AFTER_MILLISECONDS);
    if ((await this.lying()) >= KEPT_MAX) throw tooMany();
  }

  private async lying(): Promise<number> {
    return (await this.kept.all()).filter(({ checked }) => checked.state === 'checked').length;
  }

  private async forgetOlderThan(milliseconds: number): Promise<void> {
    const before = Date.parse(this.clock.now()) - milliseconds;
    const old = (await this.kept.all()).filter(({ keptAt }) => Date.parse(keptAt) <= before);
    if (old.length === 0) return;
    // Asked last: what is asked for meanwhile is needed as well.
    const needed = await this.needed();
    for (const { checked } of old) if (!needed.has(checked.checkId)) await this.kept.forget(checked.checkId);
  }

  private progress(checkId: string, filesDone: number, files: number): void {
    const one = this.inHand.find(({ checked }) => checked.checkId === checkId);
    if (one === undefined) return;
    one.checked = { ...one.checked, filesDone, files };
    void this.tell(one);
  }

  /** Tells other processes how far it is, and stops where whoever sent it has sent another one to one of them. */
  private async tell(one: InHand): Promise<void> {
    one.sign = { ...one.sign, beat: one.sign.beat + 1 };
    one.told = one.told.then((isWanted) => isWanted && this.kept.noteCheck(keptOf(one)));
    // One that could not be told is made up for by the next.
    if (!(await one.told.catch(() => (one.told = Promise.resolve(true))))) one.check.stop();
  }

  /** Never rejects: whatever went wrong is told to whoever looks. */
  private async finish(one: InHand, bytes: Buffer): Promise<void> {
    const wasUnpacked = await one.check.unpacked.then(
      () => true,
      () => false,
    );
    const beats = this.signs.beating(() => this.tell(one));
    try {
      if (wasUnpacked) await this.keepOutcome(one, bytes, () => beats.stop());
    } finally {
      await beats.stop();
      this.signs.end(one.sign);
      this.inHand = this.inHand.filter((other) => other !== one);
    }
  }

  private async keepOutcome(one: InHand, bytes: Buffer, stopBeats: () => Promise<void>): Promise<void> {
    const keep = async (change: Partial<CheckedPackage>) => {
      // A sign that came after the last word would say that it still goes on, and nobody would give another.
      await stopBeats();
      await one.told;
      const checked = { ...one.checked, state: 'checked', ...change } as const;
      return this.kept.noteCheck({ ...keptOf(one), checked, sign: null });
    };
    try {
      const { faults, contents } = await one.check.outcome;
      if (contents !== null) await this.kept.keepArchive(one.checked.checkId, bytes);
      if (!(await keep({ faults, contents }))) await this.kept.forget(one.checked.checkId);
    } catch (error) {
      const failure = error instanceof RejectedError ? error.rejection : new Rejection('IMPORT_CHECK_FAILED');
      // Where not even that can be written down, it is seen to be interrupted, and has to be made again.
      await keep({ failure: one.isStopped ? interrupted() : failure }).catch(() => undefined);
    }
  }
}

function keptOf({ checked, staffId, keptAt, sign }: InHand): KeptPackage {
  return { checked, staffId, keptAt, sign };
}

async function stopAll(some: readonly InHand[]): Promise<void> {
  for (const one of some) {
    one.isStopped = true;
    one.check.stop();
  }
  await Promise.all(some.map(({ over }) => over));
}

/** Whoever looked at it has ended in the middle. */
function interrupted(): Rejection {
  return new Rejection('IMPORT_CHECK_INTERRUPTED');
}

function tooMany(): RejectedError {
  return new RejectedError(new Rejection('IMPORT_TOO_MANY_IN_HAND'));
}

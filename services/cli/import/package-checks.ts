import { createHash, randomUUID } from 'node:crypto';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { CheckedPackage } from '#services/back-office';
import { KeptPackages } from './kept-packages';
import { checkPackage, RunningCheck } from './package-check';

/** A package that a thread is looking at. */
interface InHand {
  checked: CheckedPackage;
  readonly staffId: string;
  readonly check: RunningCheck;
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

/** Looks at packages that were sent, one of each person at a time, and keeps what is sound until it is accepted. */
export class PackageChecks {
  private inHand: readonly InHand[] = [];

  constructor(
    private readonly kept: KeptPackages,
    private readonly clock: Pick<Clock, 'now'>,
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
    const one: InHand = { checked, staffId, check, over: Promise.resolve() };
    this.inHand = [...this.inHand, one];
    one.over = this.finish(one, bytes);
    await check.unpacked;
    return one.checked;
  }

  /** What was sent by this person. Throws RejectedError IMPORT_UNKNOWN_CHECK. */
  async require(checkId: string, staffId: string): Promise<CheckedPackage> {
    const here = this.inHand.find(({ checked }) => checked.checkId === checkId);
    const found = here ?? (await this.kept.find(checkId));
    if (found?.staffId === staffId) return found.checked;
    throw new RejectedError(new Rejection('IMPORT_UNKNOWN_CHECK'));
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
    for (const { check } of this.inHand) check.stop();
    await Promise.all(this.inHand.map(({ over }) => over));
  }

  private async dropOf(staffId: string): Promise<void> {
    const own = this.inHand.filter((one) => one.staffId === staffId);
    for (const { check } of own) check.stop();
    await Promise.all(own.map(({ over }) => over));
    const needed = await this.needed();
    for (const { checked, staffId: sender } of await this.kept.all()) {
      if (sender === staffId && !needed.has(checked.checkId)) await this.kept.forget(checked.checkId);
    }
  }

  private async makeRoom(): Promise<void> {
    if ((await this.kept.all()).length < KEPT_MAX) return;
    await this.forgetOlderThan(GIVES_WAY_AFTER_MILLISECONDS);
    if ((await this.kept.all()).length >= KEPT_MAX) throw tooMany();
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
    if (one !== undefined) one.checked = { ...one.checked, filesDone, files };
  }

  /** Never rejects: whatever went wrong is told to whoever looks. */
  private async finish(one: InHand, bytes: Buffer): Promise<void> {
    const wasUnpacked = await one.check.unpacked.then(
      () => true,
      () => false,
    );
    try {
      if (wasUnpacked) await this.keepOutcome(one, bytes);
    } finally {
      this.inHand = this.inHand.filter((other) => other !== one);
    }
  }

  private async keepOutcome(one: InHand, bytes: Buffer): Promise<void> {
    const keptAt = this.clock.now();
    const keep = (change: Partial<CheckedPackage>, archive: Buffer | null) =>
      this.kept.keep(
        { checked: { ...one.checked, state: 'checked', ...change }, staffId: one.staffId, keptAt },
        archive,
      );
    try {
      const { faults, contents } = await one.check.outcome;
      await keep({ faults, contents }, contents === null ? null : bytes);
    } catch (error) {
      const failure = error instanceof RejectedError ? error.rejection : new Rejection('IMPORT_CHECK_FAILED');
      // Where not even that can be written down, the check is unknown and has to be made again.
      await keep({ failure }, null).catch(() => undefined);
    }
  }
}

function tooMany(): RejectedError {
  return new RejectedError(new Rejection('IMPORT_TOO_MANY_IN_HAND'));
}

import { Logger, OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { addDays, isRejection, RejectedError, Rejection } from '#libs/kernel';
import { HeldTurn, TurnGivenUpError, WorkSigns } from '#libs/platform';
import { Kvitok } from '#services/app';
import { CheckedPackage, ImportRun, PACKAGE_IMPORT, PackageImport } from '#services/back-office';
import { NightlyChargesJob, NightTurns, ReferenceBooks } from '#services/billing';
import { AgreedImports } from './agreed-imports';
import { ImportGo, SignedRun } from './import-go';
import { ImportTakenOverError, KeptPackages, KeptRun } from './kept-packages';
import { packageOf } from './package-check';
import { PackageChecks } from './package-checks';
import { NightStoppedError, playBack, PlaybackStoppedError } from './playback';

/** How soon after the second person has agreed it begins. */
const CARRY_OUT_EVERY_MILLISECONDS = 5_000;
/** For so long an import that was interrupted keeps its archive. */
const CARRIED_ON_WITHIN_MILLISECONDS = 7 * 24 * 60 * 60_000;
const SWEEP_EVERY_MILLISECONDS = 60 * 60_000;
/** What a person or time mends while the same archive stays right. */
const MENDED_ELSEWHERE: ReadonlySet<string> = new Set(['IMPORT_FAILED', 'IMPORT_FACT_PARKED', 'IMPORT_CHECK_FAILED']);

type Begun = Pick<KeptRun, 'checkId' | 'companyId' | 'fileName' | 'acceptedBy' | 'intoPresent' | 'approvalId'>;

/**
 * The import of the command line inside a process that serves: the same checks, the same facts under the same ids. Nights
 * wait while it records, those of other processes too, and of several processes one records: it says so with the run, and
 * renews its sign. Stopped anywhere it has recorded whole commands, and goes on where it was, here or in another process.
 */
export class OfficeImport implements PackageImport, OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Import');
  private readonly kept: KeptPackages;
  private readonly checks: PackageChecks;
  private readonly agreed: AgreedImports;
  private readonly signs: WorkSigns;
  private readonly timers: NodeJS.Timeout[] = [];
  /** What this process records, until it is over: one that was taken over may still leave off beside the next. */
  private readonly going = new Set<Promise<void>>();
  private ticking: Promise<void> = Promise.resolve();

  constructor(private readonly kvitok: Kvitok) {
    const { blobs, vault, accessRecords: records, clock, leaseHolders: holders } = kvitok.stack;
    this.signs = new WorkSigns({ holders });
    this.kept = new KeptPackages({ blobs, vault, records, clock });
    this.agreed = new AgreedImports(kvitok.stack);
    this.checks = new PackageChecks(this.kept, clock, this.signs, () => this.needed());
  }

  /** What is left of earlier processes is seen to at once: approvals that were granted, archives that nobody wants. */
  onModuleInit(): void {
    this.tick(() => this.checks.sweep());
    this.timers.push(
      setInterval(() => this.tick(() => this.checks.sweep()), SWEEP_EVERY_MILLISECONDS).unref(),
      setInterval(() => this.tick(() => this.carryOutAgreed()), CARRY_OUT_EVERY_MILLISECONDS).unref(),
    );
  }

  async onModuleDestroy(): Promise<void> {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    this.kvitok.beginToStop();
    await this.checks.stop();
    await this.ticking;
    await Promise.all(this.going);
  }

  check(archive: { readonly name: string; readonly bytes: Buffer }, staffId: string): Promise<CheckedPackage> {
    return this.checks.begin(archive, staffId);
  }

  checked(checkId: string, staffId: string): Promise<CheckedPackage> {
    return this.checks.require(checkId, staffId);
  }

  forget(checkId: string): Promise<void> {
    return this.checks.forget(checkId);
  }

  async accept(checkId: string, staffId: string, intoPresent: boolean): Promise<ImportRun> {
    const { contents, fileName } = await this.checks.require(checkId, staffId);
    if (contents === null) throw new RejectedError(new Rejection('IMPORT_NOT_SOUND'));
    const { companyId } = contents;
    const acceptedBy = `staff:${staffId}`;
    return this.begin({ checkId, companyId, fileName, acceptedBy, intoPresent, approvalId: null });
  }

  async goOn(): Promise<ImportRun> {
    const last = await this.run();
    if (last?.state === 'running') return last;
    const known = await this.kept.lastRun();
    if (known === null || last?.mayGoOn !== true) throw new RejectedError(new Rejection('IMPORT_NOTHING_TO_GO_ON'));
    return this.begin(known);
  }

  async run(): Promise<ImportRun | null> {
    const run = await this.kept.lastRun();
    return run === null ? null : this.seen(run);
  }

  private async seen(run: KeptRun): Promise<ImportRun> {
    const { checkId, companyId, fileName, daysDone, days } = run;
    // What a process was at when it ended is running for nobody.
    const state = run.state === 'running' && !(await this.isLiving(run)) ? 'interrupted' : run.state;
    const failure = refusalOf(run);
    const mayGoOn = mayBeCarriedOn(state, failure) && (await this.kept.find(checkId)) !== null;
    return { checkId, companyId, fileName, daysDone, days, state, failure, mayGoOn };
  }

  /** Whether some process is at it. */
  private async isLiving({ state, sign }: KeptRun): Promise<boolean> {
    return state === 'running' && sign !== undefined && !(await this.signs.isAbandoned(sign));
  }

  /** What nobody carries on for days is given up: the same archive, sent again, goes on as well. */
  private async needed(): Promise<ReadonlySet<string>> {
    const [run, asked] = [await this.run(), await this.agreed.checksAsked()];
    if (run === null || (run.state !== 'running' && !run.mayGoOn)) return new Set(asked);
    const kept = await this.kept.find(run.checkId);
    const waitedMs = Date.parse(this.kvitok.stack.clock.now()) - Date.parse(kept?.keptAt ?? '');
    const isGivenUp = run.state !== 'running' && waitedMs > CARRIED_ON_WITHIN_MILLISECONDS;
    return new Set([...asked, ...(isGivenUp ? [] : [run.checkId])]);
  }

  /** Of several processes that begin at once one does; the others answer how far it is, or that another one is under way. */
  private async begin(begun: Begun): Promise<ImportRun> {
    const { checkId, companyId, fileName, acceptedBy, intoPresent, approvalId } = begun;
    for (;;) {
      const last = await this.kept.lastRun();
      if (last !== null && (await this.isLiving(last))) {
        if (last.checkId !== checkId) throw new RejectedError(new Rejection('IMPORT_UNDER_WAY'));
        return this.seen(last);
      }
      if (last !== null && approvalId !== null && last.approvalId === approvalId && isOver(last))
        return this.seen(last);
      const run: SignedRun = {
        ...{ checkId, companyId, fileName, acceptedBy, intoPresent, approvalId },
        ...{ state: 'running', daysDone: 0, days: 0, failure: null, sign: this.signs.begin() },
      };
      if (await this.beganInstead(run, last)) return { ...run, failure: null, mayGoOn: false };
    }
  }

  private async beganInstead(run: SignedRun, last: KeptRun | null): Promise<boolean> {
    const isBegun = await this.kept.beginRun(run, last);
    if (isBegun) {
      const over = this.toTheEnd(new ImportGo(this.kept, run));
      this.going.add(over);
      void over.finally(() => this.going.delete(over));
    } else this.signs.end(run.sign);
    return isBegun;
  }

  /** Never rejects: what became of it is written down. */
  private async toTheEnd(go: ImportGo): Promise<void> {
    const beats = this.signs.beating(() => go.note({}));
    try {
      // A night in the middle of it would charge what is only half told.
      await this.kvitok.app.get(NightTurns).alone((turn) => this.record(go, turn), this.kvitok.stopping);
      await this.end(go, { state: 'done' });
    } catch (error) {
      if (error instanceof ImportTakenOverError) this.logger.warn('Another process has taken an import over');
      else await this.cutOff(go, error);
    } finally {
      await beats.stop();
      this.signs.end(go.run.sign);
    }
  }

  private async cutOff(go: ImportGo, error: unknown): Promise<void> {
    const isStopped = error instanceof PlaybackStoppedError || error instanceof TurnGivenUpError;
    const failure = isStopped ? null : failureOf(error);
    if (failure?.code === 'IMPORT_FAILED') this.logger.error({ err: error }, 'An import was cut off');
    await this.end(go, failure === null ? { state: 'interrupted' } : { state: 'failed', failure });
  }

  /** History up to yesterday: the night of today comes by itself. Facts are recorded now, whenever they came about. */
  private async record(go: ImportGo, turn: HeldTurn): Promise<void> {
    const { app, stack, drain, stopping } = this.kvitok;
    const { checkId, acceptedBy } = go.run;
    if (stopping.aborted) throw new PlaybackStoppedError();
    const archive = await this.kept.archiveOf(checkId);
    if (archive === null) throw new RejectedError(new Rejection('IMPORT_UNKNOWN_CHECK'));
    const source = await packageOf(archive);
    const { commands, store, consumerState, vault, clock } = stack;
    const books = app.get(ReferenceBooks);
    await this.requireAllowed(go, books);
    const night = app.get(NightlyChargesJob);
    const parts = { commands, store, consumerState, vault, books, night, clock: { set: () => undefined }, drain };
    await playBack(source, parts, {
      through: addDays(clock.today(), -1),
      acceptedBy,
      signal: stopping,
      onDay: async (_day, daysDone, days) => {
        await go.note({ daysDone, days });
        // Whoever was taken for gone while it was silent has nights beside it by now.
        if (!(await turn.isHeld())) throw new PlaybackStoppedError();
      },
    });
  }

  /** Two new companies, or one and the same twice, may have been sent at once: the second is no new one any more. */
  private async requireAllowed(go: ImportGo, books: ReferenceBooks): Promise<void> {
    const { intoPresent } = go.run;
    if (!intoPresent && (await books.find()) !== null) {
      throw new RejectedError(new Rejection('IMPORT_NEEDS_SECOND_PERSON'));
    }
    // From here on the company is there because of this import.
    if (!intoPresent) await go.note({ intoPresent: true });
  }

  private async end(
    go: ImportGo,
    { state, failure }: { readonly state: KeptRun['state']; readonly failure?: Rejection },
  ): Promise<void> {
    const isFinal = state === 'done' || (failure !== undefined && !mayBeCarriedOn(state, failure));
    try {
      await go.note({
        state,
        failure: failure === undefined ? null : { code: failure.code, details: failure.details },
      });
      const { approvalId, checkId, days } = go.run;
      if (!isFinal) return;
      if (approvalId !== null) await this.agreed.settle(approvalId, failure?.code ?? null, { days });
      await this.kept.forget(checkId);
    } catch (error) {
      // What became of it is told by whoever has taken it over.
      if (error instanceof ImportTakenOverError) return;
      // A store that fails at the very end: the next process says that it was interrupted, and it is done again.
      this.logger.error({ err: error }, 'The end of an import could not be noted');
    }
  }

  /** What two people have agreed to begins by itself; what was interrupted waits for a person. */
  private async carryOutAgreed(): Promise<void> {
    const { stopping } = this.kvitok;
    for (const granted of await this.agreed.granted()) {
      const last = await this.kept.lastRun();
      if (stopping.aborted || (last !== null && (await this.isLiving(last)))) return;
      if (last?.checkId === granted.checkId && (await this.seen(last)).mayGoOn) continue;
      if (last?.approvalId === granted.approvalId && isOver(last)) {
        // Whoever recorded it ended before it could say so.
        await this.agreed.settle(granted.approvalId, last.failure?.code ?? null, { days: last.days });
        continue;
      }
      const known = await this.kept.find(granted.checkId);
      if (known?.checked.contents?.companyId !== granted.companyId) {
        await this.agreed.settle(granted.approvalId, 'IMPORT_UNKNOWN_CHECK', {});
      } else if (known.checked.archiveHash !== granted.archiveHash) {
        await this.agreed.settle(granted.approvalId, 'IMPORT_OTHER_PACKAGE', {});
      } else {
        const { fileName } = known.checked;
        const begun = { ...granted, fileName, acceptedBy: granted.grantedBy, intoPresent: true };
        // Another process may have been faster, with this one or another.
        await this.begin(begun).catch(unlessUnderWay);
        return;
      }
    }
  }

  private tick(work: () => Promise<void>): void {
    this.ticking = this.ticking.then(work).catch((error: unknown) => {
      if (!this.kvitok.stopping.aborted) this.logger.error({ err: error }, 'The import could not be looked after');
    });
  }
}

function refusalOf({ failure }: KeptRun): Rejection | null {
  return failure === null ? null : new Rejection(failure.code, failure.details);
}

/** Whether nothing more comes of it. */
function isOver(run: KeptRun): boolean {
  return run.state === 'done' || (run.state === 'failed' && !mayBeCarriedOn(run.state, refusalOf(run)));
}

function unlessUnderWay(error: unknown): void {
  if (error instanceof RejectedError && error.rejection.code === 'IMPORT_UNDER_WAY') return;
  throw error;
}

function mayBeCarriedOn(state: KeptRun['state'], failure: Rejection | null): boolean {
  return state === 'interrupted' || (state === 'failed' && failure !== null && MENDED_ELSEWHERE.has(failure.code));
}

function failureOf(error: unknown): Rejection {
  if (error instanceof RejectedError && isRejection(error.rejection)) return error.rejection;
  if (!(error instanceof NightStoppedError)) return new Rejection('IMPORT_FAILED');
  const { date, parked } = error.report;
  const refused = parked.find(({ step }) => step === 'close');
  const { account = '', period = '', code = '' } = refused ?? {};
  return new Rejection('IMPORT_STOPPED', { date, account, period, fault: code });
}

/** What the process gives to the back-office besides the clients of the services. */
export function officeImportOf(kvitok: Kvitok): ReadonlyMap<symbol, unknown> {
  return new Map([[PACKAGE_IMPORT, new OfficeImport(kvitok)]]);
}

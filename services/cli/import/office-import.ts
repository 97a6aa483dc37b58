import { Logger } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { addDays, isRejection, RejectedError, Rejection } from '#libs/kernel';
import { Kvitok } from '#services/app';
import {
  ARCHIVE_BYTES_MAX,
  CheckedPackage,
  ImportRun,
  PACKAGE_IMPORT,
  PackageContents,
  PackageImport,
} from '#services/back-office';
import { NightlyChargesJob, ReferenceBooks } from '#services/billing';
import { CompanyPackage, readCompanyPackage, zipSource } from '../company-package';
import { companyIdOf } from './package-facts';
import { NightStoppedError, playBack } from './playback';

interface Kept {
  readonly checked: CheckedPackage;
  readonly staffId: string;
  /** Null where it is not sound. */
  readonly source: CompanyPackage | null;
  readonly until: number;
}

/** Packages lie in memory until they are accepted: whoever sends more of them loses the oldest. */
const CHECKS_KEPT_MAX = 5;
const CHECK_KEPT_MILLISECONDS = 60 * 60_000;
const CHECK_ID_CHARACTERS = 32;

/** The import of the command line inside a process that serves: the same checks, the same facts under the same ids. */
export class OfficeImport implements PackageImport {
  private readonly logger = new Logger('Import');
  private kept: readonly Kept[] = [];
  private current: ImportRun | null = null;

  constructor(private readonly kvitok: Kvitok) {}

  check({ name, bytes }: { readonly name: string; readonly bytes: Buffer }, staffId: string): CheckedPackage {
    const read = readCompanyPackage(zipSource(bytes, ARCHIVE_BYTES_MAX));
    const checkId = createHash('sha256').update(randomUUID()).digest('hex').slice(0, CHECK_ID_CHARACTERS);
    const source = read.ok ? read.package : null;
    const contents = source === null ? null : contentsOf(source);
    const checked = { checkId, fileName: name.slice(0, 200), faults: read.errors, contents };
    const until = Date.parse(this.kvitok.stack.clock.now()) + CHECK_KEPT_MILLISECONDS;
    this.kept = [{ checked, staffId, source, until }, ...this.kept].slice(0, CHECKS_KEPT_MAX);
    return checked;
  }

  checked(checkId: string, staffId: string): CheckedPackage {
    return this.require(checkId, staffId).checked;
  }

  accept(checkId: string, staffId: string): ImportRun {
    const { checked, source } = this.require(checkId, staffId);
    if (source === null) throw new RejectedError(new Rejection('IMPORT_NOT_SOUND'));
    if (this.current?.state === 'running') {
      if (this.current.checkId === checkId) return this.current;
      throw new RejectedError(new Rejection('IMPORT_UNDER_WAY'));
    }
    const { fileName } = checked;
    this.current = {
      ...{ checkId, companyId: companyIdOf(source), fileName },
      ...{ state: 'running', daysDone: 0, days: 0, failure: null },
    };
    void this.record(source, staffId);
    return this.current;
  }

  run(): ImportRun | null {
    return this.current;
  }

  private require(checkId: string, staffId: string): Kept {
    const now = Date.parse(this.kvitok.stack.clock.now());
    const found = this.kept.find((one) => one.checked.checkId === checkId && one.staffId === staffId);
    if (found === undefined || found.until < now) throw new RejectedError(new Rejection('IMPORT_UNKNOWN_CHECK'));
    return found;
  }

  /** History up to yesterday: the night of today comes by itself. Facts are recorded now, whenever they came about. */
  private async record(source: CompanyPackage, staffId: string): Promise<void> {
    const { app, stack, drain } = this.kvitok;
    const { commands, store, consumerState, vault } = stack;
    const books = app.get(ReferenceBooks);
    const night = app.get(NightlyChargesJob);
    const parts = { commands, store, consumerState, vault, books, night, clock: { set: () => undefined }, drain };
    try {
      await playBack(source, parts, {
        through: addDays(stack.clock.today(), -1),
        acceptedBy: `staff:${staffId}`,
        onDay: (_day, daysDone, days) => this.change({ daysDone, days }),
      });
      this.change({ state: 'done' });
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === 'IMPORT_FAILED') this.logger.error({ err: error }, 'An import was cut off');
      this.change({ state: 'failed', failure });
    }
  }

  private change(change: Partial<ImportRun>): void {
    if (this.current !== null) this.current = { ...this.current, ...change };
  }
}

function failureOf(error: unknown): Rejection {
  if (error instanceof RejectedError && isRejection(error.rejection)) return error.rejection;
  if (!(error instanceof NightStoppedError)) return new Rejection('IMPORT_FAILED');
  const { date, parked } = error.report;
  const refused = parked.find(({ step }) => step === 'close');
  const { account = '', period = '', code = '' } = refused ?? {};
  return new Rejection('IMPORT_STOPPED', { date, account, period, fault: code });
}

function contentsOf(source: CompanyPackage): PackageContents {
  const { company, firstPeriod, houses, accounts, meters, readings, payments } = source;
  return {
    companyId: companyIdOf(source),
    companyName: company.find(({ payee }) => payee === 'main')?.name ?? '',
    firstPeriod,
    houses: houses.length,
    accounts: accounts.length,
    meters: meters.length,
    readings: readings.length,
    payments: payments.length,
  };
}

/** What the process gives to the back-office besides the clients of the services. */
export function officeImportOf(kvitok: Kvitok): ReadonlyMap<symbol, unknown> {
  return new Map([[PACKAGE_IMPORT, new OfficeImport(kvitok)]]);
}

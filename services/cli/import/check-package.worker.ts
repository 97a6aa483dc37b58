import { parentPort, workerData } from 'node:worker_threads';
import { isRejection, RejectedError, Rejection } from '#libs/kernel';
import {
  CompanyPackage,
  FILE_NAMES,
  PackageSource,
  ReadResult,
  readCompanyPackage,
  toldIn,
  zipSource,
} from '../company-package';
import type { CheckMessage, CheckOrder } from './package-check';
import { contentsOf } from './package-contents';

/** So many rows are handed over at once, so that nobody who takes them has to stand still for long. */
const ROWS_AT_ONCE = 1_000;

function say(message: CheckMessage): void {
  parentPort?.postMessage(message);
}

/** Reads and checks an archive in a thread of its own, and tells how far it is. */
function work({ archive, wanted }: CheckOrder): void {
  const unpacked = zipSource(archive);
  say({ kind: 'unpacked' });
  let filesDone = 0;
  const source: PackageSource = {
    read(fileName) {
      filesDone += 1;
      say({ kind: 'progress', filesDone, files: FILE_NAMES.length });
      return unpacked.read(fileName);
    },
  };
  const read = readCompanyPackage(source);
  if (wanted === 'rows' && read.ok) handOver(read.package);
  const faults = read.errors.map((error) => toldIn('russian', error));
  say({ kind: 'done', faults, contents: read.ok ? contentsOf(read.package) : null });
}

/** A package is data that JSON keeps as they are. */
function handOver(source: Extract<ReadResult, { readonly ok: true }>['package']): void {
  for (const [table, rows] of Object.entries(source) as [keyof CompanyPackage, unknown][]) {
    if (!Array.isArray(rows)) {
      say({ kind: 'value', table, json: JSON.stringify(rows) });
      continue;
    }
    say({ kind: 'value', table, json: '[]' });
    for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
      say({ kind: 'rows', table, json: JSON.stringify(rows.slice(first, first + ROWS_AT_ONCE)) });
    }
  }
}

try {
  work(workerData as CheckOrder);
} catch (error) {
  const rejection: Rejection | null =
    error instanceof RejectedError && isRejection(error.rejection) ? error.rejection : null;
  say({
    kind: 'refused',
    code: rejection?.code ?? 'IMPORT_CHECK_FAILED',
    details: { ...(rejection?.details ?? {}) },
  });
}

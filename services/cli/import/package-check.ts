import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { RejectedError, Rejection } from '#libs/kernel';
import type { PackageContents } from '#services/back-office';
import type { CompanyPackage, ToldError } from '../company-package';

export interface CheckOrder {
  readonly archive: Uint8Array;
  /** Whether the rows are wanted besides, to be recorded. */
  readonly wanted: 'contents' | 'rows';
}

export type CheckMessage =
  | { readonly kind: 'unpacked' }
  | { readonly kind: 'progress'; readonly filesDone: number; readonly files: number }
  | { readonly kind: 'value' | 'rows'; readonly table: keyof CompanyPackage; readonly json: string }
  | { readonly kind: 'done'; readonly faults: readonly ToldError[]; readonly contents: PackageContents | null }
  | { readonly kind: 'refused'; readonly code: string; readonly details: Rejection['details'] };

export interface CheckOutcome {
  readonly faults: readonly ToldError[];
  /** Null where there are faults. */
  readonly contents: PackageContents | null;
}

export interface RunningCheck {
  /** Rejects with RejectedError: why the archive was refused, IMPORT_CHECK_FAILED. */
  readonly unpacked: Promise<void>;
  /** The same, and when it was stopped. */
  readonly outcome: Promise<CheckOutcome>;
  stop(): void;
}

type OnProgress = (filesDone: number, files: number) => void;

/** A thread has the product as it was built, also where a test reads the source. */
const PACKAGE = dirname(createRequire(__filename).resolve('#package'));
const WORKER = join(PACKAGE, 'dist', 'services', 'cli', 'import', 'check-package.worker.js');
/** An archive that needs more of either is none of a company. */
const MEGABYTES_MAX = 1_024;
const CHECK_MILLISECONDS_MAX = 5 * 60_000;

/** Unpacks and checks an archive in a thread of its own: whoever is served meanwhile does not wait for it. */
export function checkPackage(archive: Uint8Array, onProgress: OnProgress): RunningCheck {
  const thread = start({ archive, wanted: 'contents' });
  const unpacked = new Promise<void>((resolve, reject) => {
    thread.on((message) => {
      if (message.kind === 'unpacked') resolve();
      if (message.kind === 'progress') onProgress(message.filesDone, message.files);
    });
    thread.outcome.then(() => resolve(), reject);
  });
  // Whoever asks for the one need not ask for the other.
  unpacked.catch(() => undefined);
  thread.outcome.catch(() => undefined);
  return { unpacked, outcome: thread.outcome, stop: thread.stop };
}

/** The whole package of an archive that was found sound. Throws RejectedError as `checkPackage`, and IMPORT_NOT_SOUND. */
export async function packageOf(archive: Uint8Array): Promise<CompanyPackage> {
  const values: Partial<Record<keyof CompanyPackage, unknown>> = {};
  const thread = start({ archive, wanted: 'rows' });
  thread.on((message) => {
    if (message.kind === 'value') values[message.table] = JSON.parse(message.json);
    if (message.kind === 'rows') (values[message.table] as unknown[]).push(...(JSON.parse(message.json) as unknown[]));
  });
  const { contents } = await thread.outcome;
  if (contents === null) throw new RejectedError(new Rejection('IMPORT_NOT_SOUND'));
  return values as CompanyPackage;
}

interface Thread {
  readonly outcome: Promise<CheckOutcome>;
  on(listener: (message: CheckMessage) => void): void;
  stop(): void;
}

function start({ archive, wanted }: CheckOrder): Thread {
  const own = new Uint8Array(archive);
  const worker = new Worker(WORKER, {
    workerData: { archive: own, wanted } satisfies CheckOrder,
    transferList: [own.buffer],
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES_MAX },
  });
  const stop = () => void worker.terminate();
  const timer = setTimeout(stop, CHECK_MILLISECONDS_MAX);
  const listeners: ((message: CheckMessage) => void)[] = [];
  const outcome = new Promise<CheckOutcome>((resolve, reject) => {
    const failed = () => reject(new RejectedError(new Rejection('IMPORT_CHECK_FAILED')));
    worker.on('message', (message: CheckMessage) => {
      for (const listener of listeners) listener(message);
      if (message.kind === 'done') resolve({ faults: message.faults, contents: message.contents });
      if (message.kind === 'refused') reject(new RejectedError(new Rejection(message.code, message.details)));
    });
    // Out of memory, out of time, or a fault of ours: whoever sent it can only send it again.
    worker.once('error', failed);
    worker.once('exit', () => {
      clearTimeout(timer);
      failed();
    });
  });
  return { outcome, on: (listener) => void listeners.push(listener), stop };
}

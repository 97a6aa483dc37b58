import { Worker } from 'node:worker_threads';
import { join } from 'node:path';

/** Who asks for what, so often. */
export interface LoadInput {
  readonly url: string;
  /** The `Cookie` header of each asker; empty for askers without one. */
  readonly cookies: readonly string[];
  readonly askers: number;
  readonly requests: number;
  /** A text that a right answer has in it. */
  readonly mark: string;
}

export interface LoadOutput {
  readonly ms: number;
  /** Milliseconds from the request to the first byte of the answer, and to its last. */
  readonly firstByteMs: readonly number[];
  readonly wholeMs: readonly number[];
}

/** Asks from a thread of its own, so that whoever is asked has its own to answer. */
export function load(input: LoadInput): Promise<LoadOutput> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'load.worker.js'), { workerData: input });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { ConsumerState } from './messaging.port';

const POLL_MS = 10;

export interface ConsumerWait {
  /** Looked at once where it is 0. */
  readonly withinMilliseconds: number;
  /** How often the place of the consumer is looked at. */
  readonly pollMilliseconds?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Waits until a consumer has dealt with everything up to a position, at most so long; answers whether it has. */
export async function consumerReaches(
  state: Pick<ConsumerState, 'checkpoint'>,
  consumer: string,
  position: number,
  { withinMilliseconds, pollMilliseconds = POLL_MS, signal }: ConsumerWait,
): Promise<boolean> {
  for (const deadline = performance.now() + withinMilliseconds; ; await sleep(pollMilliseconds)) {
    if ((await state.checkpoint(consumer)) >= position) return true;
    if (performance.now() >= deadline || signal?.aborted === true) return false;
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '#libs/event-store';
import { RejectedError, Rejection } from '#libs/kernel';
import { AskedNight, NIGHT_WORK, NightOutcome, NightWork } from './nights';

/** Requests that are remembered by their key; a forgotten one is done again, which changes nothing. */
const REMEMBERED_REQUESTS = 1_000;

interface Remembered {
  readonly input: string;
  readonly outcome: Promise<NightOutcome>;
}

/**
 * Lets one night work at a time in this process: two at once would take each other's leases. Other processes are kept
 * apart by the leases themselves.
 */
@Injectable()
export class NightTurns {
  private last: Promise<unknown> = Promise.resolve();
  private readonly remembered = new Map<string, Remembered>();

  constructor(@Inject(NIGHT_WORK) private readonly work: NightWork) {}

  /** Does a night after those that were asked for before. */
  run(night: AskedNight): Promise<NightOutcome> {
    return this.alone(() => (night.account === undefined ? this.work.all(night) : this.work.one(night)));
  }

  /** Does other work of a night’s kind after what was asked for before, and nothing of it meanwhile. */
  alone<Done>(work: () => Promise<Done>): Promise<Done> {
    const outcome = this.last.then(work);
    this.last = outcome.catch(() => undefined);
    return outcome;
  }

  /**
   * The same request under the same key is answered with the same outcome. The night itself converges, so that a
   * request repeated after a restart adds no event either.
   * Throws RejectedError COMMAND_ID_REUSED for a key that was used with another request.
   */
  runOnce(key: string, night: AskedNight): Promise<NightOutcome> {
    const input = canonicalJson(night);
    const known = this.remembered.get(key);
    if (known !== undefined) {
      if (known.input !== input) throw new RejectedError(new Rejection('COMMAND_ID_REUSED', { commandId: key }));
      return known.outcome;
    }
    const outcome = this.run(night);
    this.remember(key, { input, outcome });
    return outcome;
  }

  private remember(key: string, request: Remembered): void {
    const oldest = this.remembered.keys().next();
    if (this.remembered.size >= REMEMBERED_REQUESTS && oldest.done !== true) this.remembered.delete(oldest.value);
    this.remembered.set(key, request);
    // A night that failed may be asked for again under its key.
    request.outcome.catch(() => this.remembered.delete(key));
  }
}

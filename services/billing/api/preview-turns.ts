import { Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';

/** So many wait behind the one that is worked out; whoever comes then is told to come again. */
const WAITING_MAX = 3;

/** Lets one preview of many accounts at a time work in this process: two at once are done no sooner, and all others wait. */
@Injectable()
export class PreviewTurns {
  private last: Promise<unknown> = Promise.resolve();
  private asked = 0;

  /** Does a preview after those that were asked for before. Throws RejectedError BILLING_PREVIEW_BUSY where too many wait. */
  async run<Found>(preview: () => Promise<Found>): Promise<Found> {
    if (this.asked > WAITING_MAX) throw new RejectedError(new Rejection('BILLING_PREVIEW_BUSY'));
    this.asked += 1;
    const found = this.last.then(preview).finally(() => {
      this.asked -= 1;
    });
    this.last = found.catch(() => undefined);
    return found;
  }
}

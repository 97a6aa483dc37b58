import { DEFAULT_TIME_ZONE, Stack } from '#libs/platform';
import { REFERENCE_BOOK_KEY, referenceBookProjection } from '#services/billing';

/** How often a serving process looks whether a company was registered meanwhile. */
const REFRESH_MILLISECONDS = 30_000;

/** The time zone in which the company counts its days. The clock needs it at once, so it is kept here. */
export class CompanyZone {
  private zone = DEFAULT_TIME_ZONE;
  private timer: NodeJS.Timeout | null = null;

  current(): string {
    return this.zone;
  }

  /** Looks it up again in the reference book; stays as it is before a company is registered. */
  async refresh({ readModelStore }: Pick<Stack, 'readModelStore'>): Promise<void> {
    const row = await readModelStore.get(referenceBookProjection, REFERENCE_BOOK_KEY);
    if (row?.document.companyId) this.zone = row.document.timeZone;
  }

  /** Goes on looking it up until `unfollow`. A read that fails leaves the zone as it is. */
  follow(stack: Pick<Stack, 'readModelStore'>): void {
    this.timer = setInterval(() => void this.refresh(stack).catch(() => undefined), REFRESH_MILLISECONDS);
    this.timer.unref();
  }

  unfollow(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}

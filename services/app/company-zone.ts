import { ReferenceBooks } from '#services/billing';

/** Before a company is registered days are counted where Kvitok was made. */
export const DEFAULT_TIME_ZONE = 'Europe/Samara';

/** The time zone in which the company counts its days. The clock needs it at once, so it is kept here. */
export class CompanyZone {
  private zone = DEFAULT_TIME_ZONE;

  current(): string {
    return this.zone;
  }

  /** Looks it up again in the reference book; stays as it is before a company is registered. */
  async refresh(books: ReferenceBooks): Promise<void> {
    const opened = await books.find();
    if (opened !== null) this.zone = opened.row.timeZone;
  }
}

import { RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { Projector, ReadModels } from '#libs/read-models';
import { LedgerRules, ledgerRules } from '../domain/ledger-rules.policy';
import { ReferenceBook } from '../domain/reference-book';
import { REFERENCE_EVENT_TYPES } from '../domain/reference.events';
import { REFERENCE_BOOK_KEY, referenceBookProjection, ReferenceBookRow } from './reference-book.projection';

/** The company's dated rules, opened for calculation. */
export interface OpenedBook {
  readonly book: ReferenceBook;
  readonly rules: LedgerRules;
  readonly row: ReferenceBookRow;
  /** The position of the last event in it. */
  readonly position: number;
}

/** Pages of the log, as the event store gives them. */
export interface LogReader {
  readAll(options: { after: number; limit: number; types: readonly string[] }): Promise<{
    readonly events: readonly RecordedEvent[];
    readonly checkpoint: number;
    readonly caughtUp: boolean;
  }>;
}

const EVENTS_PER_PAGE = 5_000;

function openBook(row: ReferenceBookRow, position: number): OpenedBook {
  const book = new ReferenceBook(row);
  return { book, rules: ledgerRules(book), row, position };
}

/** Opens the reference book as of now; the same one again as long as nothing in it has changed. */
export class ReferenceBooks {
  private opened: OpenedBook | null = null;

  constructor(
    private readonly readModels: ReadModels,
    private readonly projector: Pick<Projector, 'catchUp'>,
    private readonly log: LogReader,
  ) {}

  /** The book, or null before a company is registered with its settings. */
  async find(): Promise<OpenedBook | null> {
    await this.projector.catchUp(referenceBookProjection);
    if (this.opened !== null && (await this.isLatest(this.opened))) return this.opened;
    const row = await this.readModels.get(referenceBookProjection, REFERENCE_BOOK_KEY);
    if (!row?.document.settings['first_period'] || !row.document.settings['last_period']) return null;
    if (this.opened?.position !== row.position) this.opened = openBook(row.document, row.position);
    return this.opened;
  }

  /** The book of a large company is megabytes: it is asked for by its position, not read to look at its position. */
  private async isLatest({ position }: OpenedBook): Promise<boolean> {
    return (await this.readModels.count(referenceBookProjection, { where: { position: { above: position } } })) === 0;
  }

  /**
   * The book as it was known at an instant: folded from the events that had been recorded by then.
   * Throws BILLING_NO_COMPANY where no company was registered yet.
   */
  async knownAt(instant: string): Promise<OpenedBook> {
    let row: ReferenceBookRow | null = null;
    let position = 0;
    for (let after = 0, caughtUp = false; !caughtUp;) {
      const page = await this.log.readAll({ after, limit: EVENTS_PER_PAGE, types: REFERENCE_EVENT_TYPES });
      for (const event of page.events) {
        if (event.metadata.recordedAt > instant) continue;
        row = referenceBookProjection.evolve(row, event, REFERENCE_BOOK_KEY);
        position = event.position;
      }
      ({ checkpoint: after, caughtUp } = page);
    }
    if (!row?.settings['first_period'] || !row.settings['last_period']) {
      throw new RejectedError(new Rejection('BILLING_NO_COMPANY'));
    }
    return openBook(row, position);
  }

  /** Throws BILLING_NO_COMPANY before a company is registered. */
  async current(): Promise<OpenedBook> {
    const opened = await this.find();
    if (!opened) throw new RejectedError(new Rejection('BILLING_NO_COMPANY'));
    return opened;
  }
}

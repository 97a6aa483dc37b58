import { RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { pagesByKey, Projector, ReadModels, Row } from '#libs/read-models';
import { LedgerRules, ledgerRules } from '../domain/ledger-rules.policy';
import { ReferenceBook } from '../domain/reference-book';
import { REFERENCE_EVENT_TYPES } from '../domain/reference.events';
import { REFERENCE_BOOK_KEY, referenceBookProjection, ReferenceBookRow, wholeBook } from './reference-book.projection';

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
const HOUSES_PER_PAGE = 500;

function openBook(row: ReferenceBookRow, position: number): OpenedBook {
  const book = new ReferenceBook(row);
  return { book, rules: ledgerRules(book), row, position };
}

/** Opens the reference book as of now; the same one again as long as nothing in it has changed. */
export class ReferenceBooks {
  private opened: OpenedBook | null = null;
  private houses: ReadonlyMap<string, ReferenceBookRow> = new Map();
  /** Up to here every change of every part is known. */
  private knownUpTo = 0;

  constructor(
    private readonly readModels: ReadModels,
    private readonly projector: Pick<Projector, 'catchUp'>,
    private readonly log: LogReader,
  ) {}

  /** The book, or null before a company is registered with its settings. */
  async find(): Promise<OpenedBook | null> {
    await this.projector.catchUp(referenceBookProjection);
    if (this.opened !== null && (await this.isLatest())) return this.opened;
    // Of a page that is being written the company's part may be there and that of a house not yet.
    const written = await this.readModels.checkpoint(referenceBookProjection);
    const row = await this.readModels.get(referenceBookProjection, REFERENCE_BOOK_KEY);
    if (!row?.document.settings['first_period'] || !row.document.settings['last_period']) return null;
    return this.open(row, Math.min(written, row.position));
  }

  /** Only the parts that have changed are read: those of all houses of a large company are megabytes. */
  private async open({ document, position }: Row<ReferenceBookRow>, knownUpTo: number): Promise<OpenedBook> {
    const houses = new Map(this.houses);
    const changed = { where: { part: 'house', position: { above: this.knownUpTo } }, limit: HOUSES_PER_PAGE };
    for await (const page of pagesByKey(this.readModels, referenceBookProjection, changed)) {
      for (const part of page) houses.set(part.key, part.document);
    }
    this.houses = houses;
    this.knownUpTo = knownUpTo;
    this.opened = openBook(wholeBook(document, houses), position);
    return this.opened;
  }

  private async isLatest(): Promise<boolean> {
    const changed = { part: 'company', position: { above: this.knownUpTo } };
    return (await this.readModels.count(referenceBookProjection, { where: changed })) === 0;
  }

  /**
   * The book as it was known at an instant: folded from the events that had been recorded by then.
   * Throws BILLING_NO_COMPANY where no company was registered yet.
   */
  async knownAt(instant: string): Promise<OpenedBook> {
    const parts = new Map<string, ReferenceBookRow>();
    let position = 0;
    for (let after = 0, caughtUp = false; !caughtUp;) {
      const page = await this.log.readAll({ after, limit: EVENTS_PER_PAGE, types: REFERENCE_EVENT_TYPES });
      for (const event of page.events) {
        if (event.metadata.recordedAt > instant) continue;
        for (const key of referenceBookProjection.keysOf(event)) {
          const part = referenceBookProjection.evolve(parts.get(key) ?? null, event, key);
          if (part !== null) parts.set(key, part);
        }
        position = event.position;
      }
      ({ checkpoint: after, caughtUp } = page);
    }
    const company = parts.get(REFERENCE_BOOK_KEY);
    if (!company?.settings['first_period'] || !company.settings['last_period']) {
      throw new RejectedError(new Rejection('BILLING_NO_COMPANY'));
    }
    parts.delete(REFERENCE_BOOK_KEY);
    return openBook(wholeBook(company, parts), position);
  }

  /** Throws BILLING_NO_COMPANY before a company is registered. */
  async current(): Promise<OpenedBook> {
    const opened = await this.find();
    if (!opened) throw new RejectedError(new Rejection('BILLING_NO_COMPANY'));
    return opened;
  }
}

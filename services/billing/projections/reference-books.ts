import { RejectedError, Rejection } from '#libs/kernel';
import { Projector, ReadModels } from '#libs/read-models';
import { LedgerRules, ledgerRules } from '../domain/ledger-rules.policy';
import { ReferenceBook } from '../domain/reference-book';
import { REFERENCE_BOOK_KEY, referenceBookProjection, ReferenceBookRow } from './reference-book.projection';

/** The company's dated rules, opened for calculation. */
export interface OpenedBook {
  readonly book: ReferenceBook;
  readonly rules: LedgerRules;
  readonly row: ReferenceBookRow;
  /** The position of the last event in it. */
  readonly position: number;
}

/** Opens the reference book as of now; the same one again as long as nothing in it has changed. */
export class ReferenceBooks {
  private opened: OpenedBook | null = null;

  constructor(
    private readonly readModels: ReadModels,
    private readonly projector: Pick<Projector, 'catchUp'>,
  ) {}

  /** The book, or null before a company is registered with its settings. */
  async find(): Promise<OpenedBook | null> {
    await this.projector.catchUp(referenceBookProjection);
    const row = await this.readModels.get(referenceBookProjection, REFERENCE_BOOK_KEY);
    if (!row?.document.settings['first_period'] || !row.document.settings['last_period']) return null;
    if (this.opened?.position !== row.position) {
      const book = new ReferenceBook(row.document);
      this.opened = { book, rules: ledgerRules(book), row: row.document, position: row.position };
    }
    return this.opened;
  }

  /** Throws BILLING_NO_COMPANY before a company is registered. */
  async current(): Promise<OpenedBook> {
    const opened = await this.find();
    if (!opened) throw new RejectedError(new Rejection('BILLING_NO_COMPANY'));
    return opened;
  }
}

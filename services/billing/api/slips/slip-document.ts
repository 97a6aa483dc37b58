import PDFDocument from 'pdfkit';
import { Document } from './slip-canvas';

export interface DocumentTitle {
  readonly title: string;
  readonly author: string;
  /** When the slip was issued, so that the same slip gives the same document; null for now. */
  readonly createdAt: string | null;
}

/** An empty PDF in Russian with a logical order of its text, for one slip or a house of them. */
export function slipDocument({ title, author, createdAt }: DocumentTitle): Document {
  return new PDFDocument({
    autoFirstPage: false,
    font: null as unknown as string,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'ru-RU',
    displayTitle: true,
    info: { Title: title, Author: author, ...(createdAt === null ? {} : { CreationDate: new Date(createdAt) }) },
  });
}

export interface PageLabel {
  /** Counted from 0 in the document. */
  readonly page: number;
  readonly label: string;
}

/** Names pages for viewers: what is shown in place of a page number, by the index of the page from which it holds. */
export function labelPages(document: Document, labels: readonly PageLabel[]): void {
  const numbers = labels.flatMap(({ page, label }) => [page, { P: new String(label) }]);
  // pdfkit has no call for page labels; the catalogue of the document is its root.
  const { data } = (document as unknown as { _root: { data: Record<string, unknown> } })._root;
  data['PageLabels'] = { Nums: numbers };
}

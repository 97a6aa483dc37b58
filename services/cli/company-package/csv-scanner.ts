import { because, Reason } from './package-reasons';

/**
 * RFC 4180 with `;`, strict: a quote stands only around a whole cell, doubled inside it. Lines end with LF or CRLF.
 * Written here because every record needs the physical line it starts on, also after cells with line breaks, and
 * because a record with wrong quotes must become one error of that record and not end the reading of the file.
 */
export interface CsvRecord {
  /** Physical line, from 1, on which the record starts. */
  readonly line: number;
  readonly cells: readonly string[];
  /** What is wrong with the quotes; null when nothing. */
  readonly fault: Reason | null;
}

const SEPARATOR = 0x3b;
const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The records of a text in order; empty lines are left out. */
export function scanRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  const scanner = new Scanner(text);
  while (!scanner.atEnd()) {
    const record = scanner.nextRecord();
    if (record !== null) records.push(record);
  }
  return records;
}

class Scanner {
  private position = 0;
  private line = 1;
  private fault: Reason | null = null;

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Null for an empty line. */
  nextRecord(): CsvRecord | null {
    const line = this.line;
    if (this.takeLineEnd()) return null;
    this.fault = null;
    const cells: string[] = [];
    do {
      cells.push(this.text.charCodeAt(this.position) === QUOTE ? this.takeQuoted() : this.takeBare());
    } while (this.takeSeparator());
    this.takeLineEnd();
    return { line, cells, fault: this.fault };
  }

  private takeSeparator(): boolean {
    if (this.text.charCodeAt(this.position) !== SEPARATOR) return false;
    this.position += 1;
    return true;
  }

  private takeLineEnd(): boolean {
    const first = this.text.charCodeAt(this.position);
    if (first === LINE_FEED) this.position += 1;
    else if (first === CARRIAGE_RETURN && this.text.charCodeAt(this.position + 1) === LINE_FEED) this.position += 2;
    else return false;
    this.line += 1;
    return true;
  }

  /** A cell without quotes: everything up to the separator or the end of the line. */
  private takeBare(): string {
    const start = this.position;
    for (; !this.atEnd(); this.position += 1) {
      const code = this.text.charCodeAt(this.position);
      if (code === SEPARATOR || code === LINE_FEED) break;
      if (code === CARRIAGE_RETURN && this.text.charCodeAt(this.position + 1) === LINE_FEED) break;
      if (code === QUOTE) this.fault = because('quote_inside');
    }
    return this.text.slice(start, this.position);
  }

  private takeQuoted(): string {
    const start = this.position + 1;
    let close = this.text.indexOf('"', start);
    while (close >= 0 && this.text.charCodeAt(close + 1) === QUOTE) close = this.text.indexOf('"', close + 2);
    const end = close < 0 ? this.text.length : close;
    const quoted = this.text.slice(start, end);
    this.line += countLineFeeds(quoted);
    this.position = close < 0 ? end : end + 1;
    if (close < 0) this.fault = because('quote_open');
    else if (this.takeBare() !== '') this.fault = because('text_after_quote');
    return quoted.includes('"') ? quoted.replaceAll('""', '"') : quoted;
  }
}

function countLineFeeds(text: string): number {
  let count = 0;
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) count += 1;
  return count;
}

import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './command-line';

/** A row of the sample company's file of recipients, as an operator wrote it. */
export interface WrittenRecipient {
  readonly payee: string;
  readonly name: string;
  readonly account: string;
}

/** Who is paid, read from the package itself: neither the import nor the log stands between. */
export function recipientOf(payee: string): WrittenRecipient {
  const text = readFileSync(join(ROOT, 'samples', 'company', 'company.csv'), 'utf8');
  const rows = parse(text, { columns: true, delimiter: ';', bom: true }) as unknown as readonly WrittenRecipient[];
  const found = rows.find((row) => row.payee === payee);
  if (found === undefined) throw new Error(`The sample company has no recipient ${payee}`);
  return found;
}

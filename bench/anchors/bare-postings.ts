import Database from 'better-sqlite3';

const PAGE_EVENTS = 5_000;

interface Fact {
  readonly account: string;
  readonly effectiveOn: string;
  readonly amountKopecks: number;
  readonly payees?: readonly { readonly payee: string; readonly chargedKopecks: number }[];
}

/** Typed rows of every change of a debt with one covering index, filled from the events of a file without any frame. */
export class BarePostings {
  private readonly database: Database.Database;

  constructor(
    file: string,
    private readonly eventFile: string,
  ) {
    this.database = new Database(file);
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = NORMAL');
    this.database.exec(
      'CREATE TABLE postings (id TEXT PRIMARY KEY, account TEXT, effective_on TEXT, amount INTEGER, document TEXT)',
    );
  }

  build(): void {
    const events = new Database(this.eventFile, { readonly: true });
    const page = events
      .prepare<[number], [number, string, string]>(
        `SELECT position, type, data FROM events WHERE position > ? ORDER BY position LIMIT ${PAGE_EVENTS}`,
      )
      .raw(true);
    const insert = this.database.prepare('INSERT INTO postings VALUES (?, ?, ?, ?, ?)');
    const write = this.database.transaction((rows: readonly [number, string, string][]) => {
      for (const [position, type, text] of rows) {
        const fact = JSON.parse(text) as Fact;
        for (const [payee, amount] of changesOf(type, fact)) {
          const row = { account: fact.account, payee, effectiveOn: fact.effectiveOn, amountKopecks: amount };
          const id = `${String(position).padStart(10, '0')}|${payee}`;
          insert.run(id, fact.account, fact.effectiveOn, amount, JSON.stringify(row));
        }
      }
    });
    let after = 0;
    for (;;) {
      const rows = page.all(after);
      const last = rows.at(-1);
      if (last === undefined) break;
      write(rows);
      after = last[0];
    }
    events.close();
    this.database.exec('CREATE INDEX postings_by_account ON postings (account, effective_on, amount)');
  }

  debtsAsOf(day: string): number[] {
    const rows = this.database
      .prepare<[string], [string, number]>(
        'SELECT account, SUM(amount) FROM postings WHERE effective_on <= ? GROUP BY account ORDER BY account',
      )
      .raw(true)
      .all(day);
    return rows.map(([, debt]) => debt);
  }

  close(): void {
    this.database.close();
  }
}

function changesOf(type: string, fact: Fact): [payee: string, amount: number][] {
  if (type === 'PaymentCredited') return [['main', -fact.amountKopecks]];
  return (fact.payees ?? []).map(({ payee, chargedKopecks }) => [payee, chargedKopecks]);
}

import Database from 'better-sqlite3';

/** A row of a turnover sheet as typed columns hold it. */
export interface BareRow {
  readonly payee: string;
  readonly account: string;
  readonly houseId: string;
  readonly openingKopecks: number;
  readonly chargedKopecks: number;
  readonly recalculatedKopecks: number;
  readonly penaltyKopecks: number;
  readonly paidKopecks: number;
  readonly returnedKopecks: number;
  readonly closingKopecks: number;
}

/** The rows of a sheet in typed columns with one covering order, read without any frame. */
export class BareTurnover {
  private readonly database: Database.Database;

  constructor(file: string, period: string, rows: readonly BareRow[]) {
    this.database = new Database(file);
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = NORMAL');
    this.database.exec(
      `CREATE TABLE sheet (period TEXT, account TEXT, payee TEXT, house TEXT, opening INTEGER, charged INTEGER,
        recalculated INTEGER, penalty INTEGER, paid INTEGER, returned INTEGER, closing INTEGER,
        PRIMARY KEY (period, account, payee)) WITHOUT ROWID`,
    );
    const insert = this.database.prepare(`INSERT INTO sheet VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.database.transaction(() => {
      for (const row of rows) {
        const { account, payee, houseId, openingKopecks, chargedKopecks, recalculatedKopecks } = row;
        const { penaltyKopecks, paidKopecks, returnedKopecks, closingKopecks } = row;
        insert.run(
          period,
          account,
          payee,
          houseId,
          openingKopecks,
          chargedKopecks,
          recalculatedKopecks,
          penaltyKopecks,
          paidKopecks,
          returnedKopecks,
          closingKopecks,
        );
      }
    })();
  }

  /** The sum of closing balances, so that nothing that was read goes unused. */
  read(period: string): { readonly rows: number; readonly closingKopecks: number } {
    const scan = this.database.prepare<[string], BareRow>(
      `SELECT account, payee, house AS houseId, opening AS openingKopecks, charged AS chargedKopecks,
        recalculated AS recalculatedKopecks, penalty AS penaltyKopecks, paid AS paidKopecks,
        returned AS returnedKopecks, closing AS closingKopecks FROM sheet WHERE period = ? ORDER BY account, payee`,
    );
    let rows = 0;
    let closingKopecks = 0;
    for (const row of scan.iterate(period)) {
      rows += 1;
      closingKopecks += row.closingKopecks;
    }
    return { rows, closingKopecks };
  }

  close(): void {
    this.database.close();
  }
}

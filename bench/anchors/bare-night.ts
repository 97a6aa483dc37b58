import { BareLog } from './bare-log';

const ACCOUNTS_PER_TRANSACTION = 500;
const LINES = 10;
const TARIFFS_KOPECKS = [4486n, 4486n, 235_040n, 3315n, 729n, 376n, 235_040n, 2984n, 4486n, 1373n];

/**
 * The least that a night could do: per account read a small state, multiply ten lines, append them as one event and
 * write one read-model row, 500 accounts a durable transaction. No rules, no explanation, no hash.
 */
export class BareNight {
  private readonly log: BareLog;

  constructor(
    file: string,
    private readonly accounts: number,
    /** Characters by which every line is explained; none for the least that is possible. */
    private readonly explanation: number,
  ) {
    this.log = new BareLog(file);
    this.log.database.exec(
      `CREATE TABLE states (account TEXT PRIMARY KEY, document TEXT NOT NULL);
       CREATE TABLE statements (account TEXT PRIMARY KEY, position INTEGER NOT NULL, document TEXT NOT NULL)`,
    );
    const insert = this.log.database.prepare('INSERT INTO states VALUES (?, ?)');
    this.log.transaction(() => {
      for (let number = 0; number < accounts; number += 1)
        insert.run(accountOf(number), JSON.stringify(stateOf(number)));
    });
  }

  run(): void {
    const page = this.log.database
      .prepare<[string], [string, string]>(
        `SELECT account, document FROM states WHERE account > ? ORDER BY account LIMIT ${ACCOUNTS_PER_TRANSACTION}`,
      )
      .raw(true);
    const write = this.log.database.prepare('INSERT OR REPLACE INTO statements VALUES (?, ?, ?)');
    let after = '';
    for (;;) {
      const rows = page.all(after);
      this.log.transaction(() => {
        for (const [account, document] of rows) {
          const event = chargesOf(account, JSON.parse(document) as BareState, this.explanation);
          this.log.add(event);
          write.run(account, 1, JSON.stringify(event.data));
        }
      });
      const last = rows.at(-1);
      if (last === undefined || rows.length < ACCOUNTS_PER_TRANSACTION) return;
      after = last[0];
    }
  }

  /** Closes the file. Throws unless every account was charged. */
  close(): void {
    const written = this.log.count();
    this.log.close();
    if (written !== this.accounts) throw new Error(`The bare night charged ${written} of ${this.accounts} accounts`);
  }
}

interface BareState {
  readonly account: string;
  readonly quantities: readonly number[];
}

function accountOf(number: number): string {
  return String(6_300_000_000 + number);
}

function stateOf(number: number): BareState {
  const quantities = Array.from({ length: LINES }, (_, line) => 1_000 + ((number * 31 + line * 7) % 9_000));
  return { account: accountOf(number), quantities };
}

function chargesOf(account: string, state: BareState, explanation: number) {
  let amountKopecks = 0;
  const why = `${account} `.repeat(Math.ceil(explanation / 11)).slice(0, explanation);
  const lines = state.quantities.map((quantity, line) => {
    const exact = BigInt(quantity) * (TARIFFS_KOPECKS[line] ?? 0n);
    const lineKopecks = Number((exact + 500n) / 1_000n);
    amountKopecks += lineKopecks;
    return {
      utility: `utility_${line}`,
      quantity,
      tariff: String(TARIFFS_KOPECKS[line]),
      amountKopecks: lineKopecks,
      why,
    };
  });
  const metadata = {
    recordedAt: '2026-03-25T19:30:00.000Z',
    actor: 'night',
    commandId: `calculate:${account}:2026-03`,
  };
  const data = { account, period: '2026-03', amountKopecks, lines };
  return { stream: `billing_account_period-${account}_2026_03`, type: 'ChargesCalculated', metadata, data };
}

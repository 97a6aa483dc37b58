import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AgingQuery } from '#services/billing';
import { EVENT_FILE, READ_MODEL_FILE } from '#libs/platform';
import { dwellingOf } from '../company/accounts';
import { openCompany } from '../company/open-company';
import { MEASURED_PERIOD } from '../company/seed';
import { percentile } from '../measure/spread';

const AS_OF = `${MEASURED_PERIOD}-20`;
const WARM_UP_ANSWERS = 1_000;

export interface DebtInput {
  readonly dataDir: string;
  readonly accounts: number;
  readonly questions: number;
}

export interface DebtOutput {
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Processor time of an answer: what is left of it when neighbours hold the cores for longer than an answer takes. */
  readonly cpuMedianMs: number;
  readonly cpuP99Ms: number;
  /** Medians of the covering index alone: sums of amounts without ageing or penalty. */
  readonly anchorMedianMs: number;
  /** Average characters of the stored texts of an account, where history shows. */
  readonly periodOpenedCharacters: number;
  readonly dossierCharacters: number;
  readonly openPeriodCharacters: number;
}

/** Debt by line with penalty to the day, of one account after another, in process. */
export async function measureDebtOfOne({ dataDir, accounts, questions }: DebtInput): Promise<DebtOutput> {
  const company = await openCompany(dataDir);
  const aging = company.kvitok.app.get(AgingQuery);
  const times: number[] = [];
  const cpuTimes: number[] = [];
  for (let question = -Math.max(accounts, WARM_UP_ANSWERS); question < questions; question += 1) {
    const { account } = dwellingOf(Math.abs(question) % accounts);
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    const aged = await aging.one(account, AS_OF);
    const ms = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpu);
    // The first answers warm the caches and the code.
    if (question >= 0) {
      times.push(ms);
      cpuTimes.push((user + system) / 1000);
    }
    if (aged.account !== account) throw new Error('The answer is about another account');
  }
  await company.kvitok.close();
  return {
    medianMs: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    cpuMedianMs: percentile(cpuTimes, 0.5),
    cpuP99Ms: percentile(cpuTimes, 0.99),
    anchorMedianMs: anchorMedian(dataDir, accounts, questions),
    ...sizesOf(dataDir),
  };
}

function anchorMedian(dataDir: string, accounts: number, questions: number): number {
  const database = new Database(join(dataDir, READ_MODEL_FILE), { readonly: true });
  const sum = database
    .prepare<[string, string], number>(
      `SELECT SUM(amount_kopecks) FROM ${tableLike(database, 'billing_posting')} WHERE account = ? AND effective_on <= ?`,
    )
    .pluck();
  const times: number[] = [];
  for (let question = 0; question < questions; question += 1) {
    const startedAt = performance.now();
    sum.get(dwellingOf(question % accounts).account, AS_OF);
    times.push(performance.now() - startedAt);
  }
  database.close();
  return percentile(times, 0.5);
}

function tableLike(database: Database.Database, name: string): string {
  const find = database.prepare<[string], string>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE ? ORDER BY name DESC`,
  );
  const found = find.pluck().get(`read_model_${name}_v%`);
  if (found === undefined) throw new Error(`There is no table of ${name}`);
  return found;
}

function sizesOf(dataDir: string) {
  const events = new Database(join(dataDir, EVENT_FILE), { readonly: true });
  const models = new Database(join(dataDir, READ_MODEL_FILE), { readonly: true });
  const opened = events.prepare<[string, string], number>(
    'SELECT avg(length(data)) FROM events WHERE type = ? AND period = ?',
  );
  const documents = (name: string) =>
    models
      .prepare<[], number>(`SELECT avg(length(document)) FROM ${tableLike(models, name)}`)
      .pluck()
      .get() ?? 0;
  const sizes = {
    periodOpenedCharacters: opened.pluck().get('PeriodOpened', MEASURED_PERIOD) ?? 0,
    dossierCharacters: documents('billing_account_dossier'),
    openPeriodCharacters: documents('billing_open_period'),
  };
  events.close();
  models.close();
  return sizes;
}

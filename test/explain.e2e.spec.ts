import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKvitok, Kvitok } from '../services/app';
import { Explanation, ExplainQuery } from '../services/billing';
import { kvitok, resultOf, sharedFolder } from './support/command-line';
import { compute, fractionOf, isSame, kopecksOf } from './support/fractions';

interface Line {
  readonly utility: string;
  readonly component: string | null;
  readonly basis?: string;
  readonly reason?: string;
  readonly source?: string | null;
  readonly ofPeriod?: string;
  readonly amountKopecks: number;
}

interface Statement {
  readonly account: string;
  readonly period: string;
  readonly payees: readonly { readonly charges: readonly Line[]; readonly recalculations: readonly Line[] }[];
}

describe.each([
  ['sample', '2026-09-30'],
  ['edge', '2026-08-31'],
])('every printed line of the %s company', (name, through) => {
  const data = mkdtempSync(join(tmpdir(), `kvitok-explain-${name}-`));
  let statements: readonly Statement[] = [];
  let product: Kvitok;
  const explanations = new Map<string, Explanation>();

  beforeAll(async () => {
    expect(kvitok('import', sharedFolder(name), '--through', through, '--data', data).exitCode).toBe(0);
    ({ statements } = resultOf('statements', '--data', data) as { statements: Statement[] });
    product = await createKvitok({ dataDir: data });
    const query = product.app.get(ExplainQuery);
    for (const { account, period } of statements) {
      explanations.set(`${account} ${period}`, await query.explain(account, period));
    }
  });
  afterAll(async () => {
    await product.close();
    rmSync(data, { recursive: true, force: true });
  });

  const each = () =>
    statements.map((statement) => ({
      statement,
      explained: explanations.get(`${statement.account} ${statement.period}`) as Explanation,
    }));

  it('is explained, and nothing else is', () => {
    expect(statements.length).toBeGreaterThan(40);
    for (const { statement, explained } of each()) {
      const printed = statement.payees.flatMap(({ charges, recalculations }) => [
        ...charges.map((line) => ['charge', line.utility, line.component, line.basis, line.amountKopecks]),
        ...recalculations.map((line) => [
          'recalculation',
          line.utility,
          line.component,
          line.reason,
          line.amountKopecks,
        ]),
      ]);
      const told = explained.lines.map((line) => [
        line.kind,
        line.utility,
        line.component,
        line.basis,
        line.amountKopecks,
      ]);
      expect(sorted(told)).toEqual(sorted(printed));
    }
  });

  it('recomputes from its formula to the same exact result and the same kopecks', () => {
    let lines = 0;
    for (const { explained } of each()) {
      for (const { formula, exact, amountKopecks } of explained.lines) {
        const value = compute(formula);
        lines += 1;
        expect([formula, kopecksOf(value)]).toEqual([formula, amountKopecks]);
        expect([formula, exact, isSame(value, fractionOf(exact))]).toEqual([formula, exact, true]);
      }
    }
    expect(lines).toBeGreaterThan(200);
  });

  it('says why in words and names its inputs; each that an event supplied names one of the log', async () => {
    const { store } = product.stack;
    const known = new Set<string>();
    for (const { explained } of each()) {
      for (const { why, inputs } of explained.lines) {
        expect(why).toMatch(/^[А-ЯЁ].+\.$/u);
        expect(inputs.length).toBeGreaterThan(0);
        for (const { eventId, type, recordedAt, actor } of inputs) {
          if (eventId === null) continue;
          if (!known.has(eventId)) expect(await store.findEvent(eventId)).not.toBeNull();
          known.add(eventId);
          expect([typeof type, typeof recordedAt, typeof actor]).toEqual(['string', 'string', 'string']);
        }
      }
    }
    expect(known.size).toBeGreaterThan(50);
  });

  it('has its tariff from an event, and its readings where it stands on a meter', () => {
    for (const { explained } of each()) {
      for (const line of explained.lines.filter(({ kind }) => kind === 'charge')) {
        const supplied = line.inputs.filter(({ eventId }) => eventId !== null).map(({ name: input }) => input);
        expect([line.utility, supplied]).toEqual([line.utility, expect.arrayContaining(['tariff'])]);
        if (line.basis === 'meter') {
          expect([line.utility, supplied]).toEqual([line.utility, expect.arrayContaining(['reading_now'])]);
        }
      }
    }
  });

  it('is printed by the command as by the query', () => {
    const { account, period } = statements[0] as Statement;
    const told = resultOf('explain', account, period, '--data', data);
    expect(told).toEqual({ format: 'kvitok-explanation/1', ...explanations.get(`${account} ${period}`) });
  });
});

function sorted(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

import { roublesText } from '#libs/money';
import { addDays, CivilDate, lastDayOf, RejectedError } from '#libs/kernel';
import type { Acquiring } from '#services/app';
import {
  ExplainQuery,
  AgedAccount,
  AgingQuery,
  NightReport,
  PrintedStatement,
  StatementsQuery,
} from '#services/billing';
import { CompanyPackage } from '../../../services/cli/company-package';
import { DatedFact, requestOf } from '../../../services/cli/import/dated-fact';
import { eveOf, factsOfPackage } from '../../../services/cli/import/package-facts';
import { AnyCommand, WholeStack } from '../../../libs/testing/whole-stack';
import { aCompany, CompanyPlan } from './company';

type PayeeName = 'main' | 'capital_repair';

/**
 * A story told day by day: what the company records on a day at noon, as commands to the services, then the night of
 * that day. What a story asks is answered in words with roubles and kopecks.
 */
export class Story {
  /** The last day whose night is over. */
  private today: CivilDate;

  private constructor(
    readonly stack: WholeStack,
    private readonly source: CompanyPackage,
    private readonly facts: readonly DatedFact[],
  ) {
    this.today = eveOf(source);
  }

  /** A company as it stands on the eve of its first period. */
  static async begin(
    plan: CompanyPlan,
    acquiring: Acquiring | null = null,
    dataDir: string | null = null,
  ): Promise<Story> {
    const source = aCompany(plan);
    const eve = eveOf(source);
    const stack = await WholeStack.start(source.company[0]?.timeZone ?? 'UTC', eve, false, acquiring, dataDir);
    const story = new Story(stack, source, factsOfPackage(source));
    await story.record(eve);
    return story;
  }

  /**
   * Every day up to this one with its night; the reports of nights that refused a close. A calculation ahead of the
   * close may wait for a fact that the last day of the month brings, as the volume of a house.
   */
  async through(day: CivilDate): Promise<NightReport[]> {
    const refusing: NightReport[] = [];
    while (this.today < day) {
      this.today = addDays(this.today, 1);
      await this.record(this.today);
      const report = await this.stack.night(this.today);
      if (report.parked.some(({ step }) => step === 'close')) refusing.push(report);
    }
    return refusing;
  }

  /** As `through` the last day of a period, where nothing goes wrong. */
  async throughMonth(period: string): Promise<void> {
    expect(await this.through(lastDayOf(period))).toEqual([]);
  }

  /** States commands at noon of the next day, whose night is not over yet. */
  async tomorrow(...commands: readonly AnyCommand[]): Promise<void> {
    this.stack.setTime(addDays(this.today, 1), '12:00:00');
    await this.stack.state(commands);
  }

  private async record(day: CivilDate): Promise<void> {
    this.stack.setTime(day, '12:00:00');
    await this.stack.state(this.facts.filter((fact) => fact.on === day).map(requestOf));
  }

  statement(account: string, period: string): Promise<PrintedStatement | null> {
    return this.stack.kvitok.app.get(StatementsQuery).one(account, period);
  }

  async statements(): Promise<PrintedStatement[]> {
    return all(this.stack.kvitok.app.get(StatementsQuery).all({}));
  }

  /** Printed charges: `cold_water meter 5 m3 x 40 = 200.00`. */
  async charges(account: string, period: string): Promise<string[]> {
    const statement = await this.closed(account, period);
    return statement.payees.flatMap((payee) =>
      payee.charges.map((one) => {
        const raised = one.coefficient === null ? '' : ` x ${one.coefficient}`;
        const excess = one.excessKopecks === 0 ? '' : `, excess ${roublesText(one.excessKopecks)}`;
        const quantity = `${one.quantity} ${one.unit} x ${one.tariff}${raised}`;
        return `${nameOf(one)} ${one.basis} ${quantity} = ${roublesText(one.amountKopecks)}${excess}`;
      }),
    );
  }

  /** Printed recalculations: `cold_water true_up of 2026-04: -3.5 x 40 = -140.00`. */
  async recalculations(account: string, period: string): Promise<string[]> {
    const statement = await this.closed(account, period);
    return statement.payees.flatMap((payee) =>
      payee.recalculations.map((one) => {
        const over = one.source === null ? '' : ` over ${one.source}`;
        const amount = `${one.quantity} x ${one.tariff} = ${roublesText(one.amountKopecks)}`;
        return `${nameOf(one)}${over} ${one.reason} of ${one.ofPeriod}: ${amount}`;
      }),
    );
  }

  /** Penalty that a period gives up: `2026-03 6.65: the cause`. */
  async waivers(account: string, period: string): Promise<string[]> {
    const { waivers = [] } = await this.stack.kvitok.app.get(ExplainQuery).explain(account, period);
    return waivers.map((one) => `${one.ofPeriod} ${roublesText(one.amountKopecks)}: ${one.cause}`);
  }

  /** The balance of a period: `0.00 + charged 200.00 + recalculated 0.00 + penalty 0.00 - paid 0.00 = 200.00`. */
  async balance(account: string, period: string, payee: PayeeName = 'main'): Promise<string> {
    const statement = await this.closed(account, period);
    const figures = statement.payees.find((one) => one.payee === payee);
    if (!figures) throw new Error(`${account} has no payee ${payee}`);
    const charged = `charged ${roublesText(figures.chargedKopecks)}`;
    const recalculated = `recalculated ${roublesText(figures.recalculatedKopecks)}`;
    const penalty = `penalty ${roublesText(figures.penaltyKopecks)}`;
    const paid = `paid ${roublesText(figures.paymentsKopecks)}`;
    const [opening, closing] = [roublesText(figures.openingKopecks), roublesText(figures.closingKopecks)];
    return `${opening} + ${charged} + ${recalculated} + ${penalty} - ${paid} = ${closing}`;
  }

  /** Open debts at the end of a day: `2026-03: 300.00`, `2026-03: 300.00 penalty 2.55 posted 5.46`, `advance 10.00`. */
  async debts(account: string, asOf: CivilDate, payee: PayeeName = 'main'): Promise<string[]> {
    return inWords(await this.stack.kvitok.app.get(AgingQuery).one(account, asOf), payee);
  }

  /** The ageing of all accounts as known at an instant; everything known where absent. */
  async aging(asOf: CivilDate, knownAt?: string): Promise<AgedAccount[]> {
    return all(this.stack.kvitok.app.get(AgingQuery).all(asOf, knownAt));
  }

  expectAtRest(): Promise<void> {
    return this.stack.expectAtRest(this.today);
  }

  /** The company's own id, for commands that a story states by itself. */
  get companyId(): string {
    return this.source.company[0]?.inn ?? '';
  }

  private async closed(account: string, period: string): Promise<PrintedStatement> {
    const statement = await this.statement(account, period);
    if (!statement) throw new Error(`${period} of ${account} is not closed`);
    return statement;
  }
}

export function inWords(aged: AgedAccount, payee: PayeeName): string[] {
  const one = aged.payees.find((candidate) => candidate.payee === payee);
  if (!one) throw new Error(`${aged.account} has no payee ${payee}`);
  const lines = one.lines.map((line) => {
    const penalty = line.penaltyKopecks === 0 ? '' : ` penalty ${roublesText(line.penaltyKopecks)}`;
    const posted = line.penaltyPostedKopecks === 0 ? '' : ` posted ${roublesText(line.penaltyPostedKopecks)}`;
    return `${line.period}: ${roublesText(line.principalKopecks)}${penalty}${posted}`;
  });
  return one.advanceKopecks === 0 ? lines : [...lines, `advance ${roublesText(one.advanceKopecks)}`];
}

function nameOf(one: { utility: string; component: string | null }): string {
  return one.component === null ? one.utility : `${one.utility}/${one.component}`;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Months of nights take seconds on a busy machine. */
const STORY_TIMEOUT_MS = 120_000;

/** Tells the stories of a spec file and closes each system after its test. */
export function storyteller(): (plan: CompanyPlan, acquiring?: Acquiring, dataDir?: string) => Promise<Story> {
  jest.setTimeout(STORY_TIMEOUT_MS);
  const begun: Story[] = [];
  afterEach(async () => {
    for (const story of begun.splice(0)) await story.stack.close();
  });
  return async (plan, acquiring, dataDir) => {
    const story = await Story.begin(plan, acquiring ?? null, dataDir ?? null);
    begun.push(story);
    return story;
  };
}

/** The code of a refusal; null where nothing was refused. What is no refusal is thrown on. */
export async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    return error.rejection.code;
  }
}

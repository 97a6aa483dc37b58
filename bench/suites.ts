import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Finding, durationFinding, plainFinding, rateFinding } from './measure/finding';
import { grouped } from './measure/number-text';
import { Round } from './measure/spread';
import { kafkaSuite } from './kafka-suite';
import { importSuite, registrySuite, turnoverSuite } from './office-suites';
import { runInChild } from './run-in-child';
import { GoalName } from './measure/goals';
import { AskedOften } from './tasks/cabinet.task';
import { DebtOutput } from './tasks/debt.task';
import { BareNightOutput, NightOutput } from './tasks/night.task';

/** How much is measured. */
export interface Scale {
  readonly rounds: number;
  readonly serialEvents: number;
  readonly batchedEvents: number;
  readonly concurrentCommands: number;
  readonly rebuildEvents: number;
  readonly nights: readonly { readonly accounts: number; readonly rounds: number }[];
  readonly historyAccounts: number;
  readonly debtQuestions: number;
  readonly slips: number;
  readonly turnoverAccounts: number;
  readonly pageRequests: number;
  readonly registryLines: number;
  /** Among which the lines of a registry are that is booked to its last line. */
  readonly bookedAccounts: number;
  readonly importRows: number;
  readonly kafkaMessages: number;
  /** 0: the nights of the distributed mode are left out. */
  readonly distributedNightAccounts: number;
  /** Whether bounds in milliseconds count: the machines that check every change are shared, and only ratios travel. */
  readonly judgesMilliseconds: boolean;
}

export const FULL: Scale = {
  rounds: 5,
  serialEvents: 3_000,
  batchedEvents: 50_000,
  concurrentCommands: 20_000,
  rebuildEvents: 1_000_000,
  nights: [
    { accounts: 10_000, rounds: 3 },
    { accounts: 100_000, rounds: 3 },
  ],
  historyAccounts: 400,
  debtQuestions: 3_000,
  slips: 100,
  turnoverAccounts: 50_000,
  pageRequests: 2_000,
  registryLines: 100_000,
  bookedAccounts: 20_000,
  importRows: 10_000,
  kafkaMessages: 100_000,
  distributedNightAccounts: 2_000,
  judgesMilliseconds: true,
};

export const SHORT: Scale = {
  rounds: 3,
  serialEvents: 500,
  batchedEvents: 20_000,
  concurrentCommands: 5_000,
  rebuildEvents: 100_000,
  nights: [{ accounts: 2_000, rounds: 3 }],
  historyAccounts: 30,
  debtQuestions: 3_000,
  slips: 40,
  turnoverAccounts: 2_000,
  pageRequests: 500,
  registryLines: 5_000,
  bookedAccounts: 500,
  importRows: 2_000,
  kafkaMessages: 20_000,
  distributedNightAccounts: 0,
  judgesMilliseconds: false,
};

export interface Bench {
  readonly dir: string;
  readonly scale: Scale;
}

export const SUITES: Readonly<Record<string, (bench: Bench) => Promise<Finding[]>>> = {
  append: appendSuite,
  commands: commandSuite,
  night: nightSuite,
  rebuild: rebuildSuite,
  debt: debtSuite,
  slips: slipSuite,
  turnover: turnoverSuite,
  cabinet: cabinetSuite,
  registry: registrySuite,
  import: importSuite,
  kafka: kafkaSuite,
};

async function appendSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const { rounds, serialEvents, batchedEvents } = scale;
  const batch = 1_000;
  const { serial, batched } = await runInChild('measureAppends', { dir, rounds, serialEvents, batchedEvents, batch });
  const anchor = 'bare SQLite, FULL';
  return [
    rateFinding('append, one caller, one event', 'events', serialEvents, anchor, serial, 'append.serial'),
    rateFinding('append, 1 000 a transaction', 'events', batchedEvents, anchor, batched, 'append.batched'),
  ];
}

async function commandSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const { rounds, concurrentCommands } = scale;
  const serialCommands = scale.serialEvents;
  const callers = 64;
  const measured = await runInChild('measureCommands', { dir, rounds, serialCommands, concurrentCommands, callers });
  // Both did their own amount of work: the anchor's time is brought to that of the callers.
  const againstSerial = measured.againstSerial.map(({ anchorMs, projectMs }) => ({
    anchorMs: (anchorMs * concurrentCommands) / serialCommands,
    projectMs,
  }));
  const amount = concurrentCommands;
  const work = 'command handler, 64 callers';
  return [
    rateFinding(work, 'commands', amount, 'own serial rate', againstSerial, 'commands.concurrent'),
    rateFinding(work, 'commands', amount, 'bare SQLite, 64 a transaction', measured.againstGroup, null),
  ];
}

async function nightSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { accounts, rounds } of scale.nights) findings.push(...(await nightsOf(dir, accounts, rounds)));
  return findings;
}

const BARE = 'bare night, one 10-line event an account';
/** What a line of ours says beyond its figures: formula, reasons, inputs with their events, what later months need. */
const EXPLANATION_CHARACTERS = 1_000;

async function nightsOf(dir: string, accounts: number, rounds: number): Promise<Finding[]> {
  const seeded = join(dir, `company-${accounts}`);
  await runInChild('seedCompany', { dataDir: seeded, accounts, months: 0 });
  const measured: NightRound[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const name = `${accounts}-${round}`;
    const bare = await runInChild('measureBareNight', { dir, name, accounts, explanation: 0 });
    const explained = { dir, name: `${name}-explained`, accounts, explanation: EXPLANATION_CHARACTERS };
    const bareExplained = await runInChild('measureBareNight', explained);
    const dataDir = join(dir, `night-${name}`);
    cpSync(seeded, dataDir, { recursive: true });
    measured.push({ bare, bareExplained, ours: await runInChild('measureNights', { dataDir, accounts }) });
    rmSync(dataDir, { recursive: true });
  }
  rmSync(seeded, { recursive: true });
  return nightFindings(accounts, measured);
}

interface NightRound {
  readonly bare: BareNightOutput;
  readonly bareExplained: BareNightOutput;
  readonly ours: NightOutput;
}

function nightFindings(accounts: number, measured: readonly NightRound[]): Finding[] {
  const label = `${grouped(accounts)} accounts`;
  const rate = (work: string, anchor: string, goal: GoalName | null, roundOf: (one: NightRound) => Round) =>
    rateFinding(`${label}: ${work}`, 'accounts', accounts, anchor, measured.map(roundOf), goal);
  const cpu = (work: string, cpuMsOf: (night: NightOutput) => number) => {
    const perAccount = (cpuMs: number) => (cpuMs * 1_000) / accounts;
    const rounds = measured.map(({ bare, ours }) => ({
      anchorMs: perAccount(bare.cpuMs),
      projectMs: perAccount(cpuMsOf(ours)),
    }));
    return { ...durationFinding(`${label}: ${work}, processor time`, BARE, rounds, null), unit: 'µs an account' };
  };
  return [
    rate('night that charges', BARE, 'night.calculate', ({ bare, ours }) => ({
      anchorMs: bare.ms,
      projectMs: ours.calculateMs,
    })),
    rate('the same', 'bare night, lines explained by as many characters', null, ({ bareExplained, ours }) => ({
      anchorMs: bareExplained.ms,
      projectMs: ours.calculateMs,
    })),
    rate('night of the close', BARE, 'night.close', ({ bare, ours }) => ({
      anchorMs: bare.ms,
      projectMs: ours.closeMs,
    })),
    rate('nothing changed', 'own charging night', 'night.quiet', ({ ours }) => ({
      anchorMs: ours.calculateMs,
      projectMs: ours.quietMs,
    })),
    plainFinding(
      `${label}: peak memory`,
      'MB',
      measured.map(({ ours }) => ours.peakMemoryMb),
      'night.memoryMb',
    ),
    cpu('night that charges', (night) => night.calculateCpuMs),
    cpu('night of the close', (night) => night.closeCpuMs),
  ];
}

async function rebuildSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const { rounds, rebuildEvents: events } = scale;
  const file = join(dir, 'postings.sqlite');
  await runInChild('seedPostingLog', { file, events });
  const measured = await runInChild('measureRebuild', { dir, file, rounds, events });
  const debts = 'typed index scan';
  return [
    rateFinding(
      'rebuild: balance of every account',
      'events',
      events,
      'page, JSON.parse, fold',
      measured.balance,
      'rebuild.balance',
    ),
    rateFinding(
      'rebuild: billing.posting, 1.5 rows an event',
      'events',
      events,
      'the same and a row each',
      measured.posting,
      null,
    ),
    plainFinding('rebuild: peak memory', 'MB', [measured.peakMemoryMb], null),
    durationFinding('debt as of a day, every account', debts, measured.debtOfAll, 'debt.allAccounts'),
  ];
}

async function debtSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const { historyAccounts: accounts, debtQuestions: questions, rounds, judgesMilliseconds } = scale;
  const findings: Finding[] = [];
  const medians = new Map<number, number[]>();
  for (const years of [1, 10]) {
    const dataDir = join(dir, `history-${years}`);
    await runInChild('seedCompany', { dataDir, accounts, months: years * 12 });
    const measured: DebtOutput[] = [];
    for (let round = 0; round < rounds; round += 1) {
      measured.push(await runInChild('measureDebtOfOne', { dataDir, accounts, questions }));
    }
    const night = await runInChild('measureNights', { dataDir, accounts });
    medians.set(
      years,
      measured.map(({ medianMs }) => medianMs),
    );
    findings.push(
      ...debtFindings(years, measured, judgesMilliseconds),
      ...historyFindings(years, accounts, measured, night),
    );
    rmSync(dataDir, { recursive: true });
  }
  const one = medians.get(1) ?? [];
  const ratios = (medians.get(10) ?? []).map((ms, round) => ms / (one[round] ?? NaN));
  findings.push(plainFinding('debt as of a day, one account: 10 y ÷ 1 y', '×', ratios, 'debt.tenYearsToOne'));
  return findings;
}

function debtFindings(years: number, measured: readonly DebtOutput[], judged: boolean): Finding[] {
  const label = `debt as of a day, one account, ${years} y`;
  const line = (what: string, msOf: (one: DebtOutput) => number, goal: GoalName | null) =>
    plainFinding(`${label}: ${what}`, 'ms', measured.map(msOf), goal);
  const bound: GoalName = years === 1 ? 'debt.oneYearP99Ms' : 'debt.tenYearsP99Ms';
  return [
    line('median', ({ medianMs }) => medianMs, null),
    line('p99', ({ p99Ms }) => p99Ms, judged ? bound : null),
    line('p99 of processor time', ({ cpuP99Ms }) => cpuP99Ms, null),
    line('covering index alone', ({ anchorMedianMs }) => anchorMedianMs, null),
  ];
}

/** What a long history costs: the texts that are read and written for an account every night. */
function historyFindings(
  years: number,
  accounts: number,
  [first]: readonly DebtOutput[],
  night: NightOutput,
): Finding[] {
  const label = `${years} y of history`;
  const plain = (what: string, unit: string, value: number | undefined) =>
    plainFinding(`${label}: ${what}`, unit, [value ?? NaN], null);
  return [
    plain('PeriodOpened', 'characters', first?.periodOpenedCharacters),
    plain('billing.account-dossier', 'characters', first?.dossierCharacters),
    plain('billing.open-period', 'characters', first?.openPeriodCharacters),
    plain('charging, processor time', 'µs an account', (night.calculateCpuMs * 1_000) / accounts),
    plain('close, processor time', 'µs an account', (night.closeCpuMs * 1_000) / accounts),
  ];
}

async function slipSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const { slips, rounds } = scale;
  const dataDir = join(dir, 'slips');
  await runInChild('seedCompany', { dataDir, accounts: slips, months: 1 });
  const { single, house, pages } = await runInChild('measureSlips', { dataDir, accounts: slips, rounds });
  const anchor = 'pdfkit, one parsed font, the same words and codes';
  return [
    rateFinding('slips, one document each', 'slips', slips, anchor, single, 'slip.single'),
    rateFinding('slips of a house in one document', 'pages', pages, anchor, house, 'slip.house'),
  ];
}

async function cabinetSuite({ dir, scale }: Bench): Promise<Finding[]> {
  const { pageRequests: requests, rounds } = scale;
  const { home, balance } = await runInChild('measureCabinet', { dataDir: join(dir, 'cabinet'), requests, rounds });
  const of = (work: string, goal: GoalName | null, { rounds: measured, firstByteMedianMs, p99Ms }: AskedOften) => [
    rateFinding(work, 'answers', requests, 'a bare handler, as many bytes', measured, goal),
    plainFinding(`${work}: first byte, median`, 'ms', firstByteMedianMs, null),
    plainFinding(`${work}: whole answer, p99`, 'ms', p99Ms, null),
  ];
  return [
    ...of('home page, 50 residents at once', null, home),
    ...of('debt of an account over HTTP, 50 at once', 'http.balance', balance),
  ];
}

export function freshDirectory(dir: string): void {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
}

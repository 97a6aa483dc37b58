import { join } from 'node:path';
import { NightlyChargesJob, NightReport } from '#services/billing';
import { lastDayOf } from '#libs/kernel';
import { BareNight } from '../anchors/bare-night';
import { openCompany, OpenedCompany } from '../company/open-company';
import { MEASURED_PERIOD } from '../company/seed';
import { timed } from '../measure/spread';

export interface NightInput {
  /** A seeded company, which the nights change. */
  readonly dataDir: string;
  readonly accounts: number;
}

export interface NightOutput {
  readonly calculateMs: number;
  /** The night after, in which nothing has changed. */
  readonly quietMs: number;
  readonly closeMs: number;
  /** The night of the close once more. */
  readonly quietCloseMs: number;
  readonly peakMemoryMb: number;
  /** Processor time of the two nights that write: what is left of the figures when neighbours take the cores. */
  readonly calculateCpuMs: number;
  readonly closeCpuMs: number;
}

/** The real job over a generated company: the night after the reading window, a quiet one, the close of the month. */
export async function measureNights({ dataDir, accounts }: NightInput): Promise<NightOutput> {
  const company = await openCompany(dataDir);
  const { store } = company.kvitok.stack;
  const calculate = await night(company, `${MEASURED_PERIOD}-25`);
  if (calculate.report.calculated !== accounts)
    throw new Error(`Calculated ${calculate.report.calculated} of ${accounts}`);
  const headBefore = await store.head();
  const quiet = await night(company, `${MEASURED_PERIOD}-26`);
  requireQuiet(quiet.report);
  const close = await night(company, lastDayOf(MEASURED_PERIOD));
  if (close.report.closed !== accounts) throw new Error(`Closed ${close.report.closed} of ${accounts}`);
  const closedHead = await store.head();
  const quietClose = await night(company, lastDayOf(MEASURED_PERIOD));
  requireQuiet(quietClose.report);
  if ((await store.head()) !== closedHead || closedHead < headBefore + 2 * accounts) {
    throw new Error('The nights did not write what they reported');
  }
  await company.kvitok.close();
  return {
    calculateMs: calculate.ms,
    quietMs: quiet.ms,
    closeMs: close.ms,
    quietCloseMs: quietClose.ms,
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
    calculateCpuMs: calculate.cpuMs,
    closeCpuMs: close.cpuMs,
  };
}

interface MeasuredNight {
  readonly ms: number;
  readonly cpuMs: number;
  readonly report: NightReport;
}

async function night(company: OpenedCompany, date: string): Promise<MeasuredNight> {
  company.setDay(date);
  const job = company.kvitok.app.get(NightlyChargesJob);
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const report = await job.all({ date });
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000, report };
}

function requireQuiet(report: NightReport): void {
  const { calculated, closed, parked } = report;
  if (calculated > 0 || closed > 0 || parked.length > 0)
    throw new Error(`Not a quiet night: ${JSON.stringify(report)}`);
}

export interface BareNightInput {
  readonly dir: string;
  readonly name: string;
  readonly accounts: number;
  /** Characters of explanation a line. */
  readonly explanation: number;
}

export interface BareNightOutput {
  readonly ms: number;
  readonly cpuMs: number;
}

export async function measureBareNight(input: BareNightInput): Promise<BareNightOutput> {
  const { dir, name, accounts, explanation } = input;
  const bare = new BareNight(join(dir, `bare-night-${name}.sqlite`), accounts, explanation);
  const cpu = process.cpuUsage();
  const ms = await timed(() => bare.run());
  const { user, system } = process.cpuUsage(cpu);
  bare.close();
  return { ms, cpuMs: (user + system) / 1000 };
}

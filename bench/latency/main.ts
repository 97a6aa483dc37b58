/**
 * How long it takes from a reading that a resident submits to the charge for it on the statement, in both modes, over
 * HTTP: the sample company, in the reading window of June 2026, one reading after another.
 *
 *   npm run bench:latency                    both modes; the distributed one over a real Kafka and a MongoDB, see engines.ts
 *   node dist/bench/latency/main.js --readings 20
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DistributedTown } from '../../test/engines/distributed-town';
import { SERVICE_NAMES } from '../../test/engines/service-processes';
import { figure } from '../measure/number-text';
import { percentile } from '../measure/spread';
import { NextReading, nextReadings } from './readings';
import { StandingService } from './service-process';

const SAMPLE = join('samples', 'company');
const PLAYED_THROUGH = '2026-06-14';
const DAY = '2026-06-20';
const PERIOD = '2026-06';
const LOOKS_EVERY_MS = 5;
const SEEN_WITHIN_MS = 60_000;

/** Milliseconds since the reading was sent. */
interface Reading {
  /** It is in the log: whoever sent it has the acknowledgement. */
  readonly acknowledged: number;
  /** Billing has heard of it, and a question that wants to know of it is answered. */
  readonly heard: number;
  /** The open month was calculated, and the explanation of the statement's line names the reading. */
  readonly charged: number;
}

interface Mode {
  readonly name: string;
  readonly metering: StandingService;
  readonly billing: StandingService;
  readonly key: string;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { readings: { type: 'string', default: '100' } } });
  const town = await DistributedTown.found(PLAYED_THROUGH, SAMPLE);
  town.twin();
  const key = town.environment['KVITOK_SERVICES_KEY'] ?? '';
  const readings = nextReadings(SAMPLE, DAY).slice(0, Number(values.readings));
  const processes: StandingService[] = [];
  const start = async (services: string, environment: Readonly<Record<string, string>>) => {
    const started = await StandingService.start(services, DAY, { ...environment, ...QUIET });
    processes.push(started);
    return started;
  };
  try {
    const one = await start('all', { KVITOK_SERVICES_KEY: key, KVITOK_DATA_DIR: town.folder('twin') });
    const embedded = await measured({ name: 'embedded', metering: one, billing: one, key }, readings);
    await one.stop();
    const several = await Promise.all(SERVICE_NAMES.map((name) => start(name, town.environment)));
    const at = (name: string) => several[SERVICE_NAMES.findIndex((one) => one === name)];
    const [metering, billing] = [at('metering'), at('billing')];
    if (metering === undefined || billing === undefined) throw new Error('A process is missing');
    const distributed = await measured({ name: 'distributed', metering, billing, key }, readings);
    report({ embedded, distributed }, `${town.kafka.what}; five services, a process each`);
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
    await town.close();
  }
}

/** Nothing by the clock, no pages, and no words but those of failures. */
const QUIET = {
  ...{ PORT: '0', KVITOK_NIGHTS: 'off', LOG_LEVEL: 'error' },
  ...{ KVITOK_CABINET_PORT: 'off', KVITOK_BACK_OFFICE_PORT: 'off' },
};

async function measured(mode: Mode, readings: readonly NextReading[]): Promise<Reading[]> {
  console.error(`${mode.name}: ${readings.length} readings …`);
  // What is due without any reading, and what is compiled when it first runs, is not what is measured.
  await mode.billing.calculate();
  const results: Reading[] = [];
  for (const reading of readings) {
    const result = await one(mode, reading);
    if (result !== null) results.push(result);
  }
  return results;
}

async function one({ metering, billing, key }: Mode, { meterId, account, utility, values }: NextReading) {
  const headers = {
    Authorization: `Bearer ${key}`,
    'Content-Type': 'application/json',
    'Idempotency-Key': randomUUID(),
  };
  const sentAt = performance.now();
  const passed = () => performance.now() - sentAt;
  const body = JSON.stringify({ meterId, values, confirmed: true });
  const answer = await fetch(`${metering.url}/metering/readings`, { method: 'POST', headers, body });
  // A value that looks doubtful is asked about, which is another way than the one that is measured.
  if (answer.status === 409) return null;
  if (answer.status !== 201) throw new Error(`A reading was refused: ${await answer.text()}`);
  const { position, eventIds } = (await answer.json()) as { position: number; eventIds: readonly string[] };
  const acknowledged = passed();
  const statements = `${billing.url}/billing/accounts/${account}/statements`;
  // A question waits two seconds for what it wants to know of, then is answered without: so it is asked again.
  for (let isStale = true; isStale;) {
    const known = await fetch(`${statements}?minPosition=${position}`, { headers });
    const text = await known.text();
    isStale = known.headers.get('x-stale') !== 'false';
    if (known.status !== 200 || passed() > SEEN_WITHIN_MS) throw new Error(`Billing does not hear of it: ${text}`);
  }
  const heard = passed();
  const calculated = billing.calculate();
  for (;;) {
    const explained = await fetch(`${statements}/${PERIOD}/explain?utility=${utility}`, { headers });
    const text = await explained.text();
    if (explained.status === 200 && eventIds.some((id) => text.includes(id))) break;
    if (passed() > SEEN_WITHIN_MS) throw new Error(`The reading of ${meterId} is not in its charge: ${text}`);
    await sleep(LOOKS_EVERY_MS);
  }
  const charged = passed();
  await calculated;
  return { acknowledged, heard, charged };
}

function report(modes: Readonly<Record<string, readonly Reading[]>>, engines: string): void {
  const stages = ['acknowledged', 'heard', 'charged'] as const;
  const rows = Object.entries(modes).flatMap(([mode, readings]) =>
    stages.map((stage) => {
      const all = readings.map((reading) => reading[stage]);
      return { mode, until: stage, readings: all.length, p50: percentile(all, 0.5), p99: percentile(all, 0.99) };
    }),
  );
  for (const { mode, until, readings, p50, p99 } of rows) {
    console.log(`${mode}: until ${until}: p50 ${figure(p50)} ms, p99 ${figure(p99)} ms (${readings} readings)`);
  }
  const [processor] = cpus();
  const machine = {
    ...{ node: process.version, processor: processor?.model ?? '', cores: cpus().length },
    ...{ loadOfTheLastMinutes: loadavg(), engines },
  };
  console.log(
    `Load of the machine, 1, 5, 15 minutes: ${machine.loadOfTheLastMinutes.map(figure).join(', ')}; ${engines}`,
  );
  mkdirSync('reports', { recursive: true });
  const file = join('reports', 'bench-latency.json');
  writeFileSync(file, `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, rows }, null, 2)}\n`);
  console.log(`${file} has the figures.`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { REMEMBERED_MESSAGES, TOGETHER_MAX } from '#libs/messaging';
import { EVENTS_PER_BATCH, MESSAGES_PER_COMMIT, topicSettings, TURN_HELD_MS } from '#libs/messaging/kafka';
import { readDistributedSettings } from '#libs/platform';
import { SERVICES } from '#services/app';
import { ACCOUNTS_PER_PAGE } from '../services/billing/automation/night-accounts';
import { ROOT } from './support/command-line';
import { growthOf, LogGrowth } from './support/log-growth';
import { playedCompany } from './support/played-company';

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const DOCUMENT = read('docs', 'scaling.md');
/** The months whose statements docs/scaling.md counts. */
const MONTHS_END = '2026-10-01T00:00:00.000Z';
/** A figure of three places, and a log whose texts gain a word now and then. */
const TOLERANCE = 0.02;
const ACCOUNTS = 10_000_000;
/** The first who needs the sample company plays it. */
const PLAYS_WITHIN_MS = 10 * 60_000;

/** The second cell of a row of the document: its number, in the unit that is written there. */
function stated(what: string): number {
  const row = DOCUMENT.split('\n').find((line) => line.startsWith(`| ${what} |`));
  if (row === undefined) throw new Error(`docs/scaling.md does not state: ${what}`);
  return Number((/^-?[\d ]+(\.\d+)?/.exec(row.split('|')[2]?.trim() ?? '')?.[0] ?? '').replaceAll(' ', ''));
}

/** A rate of docs/performance.md, in a row that begins so. */
function measured(row: string): number {
  const line = read('docs', 'performance.md')
    .split('\n')
    .find((one) => one.startsWith(`| ${row} |`));
  const rate = /^([\d ]+)\/s/.exec(line?.split('|')[2]?.trim() ?? '')?.[1];
  if (rate === undefined) throw new Error(`docs/performance.md does not state: ${row}`);
  return Number(rate.replaceAll(' ', ''));
}

/** A rate of docs/performance.md against its anchor, in a row that begins so. */
function measuredRatio(row: string): number {
  const line = read('docs', 'performance.md')
    .split('\n')
    .find((one) => one.startsWith(`| ${row} |`));
  return Number(/^\d\.\d+/.exec(line?.split('|')[4]?.trim() ?? '')?.[0]);
}

function expectClose(given: number, computed: number): void {
  expect(Math.abs(given / computed - 1)).toBeLessThanOrEqual(TOLERANCE);
}

describe('what docs/scaling.md says is built in', () => {
  const settingOf = (replicas: number, name: string) =>
    Number(topicSettings(replicas).find((setting) => setting.name === name)?.value);
  const distributed = read('deploy', 'kubernetes', 'distributed', 'kustomization.yaml');
  const replicas = Number(/KVITOK_KAFKA_REPLICAS=(\d+)/.exec(distributed)?.[1]);
  const usual = readDistributedSettings({
    KVITOK_MODE: 'distributed',
    KVITOK_KAFKA_BROKERS: 'kafka:9092',
    KVITOK_MONGODB_URL: 'mongodb://mongo/kvitok',
  });
  const { startupProbe } = (
    parse(read('deploy', 'kubernetes', 'distributed', 'service.yaml')) as {
      spec: {
        template: { spec: { containers: [{ startupProbe: { periodSeconds: number; failureThreshold: number } }] } };
      };
    }
  ).spec.template.spec.containers[0];
  const startsWithinHours = (startupProbe.periodSeconds * startupProbe.failureThreshold) / 3_600;
  const copies = read('deploy', 'kubernetes', 'overlays', 'production', 'scaling.yaml')
    .split(/^---$/m)
    .map((text) => parse(text) as { metadata?: { name?: string }; spec?: { maxReplicas?: number } })
    .find(({ metadata }) => metadata?.name === 'billing')?.spec?.maxReplicas;

  it.each<[string, number | undefined]>([
    ['topics', SERVICES.filter(({ relays }) => relays.length > 0).length],
    ['partitions of a topic', usual?.kafka.partitions],
    ['retention of a topic, ms', settingOf(replicas, 'retention.ms')],
    ['replicas in production', replicas],
    ['replicas that must have a message', settingOf(replicas, 'min.insync.replicas')],
    ['events that a relay sends together', EVENTS_PER_BATCH],
    ['time after which it is taken for gone, ms', TURN_HELD_MS],
    ["messages between two moves of a group's place", MESSAGES_PER_COMMIT],
    ['messages that a handler is given together, where it takes many', TOGETHER_MAX],
    ['handled messages behind its place that a consumer remembers', REMEMBERED_MESSAGES],
    ['accounts of a night that are read, computed and committed together', ACCOUNTS_PER_PAGE],
    ['time in which a new process has to take messages', startsWithinHours],
    ['copies of billing at most', copies],
  ])('is what the code says: %s', (what, value) => {
    expect(stated(what)).toBe(value);
  });

  it('has a partition for each copy', () => {
    expect(stated('copies of billing at most')).toBeLessThanOrEqual(stated('partitions of a topic'));
  });
});

describe('what docs/scaling.md says of distributed nights', () => {
  const paragraph = /^\*\*Distributed\.\*\*[^]*?\n\n/m.exec(DOCUMENT)?.[0].replaceAll('\n', ' ') ?? '';
  const pair = (pattern: RegExp) => (pattern.exec(paragraph)?.slice(1) ?? []).map(Number);
  const nights = ['night that charges, distributed, 2 000 accounts', 'night of the close, distributed, 2 000 accounts'];
  const hoursOf = (night: string) => ACCOUNTS / measured(night) / 3_600;

  it('is what docs/performance.md says was measured', () => {
    expect(pair(/charges ([\d ]+) accounts\/s and closes ([\d ]+),/)).toEqual(nights.map(measured));
    expect(pair(/which is (\d\.\d+) and (\d\.\d+) of the embedded mode/)).toEqual(nights.map(measuredRatio));
  });

  it('is computed of it: the hours of one process, and how many processes a night needs', () => {
    const hours = pair(/are (\d+\.\d) and (\d+\.\d) hours of one process/);
    expect(hours).toHaveLength(2);
    for (const [index, night] of nights.entries()) expectClose(hours[index] ?? 0, hoursOf(night));
    const words = ['no', 'one', 'two', 'three', 'four', 'five'];
    const [charging = '', closing = ''] = nights.map(
      (night) => words[Math.ceil(hoursOf(night) / stated('window of a night'))],
    );
    expect(paragraph).toContain(`: ${charging} process inside a night's window of 5.5 hours, ${closing} for a close`);
  });
});

describe('what docs/scaling.md says of new processes', () => {
  const rate = stated('events of a log over KurrentDB that a new process reads in a second');

  it.each<[string, () => number]>([
    ['ten million events, read by a new process', () => 10_000_000 / rate / 60],
    ['a rollout over these, however many copies', () => (2 * 10_000_000) / rate / 3_600],
    [
      'a month of ten million accounts, read by a new process',
      () => (stated('events in a month') * 1e6) / rate / 3_600,
    ],
  ])('is computed of what was measured: %s', (what, compute) => {
    // To the places that are written.
    expect(Math.abs(stated(what) - compute())).toBeLessThanOrEqual(0.5 * 10 ** -(what.startsWith('ten') ? 0 : 1));
  });
});

describe('what docs/scaling.md says of the log that all processes note', () => {
  const noted = stated('events of a log over KurrentDB that a new process reads in a second');
  const together = noted / stated('events of an account at a close');
  const one = measured('night of the close, distributed, 2 000 accounts');

  it.each<[string, number]>([
    ['accounts closed in a second by all processes together', Math.floor(together)],
    ['processes of billing that close as many', Math.floor(together / one)],
    ['ten million accounts, closed by these', Math.round((ACCOUNTS / together / 3_600) * 10) / 10],
  ])('is computed of what was measured: %s', (what, computed) => {
    expect(stated(what)).toBe(computed);
  });
});

describe('what docs/scaling.md says of the index and of reading the log whole', () => {
  const { resources } = (
    parse(read('deploy', 'kubernetes', 'overlays', 'production', 'data.yaml')) as {
      spec: {
        template: {
          spec: {
            volumes: [
              { ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: string } } } } } },
            ];
          };
        };
      };
    }
  ).spec.template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec;
  const gibibytes = Number(/^(\d+)Gi$/.exec(resources.requests.storage)?.[1]);
  const held = () => (gibibytes * 2 ** 30) / stated('bytes of the index for each');
  const monthsOf = (accounts: number) => held() / (accounts * stated('events of an account and month'));
  const checked = stated('events of a log over KurrentDB that are checked in a second');
  const lookedUp = stated('the same, where the event before each has to be looked up');

  it.each<[string, number]>([
    ['events in the index that the volume of a process holds', held() / 1e6],
    ['months of a hundred thousand accounts in it', monthsOf(100_000)],
    ['months of a million accounts in it', monthsOf(1_000_000)],
    ['months of ten million accounts in it', monthsOf(ACCOUNTS)],
    ['ten million events, checked', 10_000_000 / checked / 3_600],
    ['the same, all looked up', 10_000_000 / lookedUp / 3_600],
    ['events that a day has time for', (24 * 3_600 * lookedUp) / 1e6],
  ])('is computed of it: %s', (what, computed) => {
    // To the places that are written.
    const places = /\./.test(String(stated(what))) ? 1 : 0;
    expect(Math.abs(stated(what) - computed)).toBeLessThanOrEqual(0.5 * 10 ** -places);
  });
});

describe('what docs/scaling.md says of growth', () => {
  let growth: LogGrowth;
  beforeAll(async () => {
    const folder = await playedCompany();
    growth = await growthOf(folder, MONTHS_END);
    rmSync(folder, { recursive: true });
  }, PLAYS_WITHIN_MS);

  it('is what the log of the sample company shows', () => {
    expect(DOCUMENT).toContain(`${growth.accountMonths} statements`);
    expectClose(stated('events of an account and month'), growth.eventsPerAccountMonth);
    expectClose(stated('bytes of such an event'), growth.bytesPerEvent);
    expectClose(stated('bytes of an account and month'), growth.bytesPerAccountMonth);
    expectClose(stated('messages of an account and month'), growth.messagesPerAccountMonth);
    expectClose(stated('bytes of these messages'), growth.messageBytesPerAccountMonth);
  });

  const inFile = Number(/needs (\d\.\d+) times that/.exec(DOCUMENT)?.[1]);
  const monthly = (what: string) => ACCOUNTS * stated(what);
  const hours = (seconds: number) => seconds / 3_600;

  it.each<[string, () => number]>([
    ['events in a month', () => monthly('events of an account and month') / 1e6],
    ['log in a month, as text', () => monthly('bytes of an account and month') / 1e9],
    ['log in a month, in a file of SQLite', () => (monthly('bytes of an account and month') * inFile) / 1e9],
    ['log in a year, in a file of SQLite', () => (12 * monthly('bytes of an account and month') * inFile) / 1e12],
    ['messages in a month', () => monthly('messages of an account and month') / 1e6],
    ['topics in a month, three replicas', () => (3 * monthly('bytes of these messages')) / 1e9],
    ['topics in a year, three replicas', () => (36 * monthly('bytes of these messages')) / 1e12],
    ['a night that charges, one process', () => hours(ACCOUNTS / measured('night that charges, 100 000 accounts'))],
    ['a night of a close, one process', () => hours(ACCOUNTS / measured('night of the close, 100 000 accounts'))],
    [
      'a balance of a year, rebuilt',
      () =>
        hours(
          (12 * monthly('events of an account and month')) / measured('rebuild of a balance from 1 000 000 events'),
        ),
    ],
  ])('is computed of it: %s', (what, compute) => {
    expect(Math.abs(stated(what) / compute() - 1)).toBeLessThanOrEqual(TOLERANCE);
  });
});

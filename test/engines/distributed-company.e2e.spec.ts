import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '../support/command-line';
import { DistributedTown } from './distributed-town';

/** The whole sample company is played; the figures are those of the requirements, which both modes have to reach. */
const THROUGH = '2026-09-30';
const TIMEOUT_MS = 15 * 60_000;

const source = sharedFolder('sample');
let town: DistributedTown;

beforeAll(async () => {
  town = await DistributedTown.found(null);
  await town.start();
}, TIMEOUT_MS);

afterAll(() => town?.close());

test(
  'five services over Kafka and MongoDB charge the sample company as it has to be charged',
  async () => {
    expect(await town.result('import', source, '--through', THROUGH)).toEqual({ ok: true, errors: [] });
    const expectedFolder = join(source, 'expected');
    const ofRequirements = (name: string): unknown => JSON.parse(readFileSync(join(expectedFolder, name), 'utf8'));
    expect(await town.result('statements')).toEqual(ofRequirements('statements.json'));
    const dates = readdirSync(expectedFolder).flatMap((file) => /^aging-(.*)\.json$/.exec(file)?.[1] ?? []);
    expect(dates.length).toBeGreaterThan(0);
    for (const date of dates) {
      expect(await town.result('aging', '--as-of', date)).toEqual(ofRequirements(`aging-${date}.json`));
    }
  },
  TIMEOUT_MS,
);

test(
  'the same again adds no event, and every read model comes out the same from the log',
  async () => {
    const before = await town.log('data');
    await town.result('import', source, '--through', THROUGH);
    await town.result('night', 'all', '--date', THROUGH);
    expect(await town.log('data')).toEqual(before);
    expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
  },
  TIMEOUT_MS,
);

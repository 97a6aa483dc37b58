import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnnouncedCard } from '#libs/messaging';
import { readDistributedSettings } from '#libs/platform';
import { createKvitok } from '#services/app';
import { announcedCommand } from '../../services/cli/commands/announced.command';
import { Engine, openMongo } from './engines';
import { MongoDatabases } from './mongo-databases';

/** What a release to come has announced beside this one. */
const RELAY_OF_THE_NEXT = { name: 'kvitok.metering.relay', word: 'MeterDreamt' };
const CONSUMER_OF_THE_NEXT = { name: 'kvitok.support', word: 'metering.meter-dreamt.v1' };

describe('announcements of the distributed mode, by the command line with the environment of the services', () => {
  const given = { ...process.env };
  const data = mkdtempSync(join(tmpdir(), 'announced-command-'));
  let mongo: Engine<string>;

  beforeAll(async () => {
    mongo = await openMongo();
    Object.assign(process.env, {
      KVITOK_MODE: 'distributed',
      // Nobody listens there: what was announced is asked of no broker.
      KVITOK_KAFKA_BROKERS: '127.0.0.1:1',
      KVITOK_MONGODB_URL: `${mongo.address}/${new MongoDatabases(() => mongo.address).newName()}`,
    });
  }, 120_000);
  afterAll(async () => {
    process.env = given;
    rmSync(data, { recursive: true });
    await mongo.release();
  });

  async function run(...words: string[]): Promise<unknown> {
    const results: string[] = [];
    const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => results.push(String(text)) > 0);
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      await announcedCommand().parseAsync(['node', 'kvitok', ...words, '--data', data]);
    } finally {
      for (const one of [out, told]) one.mockRestore();
    }
    return JSON.parse(results.join(''));
  }

  it('are listed, those of the next release first, and withdrawn', async () => {
    const distributed = readDistributedSettings(process.env);
    const { stack, servers, close } = await createKvitok({ dataDir: data, distributed, keysAsked: 'at use' });
    try {
      await stack.transport.announce();
      for (const server of servers)
        await stack.consumerState.announce(server.consumer, [...server.getHandlers().keys()]);
      for (const { name, word } of [RELAY_OF_THE_NEXT, CONSUMER_OF_THE_NEXT]) {
        await stack.consumerState.announce(name, [word]);
      }
      const { announced } = (await run()) as { readonly announced: readonly AnnouncedCard[] };
      const [first, second, ...others] = announced;
      expect([first, second]).toEqual([
        { ...RELAY_OF_THE_NEXT, here: 'newer' },
        { ...CONSUMER_OF_THE_NEXT, here: 'newer' },
      ]);
      expect(new Set(others.map(({ here }) => here))).toEqual(new Set(['done']));
      for (const name of ['kvitok.metering.relay', 'kvitok.payments.relay', 'kvitok.billing', 'kvitok.support']) {
        expect(others.map((one) => one.name)).toContain(name);
      }
      const { name, word } = RELAY_OF_THE_NEXT;
      expect(await run('withdraw', name, word, '--newer-ended')).toEqual({ ok: true, withdrawn: RELAY_OF_THE_NEXT });
      // A process that runs beside the command asks the same place.
      expect(await stack.consumerState.announced(name)).not.toContain(word);
      expect(await stack.consumerState.announced(CONSUMER_OF_THE_NEXT.name)).toContain(CONSUMER_OF_THE_NEXT.word);
    } finally {
      await close();
    }
  }, 120_000);
});

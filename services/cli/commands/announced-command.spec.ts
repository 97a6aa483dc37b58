import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Announced, SqliteConsumerState } from '#libs/messaging';
import { BUS_FILE } from '#libs/platform';
import { createKvitok } from '#services/app';
import { announcedCommand } from './announced.command';

const LOG = 'kvitok.log';
const SUPPORT = 'kvitok.support';

/** Of a release to come: a type of event and a contract that no service has, and a version of one that support hears. */
const OF_THE_NEXT: readonly Announced[] = [
  { name: LOG, word: 'MeterDreamt' },
  { name: SUPPORT, word: 'metering.meter-dreamt.v1' },
];
const LATER: Announced = { name: SUPPORT, word: 'payments.autopay-announced.v9' };
/** `libs/messaging/retired.ts` names it. */
const RETIRED: Announced = { name: SUPPORT, word: 'payments.payment-reversed.v1' };
const DONE: readonly Announced[] = [
  { name: LOG, word: 'PaymentReceived' },
  { name: SUPPORT, word: 'payments.autopay-announced.v1' },
];

describe('announced', () => {
  const data = mkdtempSync(join(tmpdir(), 'announced-command-'));
  const said: string[] = [];

  /** The bus of the folder, as a process beside the command has it. */
  async function bus<Answer>(work: (state: SqliteConsumerState) => Promise<Answer>): Promise<Answer> {
    const state = new SqliteConsumerState(join(data, BUS_FILE));
    try {
      return await work(state);
    } finally {
      await state.close();
    }
  }

  async function run(...words: string[]): Promise<unknown> {
    const results: string[] = [];
    const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => results.push(String(text)) > 0);
    const told = jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    try {
      await announcedCommand().parseAsync(['node', 'kvitok', ...words, '--data', data]);
    } finally {
      for (const one of [out, told]) one.mockRestore();
    }
    return JSON.parse(results.join(''));
  }

  const withdraw = ({ name, word }: Announced, ...flags: string[]) => run('withdraw', name, word, ...flags);
  const refusedWith = (code: string) => ({ exitCode: 1, answer: { ok: false, errors: [{ code }] } });

  beforeAll(async () => {
    await (await createKvitok({ dataDir: data })).close();
    await bus(async (state) => {
      for (const { name, word } of [...DONE, RETIRED, LATER, ...OF_THE_NEXT]) await state.announce(name, [word]);
    });
  });
  afterAll(() => rmSync(data, { recursive: true }));
  beforeEach(() => said.splice(0));

  it('lists what this program waits in front of, then the rest, and announces nothing by looking', async () => {
    expect(await run()).toEqual({
      announced: [
        ...OF_THE_NEXT.map((one) => ({ ...one, here: 'newer' })),
        { ...LATER, here: 'later version' },
        { ...RETIRED, here: 'retired' },
        ...DONE.map((one) => ({ ...one, here: 'done' })),
      ],
    });
    expect(await bus((state) => state.allAnnounced())).toHaveLength(6);
  });

  it.each([
    ['without the word that the newer release has ended', ['withdraw', LOG, 'MeterDreamt'], '--newer-ended'],
    ['without a name', ['withdraw', LOG, '--newer-ended'], 'Name who announced'],
    ['or anything else', ['forget'], 'Not list or withdraw'],
  ])('does nothing %s', async (_, words, says) => {
    const message = expect.stringContaining(says) as string;
    await expect(run(...words)).rejects.toMatchObject({ exitCode: 2, message });
    expect(await bus((state) => state.allAnnounced())).toHaveLength(6);
  });

  it.each([
    ...DONE.map((one) => ['it does itself', one, 'ANNOUNCED_DONE_HERE'] as const),
    ['it leaves out on purpose', RETIRED, 'ANNOUNCED_RETIRED_HERE'],
    ['it waits for in any case', LATER, 'ANNOUNCED_LATER_VERSION'],
    ['nobody has announced', { name: LOG, word: 'metering.meter-dreamt.v1' }, 'NOT_ANNOUNCED'],
    ['nobody is called', { name: 'kvitok.nobody', word: 'MeterDreamt' }, 'NOT_ANNOUNCED'],
  ] as const)('refuses what %s', async (_, announced, code) => {
    await expect(withdraw(announced, '--newer-ended')).rejects.toMatchObject(refusedWith(code));
    expect(await bus((state) => state.allAnnounced())).toHaveLength(6);
  });

  it('withdraws what only the newer release can do, says what follows, and again changes nothing', async () => {
    const [event, contract] = OF_THE_NEXT as [Announced, Announced];
    expect(await withdraw(event, '--newer-ended')).toEqual({ ok: true, withdrawn: event });
    for (const word of ['passed by', 'not told again', 'All of them have to have ended']) {
      expect(said.join('')).toContain(word);
    }
    await expect(withdraw(event, '--newer-ended')).rejects.toMatchObject(refusedWith('NOT_ANNOUNCED'));
    await withdraw(contract, '--newer-ended');
    // In the order of names and words, by hand.
    expect(await bus((state) => state.allAnnounced())).toEqual([DONE[0], DONE[1], LATER, RETIRED]);
  });
});

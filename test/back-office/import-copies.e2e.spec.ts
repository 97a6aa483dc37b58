import { zipSync } from 'fflate';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SettableClock } from '#libs/platform';
import { NightTurns } from '#services/billing';
import { createKvitok, Kvitok } from '#services/app';
import { OfficeImport } from '../../services/cli/import/office-import';
import { TIME_ZONE } from '../support/cabinet';

const SAMPLE = join(__dirname, '..', '..', 'samples', 'company');
const NAME = 'company.zip';

/** Two copies of the process that carries out imports, over the same data. */
describe('an import where several processes could carry it out', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kvitok-import-copies-'));
  const clock = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
  const archive = Buffer.from(
    zipSync(
      Object.fromEntries(
        readdirSync(SAMPLE)
          .filter((name) => name.endsWith('.csv'))
          .map((name) => [`company/${name}`, readFileSync(join(SAMPLE, name))]),
      ),
    ),
  );
  let copies: readonly { readonly kvitok: Kvitok; readonly desk: OfficeImport }[];

  beforeAll(async () => {
    clock.set('2026-03-20', '10:00:00', TIME_ZONE);
    const opened = [];
    for (let copy = 0; copy < 2; copy += 1) {
      const kvitok = await createKvitok({ dataDir, clock, follow: true });
      opened.push({ kvitok, desk: new OfficeImport(kvitok) });
    }
    copies = opened;
  });

  afterEach(() => jest.restoreAllMocks());

  afterAll(async () => {
    for (const { desk, kvitok } of copies) {
      await desk.onModuleDestroy();
      await kvitok.close();
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  const desk = (copy: number): OfficeImport => copies[copy]?.desk as OfficeImport;
  const kvitok = (copy: number): Kvitok => copies[copy]?.kvitok as Kvitok;

  async function sent(copy: number, staffId: string): Promise<string> {
    const { checkId } = await desk(copy).check({ name: NAME, bytes: archive }, staffId);
    return checkId;
  }

  /** Until the other copy says that it is checked. */
  async function checked(copy: number, checkId: string, staffId: string) {
    for (;;) {
      const found = await desk(copy).checked(checkId, staffId);
      if (found.state === 'checked') return found;
      await delay(20);
    }
  }

  /** As if a copy had ended without a word: the other one takes its name for that of nobody. */
  function ended(copy: number): void {
    const { self } = kvitok(copy).stack.leaseHolders;
    jest.spyOn(kvitok(1 - copy).stack.leaseHolders, 'isGone').mockImplementation(async (holder) => holder === self);
  }

  it('is checked in one of them, which the other tells of from the first moment', async () => {
    const checkId = await sent(0, '1');
    expect(await desk(1).checked(checkId, '1')).toMatchObject({ checkId, fileName: NAME });
    await expect(desk(1).checked(checkId, '2')).rejects.toMatchObject({ rejection: { code: 'IMPORT_UNKNOWN_CHECK' } });
    const found = await checked(1, checkId, '1');
    expect(found).toEqual(await desk(0).checked(checkId, '1'));
    expect(found.contents?.accounts).toBeGreaterThan(0);
  });

  it('says of a check whose copy has ended that it was interrupted, and takes the archive again', async () => {
    const checkId = await sent(0, '1');
    ended(0);
    expect(await desk(1).checked(checkId, '1')).toMatchObject({
      state: 'checked',
      contents: null,
      failure: { code: 'IMPORT_CHECK_INTERRUPTED' },
    });
    const again = await sent(1, '1');
    expect((await checked(1, again, '1')).contents).not.toBeNull();
    // Whoever sent it has sent another one: what the first copy finds in the end is kept nowhere.
    const unknown = { rejection: { code: 'IMPORT_UNKNOWN_CHECK' } };
    await expect(desk(1).checked(checkId, '1')).rejects.toMatchObject(unknown);
    const { blobs } = kvitok(0).stack;
    while ((await blobs.get(checkId)) !== null) await delay(20);
    await expect(desk(0).checked(checkId, '1')).rejects.toMatchObject(unknown);
  });

  it('is begun by one of two that are asked at once, and is running for both; nights of both wait', async () => {
    const [one, other] = [await sent(0, '1'), await sent(1, '2')];
    await Promise.all([checked(1, one, '1'), checked(0, other, '2')]);
    const begun = await Promise.allSettled([desk(0).accept(one, '1', false), desk(1).accept(other, '2', false)]);
    const refused = begun.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
    expect(refused).toMatchObject([{ rejection: { code: 'IMPORT_UNDER_WAY' } }]);
    const run = await desk(0).run();
    expect(run).toMatchObject({ state: 'running', mayGoOn: false });
    expect(await desk(1).run()).toMatchObject({ checkId: run?.checkId, state: 'running' });
    // Asked again at the copy that does not carry it out, it is joined.
    const [copy, staffId] = run?.checkId === one ? [1, '1'] : [0, '2'];
    expect(await desk(copy).accept(run?.checkId ?? '', staffId, false)).toMatchObject({ state: 'running' });
    expect(await desk(copy).goOn()).toMatchObject({ state: 'running' });
    let isNightOver = false;
    const given = new AbortController();
    const night = kvitok(copy)
      .app.get(NightTurns)
      .together(async () => void (isNightOver = true), given.signal)
      .catch(() => undefined);
    while (((await desk(copy).run())?.daysDone ?? 0) < 2) await delay(20);
    expect([isNightOver, (await desk(copy).run())?.state]).toEqual([false, 'running']);
    given.abort();
    await night;
    // The copy that carries it out ends in the middle: then, and only then, is it interrupted, and carried on.
    ended(1 - copy);
    expect(await desk(copy).run()).toMatchObject({ state: 'interrupted', mayGoOn: true });
    await desk(copy).goOn();
    while ((await desk(copy).run())?.state === 'running') await delay(50);
    expect(await desk(copy).run()).toMatchObject({ state: 'done', failure: null });
    // It was not dead at all: it has left off by itself, and says what the other one has made of it.
    expect(await desk(1 - copy).run()).toMatchObject({ state: 'done', failure: null });
  }, 600_000);
});

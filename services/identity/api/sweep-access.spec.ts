import { MemoryCodeRows } from '#libs/code-vault';
import { MemoryExpiringRecords } from '#libs/expiring-records';
import { EventStore } from '#libs/event-store';
import { SettableClock, TurnGivenUpError } from '#libs/platform';
import { Projection, Projector, ReadModels, Row } from '#libs/read-models';
import { credentials } from '../projections/credentials.projection';
import { SweepAccess } from './sweep-access';

const LONG_AGO = '2026-10-01T08:00:00.000Z';
const JUST_NOW = '2026-10-02T02:30:00.000Z';
const PAGE = 1_000;

/** Of 2,500 accounts every fifth has a stray code beside the one in force; ten members of staff have a password, three once had. */
async function begin() {
  const clock = new SettableClock('2026-10-02T03:00:00.000Z', '2026-10-02');
  const rows = new MemoryCodeRows();
  const put = (codeId: string, account: string, putAt = LONG_AGO) =>
    rows.add([{ codeId, account, putAt, hashed: '', keyVersion: '', wrappedKey: Buffer.of(), sealed: Buffer.of() }]);
  const codes = new Map<string, object>();
  const members = new Map<string, object>();
  for (let index = 0; index < 2_500; index += 1) {
    const account = String(index).padStart(6, '0');
    await put(`in-force-${account}`, account);
    codes.set(account, { state: 'issued', codeId: `in-force-${account}` });
    if (index % 5 === 0) await put(`a-stray-${account}`, account);
  }
  for (let index = 0; index < 13; index += 1) {
    const staffId = `s-${String(index)}`;
    await put(`password-${staffId}`, `staff:${staffId}`);
    members.set(staffId, { passwordId: index < 10 ? `password-${staffId}` : null });
  }
  await put('of-nobody', 'no-such-account');
  await put('of-a-revoked-one', 'revoked');
  codes.set('revoked', { state: 'revoked', codeId: 'of-a-revoked-one' });
  await put('on-its-way', '000001', JUST_NOW);
  const sizes: number[] = [];
  const seen = (size: number) => void sizes.push(size);
  const vault = {
    put: () => Promise.reject(new Error('Nobody puts a code here')),
    open: () => Promise.reject(new Error('Nobody opens a code here')),
    remove: (ids: readonly string[]) => (seen(ids.length), rows.remove(ids)),
    async putBefore(...asked: Parameters<MemoryCodeRows['putBefore']>) {
      const page = await rows.putBefore(...asked);
      seen(page.length);
      return page;
    },
  };
  const readModels: Pick<ReadModels, 'getMany'> = {
    async getMany<Document extends object>(projection: Projection<Document>, keys: readonly string[]) {
      seen(keys.length);
      const known = (projection as Projection).name === credentials.name ? codes : members;
      const found = new Map<string, Row<Document>>();
      for (const key of keys) {
        const document = known.get(key) as Document | undefined;
        if (document) found.set(key, { key, position: 1, document });
      }
      return Promise.resolve(found);
    },
  };
  const sweep = new SweepAccess(
    vault,
    new MemoryExpiringRecords(),
    readModels as ReadModels,
    { head: () => Promise.resolve(1) } as EventStore,
    { waitFor: () => Promise.resolve({ stale: false, checkpoint: 1 }) } as unknown as Projector,
    clock,
    { self: 'here', isGone: () => Promise.resolve(false) },
  );
  const left = async () => (await rows.putBefore('2099', { after: null, limit: 10_000 })).map(({ codeId }) => codeId);
  return { sweep, sizes, left };
}

it('holds a page of codes at a time, however many there are, and deletes the same', async () => {
  const { sweep, sizes, left } = await begin();
  // 2,500 / 5 stray codes, three passwords that are no more, one code of nobody, one of a revoked account.
  expect((await sweep.sweep()).codes).toBe(500 + 3 + 1 + 1);
  expect(Math.max(...sizes)).toBe(PAGE);
  const kept = await left();
  // Those in force, ten passwords, and the one whose event may be on its way.
  expect(kept).toHaveLength(2_500 + 10 + 1);
  expect(kept).toContain('on-its-way');
  expect(kept.filter((codeId) => codeId.startsWith('a-stray') || codeId.startsWith('of-'))).toEqual([]);
  expect((await sweep.sweep()).codes).toBe(0);
});

it('leaves off between two pages where the process is to end, and goes on the next time', async () => {
  const { sweep, sizes, left } = await begin();
  const ending = new AbortController();
  const pages = sizes.push.bind(sizes);
  sizes.push = (...added) => (ending.abort(), pages(...added));
  await expect(sweep.sweep(ending.signal)).rejects.toThrow(TurnGivenUpError);
  expect(await left()).toHaveLength(2_500 + 500 + 13 + 3 - 500);
  expect((await sweep.sweep()).codes).toBe(3 + 1 + 1);
});

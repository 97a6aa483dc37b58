import { ExpiringRecords } from '#libs/expiring-records';

const NOW = '2026-10-01T08:00:00.000Z';
const SOON = '2026-10-01T08:10:00.000Z';
const LATER = '2026-10-01T09:00:00.000Z';

interface Count {
  readonly count: number;
}

function put(records: ExpiringRecords, key: string, count: number, group: string | null = null, expiresAt = SOON) {
  return records.change<Count, null>({ collection: 'counts', key, now: NOW }, () => ({
    change: { kind: 'keep', document: { count }, expiresAt, group },
    answer: null,
  }));
}

/** Counts one more under a key. @returns the count after it. */
export function raiseCount(records: ExpiringRecords, key: string): Promise<number> {
  return records.change<Count, number>({ collection: 'counts', key, now: NOW }, (current) => {
    const count = (current?.count ?? 0) + 1;
    return { change: { kind: 'keep', document: { count }, expiresAt: SOON }, answer: count };
  });
}

/** What every store of expiring records does. `open` gives an empty one. */
export function expiringRecordsContract(name: string, open: () => ExpiringRecords | Promise<ExpiringRecords>): void {
  describe(`records that expire, ${name}`, () => {
    let records: ExpiringRecords;
    beforeEach(async () => {
      records = await open();
    });
    afterEach(() => records.close());

    it('are there until their instant, and not at it', async () => {
      await put(records, 'a', 1);
      expect(await records.get('counts', 'a', NOW)).toEqual({
        key: 'a',
        group: null,
        document: { count: 1 },
        expiresAt: SOON,
      });
      expect(await records.get('counts', 'a', SOON)).toBeNull();
      expect(await records.get('others', 'a', NOW)).toBeNull();
    });

    it('are changed on what is there: each of many changes counts', async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => raiseCount(records, 'a')));
      expect(answers.sort((left, right) => left - right)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    });

    it('begin anew after they have expired', async () => {
      await put(records, 'a', 7, null, NOW);
      expect(await raiseCount(records, 'a')).toBe(1);
    });

    it('keep their owner through a change that names none, and may be left or removed by one', async () => {
      await put(records, 'a', 1, 'anna');
      await raiseCount(records, 'a');
      expect((await records.get('counts', 'a', NOW))?.group).toBe('anna');
      const place = { collection: 'counts', key: 'a', now: NOW };
      await records.change<Count, null>(place, () => ({ change: { kind: 'leave' }, answer: null }));
      expect((await records.get<Count>('counts', 'a', NOW))?.document).toEqual({ count: 2 });
      await records.change<Count, null>(place, () => ({ change: { kind: 'remove' }, answer: null }));
      expect(await records.get('counts', 'a', NOW)).toBeNull();
    });

    it('are found and removed by their owner, in the order of their keys, without what has expired', async () => {
      await put(records, 'b', 1, 'anna');
      await put(records, 'a', 2, 'anna', LATER);
      await put(records, 'c', 3, 'boris');
      const keysOf = async (now: string) => (await records.ofGroup('counts', 'anna', now)).map(({ key }) => key);
      expect(await keysOf(NOW)).toEqual(['a', 'b']);
      expect(await keysOf(SOON)).toEqual(['a']);
      await records.removeGroup('counts', 'anna');
      expect(await keysOf(NOW)).toEqual([]);
      expect((await records.all('counts', NOW, 10)).map(({ key }) => key)).toEqual(['c']);
    });

    it('are listed so many at most', async () => {
      for (const key of ['c', 'a', 'b']) await put(records, key, 1);
      expect((await records.all('counts', NOW, 2)).map(({ key }) => key)).toEqual(['a', 'b']);
    });

    it('are removed one by one, known or not', async () => {
      await put(records, 'a', 1);
      await records.remove('counts', 'a');
      await records.remove('counts', 'a');
      expect(await records.get('counts', 'a', NOW)).toBeNull();
    });

    it('are swept when they have expired, and not before', async () => {
      await put(records, 'a', 1, null, SOON);
      await put(records, 'b', 1, null, LATER);
      expect(await records.sweep(NOW)).toBe(0);
      expect(await records.sweep(SOON)).toBe(1);
      expect(await records.get('counts', 'b', SOON)).not.toBeNull();
    });

    it('are not changed by whoever was given them', async () => {
      const document = { count: 1 };
      await records.change<Count, null>({ collection: 'counts', key: 'a', now: NOW }, () => ({
        change: { kind: 'keep', document, expiresAt: SOON },
        answer: null,
      }));
      document.count = 2;
      expect((await records.get<Count>('counts', 'a', NOW))?.document).toEqual({ count: 1 });
    });
  });
}

import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { createProjector, MemoryReadModelStore } from '#libs/read-models';
import { newEvent } from '#libs/testing';
import { ReferenceBooks } from './reference-books';
import { REFERENCE_BOOK_KEY, referenceBookProjection, ReferenceBookRow } from './reference-book.projection';
import { aBookDocument } from '../domain/testing/book-builder';

const ROW: ReferenceBookRow = { ...aBookDocument(), companyId: '6316000017', payees: [] };

/** Books over a read model into which a spec puts the company's rules. */
async function books() {
  const store = new MemoryReadModelStore();
  const generation = await store.open(referenceBookProjection);
  let caughtUp = 0;
  let checkpoint = 0;
  const projector = {
    catchUp: async () => {
      caughtUp += 1;
    },
  };
  return {
    books: new ReferenceBooks(store, projector, new MemoryEventStore()),
    caughtUp: () => caughtUp,
    async says(document: ReferenceBookRow) {
      const position = checkpoint + 1;
      const write = { key: REFERENCE_BOOK_KEY, document, position, columns: { part: 'company' } };
      await store.write(generation, referenceBookProjection, [write], checkpoint, position);
      checkpoint = position;
    },
  };
}

it('there is no book before a company is registered with its first and last period', async () => {
  const opened = await books();
  expect(await opened.books.find()).toBeNull();
  await opened.says({ ...ROW, settings: { first_period: ROW.settings['first_period'] ?? [] } });
  expect(await opened.books.find()).toBeNull();
});

it('asking for it then is refused with a name', async () => {
  const opened = await books();
  await expect(opened.books.current()).rejects.toThrow(RejectedError);
  await expect(opened.books.current()).rejects.toMatchObject({ rejection: { code: 'BILLING_NO_COMPANY' } });
});

it('the book holds every rule that has been recorded by now', async () => {
  const opened = await books();
  await opened.says(ROW);
  const current = await opened.books.current();
  expect(opened.caughtUp()).toBe(1);
  expect(current.row).toEqual(ROW);
  expect(current.book.firstPeriod).toBe('2026-03');
  expect(current.rules.firstDay).toBe('2026-03-01');
});

it('is the same one as long as nothing in it has changed, and a new one after', async () => {
  const opened = await books();
  await opened.says(ROW);
  const first = await opened.books.current();
  expect(await opened.books.current()).toBe(first);
  await opened.says({ ...ROW, timeZone: 'Europe/Moscow' });
  const second = await opened.books.current();
  expect(second.row.timeZone).toBe('Europe/Moscow');
  expect(second.position).toBe(first.position + 1);
});

describe('what is of houses', () => {
  const VOLUME = { utility: 'heating', period: '2026-10' };
  const HOUSE = { floors: 5, heatingMode: 'SEASON', heatMeter: true, windowFromDay: 1, windowToDay: 25 };

  /** A company in its log, with as many houses; and the books over what a projector makes of it. */
  async function company(houses: readonly string[]) {
    const [log, models] = [new MemoryEventStore(), new MemoryReadModelStore()];
    let told = 0;
    const says = async (type: string, data: object) => {
      told += 1;
      const events = [{ ...newEvent(`told ${String(told)}`), type, version: 1, data }];
      await log.append({ stream: `billing_told-${String(told)}`, expectedRevision: NO_STREAM, events });
    };
    await says('CompanyRegistered', { companyId: '6316000017', timeZone: 'Europe/Samara', payees: [] });
    for (const [key, rows] of Object.entries(ROW.settings)) {
      for (const { from, value } of rows) await says('SettingDecided', { key, from, value });
    }
    for (const houseId of houses) {
      const areas = { commonAreaM2: '100', totalAreaM2: '2000' };
      await says('HouseRegistered', { ...HOUSE, ...areas, houseId, address: `Лесная, ${houseId}` });
    }
    const projector = createProjector({ events: log, store: models, projections: [referenceBookProjection] });
    return { says, log, models, projector, books: new ReferenceBooks(models, projector, log) };
  }

  it('is in the book as soon as it is recorded, and what has not changed is not read again', async () => {
    const { says, books, models } = await company(['H2', 'H1']);
    const first = await books.current();
    expect(Object.keys(first.row.houses)).toEqual(['H1', 'H2']);
    await says('HouseVolumeRecorded', { ...VOLUME, houseId: 'H2', volumeGcal: '12.5' });
    const read: string[] = [];
    const find = models.find.bind(models);
    models.find = async (projection, query) => {
      const rows = await find(projection, query);
      read.push(...rows.map(({ key }) => key));
      return rows;
    };
    const second = await books.current();
    expect(second.book.houseVolume('H2', 'heating', '2026-10')?.text).toBe('12.5');
    expect(second.position).toBe(first.position + 1);
    expect(Object.keys(second.row.houses)).toEqual(['H1', 'H2']);
    expect(read).toEqual(['house:H2']);
    expect(await books.current()).toBe(second);
    expect((await books.knownAt('9999-12-31T00:00:00.000Z')).row).toEqual(second.row);
  });

  it('is not taken for known while the page that brings it is half written', async () => {
    const { says, books, models, projector } = await company(['H1']);
    const before = await books.current();
    const generation = await models.open(referenceBookProjection);
    await says('HouseVolumeRecorded', { ...VOLUME, houseId: 'H1', volumeGcal: '12.5' });
    // The part of the company is there, that of the house is not yet, and the checkpoint has not moved.
    const halfWritten = Object.assign(Object.create(models) as MemoryReadModelStore, {
      get: async (...asked: Parameters<MemoryReadModelStore['get']>) => {
        const row = await models.get(...asked);
        return row === null ? null : { ...row, position: before.position + 1 };
      },
    });
    const others = new ReferenceBooks(halfWritten, { catchUp: async () => undefined }, new MemoryEventStore());
    expect((await others.current()).book.houseVolume('H1', 'heating', '2026-10')).toBeNull();
    await projector.catchUp();
    expect(await models.checkpointOf(generation)).toBe(before.position + 1);
    expect((await others.current()).book.houseVolume('H1', 'heating', '2026-10')?.text).toBe('12.5');
  });

  it('makes no document longer than those of one house, however many houses and months there are', async () => {
    const longest = async (houses: number, months: number) => {
      const names = Array.from({ length: houses }, (_, number) => `H${String(number).padStart(4, '0')}`);
      const { says, projector, models } = await company(names);
      for (let month = 1; month <= months; month += 1) {
        const period = `2026-${String(month).padStart(2, '0')}`;
        for (const houseId of names)
          await says('HouseVolumeRecorded', { ...VOLUME, period, houseId, volumeGcal: '12.5' });
      }
      await projector.catchUp();
      const rows = await models.find(referenceBookProjection, { limit: 10_000 });
      expect(rows).toHaveLength(houses + 1);
      return Math.max(...rows.map(({ document }) => JSON.stringify(document).length));
    };
    expect(await longest(200, 6)).toBe(await longest(2, 6));
  });
});

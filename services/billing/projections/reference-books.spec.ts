import { MemoryEventStore } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';
import { MemoryReadModelStore } from '#libs/read-models';
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
      const write = { key: REFERENCE_BOOK_KEY, document, position, columns: {} };
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

import { MemoryEventStore, NO_STREAM } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';
import { SettableClock } from '#libs/platform';
import { createProjector, MemoryReadModelStore, Projection } from '#libs/read-models';
import { recorded } from '#libs/testing';
import { aBookDocument } from '../../domain/testing/book-builder';
import { accountDossierProjection } from '../../projections/account-dossier.projection';
import { accountStandingProjection } from '../../projections/account-standing.projection';
import {
  REFERENCE_BOOK_KEY,
  referenceBookProjection,
  ReferenceBookRow,
} from '../../projections/reference-book.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { HousesQuery } from './houses.query';

const accountOpened = (account: string, houseId: string, flat: string): RecordedEvent =>
  recorded(
    'AccountOpened',
    { account, houseId, flat, totalAreaM2: '54.2', personId: 'payer-1', openedOn: '2020-01-01' },
    { stream: `billing_account-${account}`, eventId: `opened ${account}` },
  );
const of = (account: string, type: string, data: object): RecordedEvent =>
  recorded(
    type,
    { account, ...data },
    { stream: `billing_account-${account}`, eventId: `${type} ${account} ${JSON.stringify(data)}` },
  );

const EVENTS = [
  accountOpened('101', 'H1', '1'),
  accountOpened('102', 'H1', '2'),
  accountOpened('201', 'H2', '102'),
  accountOpened('103', 'H1', '3'),
  of('101', 'UtilityConnected', { utility: 'cold_water' }),
  of('102', 'UtilityConnected', { utility: 'cold_water' }),
  of('102', 'UtilityConnected', { utility: 'electricity' }),
  of('103', 'UtilityConnected', { utility: 'cold_water' }),
  of('103', 'AccountClosed', { closedOn: '2026-05-01' }),
  of('101', 'ResidentsRegistered', { from: '2020-01-01', registered: 3, owners: 1 }),
  of('101', 'ResidentsRegistered', { from: '2027-01-01', registered: 4, owners: 1 }),
];

let query: HousesQuery;

beforeAll(async () => {
  const store = new MemoryEventStore();
  const revisions = new Map<string, number>();
  for (const { stream, type, version, data, eventId, metadata } of EVENTS) {
    const expectedRevision = revisions.get(stream) ?? NO_STREAM;
    await store.append({ stream, expectedRevision, events: [{ eventId, type, version, data, metadata }] });
    revisions.set(stream, expectedRevision + 1);
  }
  const readModels = new MemoryReadModelStore();
  const projections = [accountDossierProjection, accountStandingProjection] as unknown as readonly Projection[];
  await createProjector({ events: store, store: readModels, projections }).catchUp();
  const document = aBookDocument({
    houses: [
      { houseId: 'H1', address: 'Лесная, 1' },
      { houseId: 'H2', address: 'Береговая, 2' },
    ],
  });
  const row: ReferenceBookRow = { ...document, companyId: '6316000017', payees: [] };
  const generation = await readModels.open(referenceBookProjection);
  const write = { key: REFERENCE_BOOK_KEY, document: row, position: 1, columns: { part: 'company' } };
  await readModels.write(generation, referenceBookProjection, [write], 0, 1);
  const books = new ReferenceBooks(readModels, { catchUp: () => Promise.resolve() }, store);
  query = new HousesQuery(readModels, new SettableClock('2026-10-15T08:00:00.000Z', '2026-10-15'), books);
});

const found = async (asked: Parameters<HousesQuery['accounts']>[0]) => {
  const { accounts, more } = await query.accounts(asked);
  return [accounts.map(({ account }) => account), more];
};

it('houses stand by their address, each with its open accounts and what they are charged for', async () => {
  const [first, second] = await query.houses();
  expect([first?.address, first?.accounts, first?.utilities]).toEqual(['Береговая, 2', 1, []]);
  expect([second?.address, second?.accounts]).toEqual(['Лесная, 1', 2]);
  expect(second?.utilities.map(({ utility, accounts }) => [utility, accounts])).toEqual([
    ['cold_water', 2],
    ['electricity', 1],
  ]);
});

it('a house that the company does not have is refused', async () => {
  await expect(query.house('H9')).rejects.toMatchObject({ rejection: { code: 'BILLING_UNKNOWN_HOUSE' } });
});

it('accounts come page by page in the order of their numbers, closed ones too', async () => {
  expect(await found({ houseId: 'H1', limit: 2 })).toEqual([['101', '102'], true]);
  expect(await found({ houseId: 'H1', limit: 2, after: '102' })).toEqual([['103'], false]);
  expect(await found({ houseId: 'H1', limit: 2, after: '103' })).toEqual([[], false]);
});

it('a number is looked for by its beginning, and only where there is none as a flat', async () => {
  expect(await found({ query: '10', limit: 9 })).toEqual([['101', '102', '103'], false]);
  expect(await found({ query: '102', limit: 9 })).toEqual([['102'], false]);
  expect(await found({ query: '3', limit: 9 })).toEqual([['103'], false]);
  expect(await found({ query: '999', limit: 9 })).toEqual([[], false]);
});

it('within a house the flat comes first', async () => {
  expect(await found({ houseId: 'H2', query: '102', limit: 9 })).toEqual([['201'], false]);
  expect(await found({ houseId: 'H1', query: '102', limit: 9 })).toEqual([['102'], false]);
});

it('persons are those registered today', async () => {
  const { accounts } = await query.accounts({ query: '101', limit: 1 });
  expect(accounts[0]).toMatchObject({ registered: 3, flat: '1', houseId: 'H1', closedOn: null });
});

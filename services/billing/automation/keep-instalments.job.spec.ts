import { CommandHandler, EventStore } from '#libs/event-store';
import { Projection, Projector, Query, ReadModels, Row } from '#libs/read-models';
import { instalmentsProjection } from '../projections/instalments.projection';
import { recalledAccountsProjection } from '../projections/recalled-accounts.projection';
import { ReferenceBooks } from '../projections/reference-books';
import { KeepInstalmentsJob } from './keep-instalments.job';

/** 1,200 agreements: all ended years ago but every third, which runs; of the last account a payment was recalled. */
const AGREEMENTS = 1_200;
const RECALLED = 'account-1199';

function begin() {
  const rows = Array.from({ length: AGREEMENTS }, (_, index) => {
    const number = String(index).padStart(4, '0');
    const endedOn = index % 3 === 0 ? null : '2020-01-31';
    const document = { agreementId: `a-${number}`, account: `account-${number}`, agreedOn: '2019-01-01', endedOn };
    return { key: document.agreementId, position: 1, document };
  });
  const [sizes, looked]: [number[], string[]] = [[], []];
  const readModels = {
    find({ name }: Projection, { afterKey = '', limit = Infinity }: Query) {
      if (name !== instalmentsProjection.name) throw new Error(name);
      const page = rows.filter(({ key }) => key > afterKey).slice(0, limit);
      sizes.push(page.length);
      return Promise.resolve(page);
    },
    getMany({ name }: Projection, keys: readonly string[]) {
      if (name !== recalledAccountsProjection.name) throw new Error(name);
      sizes.push(keys.length);
      return Promise.resolve(new Map(keys.filter((key) => key === RECALLED).map((key) => [key, {} as Row<object>])));
    },
    // Which account is looked at; it has no period, and that is all.
    get: (_: Projection, key: string) => (looked.push(key), Promise.resolve(null)),
  };
  const job = new KeepInstalmentsJob(
    {} as CommandHandler,
    {} as EventStore,
    readModels as unknown as ReadModels,
    {} as Projector,
    {} as ReferenceBooks,
  );
  return { job, sizes, looked };
}

it('holds a page of agreements at a time, and looks at the same ones in the same order', async () => {
  const { job, sizes, looked } = begin();
  await job.all('2026-10-14');
  expect(Math.max(...sizes)).toBe(500);
  // 1,200 / 3 run; of the others one counts as if its payment had never been made.
  expect(looked).toHaveLength(400 + 1);
  expect(looked.slice(0, 2)).toEqual(['account-0000', 'account-0003']);
  expect(looked.slice(-2)).toEqual(['account-1197', RECALLED]);
});

import { setTimeout as delay } from 'node:timers/promises';
import { ImportGo, SignedRun } from './import-go';
import { KeptRun } from './kept-packages';

const RUN: SignedRun = {
  ...{ checkId: 'c-1', companyId: '7700', fileName: 'company.zip', acceptedBy: 'staff:1', intoPresent: true },
  ...{ approvalId: null, state: 'running', daysDone: 0, days: 0, failure: null },
  sign: { holder: 'this-host', token: 'go-1', beat: 0 },
};

it('the last word on an import is not taken back by a beat that was on its way before it', async () => {
  let written: KeptRun | null = null;
  const roundTrips = [40, 0];
  const noteRun = async (run: KeptRun) => {
    await delay(roundTrips.shift() ?? 0);
    written = run;
  };
  const go = new ImportGo({ noteRun }, RUN);
  await Promise.all([go.note({}), go.note({ state: 'done', daysDone: 9 })]);
  expect(written).toMatchObject({ state: 'done', daysDone: 9 });
});

it('a note that fails keeps no later one back', async () => {
  const written: KeptRun[] = [];
  let isAway = true;
  const noteRun = async (run: KeptRun) => {
    if (isAway) throw new Error('The store is away');
    written.push(run);
  };
  const go = new ImportGo({ noteRun }, RUN);
  await expect(go.note({ daysDone: 1 })).rejects.toThrow('away');
  isAway = false;
  await go.note({ daysDone: 2 });
  expect(written).toMatchObject([{ daysDone: 2 }]);
});

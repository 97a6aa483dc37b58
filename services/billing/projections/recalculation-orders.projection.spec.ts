import { DomainEvent } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import { recalculationOrdersProjection } from './recalculation-orders.projection';

const told = (type: string, data: object = {}): DomainEvent => ({
  type,
  version: 1,
  data: { orderId: 'o-1', ...data },
});
const ORDER = {
  work: { kind: 'replay', replayId: 'r-1', from: '2026-03', to: '2026-05', house: null, rules: null },
  figures: { accounts: 2, differenceKopecks: -19_20, digest: 'd' },
  cause: 'Новый тариф',
  document: null,
  approvalId: 'o-1',
  orderedBy: 'staff:1',
  agreedBy: 'staff:2',
};
const ORDERED = told('RecalculationsOrdered', ORDER);
const rowOf = (...events: readonly DomainEvent[]) =>
  foldProjection(recalculationOrdersProjection, recordedEvents(events)).get('o-1');

describe('the recalculations that were ordered', () => {
  it('carry what they are and their cause', () => {
    expect(rowOf(ORDERED)?.document).toEqual({
      orderId: 'o-1',
      ...ORDER,
      orderedAt: expect.any(String) as string,
      causationId: 'event-1',
      correlationId: 'correlation',
      state: 'approved',
      recorded: 0,
      refused: [],
      failure: null,
      stopped: false,
    });
  });

  it('that a fault has stopped come after the others, until they are done', () => {
    const stopped = [ORDERED, told('RecalculationsBegun'), told('RecalculationsStopped', { fault: 'TypeError' })];
    expect(rowOf(...stopped)?.columns).toMatchObject({ state: 'begun', stopped: 1 });
    const done = rowOf(...stopped, told('RecalculationsCarriedOut', { recorded: 1, refused: [] }));
    expect(done?.document).toMatchObject({ state: 'done', stopped: false });
    const failed = rowOf(...stopped, told('RecalculationsFailed', { code: 'BILLING_REPLAY_CHANGED' }));
    expect(failed?.document).toMatchObject({ state: 'failed', stopped: false });
  });

  it('are begun, done or failed', () => {
    const sums = told('OrderedSumsFixed', { sums: [] });
    const begun = told('RecalculationsBegun');
    const refused = [{ account: 'A2', code: 'BILLING_UNKNOWN_ACCOUNT' }];
    expect(rowOf(ORDERED, sums)?.columns).toMatchObject({ state: 'approved' });
    expect(rowOf(ORDERED, sums, begun)?.columns).toMatchObject({ state: 'begun' });
    const done = rowOf(ORDERED, sums, begun, told('RecalculationsCarriedOut', { recorded: 1, refused }));
    expect(done?.document).toMatchObject({ state: 'done', recorded: 1, refused });
    const allRefused = rowOf(ORDERED, sums, begun, told('RecalculationsCarriedOut', { recorded: 0, refused }));
    expect(allRefused?.document).toMatchObject({ state: 'failed', failure: 'BILLING_UNKNOWN_ACCOUNT', refused });
    const failed = rowOf(ORDERED, told('RecalculationsFailed', { code: 'BILLING_REPLAY_CHANGED' }));
    expect(failed?.document).toMatchObject({ state: 'failed', failure: 'BILLING_REPLAY_CHANGED' });
  });
});

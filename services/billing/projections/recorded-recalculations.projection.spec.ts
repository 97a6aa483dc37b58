import { DomainEvent } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import { recordedRecalculationsProjection } from './recorded-recalculations.projection';

const recorded = (recalculationId: string, data: object = {}): DomainEvent => ({
  type: 'RecalculationRecorded',
  version: 1,
  data: {
    account: 'A1',
    recalculationId,
    effectiveOn: '2026-04-02',
    cause: 'Авария',
    document: 'акт 17',
    approvalId: null,
    amountKopecks: -13_20,
    grounds: { kind: 'interruption' },
    lines: [{ ofPeriod: '2026-03' }, { ofPeriod: '2026-03' }],
    waivers: [],
    ...data,
  },
});
const closed = (data: object): DomainEvent => ({
  type: 'PeriodClosed',
  version: 1,
  data: { account: 'A1', period: '2026-04', ...data },
});
const rows = (...events: readonly DomainEvent[]) =>
  foldProjection(recordedRecalculationsProjection, recordedEvents(events));

describe('the recalculations that were recorded', () => {
  it('say what, when, by whom and why', () => {
    expect(rows(recorded('act-17')).get('A1|act-17')?.document).toMatchObject({
      account: 'A1',
      kind: 'interruption',
      recordedOn: '2026-04-02',
      cause: 'Авария',
      document: 'акт 17',
      amountKopecks: -13_20,
      periods: ['2026-03'],
      postedIn: null,
      takenBackBy: null,
      position: 1,
    });
  });

  it('are posted by the close that names them, and by no other', () => {
    const all = rows(recorded('act-17'), recorded('act-18'), closed({ recalculationIds: ['act-17'] }), closed({}));
    expect([...all.values()].map(({ document }) => document.postedIn)).toEqual(['2026-04', null]);
  });

  it('are taken back by a later one', () => {
    const all = rows(recorded('act-17'), recorded('back-17', { grounds: { kind: 'reversal', of: 'act-17' } }));
    expect(all.get('A1|act-17')?.document.takenBackBy).toBe('back-17');
    expect(all.get('A1|back-17')?.document).toMatchObject({ kind: 'reversal', takenBackBy: null });
  });
});

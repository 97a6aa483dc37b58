import { DomainEvent } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import { periodClosesProjection } from './period-closes.projection';

const told = (type: string, data: object = {}): DomainEvent => ({
  type,
  version: 1,
  data: { period: '2026-09', approvalId: 'a-1', ...data },
});
const FIGURES = { accounts: 3, refused: 0, chargedKopecks: 100, recalculatedKopecks: 0 };
const APPROVED = told('PeriodCloseApproved', { figures: FIGURES, requestedBy: 'staff:1', grantedBy: 'staff:2' });
const rowOf = (...events: readonly DomainEvent[]) =>
  foldProjection(periodClosesProjection, recordedEvents(events)).get('a-1');

describe('the closes that two people have agreed to', () => {
  it('carry their figures and their cause', () => {
    expect(rowOf(APPROVED)).toEqual({
      document: {
        period: '2026-09',
        approvalId: 'a-1',
        figures: FIGURES,
        causationId: 'event-1',
        correlationId: 'correlation',
        state: 'approved',
      },
      columns: { period: '2026-09', state: 'approved' },
    });
  });

  it.each([
    ['PeriodCloseBegun', 'begun'],
    ['PeriodCloseCarriedOut', 'done'],
    ['PeriodCloseFailed', 'failed'],
  ])('are after %s %s', (type, state) => {
    expect(rowOf(APPROVED, told(type))?.columns).toEqual({ period: '2026-09', state });
  });
});

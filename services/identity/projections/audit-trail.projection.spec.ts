import { DomainEvent } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import { auditTrailOf } from './audit-trail.projection';

const trail = auditTrailOf(['TariffSet', 'ReadingAccepted']);
const event = (type: string, data: object): DomainEvent => ({ type, version: 1, data });
const rowsOf = (actor: string, ...events: readonly DomainEvent[]) => [
  ...foldProjection(trail, recordedEvents(events, { stream: 'billing_utility-heating', metadata: { actor } })).values(),
];

describe('the trail of what people did', () => {
  it('says who, what, when and about what', () => {
    expect(rowsOf('staff:1', event('ReadingAccepted', { account: '0017', values: ['1'] }))).toEqual([
      {
        document: {
          position: 1,
          eventId: 'event-1',
          at: '2026-10-15T08:00:00.000Z',
          actor: 'staff:1',
          type: 'ReadingAccepted',
          stream: 'billing_utility-heating',
          subject: '0017',
        },
        columns: { actor: 'staff:1', subject: '0017' },
      },
    ]);
  });

  it('is about what its stream is named by, where the event names nothing nearer', () => {
    expect(rowsOf('resident:9', event('TariffSet', { price: '1' }))[0]?.columns['subject']).toBe('heating');
  });

  it.each(['night', 'import', 'service:billing'])('leaves out what %s did', (actor) => {
    expect(rowsOf(actor, event('TariffSet', { price: '1' }))).toEqual([]);
  });
});

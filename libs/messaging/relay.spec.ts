import { RecordedEvent } from '#libs/kernel';
import { recorded } from '#libs/testing';
import { RelayTranslation } from './messaging.port';
import { messageIdOf, Relays } from './relay';

const readings: RelayTranslation = {
  service: 'metering',
  handles: ['ReadingAccepted', 'ReadingCorrected'],
  translate(event) {
    const { account, secret } = event.data as { account: string; secret?: boolean };
    return secret ? null : { contract: 'metering.reading-accepted.v1', key: account, data: { account } };
  },
};
const audit: RelayTranslation = {
  service: 'metering',
  handles: ['ReadingAccepted'],
  translate: () => ({ contract: 'metering.reading-noted.v1', key: 'audit', data: {} }),
};
const relays = new Relays([readings, audit]);

it('an event becomes one message for each translation that handles its type', () => {
  const event = recorded('ReadingAccepted', { account: '6301000001' }, { metadata: { actor: 'person:1' } });
  expect(relays.messagesOf(event)).toEqual([
    {
      messageId: messageIdOf(event, 'metering.reading-accepted.v1'),
      contract: 'metering.reading-accepted.v1',
      key: '6301000001',
      data: { account: '6301000001' },
      source: {
        eventId: event.eventId,
        type: 'ReadingAccepted',
        position: event.position,
        recordedAt: event.metadata.recordedAt,
        actor: 'person:1',
        correlationId: event.metadata.correlationId,
      },
    },
    expect.objectContaining({ contract: 'metering.reading-noted.v1', key: 'audit' }),
  ]);
});

it('what a translation answers null to, or nobody handles, stays private', () => {
  expect(relays.messagesOf(recorded('ReadingCorrected', { account: '1', secret: true }))).toEqual([]);
  expect(relays.messagesOf(recorded('MeterReplaced', { account: '1' }))).toEqual([]);
});

it('asks the log for the types that somebody translates, each once', () => {
  expect(relays.types).toEqual(['ReadingAccepted', 'ReadingCorrected']);
});

it('a message id follows from the event and the contract alone, in the form of a UUID', () => {
  const event = recorded('ReadingAccepted', { account: '1' }, { eventId: 'event-1' });
  const again = recorded('ReadingAccepted', { account: '2' }, { eventId: 'event-1', position: 900 });
  const idsOf = (one: RecordedEvent) => relays.messagesOf(one).map(({ messageId }) => messageId);
  expect(idsOf(again)).toEqual(idsOf(event));
  expect(new Set([...idsOf(event), ...idsOf(recorded('ReadingAccepted', {}, { eventId: 'event-2' }))]).size).toBe(4);
  for (const id of idsOf(event)) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

it('a translation that fails says which event it failed at', () => {
  const broken = new Relays([{ ...readings, translate: () => JSON.parse('no json') as null }]);
  const event = recorded('ReadingAccepted', { account: '1' });
  expect(() => broken.messagesOf(event)).toThrow(
    `metering cannot publish ReadingAccepted at position ${event.position}`,
  );
});

import { addDays } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import { MeterEvent } from '../domain/meter.events';
import { meterCard, READINGS_ON_CARD_LIMIT } from './meter-card.projection';

const METER = { account: '0017', meterId: 'cold-1' };
const PASSPORT = {
  ...METER,
  utility: 'cold_water',
  serial: '17-004518',
  digits: 5,
  installedOn: '2026-01-10',
  verifiedUntil: '2031-12-31',
  startValues: ['100'],
  replaces: null,
  maxMonthly: '50',
};
const INSTALLED: MeterEvent = {
  type: 'MeterInstalled',
  version: 1,
  data: { ...PASSPORT, effectiveOn: '2026-01-10' },
};
const accepted = (takenOn: string, value: string): MeterEvent => ({
  type: 'ReadingAccepted',
  version: 1,
  data: {
    ...METER,
    takenOn,
    receivedOn: takenOn,
    values: [value],
    channel: 'phone',
    information: false,
    effectiveOn: takenOn,
  },
});
const corrected = (takenOn: string, value: string): MeterEvent => ({
  type: 'ReadingCorrected',
  version: 1,
  data: {
    ...METER,
    takenOn,
    correctedOn: '2026-05-01',
    values: [value],
    previousValues: ['0'],
    reason: 'misread',
    channel: 'accountant',
    effectiveOn: '2026-05-01',
  },
});
const REMOVED: MeterEvent = {
  type: 'MeterRemoved',
  version: 1,
  data: { ...METER, removedOn: '2026-06-10', finalValues: ['150'], effectiveOn: '2026-06-10' },
};
const cardOf = (events: MeterEvent[]) => foldProjection(meterCard, recordedEvents(events)).get('cold-1');

describe('the card of a meter', () => {
  it('begins with its passport', () => {
    expect(cardOf([INSTALLED])).toEqual({
      document: { ...PASSPORT, removedOn: null, finalValues: null, readings: [] },
      columns: { account: '0017', utility: 'cold_water', verified_until: '2031-12-31', removed_on: null },
    });
  });

  it('shows readings by the day taken, the latest first, whenever they came', () => {
    const events = [
      INSTALLED,
      accepted('2026-02-20', '105'),
      accepted('2026-04-20', '115'),
      accepted('2026-03-20', '110'),
    ];
    expect(cardOf(events)?.document.readings.map(({ takenOn }) => takenOn)).toEqual([
      '2026-04-20',
      '2026-03-20',
      '2026-02-20',
    ]);
  });

  it('shows corrected values and the day of the correction', () => {
    const events = [
      INSTALLED,
      accepted('2026-02-20', '105'),
      accepted('2026-03-20', '110'),
      corrected('2026-02-20', '104'),
    ];
    expect(cardOf(events)?.document.readings).toMatchObject([
      { takenOn: '2026-03-20', values: ['110'], correctedOn: null },
      { takenOn: '2026-02-20', values: ['104'], correctedOn: '2026-05-01' },
    ]);
  });

  it('shows the removal with the final values', () => {
    expect(cardOf([INSTALLED, REMOVED])).toMatchObject({
      document: { removedOn: '2026-06-10', finalValues: ['150'] },
      columns: { removed_on: '2026-06-10' },
    });
  });

  it('keeps no more than the latest readings', () => {
    const days = Array.from({ length: READINGS_ON_CARD_LIMIT + 2 }, (_, index) => addDays('2026-02-01', index));
    const readings = cardOf([INSTALLED, ...days.map((day) => accepted(day, '100'))])?.document.readings ?? [];
    expect(readings.map(({ takenOn }) => takenOn)).toEqual(days.slice(2).reverse());
  });
});

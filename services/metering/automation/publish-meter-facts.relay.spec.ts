import {
  consumptionHistoryRecorded,
  meterInstalled,
  meterRemoved,
  readingAccepted,
  readingCorrected,
} from '#libs/contracts';
import { DomainEvent } from '#libs/kernel';
import { recordedEvents } from '#libs/testing';
import { METERING_RELAY } from './publish-meter-facts.relay';

const METER = { account: '0017', meterId: 'cold-1' };
const PRIVATE = { channel: 'cabinet', information: false, maxMonthly: '50', effectiveOn: '2026-03-01' };

const FACTS = [
  {
    type: 'MeterInstalled',
    contract: meterInstalled,
    says: {
      ...METER,
      utility: 'cold_water',
      serial: '17-004518',
      digits: 5,
      installedOn: '2026-01-10',
      verifiedUntil: '2031-12-31',
      startValues: ['100'],
      replaces: 'cold-0',
    },
  },
  {
    type: 'MeterRemoved',
    contract: meterRemoved,
    says: { ...METER, removedOn: '2026-03-10', finalValues: ['108.5'] },
  },
  {
    type: 'ReadingAccepted',
    contract: readingAccepted,
    says: { ...METER, takenOn: '2026-02-20', receivedOn: '2026-02-22', values: ['105', '7'] },
  },
  {
    type: 'ReadingCorrected',
    contract: readingCorrected,
    says: { ...METER, takenOn: '2026-02-20', correctedOn: '2026-03-01', values: ['104'], reason: 'misread' },
  },
  {
    type: 'ConsumptionHistoryRecorded',
    contract: consumptionHistoryRecorded,
    says: { account: '0017', utility: 'cold_water', months: [{ period: '2025-10', volumes: ['4.2'] }] },
  },
];

const publish = (event: DomainEvent) => METERING_RELAY.translate(recordedEvents([event])[0]!);

describe('what metering tells the others', () => {
  it('is every fact about meters and consumption, and nothing of the accounts that billing has told of', () => {
    expect(METERING_RELAY.handles).toEqual(FACTS.map(({ type }) => type));
    expect(publish({ type: 'MeteredAccountNoted', version: 1, data: { account: '0017' } })).toBeNull();
  });

  it.each(FACTS)('$type is published as its contract says, and no more', ({ type, contract, says }) => {
    const message = publish({ type, version: 1, data: { ...says, ...PRIVATE } });
    expect(message).toEqual({ contract: contract.name, key: '0017', data: says });
    expect(contract.schema.strict().parse(message?.data)).toEqual(says);
  });
});

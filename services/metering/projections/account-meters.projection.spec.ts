import { DomainEvent } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import { accountMeters } from './account-meters.projection';

const NOTED: DomainEvent = {
  type: 'MeteredAccountNoted',
  version: 1,
  data: { account: '0017', houseId: 'h-1', openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 },
};
const installed = (meterId: string, verifiedUntil: string): DomainEvent => ({
  type: 'MeterInstalled',
  version: 1,
  data: {
    account: '0017',
    meterId,
    utility: 'cold_water',
    serial: `serial of ${meterId}`,
    digits: 5,
    installedOn: '2026-01-10',
    verifiedUntil,
    startValues: ['100'],
    replaces: null,
    maxMonthly: null,
  },
});
const accepted = (meterId: string, takenOn: string, value: string): DomainEvent => ({
  type: 'ReadingAccepted',
  version: 1,
  data: { account: '0017', meterId, takenOn, values: [value] },
});
const corrected = (meterId: string, takenOn: string, value: string): DomainEvent => ({
  type: 'ReadingCorrected',
  version: 1,
  data: { account: '0017', meterId, takenOn, values: [value] },
});
const removed = (meterId: string): DomainEvent => ({
  type: 'MeterRemoved',
  version: 1,
  data: { account: '0017', meterId, removedOn: '2026-06-10', finalValues: ['150'] },
});
const ofAccount = (events: DomainEvent[]) => foldProjection(accountMeters, recordedEvents(events)).get('0017');
const lastOf = (events: DomainEvent[], meterId = 'm-1') => {
  const meter = ofAccount([
    NOTED,
    installed('m-1', '2031-01-01'),
    installed('m-2', '2032-01-01'),
    ...events,
  ])?.document.meters.find((one) => one.meterId === meterId);
  return [meter?.lastOn, meter?.lastValues];
};

describe('the meters of an account', () => {
  it('come with the reading window of the house', () => {
    expect(ofAccount([NOTED, installed('m-1', '2031-01-01')])).toEqual({
      document: {
        account: '0017',
        houseId: 'h-1',
        windowFromDay: 15,
        windowToDay: 25,
        closedOn: null,
        meters: [
          {
            meterId: 'm-1',
            utility: 'cold_water',
            serial: 'serial of m-1',
            digits: 5,
            installedOn: '2026-01-10',
            verifiedUntil: '2031-01-01',
            removedOn: null,
            lastOn: '2026-01-10',
            lastValues: ['100'],
          },
        ],
      },
      columns: { account: '0017', house_id: 'h-1', verified_until: '2031-01-01' },
    });
  });

  it('may be known before billing has told of the account', () => {
    expect(ofAccount([installed('m-1', '2031-01-01')])?.document).toMatchObject({ houseId: null, windowToDay: null });
  });

  it('have as last value the latest reading by the day taken, whenever it came', () => {
    expect(lastOf([])).toEqual(['2026-01-10', ['100']]);
    expect(lastOf([accepted('m-1', '2026-03-20', '110'), accepted('m-1', '2026-02-20', '105')])).toEqual([
      '2026-03-20',
      ['110'],
    ]);
    expect(lastOf([accepted('m-1', '2026-03-20', '110')], 'm-2')).toEqual(['2026-01-10', ['100']]);
  });

  it('have a reading of the day of installation rather than the start value', () => {
    expect(lastOf([accepted('m-1', '2026-01-10', '100.5')])).toEqual(['2026-01-10', ['100.5']]);
  });

  it('have a corrected last value, and are not touched by the correction of an earlier one', () => {
    const readings = [accepted('m-1', '2026-02-20', '105'), accepted('m-1', '2026-03-20', '110')];
    expect(lastOf([...readings, corrected('m-1', '2026-03-20', '109')])).toEqual(['2026-03-20', ['109']]);
    expect(lastOf([...readings, corrected('m-1', '2026-02-20', '104')])).toEqual(['2026-03-20', ['110']]);
  });

  it('end with the final value, also when a reading of that day comes or is corrected later', () => {
    const end = [accepted('m-1', '2026-06-10', '149'), removed('m-1')];
    expect(lastOf(end)).toEqual(['2026-06-10', ['150']]);
    expect(lastOf([...end, corrected('m-1', '2026-06-10', '148')])).toEqual(['2026-06-10', ['150']]);
    expect(lastOf([removed('m-1'), accepted('m-1', '2026-06-10', '149')])).toEqual(['2026-06-10', ['150']]);
  });

  it('are found by the first end of a verification among those in place', () => {
    const both = [installed('m-1', '2031-01-01'), installed('m-2', '2030-01-01')];
    expect(ofAccount(both)?.columns).toMatchObject({ verified_until: '2030-01-01' });
    expect(ofAccount([...both, removed('m-2')])?.columns).toMatchObject({ verified_until: '2031-01-01' });
    expect(ofAccount([...both, removed('m-2'), removed('m-1')])?.columns).toMatchObject({ verified_until: null });
  });

  it('know when the account was closed', () => {
    const closed = { type: 'MeteredAccountClosed', version: 1, data: { account: '0017', closedOn: '2026-05-01' } };
    expect(ofAccount([NOTED, closed])?.document).toMatchObject({ closedOn: '2026-05-01', windowToDay: 25 });
  });
});

import { dayNumber } from '#libs/kernel';
import { activeRange, activityOf, personsOf, residentsWithin } from './activity.policy';
import { aConnection, aDossier, residentsFrom } from './testing/dossier-builder';

const always = aConnection('upkeep');

function active(dossier: Parameters<typeof aDossier>[0], connection = always, period = '2026-04') {
  const { days, daysOfMonth, share, persons, wholly } = activityOf(aDossier(dossier), connection, period);
  return { days, of: daysOfMonth, share: share.toText(), persons: persons.toText(), wholly };
}

describe('the active days of a connection', () => {
  it('are all days of a month in which nothing changes', () => {
    expect(active({})).toEqual({ days: 30, of: 30, share: '1', persons: '3', wholly: true });
    expect(active({}, always, '2026-02')).toMatchObject({ days: 28, of: 28, wholly: true });
  });

  it('begin on the day the account is opened', () => {
    // 11…30 April are 20 days.
    expect(active({ openedOn: '2026-04-11' })).toMatchObject({ days: 20, share: '2/3', wholly: false });
  });

  it('end before the day the account is closed, the first day that is not billed', () => {
    expect(active({ closedOn: '2026-04-11' })).toMatchObject({ days: 10, share: '1/3' });
    expect(active({ closedOn: '2026-05-01' })).toMatchObject({ days: 30, wholly: true });
    expect(active({ closedOn: '2026-04-01' })).toMatchObject({ days: 0, share: '0', persons: '0' });
  });

  it('begin on the first connected day and end before the first that is not', () => {
    expect(active({}, aConnection('upkeep', { from: '2026-04-16' }))).toMatchObject({ days: 15, share: '0.5' });
    expect(active({}, aConnection('upkeep', { to: '2026-04-16' }))).toMatchObject({ days: 15 });
    expect(active({}, aConnection('upkeep', { from: '2026-04-10', to: '2026-04-12' }))).toMatchObject({ days: 2 });
  });

  it('are those of both the account and the connection', () => {
    const connection = aConnection('upkeep', { from: '2026-04-05', to: '2026-04-25' });
    expect(active({ openedOn: '2026-04-10', closedOn: '2026-04-20' }, connection)).toMatchObject({ days: 10 });
    expect(active({ openedOn: '2026-04-01', closedOn: '2026-04-30' }, connection)).toMatchObject({ days: 20 });
  });

  it('are none before the account or the connection begins and after it ends', () => {
    expect(active({ openedOn: '2026-05-02' })).toMatchObject({ days: 0 });
    expect(active({ closedOn: '2026-03-15' })).toMatchObject({ days: 0 });
    expect(active({}, aConnection('upkeep', { from: '2026-05-01' }))).toMatchObject({ days: 0 });
    expect(active({}, aConnection('upkeep', { to: '2026-04-01' }))).toMatchObject({ days: 0 });
    expect(activeRange(aDossier({ closedOn: '2026-03-15' }), always, '2026-04')).toEqual({
      from: dayNumber('2026-04-01'),
      to: dayNumber('2026-04-01'),
    });
  });
});

describe('the persons of a month', () => {
  it('are the registered, or the owners where nobody is registered', () => {
    expect(personsOf(residentsFrom('2020-01-01', 3, 2))).toBe(3);
    expect(personsOf(residentsFrom('2020-01-01', 0, 2))).toBe(2);
    expect(active({ residents: [residentsFrom('2020-01-01', 0, 2)] })).toMatchObject({ persons: '2' });
  });

  it('are weighted by the days on which each row is in force', () => {
    // 2 persons for 1…10 April, 3 for 11…30: (2×10 + 3×20) / 30 = 80/30.
    const residents = [residentsFrom('2015-06-01', 2), residentsFrom('2026-04-11', 3)];
    expect(active({ residents })).toMatchObject({ persons: '8/3' });
  });

  it('count on active days only', () => {
    // Opened on the 6th: 2 persons for 6…10 (5 days), 3 for 11…30 (20 days): 70/30.
    const residents = [residentsFrom('2026-04-06', 2), residentsFrom('2026-04-11', 3)];
    expect(active({ openedOn: '2026-04-06', residents })).toMatchObject({ days: 25, persons: '7/3' });
  });

  it('are taken from the rows that were in force, and only from these', () => {
    const residents = [
      residentsFrom('2015-06-01', 1),
      residentsFrom('2026-03-01', 2),
      residentsFrom('2026-04-11', 3),
      residentsFrom('2026-05-01', 4),
    ];
    const activity = activityOf(aDossier({ residents }), always, '2026-04');
    expect(activity.residents.map((row) => row.from)).toEqual(['2026-03-01', '2026-04-11']);
    expect(active({ residents })).toMatchObject({ persons: '8/3' });
  });

  it('are nobody before the first row', () => {
    const range = { from: dayNumber('2026-04-01'), to: dayNumber('2026-05-01') };
    const row = residentsFrom('2026-04-21', 2);
    expect(residentsWithin([row], range)).toEqual([
      { residents: row, range: { from: dayNumber('2026-04-21'), to: dayNumber('2026-05-01') } },
    ]);
  });

  it('are not looked for where nothing is active', () => {
    expect(activityOf(aDossier({ closedOn: '2026-04-01' }), always, '2026-04').residents).toEqual([]);
  });
});

import { UtilityRecord } from './dossier';
import { slipMeters } from './slip-meters.policy';
import { aBook } from './testing/book-builder';
import { chargeMonths } from './testing/charged-months';
import { aCorrection, aDossier, aMeter, aReading, DossierPlan } from './testing/dossier-builder';

/** The meters of April 2026 of a flat that began in March. */
function metersOf(plan: DossierPlan) {
  const dossier = aDossier({ connected: { cold_water: {}, electricity: {} }, ...plan });
  const book = aBook();
  const { records } = chargeMonths(dossier, book, '2026-04').calculation('2026-04');
  return slipMeters({ dossier, records, book, period: '2026-04' });
}

const MARCH = aReading('M1', '2026-03-20', '100');
const APRIL = aReading('M1', '2026-04-19', '107.25');

describe('a meter on a slip', () => {
  it('shows the readings that the month was charged by, with their days, and the volume', () => {
    expect(metersOf({ meters: [aMeter('M1')], readings: [MARCH, APRIL] })).toEqual([
      {
        utility: 'cold_water',
        name: 'cold_water',
        unit: 'm3',
        serial: 'serial M1',
        verifiedUntil: '2030-05-09',
        components: [null],
        previous: { on: '2026-03-20', values: ['100'] },
        current: { on: '2026-04-19', values: ['107.25'] },
        volumes: ['7.25'],
      },
    ]);
  });

  it('shows a reading as it was corrected', () => {
    const corrected = aReading('M1', '2026-04-19', '170.25', '2026-04-19', [aCorrection('2026-04-25', '107.25')]);
    const [meter] = metersOf({ meters: [aMeter('M1')], readings: [MARCH, corrected] });
    expect(meter?.current).toEqual({ on: '2026-04-19', values: ['107.25'] });
  });

  it('says that no reading came, and from which one the next will count', () => {
    const history = { cold_water: ['5', '6', '7'] };
    const [meter] = metersOf({ meters: [aMeter('M1')], readings: [MARCH], history });
    expect(meter).toMatchObject({ previous: { on: '2026-03-20', values: ['100'] }, current: null });
  });

  it('stands beside the one that replaced it: the old to its last value, the volume of both on the new one', () => {
    const [old, next] = metersOf({
      meters: [
        aMeter('M1', { removedOn: '2026-04-10', finalValues: ['103'] }),
        aMeter('M2', { installedOn: '2026-04-10', replaces: 'M1' }),
      ],
      readings: [MARCH, aReading('M2', '2026-04-21', '4')],
    });
    expect(old).toMatchObject({ serial: 'serial M1', current: { on: '2026-04-10', values: ['103'] }, volumes: null });
    expect(next).toMatchObject({
      previous: { on: '2026-04-10', values: ['0'] },
      current: { on: '2026-04-21', values: ['4'] },
      volumes: ['7'],
    });
  });

  it('has a row for each zone', () => {
    const electricity = { utility: 'electricity', startValues: ['0', '0'] };
    const readings = [aReading('E1', '2026-03-20', '300 100'), aReading('E1', '2026-04-20', '420 160')];
    const [meter] = metersOf({ meters: [aMeter('E1', electricity)], readings });
    expect(meter).toMatchObject({ components: ['day', 'night'], volumes: ['120', '60'] });
  });

  it('is left out before it was installed and after it was taken off', () => {
    const meters = [
      aMeter('M0', { removedOn: '2026-03-31', finalValues: ['9'] }),
      aMeter('M1'),
      aMeter('M9', { installedOn: '2026-05-01' }),
    ];
    const records = { cold_water: { counted: null, lastCounted: null, volumes: ['0'] } as unknown as UtilityRecord };
    const shown = slipMeters({ dossier: aDossier({ meters }), records, book: aBook(), period: '2026-04' });
    expect(shown.map(({ serial }) => serial)).toEqual(['serial M1']);
  });
});

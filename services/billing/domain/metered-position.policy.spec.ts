import { calculateCharges } from './calculate-charges.policy';
import { MeteredPosition, meteredPositions } from './metered-position.policy';
import { aBook } from './testing/book-builder';
import { chargeMonths } from './testing/charged-months';
import { aCorrection, aDossier, aMeter, aReading, DossierPlan } from './testing/dossier-builder';

const BOOK = aBook();
const METER = aMeter('C1', { startValues: ['100'] });
const PLAN: DossierPlan = { connected: { cold_water: {} }, meters: [METER] };

/** The meters of a period, after every month before it was closed. */
function inPeriod(period: string, plan: DossierPlan, closedTo: string): readonly MeteredPosition[] {
  const { dossier } = chargeMonths(aDossier(plan), BOOK, closedTo);
  return meteredPositions(dossier, BOOK, period, calculateCharges(dossier, BOOK, period));
}

const MARCH = aReading('C1', '2026-03-20', '105');

it('a reading that counts stands with what was known before it', () => {
  const readings = [MARCH, aReading('C1', '2026-04-18', '112')];
  expect(inPeriod('2026-04', { ...PLAN, readings }, '2026-03')).toEqual([
    {
      utility: 'cold_water',
      meterId: 'C1',
      serial: 'serial C1',
      verifiedUntil: '2030-05-09',
      state: 'read',
      reading: { takenOn: '2026-04-18', receivedOn: '2026-04-18', values: ['112'], replacedOn: [] },
      before: { takenOn: '2026-03-20', values: ['105'] },
      why: expect.objectContaining({ code: 'reading' }) as unknown,
      basis: 'meter',
      volumes: ['7'],
      averagedMonths: 0,
      // 7 × 44.86
      amountKopecks: 31402,
    },
  ]);
});

it('a replaced reading says when, and counts with its new values', () => {
  const replaced = aReading('C1', '2026-04-18', '112', '2026-04-18', [aCorrection('2026-04-19', '110')]);
  const [position] = inPeriod('2026-04', { ...PLAN, readings: [MARCH, replaced] }, '2026-03');
  expect(position?.reading).toMatchObject({ values: ['110'], replacedOn: ['2026-04-19'] });
  expect(position?.volumes).toEqual(['5']);
});

it('without a reading the mean is charged, with the number of its months', () => {
  const history = { cold_water: ['4', '5', '6', '5'] };
  const [position] = inPeriod('2026-04', { ...PLAN, history, readings: [MARCH] }, '2026-03');
  expect(position).toMatchObject({
    state: 'missing',
    reading: null,
    before: { takenOn: '2026-03-20', values: ['105'] },
    basis: 'average',
    volumes: ['5'],
    averagedMonths: 5,
    amountKopecks: 22430,
  });
});

it('without a reading and without enough months the norm is charged', () => {
  const [position] = inPeriod('2026-04', { ...PLAN, readings: [MARCH] }, '2026-03');
  // 3 persons × 6.935 × 44.86
  expect(position).toMatchObject({ state: 'missing', basis: 'norm', averagedMonths: 0, amountKopecks: 93331 });
});

it('a meter whose verification has run out has failed, whatever it shows', () => {
  const meters = [{ ...METER, verifiedUntil: '2026-03-31' }];
  const readings = [MARCH, aReading('C1', '2026-04-18', '112')];
  const [position] = inPeriod('2026-04', { ...PLAN, meters, readings }, '2026-03');
  expect(position).toMatchObject({ state: 'failed', reading: null });
});

it('before its first reading a meter is compared with its start values', () => {
  const [position] = inPeriod('2026-03', { ...PLAN, readings: [MARCH] }, '2026-02');
  expect(position?.before).toEqual({ takenOn: '2020-05-10', values: ['100'] });
});

it('a utility without a meter has no place here', () => {
  expect(inPeriod('2026-03', { connected: { cold_water: {}, upkeep: {} } }, '2026-02')).toEqual([]);
});

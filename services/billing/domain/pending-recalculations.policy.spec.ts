import { recalculationInWords, chargeMonths } from './testing/charged-months';
import { pendingRecalculations } from './pending-recalculations.policy';
import { aBook } from './testing/book-builder';
import { aCorrection, aDossier, aMeter, anAbsence, aReading, DossierPlan } from './testing/dossier-builder';

/** Closed up to March; April is open. */
function pending(plan: DossierPlan, to: string): string[] {
  const { dossier } = chargeMonths(aDossier(plan), aBook(), '2026-03');
  return pendingRecalculations(dossier, aBook(), '2026-04', to).map(recalculationInWords);
}

const metered = (...corrections: ReturnType<typeof aCorrection>[]): DossierPlan => ({
  connected: { cold_water: {} },
  meters: [aMeter('M1')],
  readings: [aReading('M1', '2026-02-20', '100'), aReading('M1', '2026-03-20', '105', '2026-03-20', corrections)],
});

it('readings that were corrected change closed months, in the open month and in later ones that have begun', () => {
  const plan = metered(aCorrection('2026-04-10', '103'), aCorrection('2026-05-02', '104'));
  const ofApril = 'cold_water reading_correction of 2026-03: -2 x 44.86 = -89.72';
  expect(pending(plan, '2026-04')).toEqual([ofApril]);
  // From 103, as the close of April will leave it.
  expect(pending(plan, '2026-05')).toEqual([ofApril, 'cold_water reading_correction of 2026-03: 1 x 44.86 = 44.86']);
});

it('absences change closed months; of a month that is not closed nothing is known', () => {
  // Nine full days of March of one person: 6.935 × 9 / 31 = 2.013387; × 44.86 = 90.3205. April's own charge is to come.
  const away = (leftOn: string, returnedOn: string) => anAbsence(leftOn, returnedOn, { appliedOn: '2026-04-02' });
  const byNorm: DossierPlan = { connected: { cold_water: { meterPossible: false } } };
  const given = pending({ ...byNorm, absences: [away('2026-03-10', '2026-03-20')] }, '2026-04');
  expect(given).toEqual(['cold_water absence of 2026-03: -2.013387 x 44.86 = -90.32']);
  expect(pending({ ...byNorm, absences: [away('2026-04-01', '2026-04-20')] }, '2026-04')).toEqual([]);
});

it('nothing was told, nothing is pending', () => {
  expect(pending(metered(), '2026-06')).toEqual([]);
});

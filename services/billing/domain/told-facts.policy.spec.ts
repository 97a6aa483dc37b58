import { aCorrection, aDossier, anAbsence, aReading } from './testing/dossier-builder';
import { carryUnknown, ToldFact } from './told-facts.policy';

const told = (eventId: string, revision: number): ToldFact => ({ eventId, revision });
const plan = (facts: readonly ToldFact[], dossier: Parameters<typeof aDossier>[0] = {}) => ({
  ...aDossier(dossier),
  told: facts,
  wholeHistoryUpTo: null as string | null,
});
const APRIL = { period: '2026-04', factsUpTo: 7 };

describe('facts that were told before a close and that its calculation did not know', () => {
  const away = anAbsence('2026-04-03', '2026-04-20', { appliedOn: '2026-04-28' });
  const later = anAbsence('2026-05-03', '2026-05-20', { appliedOn: '2026-05-21' });
  const reading = (...corrections: ReturnType<typeof aCorrection>[]) =>
    aReading('M1', '2026-03-20', '105', '2026-03-20', corrections);

  it('are for the month that is open next', () => {
    const facts = [told(away.eventId, 8), told('correction 2026-04-29', 9)];
    const readings = [aReading('M1', '2026-02-20', '100'), reading(aCorrection('2026-04-29', '103'))];
    const after = carryUnknown(plan(facts, { absences: [away], readings }), APRIL);
    expect(after.absences).toEqual([{ ...away, recordedIn: '2026-05' }]);
    expect(after.readings).toEqual([readings[0], reading(aCorrection('2026-04-29', '103', '2026-05'))]);
    // No close has known of them yet.
    expect(after.told).toEqual(facts);
  });

  it('are for the one after that where the next close did not know them either', () => {
    const facts = [told(away.eventId, 8)];
    const twice = carryUnknown(carryUnknown(plan(facts, { absences: [away] }), APRIL), { ...APRIL, period: '2026-05' });
    expect(twice.absences).toEqual([{ ...away, recordedIn: '2026-06' }]);
  });

  it('stay where they are of a month that is not closed', () => {
    const readings = [reading(aCorrection('2026-05-02', '103'))];
    const facts = [told(later.eventId, 8), told('correction 2026-05-02', 9)];
    const before = plan(facts, { absences: [later], readings });
    expect(carryUnknown(before, APRIL)).toEqual(before);
  });

  it('come after those of that month that were known, whatever their day', () => {
    const known = { ...aCorrection('2026-04-20', '104'), eventId: 'known' };
    const unknown = { ...aCorrection('2026-04-10', '103'), eventId: 'unknown' };
    const before = plan([told('known', 7), told('unknown', 8)], { readings: [reading(unknown, known)] });
    expect(carryUnknown(before, APRIL).readings[0]?.corrections).toEqual([
      known,
      { ...unknown, recordedIn: '2026-05' },
    ]);
  });

  it('ask for the whole history where the reading is not at hand', () => {
    const before = plan([told('forgotten', 8)]);
    expect(carryUnknown({ ...before, wholeHistoryUpTo: '2026-04' }, APRIL).wholeHistoryUpTo).toBe('2026-05');
    expect(carryUnknown({ ...before, wholeHistoryUpTo: '2026-06' }, APRIL).wholeHistoryUpTo).toBe('2026-06');
    expect(carryUnknown(before, APRIL).wholeHistoryUpTo).toBe('2026-05');
  });
});

describe('facts that a close has known', () => {
  const facts = [told('correction 2026-04-20', 7)];
  const readings = [aReading('M1', '2026-03-20', '105', '2026-03-20', [aCorrection('2026-04-20', '104')])];

  it('are as they were, and wait for none', () => {
    const before = plan(facts, { readings });
    expect(carryUnknown(before, APRIL)).toEqual({ ...before, told: [] });
  });

  it('are all that were told before it, where it does not say what it knew', () => {
    const before = plan([told('correction 2026-04-20', 8)], { readings });
    expect(carryUnknown(before, { period: '2026-04' })).toEqual({ ...before, told: [] });
  });
});

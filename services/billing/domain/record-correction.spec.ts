import { UtilityRecord } from './dossier';
import { correctRecord } from './record-correction';
import { chargeMonths } from './testing/charged-months';
import { aBook } from './testing/book-builder';
import { aDossier, aMeter, aReading } from './testing/dossier-builder';

/** What a month of two registers left behind. */
function aRecord(): UtilityRecord {
  const dossier = aDossier({
    connected: { electricity: {} },
    meters: [aMeter('M1', { utility: 'electricity', startValues: ['100', '50'] })],
    readings: [aReading('M1', '2026-03-20', '300 120')],
  });
  return chargeMonths(dossier, aBook(), '2026-03').calculation('2026-03').records['electricity'] as UtilityRecord;
}

describe('a correction of a closed period', () => {
  const record = aRecord();

  it('begins with a record that nothing has corrected', () => {
    expect(record).toMatchObject({ period: '2026-03', corrected: null });
  });

  it('is kept by register, beside the volumes that were charged', () => {
    const corrected = correctRecord(record, { utility: 'electricity', period: '2026-03', volumes: ['-12.5', '3'] });
    expect(corrected).toEqual({ ...record, corrected: ['-12.5', '3'] });
  });

  it('adds to what earlier corrections have changed', () => {
    const once = correctRecord(record, { utility: 'electricity', period: '2026-03', volumes: ['-12.5', '3'] });
    const twice = correctRecord(once, { utility: 'electricity', period: '2026-03', volumes: ['2.5', '-3'] });
    expect(twice.corrected).toEqual(['-10', '0']);
  });

  it('leaves records of other periods alone', () => {
    expect(correctRecord(record, { utility: 'electricity', period: '2026-04', volumes: ['1', '1'] })).toBe(record);
  });
});

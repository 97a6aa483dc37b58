import { Rational } from '#libs/money';
import { RecordCorrection } from './calculation';
import { UtilityRecord } from './dossier';

/** The record of a period with a correction added to what earlier ones have changed. */
export function correctRecord(record: UtilityRecord, correction: RecordCorrection): UtilityRecord {
  if (record.period !== correction.period) return record;
  const corrected = correction.volumes.map((change, register) =>
    Rational.parse(record.corrected?.[register] ?? '0')
      .plus(Rational.parse(change))
      .toText(),
  );
  return { ...record, corrected };
}

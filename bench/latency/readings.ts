import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A reading that a resident may give next. */
export interface NextReading {
  readonly meterId: string;
  readonly account: string;
  readonly utility: string;
  readonly values: readonly string[];
}

type Row = Readonly<Record<string, string>>;

const REGISTERS = ['value_1', 'value_2', 'value_3'] as const;

/** Of each meter in use the reading that follows its last two before a day, by as much as lies between these. */
export function nextReadings(folder: string, before: string): NextReading[] {
  const rows = (name: string): Row[] =>
    parse(readFileSync(join(folder, `${name}.csv`)), { columns: true, delimiter: ';', bom: true });
  const readings = new Map<string, Row[]>();
  for (const row of rows('readings')) {
    if ((row['received_on'] ?? '') >= before) continue;
    const meterId = row['meter_id'] ?? '';
    readings.set(meterId, [...(readings.get(meterId) ?? []), row]);
  }
  return rows('meters').flatMap((meter) => {
    const { meter_id: meterId = '', account = '', utility = '', installed_on: installedOn = '' } = meter;
    const isInService = meter['removed_on'] === '' && installedOn < before && (meter['verified_until'] ?? '') > before;
    const known = (readings.get(meterId) ?? []).sort((left, right) => (at(left) < at(right) ? -1 : 1));
    const [earlier, last] = known.slice(-2);
    if (!isInService || earlier === undefined || last === undefined) return [];
    const values = REGISTERS.flatMap((register) => {
      const [from, to] = [earlier[register] ?? '', last[register] ?? ''];
      return to === '' ? [] : [String(Math.round((2 * Number(to) - Number(from)) * 1_000) / 1_000)];
    });
    return [{ meterId, account, utility, values }];
  });
}

function at(row: Row): string {
  return row['taken_on'] ?? '';
}

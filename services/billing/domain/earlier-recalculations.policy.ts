import { CivilDate } from '#libs/kernel';
import { Kopecks, sumKopecks } from '#libs/money';
import { RecalculationLine } from './calculation';
import { RecalculationGrounds } from './recalculation';

export interface EarlierRecalculation {
  readonly grounds: RecalculationGrounds;
  readonly lines: readonly RecalculationLine[];
  readonly reversed: boolean;
  readonly recordedOn: CivilDate;
  /** null where one person has recorded it. */
  readonly approvalId: string | null;
}

/** Recalculations of an account that were recorded earlier, by id. */
export type EarlierRecalculations = Readonly<Record<string, EarlierRecalculation>>;

/** Those that have an effect: what was taken back has none, and neither has what took it back. */
export function standingOf(earlier: EarlierRecalculations): readonly EarlierRecalculation[] {
  return Object.values(earlier).filter(({ grounds, reversed }) => !reversed && grounds.kind !== 'reversal');
}

/** A relief that stands, to show beside another one of the same line. */
export interface StandingRelief {
  readonly recalculationId: string;
  readonly recordedOn: CivilDate;
  readonly amountKopecks: Kopecks;
}

/**
 * Reliefs of the same line and month that stand. A second one is legal, where two persons are entitled, and cannot be told
 * from one that was recorded twice: whoever records it is told.
 */
export function reliefsBefore(
  grounds: RecalculationGrounds,
  earlier: EarlierRecalculations,
): readonly StandingRelief[] {
  if (grounds.kind !== 'relief') return [];
  const { utility, component, period } = grounds;
  return Object.entries(earlier).flatMap(([recalculationId, { grounds: one, lines, reversed, recordedOn }]) => {
    const isSame =
      one.kind === 'relief' && one.utility === utility && one.component === component && one.period === period;
    if (!isSame || reversed) return [];
    return [{ recalculationId, recordedOn, amountKopecks: sumKopecks(lines.map((line) => line.amountKopecks)) }];
  });
}

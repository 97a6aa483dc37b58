import { CivilDate } from '#libs/kernel';
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

import { CivilDate } from '#libs/kernel';
import { InstalmentsRow } from '../../projections/instalments.projection';

/** Brings the penalty of months to what became of the agreement about them; what starts by itself does it too. */
export interface PenaltyOfInstalments {
  /** Where the months are there already it is no event. */
  suspend(agreement: InstalmentsRow, statedOn: CivilDate): Promise<void>;
}

export const PENALTY_OF_INSTALMENTS = Symbol('PENALTY_OF_INSTALMENTS');

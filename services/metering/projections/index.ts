import { Projection } from '#libs/read-models';
import { accountMeters } from './account-meters.projection';
import { meterCard } from './meter-card.projection';
import { readingDoubts } from './reading-doubts.projection';

/** Every read model of metering. */
export const METERING_PROJECTIONS: readonly Projection[] = [
  accountMeters,
  meterCard,
  readingDoubts,
] as readonly Projection[];

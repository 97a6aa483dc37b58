import { Projection } from '#libs/read-models';
import { credentials } from './credentials.projection';

/** Every read model of identity. */
export const IDENTITY_PROJECTIONS: readonly Projection[] = [credentials];

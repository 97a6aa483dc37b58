import { CivilDate, DomainEvent } from '#libs/kernel';
import { RegistryProfile } from './registry-profile';

/** How files of a bank are read, from a day on; stream `payments_registry_profile-<profileId>`. */
export type RegistryProfileDefined = DomainEvent<
  'RegistryProfileDefined',
  { readonly profile: RegistryProfile; readonly from: CivilDate; readonly effectiveOn: CivilDate }
>;

export const REGISTRY_PROFILE_EVENT_TYPES: readonly RegistryProfileDefined['type'][] = ['RegistryProfileDefined'];

import { CivilDate } from '#libs/kernel';
import { RegistryProfile } from './registry-profile';

export interface DefineRegistryProfile {
  readonly kind: 'DefineRegistryProfile';
  readonly profile: RegistryProfile;
  readonly from: CivilDate;
}

export function registryProfileStream(profileId: string): string {
  return `payments_registry_profile-${profileId}`;
}

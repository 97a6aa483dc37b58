import { CivilDate } from '#libs/kernel';
import { BUILT_IN_PROFILES, BUILT_IN_SINCE, RegistryProfile } from './registry-profile';

export interface ProfileVersion {
  readonly profile: RegistryProfile;
  /** The first day on which files are read by it. */
  readonly from: CivilDate;
}

/** The profiles by which files are read on a day: the latest version of each, the built-in ones among them. */
export function profilesInForce(defined: readonly ProfileVersion[], on: CivilDate): readonly ProfileVersion[] {
  const inForce = new Map<string, ProfileVersion>();
  const builtIn = BUILT_IN_PROFILES.map((profile) => ({ profile, from: BUILT_IN_SINCE }));
  for (const version of [...builtIn, ...defined].sort((left, right) => (left.from < right.from ? -1 : 1))) {
    if (version.from <= on) inForce.set(version.profile.profileId, version);
  }
  return [...inForce.values()];
}

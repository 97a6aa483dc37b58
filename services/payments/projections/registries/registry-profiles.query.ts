import { CivilDate } from '#libs/kernel';
import { ReadModels } from '#libs/read-models';
import { profilesInForce, ProfileVersion } from '../../domain/registries/profile-in-force.policy';
import { registryProfiles } from './registry-profiles.projection';

/** A company has a contract for each bank, and a bank changes its layout now and then. */
const VERSIONS_LIMIT = 1_000;

/** The profiles by which files are read on a day, the built-in ones among them. */
export async function profilesOn(readModels: ReadModels, on: CivilDate): Promise<readonly ProfileVersion[]> {
  const rows = await readModels.find(registryProfiles, { limit: VERSIONS_LIMIT });
  return profilesInForce(
    rows.map(({ document }) => document),
    on,
  );
}

/** The profile in force on a day; null where there is none of this name. */
export async function profileOn(
  readModels: ReadModels,
  profileId: string,
  on: CivilDate,
): Promise<ProfileVersion | null> {
  const inForce = await profilesOn(readModels, on);
  return inForce.find(({ profile }) => profile.profileId === profileId) ?? null;
}

import { RecordedEvent } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { ProfileVersion } from '../../domain/registries/profile-in-force.policy';
import { REGISTRY_PROFILE_EVENT_TYPES, RegistryProfileDefined } from '../../domain/registries/registry-profile.events';

/** How are files of banks read, besides the built-in ways? One document a version. */
export const registryProfiles: Projection<ProfileVersion> = {
  name: 'payments.registry-profiles',
  version: 1,
  handles: REGISTRY_PROFILE_EVENT_TYPES,
  keysOf(recorded) {
    const { profile, from } = (recorded as RegistryProfileDefined & RecordedEvent).data;
    return [`${profile.profileId}:${from}`];
  },
  evolve(_version, recorded) {
    const { profile, from } = (recorded as RegistryProfileDefined & RecordedEvent).data;
    return { profile, from };
  },
  columns: {},
  columnsOf: () => ({}),
  indexes: [],
};

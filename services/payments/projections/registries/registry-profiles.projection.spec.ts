import { projectionSpec, recorded } from '#libs/testing';
import { SBERBANK_TEXT } from '../../domain/registries/registry-profile';
import { registryProfiles } from './registry-profiles.projection';

const defined = (from: string, separator: string) =>
  recorded('RegistryProfileDefined', { profile: { ...SBERBANK_TEXT, separator }, from, effectiveOn: from });

it('every version of a profile is kept with its day', () => {
  projectionSpec(registryProfiles)
    .given([defined('2026-03-01', '|'), defined('2026-05-01', ';')])
    .thenKeys('sberbank-text:2026-03-01', 'sberbank-text:2026-05-01')
    .then('sberbank-text:2026-03-01', { profile: { ...SBERBANK_TEXT, separator: '|' }, from: '2026-03-01' });
});

import { Decider, Rejection, unreachable } from '#libs/kernel';
import { ProfileVersion } from './profile-in-force.policy';
import { DefineRegistryProfile } from './registry-profile.commands';
import { RegistryProfileDefined } from './registry-profile.events';
import {
  BUILT_IN_PROFILES,
  DECIMAL_MARKS,
  FOOTER_COLUMNS,
  LinesProfile,
  REGISTRY_COLUMNS,
  REGISTRY_DATE_FORMS,
  REGISTRY_ENCODINGS,
  RegistryProfile,
} from './registry-profile';

export type RegistryProfileState = readonly ProfileVersion[];

export const registryProfileDecider: Decider<RegistryProfileState, DefineRegistryProfile, RegistryProfileDefined> = {
  initialState: () => [],
  evolve(state, event) {
    switch (event.type) {
      case 'RegistryProfileDefined': {
        const { profile, from } = event.data;
        return [...state.filter((one) => one.from !== from), { profile, from }];
      }
      default:
        return unreachable(event.type);
    }
  },
  decide: defineRegistryProfile,
};

/**
 * Says how files of a bank are read from a day on. A built-in profile may be followed by one of the company's own; a
 * version that is defined already is not changed: files were read by it.
 */
export function defineRegistryProfile(
  { profile, from }: DefineRegistryProfile,
  state: RegistryProfileState,
): readonly RegistryProfileDefined[] | Rejection {
  const fault = faultOf(profile);
  const { profileId } = profile;
  if (fault !== null) return new Rejection('PAYMENTS_REGISTRY_PROFILE_INVALID', { profileId, fault });
  const known = state.find((one) => one.from === from);
  if (known !== undefined) {
    return isSame(known.profile, profile)
      ? []
      : new Rejection('PAYMENTS_REGISTRY_PROFILE_CONFLICT', { profileId, from: known.from });
  }
  const form = state[0]?.profile.form ?? BUILT_IN_PROFILES.find((one) => one.profileId === profileId)?.form;
  if (form !== undefined && form !== profile.form) {
    return new Rejection('PAYMENTS_REGISTRY_PROFILE_INVALID', { profileId, fault: 'form' });
  }
  return [{ type: 'RegistryProfileDefined', version: 1, data: { profile, from, effectiveOn: from } }];
}

const NAME_FORM = /^[a-z0-9][a-z0-9-]{0,31}$/;
const COLUMNS_MAX = 40;
const MARKS_MAX = 20;

/** The name of the first part of a profile that does not hold; null where all do. */
function faultOf(profile: RegistryProfile): string | null {
  const { profileId, channel, title, encoding, dateForm, decimalMark } = profile;
  if (!NAME_FORM.test(profileId)) return 'profileId';
  if (!NAME_FORM.test(channel)) return 'channel';
  if (title.trim() === '' || title.length > 100) return 'title';
  if (!REGISTRY_ENCODINGS.includes(encoding)) return 'encoding';
  if (!REGISTRY_DATE_FORMS.includes(dateForm)) return 'dateForm';
  if (!DECIMAL_MARKS.includes(decimalMark)) return 'decimalMark';
  switch (profile.form) {
    case 'lines':
      return faultOfLines(profile);
    case 'client_bank_exchange': {
      const { accountMarks } = profile;
      const areMarks = accountMarks.length > 0 && accountMarks.length <= MARKS_MAX;
      return areMarks && accountMarks.every((mark) => mark.trim().length > 1 && mark.length <= 30)
        ? null
        : 'accountMarks';
    }
    default:
      return unreachable(profile);
  }
}

function faultOfLines({ columns, separator, footer, headerLines, decimalMark }: LinesProfile): string | null {
  const isSeparator = /^[;|\t,]$/.test(separator);
  if (!isSeparator || (separator === ',' && decimalMark !== 'point')) return 'separator';
  if (!Number.isInteger(headerLines) || headerLines < 0 || headerLines > 20) return 'headerLines';
  if (columns.length > COLUMNS_MAX || !columns.every((one) => REGISTRY_COLUMNS.includes(one))) return 'columns';
  const read = columns.filter((one) => one !== 'skip');
  if (new Set(read).size !== read.length) return 'columns';
  if (!(['paid_on', 'account', 'amount'] as const).every((one) => columns.includes(one))) return 'columns';
  if (footer === null) return null;
  const isMark = footer.mark.length > 0 && footer.mark.length <= 10 && !footer.mark.includes(separator);
  if (!isMark || footer.columns.length > COLUMNS_MAX) return 'footer';
  return footer.columns.every((one) => FOOTER_COLUMNS.includes(one)) ? null : 'footer';
}

function isSame(left: RegistryProfile, right: RegistryProfile): boolean {
  return canonical(left) === canonical(right);
}

function canonical(profile: RegistryProfile): string {
  return JSON.stringify(Object.entries(profile).sort(([left], [right]) => (left < right ? -1 : 1)));
}

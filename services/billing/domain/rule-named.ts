import { CivilDate } from '#libs/kernel';

/** What a rule is of, and from which day on. */
export interface RuleNamed {
  readonly kind: 'tariff' | 'norm' | 'coefficient' | 'key_rate' | 'setting';
  /** Of a setting its key; of everything else empty. */
  readonly key: string;
  /** Empty where the rule is of no utility. */
  readonly utility: string;
  /** The part of a tariff, or what a norm is for; empty where there is none. */
  readonly part: string;
  /** Null for all houses that have none of their own. */
  readonly houseId: string | null;
  readonly from: CivilDate;
}

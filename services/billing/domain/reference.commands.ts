import { CivilDate } from '#libs/kernel';
import {
  CalendarDayDeclared,
  CompanyRegistered,
  HouseRegistered,
  HouseVolumeRecorded,
  KeyRateAnnounced,
  NormSet,
  RaisingCoefficientSet,
  RuleWithdrawn,
  SettingDecided,
  TariffSet,
  UtilityDefined,
} from './reference.events';

/** A rule that a person states today; an import tells the history of rules as it was. */
export interface StatedToday {
  readonly reason: string;
  /** The first day of the oldest open period: what is before it has been charged. Null where nothing has. */
  readonly notBefore: CivilDate | null;
}

/** What a book says of a rule that somebody wants to withdraw. */
export interface WithdrawalFacts {
  /** The first day of the oldest open period: what is before it has been charged. Null where nothing has. */
  readonly notBefore: CivilDate | null;
  /** What would hold on its first day without it; null where nothing would. */
  readonly remaining: string | null;
}

interface DatedCommand {
  readonly stated?: StatedToday | undefined;
}

export type ReferenceCommand =
  | ({ readonly kind: 'RegisterCompany' } & { readonly company: CompanyRegistered['data'] })
  | ({ readonly kind: 'DecideSetting'; readonly setting: SettingDecided['data'] } & DatedCommand)
  | ({ readonly kind: 'AnnounceKeyRate'; readonly keyRate: KeyRateAnnounced['data'] } & DatedCommand)
  | ({ readonly kind: 'DeclareCalendarDay' } & { readonly day: CalendarDayDeclared['data'] })
  | ({ readonly kind: 'DefineUtility' } & { readonly definition: UtilityDefined['data'] })
  | ({ readonly kind: 'SetTariff'; readonly tariff: TariffSet['data'] } & DatedCommand)
  | ({ readonly kind: 'SetNorm'; readonly norm: NormSet['data'] } & DatedCommand)
  | ({ readonly kind: 'SetRaisingCoefficient'; readonly raising: RaisingCoefficientSet['data'] } & DatedCommand)
  | { readonly kind: 'WithdrawRule'; readonly rule: RuleWithdrawn['data']; readonly known: WithdrawalFacts }
  | ({ readonly kind: 'RegisterHouse' } & { readonly house: HouseRegistered['data'] })
  | ({ readonly kind: 'RecordHouseVolume' } & { readonly volume: HouseVolumeRecorded['data'] });

export function companyStream(companyId: string): string {
  return `billing_company-${companyId}`;
}

export function utilityStream(utility: string): string {
  return `billing_utility-${utility}`;
}

export function houseStream(houseId: string): string {
  return `billing_house-${houseId}`;
}

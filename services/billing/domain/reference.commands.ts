import {
  CalendarDayDeclared,
  CompanyRegistered,
  HouseRegistered,
  HouseVolumeRecorded,
  KeyRateAnnounced,
  NormSet,
  RaisingCoefficientSet,
  SettingDecided,
  TariffSet,
  UtilityDefined,
} from './reference.events';

export type ReferenceCommand =
  | ({ readonly kind: 'RegisterCompany' } & { readonly company: CompanyRegistered['data'] })
  | ({ readonly kind: 'DecideSetting' } & { readonly setting: SettingDecided['data'] })
  | ({ readonly kind: 'AnnounceKeyRate' } & { readonly keyRate: KeyRateAnnounced['data'] })
  | ({ readonly kind: 'DeclareCalendarDay' } & { readonly day: CalendarDayDeclared['data'] })
  | ({ readonly kind: 'DefineUtility' } & { readonly definition: UtilityDefined['data'] })
  | ({ readonly kind: 'SetTariff' } & { readonly tariff: TariffSet['data'] })
  | ({ readonly kind: 'SetNorm' } & { readonly norm: NormSet['data'] })
  | ({ readonly kind: 'SetRaisingCoefficient' } & { readonly raising: RaisingCoefficientSet['data'] })
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

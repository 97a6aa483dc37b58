import { CivilDate } from '#libs/kernel';
import { Payee } from '../payment.events';

/** What a column of a line says. `skip` is a column that nobody reads. */
export type RegistryColumn =
  | 'paid_on'
  | 'time'
  | 'branch'
  | 'terminal'
  | 'operation_id'
  | 'account'
  | 'payer_name'
  | 'payer_address'
  | 'period'
  | 'amount'
  | 'transfer'
  | 'commission'
  | 'skip';

/** What a field of the closing line says. */
export type FooterColumn =
  'count' | 'total' | 'total_transfer' | 'total_commission' | 'order_number' | 'order_date' | 'skip';

export const REGISTRY_COLUMNS: readonly RegistryColumn[] = [
  'paid_on',
  'time',
  'branch',
  'terminal',
  'operation_id',
  'account',
  'payer_name',
  'payer_address',
  'period',
  'amount',
  'transfer',
  'commission',
  'skip',
];

export const FOOTER_COLUMNS: readonly FooterColumn[] = [
  'count',
  'total',
  'total_transfer',
  'total_commission',
  'order_number',
  'order_date',
  'skip',
];

export type RegistryEncoding = 'windows-1251' | 'utf-8';
export const REGISTRY_ENCODINGS: readonly RegistryEncoding[] = ['windows-1251', 'utf-8'];

export type RegistryDateForm = 'DD-MM-YYYY' | 'DD.MM.YYYY' | 'YYYY-MM-DD';
export const REGISTRY_DATE_FORMS: readonly RegistryDateForm[] = ['DD-MM-YYYY', 'DD.MM.YYYY', 'YYYY-MM-DD'];

export type DecimalMark = 'point' | 'comma' | 'either';
export const DECIMAL_MARKS: readonly DecimalMark[] = ['point', 'comma', 'either'];

interface CommonProfile {
  readonly profileId: string;
  readonly title: string;
  /** The namespace of operation ids: two profiles of one bank share it. */
  readonly channel: string;
  readonly encoding: RegistryEncoding;
  readonly dateForm: RegistryDateForm;
  readonly decimalMark: DecimalMark;
  /** How account numbers are checked before they are called unknown: `luhn` has a check digit at the end. */
  readonly accountKey: 'none' | 'luhn';
}

/** One payment a line. */
export interface LinesProfile extends CommonProfile {
  readonly form: 'lines';
  readonly separator: string;
  readonly columns: readonly RegistryColumn[];
  /** Lines before the first payment. */
  readonly headerLines: number;
  /** The closing line with control totals; null where the layout has none. */
  readonly footer: { readonly mark: string; readonly columns: readonly FooterColumn[] } | null;
  /** Whose money the bank transfers under this contract. */
  readonly payee: Payee;
}

/** A bank statement in the exchange form of «1С:Предприятие»; the payee follows from the account that was credited. */
export interface ExchangeProfile extends CommonProfile {
  readonly form: 'client_bank_exchange';
  /** What stands before the number of the dwelling account in the purpose of a payment. */
  readonly accountMarks: readonly string[];
}

export type RegistryProfile = LinesProfile | ExchangeProfile;

/** Before any company existed: the profiles that are built in. */
export const BUILT_IN_SINCE: CivilDate = '2000-01-01';

/** Column order and closing line as `docs/registries.md` describes them; a contract with another order is a profile of its own. */
export const SBERBANK_TEXT: LinesProfile = {
  form: 'lines',
  profileId: 'sberbank-text',
  title: 'Реестр Сбербанка, текст с точкой с запятой',
  channel: 'sberbank',
  encoding: 'windows-1251',
  separator: ';',
  dateForm: 'DD-MM-YYYY',
  decimalMark: 'either',
  accountKey: 'none',
  columns: [
    'paid_on',
    'time',
    'branch',
    'terminal',
    'operation_id',
    'account',
    'payer_name',
    'payer_address',
    'period',
    'amount',
    'transfer',
    'commission',
  ],
  headerLines: 0,
  footer: {
    mark: '=',
    columns: ['count', 'total', 'total_transfer', 'total_commission', 'order_number', 'order_date'],
  },
  payee: 'main',
};

export const CLIENT_BANK_EXCHANGE: ExchangeProfile = {
  form: 'client_bank_exchange',
  profileId: '1c-exchange',
  title: 'Банковская выписка 1CClientBankExchange',
  channel: '1c-exchange',
  encoding: 'windows-1251',
  dateForm: 'DD.MM.YYYY',
  decimalMark: 'point',
  accountKey: 'none',
  accountMarks: ['л/с', 'лс', 'лиц.счет', 'лиц.счёт', 'лицевой счет', 'лицевой счёт', 'persacc='],
};

export const BUILT_IN_PROFILES: readonly RegistryProfile[] = [SBERBANK_TEXT, CLIENT_BANK_EXCHANGE];

import { PersonalWord, Rejection } from '#libs/kernel';
import { dayOrMonthInWords, numberInWords, roublesInWords } from '#libs/words';

type DetailValue = NonNullable<Rejection['details'][string]>;

/** How a value of each kind is said to people. A value that is not of its kind, such as a month 13, is said as it came. */
const SAYINGS = {
  /** A day or a month: `2026-10-25` → `25 октября 2026`, `2026-10` → `октябрь 2026`. */
  time: (value: DetailValue) => dayOrMonthInWords(String(value)),
  /** Kopecks: `123456` → `1 234,56 ₽`. */
  sum: (value: DetailValue) => (Number.isSafeInteger(value) ? roublesInWords(Number(value)) : String(value)),
  /** A count, a limit, a reading: `1234.5` → `1 234,5`. */
  number: (value: DetailValue) => {
    const text = String(value);
    return /^-?\d+(\.\d+)?$/.test(text) ? numberInWords(text) : text;
  },
  /** What people call a thing by: the number of an account, of a line of a file, the name of a column. */
  name: (value: DetailValue) => String(value),
  rule: (value: DetailValue) => ruleInWords(String(value)),
  /** What of a person was found in words that somebody has typed. */
  personal: (value: DetailValue) => PERSONAL[String(value) as PersonalWord] ?? 'личные сведения',
} as const;

export type DetailKind = keyof typeof SAYINGS;

const PERSONAL: Readonly<Record<PersonalWord, string>> = {
  access_code: 'код доступа жителя (или число, похожее на него)',
  card: 'номер банковской карты (или число, похожее на него)',
  snils: 'номер СНИЛС',
  passport: 'номер паспорта',
  phone: 'номер телефона',
  mail: 'адрес электронной почты',
  name: 'фамилия с именем или инициалами',
};

/** Rules of a company that a calculation may miss. */
const RULES: Readonly<Record<string, string>> = {
  utility: 'услуга',
  house: 'дом',
  tariff: 'тариф',
  norm: 'норматив',
  'key rate': 'ключевая ставка',
  'house volume': 'объём общедомового счётчика',
  'tariff of consumption': 'тариф для такого объёма',
  penalty_cap_percent: 'предел пеней',
};

function ruleInWords(rule: string): string {
  return Object.hasOwn(RULES, rule) ? String(RULES[rule]) : rule.replace(/^setting /, 'настройка ');
}

/**
 * Of which kind each detail is that a message may show. What identifies a thing to programs alone (a payment, a meter, a
 * conversation, a utility by its code) is not here, and no message may show it: programs find it in `details`.
 */
export const DETAIL_KINDS: Readonly<Record<string, DetailKind>> = {
  ...each('time', [
    ...[
      'againOn',
      'answerPromisedOn',
      'claimedOn',
      'startedOn',
      'firstOn',
      'closedOn',
      'completedOn',
      'correctedOn',
      'date',
      'earliest',
      'first',
    ],
    ...[
      'from',
      'installedOn',
      'lastFrom',
      'leftOn',
      'nextOn',
      'on',
      'openedOn',
      'orderedOn',
      'paidOn',
      'period',
      'placedOn',
    ],
    ...['previousOn', 'receivedOn', 'removedOn', 'reversedOn', 'takenOn', 'to', 'today', 'verifiedUntil', 'visitOn'],
    ...['notBefore', 'recordedOn', 'untilOn', 'writtenOn'],
  ]),
  ...each('sum', [
    'amountKopecks',
    'approvedKopecks',
    'debtKopecks',
    'foundKopecks',
    'limitKopecks',
    'partsKopecks',
    'postedKopecks',
    'saidKopecks',
  ]),
  ...each('number', [
    ...['accounts', 'daysMax', 'doubts', 'partsMax', 'yearsMax'],
    ...[
      'attachmentsLimit',
      'changes',
      'charactersLimit',
      'contactsLimit',
      'daysLimit',
      'degrees',
      'filesLimit',
      'digits',
      'faults',
      'fromRoubles',
      'hours',
      'kinds',
    ],
    ...[
      'growth',
      'known',
      'lastDay',
      'limit',
      'megabytesLimit',
      'messagesLimit',
      'minutes',
      'months',
      'most',
      'nextValue',
    ],
    ...['payments', 'places', 'previousValue', 'price', 'quantityLimit', 'registers', 'toRoubles', 'value', 'values'],
    ...['usual', 'titleLimit', 'waitMinutes', 'waitSeconds'],
  ]),
  ...each('name', [
    ...['account', 'company', 'present', 'recipientAccount', 'staff', 'role', 'namedPeriod'],
    // Files of banks, by their lines, columns and sums as they stand there, and by the kind that the office has named.
    ...['after', 'amount', 'begun', 'column', 'counted', 'encoding', 'expected', 'found', 'line', 'name', 'profileId'],
    ...['recorded', 'stated'],
    // A record of a package, with the file that tells it.
    'record',
    // Times of a day.
    ...['at', 'untilAt'],
    // What only the operator of the command line is told.
    ...['contract', 'error', 'fault', 'file', 'key'],
    // A person reads it out, and the request is found by it.
    'correlationId',
  ]),
  rule: 'rule',
  personal: 'personal',
};

function each(kind: DetailKind, names: readonly string[]): Record<string, DetailKind> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

/** A detail of a rejection as people read it; a dash for one that is not given or not to be shown. */
export function detailInWords(name: string, value: Rejection['details'][string] | undefined): string {
  const kind = Object.hasOwn(DETAIL_KINDS, name) ? DETAIL_KINDS[name] : undefined;
  if (value === null || value === undefined || value === '' || kind === undefined) return '—';
  return SAYINGS[kind](value);
}

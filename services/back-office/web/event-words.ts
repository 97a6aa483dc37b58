import {
  basisInWords,
  capitalised,
  componentInWords,
  dayOrMonthInWords,
  instantInWords,
  NamedUtility,
  payeeInWords,
  reasonInWords,
  roublesInWords,
  unitInWords,
  utilityInWords,
  valueInWords,
} from '#libs/web';
import { EventField } from '#services/billing/api/client';
import { STAFF_ROLES, StaffRole } from '#services/identity/api/client';
import { roleInWords } from '../api/role-words';
import { actInWords } from './audit-words';
import { FIELD_WORDS, VALUE_WORDS } from './event-field-words';

/** What a fact behind a sum is called; others go by the words of the trail. */
const EVENTS: Readonly<Record<string, string>> = {
  CompanyRegistered: 'Заведена компания',
  KeyRateAnnounced: 'Объявлена ключевая ставка',
  CalendarDayDeclared: 'Объявлен рабочий или выходной день',
  UtilityDefined: 'Заведена услуга',
  RaisingCoefficientSet: 'Задан повышающий коэффициент',
  HouseRegistered: 'Заведён дом',
  HouseVolumeRecorded: 'Записано показание общедомового счётчика',
  AccountOpened: 'Открыт счёт',
  AccountClosed: 'Закрыт счёт',
  ResidentsRegistered: 'Записано число жильцов',
  UtilityConnected: 'Подключена услуга',
  UtilityDisconnected: 'Отключена услуга',
  AbsenceRegistered: 'Записано временное отсутствие',
  MeterInstalled: 'Установлен счётчик',
  MeterRemoved: 'Снят счётчик',
  MeterNoted: 'Счётчик учтён в расчётах',
  MeterRemovalNoted: 'Снятие счётчика учтено в расчётах',
  ReadingNoted: 'Показание учтено в расчётах',
  ReadingCorrectionNoted: 'Исправление показания учтено в расчётах',
  ReadingDoubtNoted: 'Показание принято под вопросом',
  ConsumptionHistoryNoted: 'Записан расход прошлых месяцев',
  OrderCharged: 'Заказ передан в начисления',
  OrderChargeNoted: 'Заказ учтён в расчётах',
  OrderChargeCancellationNoted: 'Отмена заказа учтена в расчётах',
  RecalculationRecorded: 'Записан перерасчёт',
  PeriodOpened: 'Открыт месяц по счёту',
  ChargesCalculated: 'Рассчитаны начисления',
  PaymentCredited: 'Платёж зачислен',
  PaymentCreditReversed: 'Платёж отозван',
  PenaltySuspended: 'Пени приостановлены: действует рассрочка',
  PenaltyResumed: 'Пени снова начисляются: рассрочка кончилась',
  PaymentHeld: 'Платёж ждёт своего месяца',
  PaymentReversalHeld: 'Отзыв платежа ждёт своего месяца',
};

export function eventInWords(type: string): string {
  return EVENTS[type] ?? actInWords(type);
}

/** Who may have recorded a fact, as the office would say it. */
const ACTORS: readonly (readonly [RegExp, string])[] = [
  [/^resident:/, 'жилец через кабинет'],
  [/^night$/, 'ночной расчёт'],
  [/^import/, 'перенесено из прежней программы'],
  [/^(system|service|job):/, 'программа'],
];

export function actorInWords(actor: string): string {
  const staff = /^staff:(.+)$/.exec(actor)?.[1];
  if (staff !== undefined) return /^\d+$/.test(staff) ? `сотрудник № ${staff}` : 'сотрудник';
  return ACTORS.find(([pattern]) => pattern.test(actor))?.[1] ?? 'программа';
}

/** `charges.3.amountKopecks` → «Начисление 4, сумма». */
export function pathInWords(path: string): string {
  const words: string[] = [];
  for (const segment of path.split('.')) {
    const last = words.length - 1;
    if (/^\d+$/.test(segment) && last >= 0) words[last] = `${words[last] ?? ''} ${String(Number(segment) + 1)}`;
    else words.push(FIELD_WORDS[segment] ?? segment);
  }
  return capitalised(words.join(', '));
}

/** What a field of this name holds, in words. */
const VALUES: Readonly<Record<string, (value: string, utilities: readonly NamedUtility[]) => string>> = {
  utility: (value, utilities) => utilityInWords(utilities, value),
  payee: payeeInWords,
  component: componentInWords,
  part: componentInWords,
  basis: basisInWords,
  reason: reasonInWords,
  unit: unitInWords,
  type: eventInWords,
  actor: actorInWords,
  role: roleOrNothing,
  previousRole: roleOrNothing,
  actorRole: roleOrNothing,
};

function roleOrNothing(value: string): string {
  return STAFF_ROLES.includes(value as StaffRole) ? roleInWords(value as StaffRole) : value;
}

/** Names and words of people and of banks, which no dictionary is to change. */
const AS_THEY_ARE = /^(account|address|cause|document|flat|moneyId|name|paymentId|reason|serial|title)$/;
/** Of a list of the program: nobody writes so. */
const IS_CODE = /^[a-z]+(_[a-z]+)+$/;
const NUMBERS = /^(quantity|tariff|coefficient|price|norm|percent|exact|totalAreaM2|commonAreaM2|volumeGcal)$/;

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
/** Whoever is named in a value, as the log names them. */
const ACTOR = /^(staff|resident|service|job):/;

/** The value of a field as people say it; instants on the clocks of the company. */
export function valueOfField(
  { path, value }: EventField,
  utilities: readonly NamedUtility[],
  timeZone: string,
): string {
  if (value === '') return '—';
  if (value === 'true' || value === 'false') return value === 'true' ? 'да' : 'нет';
  const field = path.split('.').findLast((segment) => !/^\d+$/.test(segment)) ?? path;
  if (field.endsWith('Kopecks') && /^-?\d+$/.test(value)) return roublesInWords(Number(value));
  if (NUMBERS.test(field)) return valueInWords(value);
  const words = VALUES[field]?.(value, utilities);
  if (words !== undefined && words !== value) return words;
  if (AS_THEY_ARE.test(field) && !IS_CODE.test(value)) return value;
  if (INSTANT.test(value)) return instantInWords(value, timeZone);
  if (ACTOR.test(value)) return actorInWords(value);
  return Object.hasOwn(VALUE_WORDS, value) ? (VALUE_WORDS[value] ?? value) : dayOrMonthInWords(value);
}

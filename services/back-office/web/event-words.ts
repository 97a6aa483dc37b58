import {
  basisInWords,
  capitalised,
  componentInWords,
  dayInWords,
  monthInWords,
  NamedUtility,
  payeeInWords,
  reasonInWords,
  roublesInWords,
  unitInWords,
  utilityInWords,
  valueInWords,
} from '#libs/web';
import { isBillingPeriod, isCivilDate } from '#libs/kernel';
import { EventField } from '#services/billing/api/client';
import { actInWords } from './audit-words';

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

export function dayOrMonthInWords(text: string): string {
  if (isCivilDate(text)) return dayInWords(text);
  return isBillingPeriod(text) ? monthInWords(text) : text;
}

const FIELDS: Readonly<Record<string, string>> = {
  account: 'лицевой счёт',
  actor: 'кто',
  advanceKopecks: 'внесено вперёд',
  amountKopecks: 'сумма',
  appliedOn: 'заявление подано',
  basis: 'как найден объём',
  because: 'почему',
  carriedFrom: 'перенесено из месяца',
  cause: 'основание',
  channel: 'откуда',
  charges: 'начисление',
  chargedKopecks: 'начислено',
  chargedOn: 'начислено дня',
  closedOn: 'закрыт с',
  closingKopecks: 'на конец месяца',
  coefficient: 'коэффициент',
  component: 'часть',
  correctedOn: 'исправлено',
  corrects: 'что исправляет',
  date: 'день',
  digits: 'знаков до запятой',
  document: 'документ',
  dueOn: 'оплатить до',
  effectiveOn: 'действует с',
  eventId: 'запись',
  exact: 'до округления, рублей',
  excessKopecks: 'из-за повышающего коэффициента',
  finalValues: 'последние показания',
  flat: 'квартира',
  formula: 'формула',
  from: 'с',
  houseId: 'дом',
  information: 'только для сведения',
  inputs: 'число',
  installedOn: 'установлен',
  key: 'настройка',
  kind: 'вид',
  leftOn: 'уехали',
  lines: 'строка',
  maxMonthly: 'наибольший расход за месяц',
  meterId: 'счётчик',
  meterPossible: 'счётчик можно установить',
  months: 'месяц',
  movements: 'движение',
  name: 'название',
  norm: 'норматив',
  ofPeriod: 'за месяц',
  openedOn: 'открыт',
  openingBalances: 'остаток прежней программы',
  openingKopecks: 'на начало месяца',
  orderId: 'заказ',
  owners: 'собственников',
  part: 'часть',
  payee: 'получатель',
  payees: 'итоги',
  paymentId: 'платёж',
  paymentsKopecks: 'оплачено',
  penaltyKopecks: 'пени',
  per: 'на что',
  percent: 'процент',
  period: 'месяц',
  persons: 'человек',
  previousValues: 'было',
  price: 'цена, рублей за единицу',
  principalKopecks: 'основной долг',
  quantity: 'количество',
  reason: 'основание',
  recalculatedKopecks: 'перерасчёты',
  recalculations: 'перерасчёт',
  receivedOn: 'получено',
  recordedAt: 'записано',
  registered: 'проживает',
  removedOn: 'снят',
  returnedOn: 'вернулись',
  serial: 'номер на счётчике',
  source: 'по записи',
  startValues: 'начальные показания',
  takenOn: 'снято',
  tariff: 'тариф, рублей',
  title: 'название',
  to: 'по',
  totalAreaM2: 'площадь, м²',
  type: 'вид записи',
  unit: 'единица',
  unitPriceKopecks: 'цена за единицу',
  utility: 'услуга',
  value: 'значение',
  values: 'показания',
  verifiedUntil: 'поверка до',
  volumeGcal: 'объём, Гкал',
  volumes: 'объёмы',
  windowFromDay: 'показания с числа',
  windowToDay: 'показания по число',
};

/** `charges.3.amountKopecks` → «Начисление 4, сумма». */
export function pathInWords(path: string): string {
  const words: string[] = [];
  for (const segment of path.split('.')) {
    const last = words.length - 1;
    if (/^\d+$/.test(segment) && last >= 0) words[last] = `${words[last] ?? ''} ${String(Number(segment) + 1)}`;
    else words.push(FIELDS[segment] ?? payeeInWords(segment).toLowerCase());
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
};

const NUMBERS = /^(quantity|tariff|coefficient|price|norm|percent|exact|totalAreaM2|commonAreaM2|volumeGcal)$/;

export function valueOfField({ path, value }: EventField, utilities: readonly NamedUtility[]): string {
  if (value === '') return '—';
  if (value === 'true' || value === 'false') return value === 'true' ? 'да' : 'нет';
  const field = path.split('.').findLast((segment) => !/^\d+$/.test(segment)) ?? path;
  if (field.endsWith('Kopecks') && /^-?\d+$/.test(value)) return roublesInWords(Number(value));
  if (NUMBERS.test(field)) return valueInWords(value);
  return VALUES[field]?.(value, utilities) ?? dayOrMonthInWords(value);
}

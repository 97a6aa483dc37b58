import { dayInWords, monthInWords } from '#libs/words';
import { Why } from '../domain/calculation';

type Words = (details: Readonly<Record<string, string | number>>, why: Why) => string;

/** How a volume or a line was found, put into words for residents and accountants. */
const WORDS: Readonly<Record<string, Words>> = {
  reading: () => 'По показаниям прибора учёта, принятым в этом месяце (ПП РФ 354, п. 42).',
  reading_closes_gap: (details) =>
    `По показаниям прибора; из расхода вычтено начисленное без показаний за ${text(details, 'closedPeriods')} (п. 61).`,
  meter_failed_average: (_, why) =>
    `Прибор неисправен, снят или срок поверки истёк: среднемесячный объём, ${String(why.gapMonth)}-й месяц подряд (п. 59 «а»).`,
  meter_failed_norm: () => 'Прибор неисправен или не поверен: три месяца среднего прошли, норматив (п. 60).',
  meter_failed_norm_short_history: () => 'Прибор неисправен или не поверен, для среднего мало месяцев: норматив.',
  meter_failed_norm_raised: () =>
    'Прибор неисправен или не поверен больше трёх месяцев: норматив с повышающим коэффициентом (п. 60).',
  no_reading_average: (_, why) =>
    `Показаний в срок не было: среднемесячный объём, ${String(why.gapMonth)}-й месяц подряд (п. 59 «б»).`,
  no_reading_norm: () => 'Показаний не было больше трёх месяцев: норматив без повышающего коэффициента (п. 60).',
  no_reading_norm_short_history: () => 'Показаний не было, для среднего мало месяцев: норматив (п. 59, 60).',
  no_meter_installable: () => 'Прибора нет, хотя установить его можно: норматив с повышающим коэффициентом (п. 42).',
  no_meter_installable_unraised: () =>
    'Прибора нет, хотя установить его можно; повышающий коэффициент в этом месяце не действовал: норматив (п. 42).',
  no_meter_impossible: () => 'Прибора нет и установить его нельзя: норматив (п. 42).',
  by_area: (details) => `По общей площади${activeDays(details)} (ЖК РФ ст. 154, 156, 169).`,
  common_property_by_norm: (details) =>
    `Доля в ресурсах на общее имущество по нормативу${activeDays(details)} (ЖК РФ ст. 156 ч. 9.2).`,
  waste_by_area: (details) => `Вывоз отходов по общей площади${activeDays(details)} (ПП РФ 354, ф. 9(2)).`,
  waste_by_persons: () => 'Вывоз отходов по числу проживающих с учётом дней (ПП РФ 354, ф. 9(1)).',
  heating_share_of_last_year: (details) =>
    `Отопление равными частями: доля в тепле дома за прошлый год${activeDays(details)} (п. 42(1)).`,
  heating_share_of_month: (details) =>
    `Отопление: доля в показаниях общедомового прибора за месяц${activeDays(details)} (п. 42(1)).`,
  heating_by_norm_over_the_year: (details) =>
    `Отопление по нормативу, равными частями в течение года${activeDays(details)} (п. 42(1)).`,
  heating_by_norm_in_season: (details) =>
    `Отопление по нормативу в отопительный период${activeDays(details)} (п. 42(1)).`,
  sum_of_sources: () => 'Водоотведение: сумма объёмов поданной воды до повышающего коэффициента (п. 42).',
  true_up: (details) =>
    `По показаниям израсходовано ${text(details, 'growth')}, без показаний было начислено ${text(details, 'chargedInGap')}: разница по тарифу того месяца (п. 61).`,
  reading_correction: (details) =>
    `Исправлено показание прибора от ${text(details, 'takenOn')}: разница между верной и прежней суммой месяца${atRightTariff(details)}.`,
  absence: (details) =>
    `Временное отсутствие с ${text(details, 'leftOn')} по ${text(details, 'returnedOn')}: доля месяца ${text(details, 'share')} (п. 86–91).`,
  order: (details) =>
    details['because'] === 'payment_returned'
      ? `Дополнительная услуга по Вашему заказу: её оплата возвращена ${text(details, 'chargedOn')}, поэтому сумма внесена в начисления: количество × цена.`
      : `Дополнительная услуга по Вашему заказу, начислена ${text(details, 'chargedOn')}: количество × цена.`,
  order_cancelled: (details) =>
    `Начисление за заказ отменено ${text(details, 'cancelledOn')} (${ORDER_CANCELLATIONS[text(details, 'because')] ?? 'по решению компании'}): снято целиком.`,
  interruption: (details) =>
    `Перерыв в подаче: за месяц ${text(details, 'hours')} ч при допустимых ${text(details, 'allowed')} ч, за каждый лишний час минус ${percent(details)} % платы за месяц (ПП РФ 354, приложение 1).`,
  cold: (details) =>
    `В помещении было холоднее нормы на ${text(details, 'degrees')} °C в течение ${text(details, 'hours')} ч${begun(details)}: минус ${percent(details)} % платы за месяц за каждый час и градус (ПП РФ 354, приложение 1).`,
  provider_error: (details) =>
    `Исправлена ошибка компании: вместо начисленных ${text(details, 'charged')} ₽${standing(details)} верная сумма месяца.`,
  provider_fine: (details) =>
    `Штраф компании за ошибку: половина лишнего (${text(details, 'excess')} ₽) по обращению от ${text(details, 'claimedOn')} (ЖК РФ, ст. 157, ч. 6).`,
  relief: (details) =>
    `Льгота: ${text(details, 'percent')} % от платы за ${text(details, 'covered')} по тарифу месяца, не больше нормы.`,
  tampering: (details) =>
    `По акту от ${text(details, 'foundOn')} о вмешательстве в прибор учёта: десять нормативов вместо начисленных ${text(details, 'charged')} ₽${standing(details)} (ПП РФ 354, п. 62).`,
  heating_year: (details) =>
    `Отопление за ${text(details, 'year')} год${heatedDays(details)} по счётчику дома за вычетом начисленных в течение года ${text(details, 'charged')} ₽${standing(details)} (ПП РФ 354, п. 42(1)).`,
  replay: (details) =>
    `Месяц пересчитан по уточнённым правилам: начислено было ${text(details, 'before')} ₽, верно ${text(details, 'after')} рублей.`,
  reversal: () => 'Отменён перерасчёт, сделанный раньше: снят целиком.',
};

/** Why an order that had been charged was cancelled. */
const ORDER_CANCELLATIONS: Readonly<Record<string, string>> = {
  resident_asked: 'по просьбе жильца',
  specialist_unavailable: 'специалист не смог прийти',
  no_access: 'не было доступа в помещение',
  work_not_done: 'работа не выполнена',
  mistake: 'заказ записан по ошибке',
  paid_at_once: 'он оплачен отдельно',
};

function percent(details: Readonly<Record<string, string | number>>): string {
  return text(details, 'percent');
}

/** A day, months one after another, or a number, as they are written in Russian; anything else as it is. */
function text(details: Readonly<Record<string, string | number>>, name: string): string {
  return said(String(details[name] ?? ''));
}

function said(value: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return dayInWords(value);
  if (/^\d{4}-\d\d( \d{4}-\d\d)*$/.test(value)) return value.split(' ').map(monthInWords).join(', ');
  return value.replaceAll(/(?<=\d)\.(?=\d)/g, ',');
}

/** What a month stood at before, where it was another sum than was charged. */
function standing(details: Readonly<Record<string, string | number>>): string {
  return details['standing'] === undefined ? '' : ` (с прежними перерасчётами ${text(details, 'standing')} ₽)`;
}

/** Of a month whose price an error of the company has put right. */
function atRightTariff(details: Readonly<Record<string, string | number>>): string {
  return details['rightTariff'] === undefined ? '' : ` по исправленному тарифу ${text(details, 'rightTariff')} ₽`;
}

/** When it began, where it is told. */
function begun(details: Readonly<Record<string, string | number>>): string {
  if (details['startedOn'] === undefined) return '';
  const time = details['startedAt'] === undefined ? '' : `, ${String(details['startedAt'])}`;
  return ` (начало ${text(details, 'startedOn')}${time})`;
}

/** An account that was opened or closed within the year has no heat of the days before and after. */
function heatedDays({ days, daysOfYear }: Readonly<Record<string, string | number>>): string {
  return days === undefined || daysOfYear === undefined ? '' : ` (за ${String(days)} из ${String(daysOfYear)} дней)`;
}

function activeDays(details: Readonly<Record<string, string | number>>): string {
  const { days, daysOfMonth } = details;
  return days === daysOfMonth ? '' : ` за ${String(days)} из ${String(daysOfMonth)} дней`;
}

/** The sentence for a code; a late reading that closed a part of the gap is told besides. */
export function whyInWords(why: Why): string {
  const words = WORDS[why.code];
  if (!words) throw new Error(`No words for ${why.code}`);
  const details = why.details ?? {};
  const sentence = words(details, why);
  const stale = details['staleReading'];
  return stale === undefined
    ? sentence
    : `${sentence} Позднее показание от ${said(String(stale))} закрыло только более ранние месяцы.`;
}

/** Every code that has words, for the test that none is missing. */
export const WHY_CODES: readonly string[] = Object.keys(WORDS);

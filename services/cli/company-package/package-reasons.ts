/**
 * What can be wrong with a package, and what to do: in English for the command line, in Russian for accountants.
 * `{name}` stands for a detail.
 */
const REASON_WORDS = {
  file_absent: {
    english: 'file is absent: add it, with the header alone if it has no rows',
    russian:
      'Такого файла в архиве нет. Добавьте его; если строк нет, оставьте в нём одну строку с названиями столбцов.',
  },
  not_utf8: {
    english: 'not UTF-8: save the file as UTF-8',
    russian: 'Файл сохранён не в кодировке UTF-8. Сохраните его снова: в Excel — «CSV UTF-8».',
  },
  column_absent: { english: 'column is absent: add it', russian: 'Такого столбца в файле нет. Добавьте его.' },
  column_twice: {
    english: 'column stands twice: remove one',
    russian: 'Столбец стоит в файле дважды. Уберите лишний.',
  },
  column_unknown: { english: 'column is not known: remove it', russian: 'Такого столбца быть не должно. Уберите его.' },
  cell_count: {
    english: 'has {found} cells where the header has {expected}',
    russian: 'В строке ячеек: {found}, а столбцов в файле: {expected}. Проверьте точки с запятой.',
  },
  quote_inside: {
    english: 'a quote inside a cell that is not quoted: quote the cell and double the quote',
    russian: 'Внутри ячейки стоит кавычка ("). Заключите всю ячейку в кавычки, а кавычку внутри неё удвойте.',
  },
  quote_open: {
    english: 'a quote is opened and never closed: close it',
    russian: 'Кавычка (") открыта и не закрыта. Закройте её.',
  },
  text_after_quote: {
    english: 'text after a closing quote: quote the whole cell',
    russian: 'После закрытой кавычки (") стоит ещё текст. Заключите в кавычки всю ячейку.',
  },
  empty_cell: { english: 'must not be empty', russian: 'Ячейка пуста. Заполните её.' },
  duplicate: {
    english: 'same {columns} as line {line}',
    russian: 'В строке {line} стоит то же самое ({columns}). Оставьте одну из двух строк.',
  },

  id_form: {
    english: 'must be 1 to 32 characters of 0-9 A-Z a-z _ . -',
    russian:
      'Здесь может быть от 1 до 32 знаков: цифры, латинские буквы, подчёркивание, точка и дефис. Уберите остальные.',
  },
  id_list_form: {
    english: 'must be identifiers separated by one space',
    russian: 'Здесь нужны коды услуг через один пробел. Исправьте значение.',
  },
  id_list_twice: {
    english: 'must name each utility once',
    russian: 'Одна услуга названа дважды. Оставьте её один раз.',
  },
  text_too_long: {
    english: 'must be at most {limit} characters',
    russian: 'Текст длиннее предела, знаков: {limit}. Сократите его.',
  },
  control_characters: {
    english: 'must hold no control characters or line breaks',
    russian: 'В тексте есть перенос строки, табуляция или невидимый знак. Уберите его.',
  },
  date_form: {
    english: 'not a calendar date YYYY-MM-DD',
    russian: 'Это не дата. Напишите существующий день в виде ГГГГ-ММ-ДД, например 2026-10-31.',
  },
  period_form: {
    english: 'not a calendar month YYYY-MM',
    russian: 'Это не месяц. Напишите его в виде ГГГГ-ММ, например 2026-10.',
  },
  yes_or_no: { english: 'must be yes or no', russian: 'Здесь может быть только yes (да) или no (нет). Выберите одно.' },
  one_of: { english: 'must be one of {values}', russian: 'Такого значения нет. Выберите одно из этих: {values}.' },
  inn_form: { english: 'must be 10 or 12 digits', russian: 'В ИНН 10 или 12 цифр. Сверьте его с документом.' },
  kpp_form: {
    english: 'must be 9 characters such as 632101001',
    russian: 'В КПП 9 знаков, например 632101001. Сверьте его с документом.',
  },
  ogrn_form: { english: 'must be 13 digits', russian: 'В ОГРН 13 цифр. Сверьте его с документом.' },
  bic_form: {
    english: 'must be 9 digits that begin with 04',
    russian: 'В БИК 9 цифр, первые две — 04. Сверьте его с документом банка.',
  },
  bank_account_form: {
    english: 'must be 20 digits',
    russian: 'В номере счёта 20 цифр. Сверьте его с документом банка.',
  },
  check_digit: {
    english: 'check digit is wrong: compare with the document',
    russian: 'Контрольная цифра не сходится. Сверьте номер с документом.',
  },
  account_not_of_bic: {
    english: 'does not belong to this BIC: compare account and BIC with the bank document',
    russian: 'Счёт не подходит к этому БИК. Сверьте счёт и БИК с документом банка.',
  },
  time_zone: {
    english: 'must be an IANA time zone such as Europe/Samara',
    russian: 'Такого часового пояса нет. Напишите его, как в базе IANA, например Europe/Samara.',
  },
  number_form: {
    english: 'must be a number in digits with a point',
    russian: 'Это не число. Напишите его цифрами, без пробелов, дробную часть — через точку, например 64.9.',
  },
  whole_number: { english: 'must be a whole number', russian: 'Здесь нужно целое число. Уберите дробную часть.' },
  decimals: {
    english: 'must have at most {places} decimals',
    russian: 'После точки слишком много цифр. Оставьте не больше, чем {places}.',
  },
  range_from: {
    english: 'must be at least {from} and at most {to}',
    russian: 'Число вне пределов: нужно не меньше {from} и не больше {to}. Исправьте его.',
  },
  range_above: {
    english: 'must be above {above} and at most {to}',
    russian: 'Число вне пределов: нужно больше {above} и не больше {to}. Исправьте его.',
  },

  unknown_account: {
    english: 'no such account in accounts.csv',
    russian: 'Такого счёта нет в файле accounts.csv. Исправьте номер или добавьте счёт.',
  },
  unknown_house: {
    english: 'no such house in houses.csv',
    russian: 'Такого дома нет в файле houses.csv. Исправьте код или добавьте дом.',
  },
  unknown_utility: {
    english: 'no such utility in utilities.csv',
    russian: 'Такой услуги нет в файле utilities.csv. Исправьте код или добавьте услугу.',
  },
  unknown_meter: {
    english: 'no such meter in meters.csv',
    russian: 'Такого счётчика нет в файле meters.csv. Исправьте код или добавьте счётчик.',
  },
  unknown_payment: {
    english: 'no such payment in payments.csv',
    russian: 'Такого платежа нет в файле payments.csv. Исправьте номер или добавьте платёж.',
  },
  unknown_connection: {
    english: 'the account has no connection to this utility in connections.csv',
    russian: 'Эта услуга у счёта не подключена: строки нет в файле connections.csv. Добавьте её или исправьте услугу.',
  },
  unknown_reading: {
    english: 'the meter has no reading taken on this date in readings.csv',
    russian: 'Показания этого счётчика за этот день нет в файле readings.csv. Исправьте дату или добавьте показание.',
  },
  payee_missing: {
    english: 'no row of the payee {payee}: add it',
    russian: 'Нет строки получателя {payee}. Добавьте её.',
  },
  source_is_sewage: {
    english: 'a source may not itself be a sewage utility',
    russian: 'Водоотведение не считается по другому водоотведению. Назовите услуги, по которым вода поступает.',
  },
  only_sewage_has_sources: {
    english: 'only a sewage utility has sources',
    russian: 'Это заполняют только для водоотведения. Оставьте ячейку пустой.',
  },
  metered_needs_it: {
    english: 'a metered utility needs it',
    russian: 'Для услуги по счётчикам это нужно. Заполните ячейку.',
  },
  only_for_metered: {
    english: 'only for metered utilities: leave it empty',
    russian: 'Это заполняют только для услуг по счётчикам. Оставьте ячейку пустой.',
  },
  meter_possible_missing: {
    english: 'say yes or no',
    russian: 'Не сказано, можно ли поставить счётчик. Напишите yes (да) или no (нет).',
  },
  part_missing: {
    english: 'a two-part utility is priced by water and heat',
    russian: 'У этой услуги две цены, на воду и на тепло. Напишите water или heat.',
  },
  part_wrong: {
    english: 'a two-part utility has the parts water and heat',
    russian: 'У этой услуги есть только части water (вода) и heat (тепло). Выберите одну.',
  },
  part_surplus: {
    english: 'this utility has no such part: leave it empty',
    russian: 'Такой части у этой услуги нет. Оставьте ячейку пустой.',
  },

  register_missing: {
    english: 'the meter needs a value for each of its zones',
    russian: 'У счётчика для каждой зоны нужно своё значение. Заполните ячейку.',
  },
  register_surplus: {
    english: 'the meter has fewer zones: leave it empty',
    russian: 'У счётчика меньше зон. Оставьте ячейку пустой.',
  },
  register_too_long: {
    english: 'must be below 10^{digits}, as the meter has {digits} digits before the point',
    russian:
      'У счётчика цифр до запятой: {digits}, а в значении их больше. Исправьте значение или число цифр счётчика.',
  },
  not_removed: {
    english: 'the meter is not removed: leave it empty or fill removed_on',
    russian: 'Счётчик не снят. Оставьте ячейку пустой или заполните столбец removed_on.',
  },
  replaced_meter: {
    english: 'must be another meter of the same account, utility and zones, and already removed',
    russian:
      'Здесь может быть только другой, уже снятый счётчик того же счёта, той же услуги и с тем же числом зон. ' +
      'Исправьте код или данные того счётчика.',
  },
  second_volume_missing: {
    english: 'needed because volume_3 is filled',
    russian: 'Столбец volume_3 заполнен, значит, нужен и этот. Заполните ячейку.',
  },
  before_installed: {
    english: 'must not be before the meter was installed on {installedOn}',
    russian: 'Показание снято раньше, чем счётчик установлен ({installedOn}). Исправьте одну из дат.',
  },
  outside_life: {
    english: 'must not be before the meter was installed on {installedOn} and not after its removal on {removedOn}',
    russian: 'Счётчик стоял с {installedOn} по {removedOn}, показание снято в другой день. Исправьте одну из дат.',
  },
  opening_reading: {
    english: 'needs a reading of {month}, received in its window',
    russian: 'Нужно показание за {month}, принятое в срок: от него пойдёт расход. Добавьте его в файл readings.csv.',
  },
  below_previous: {
    english: 'lower than the previous reading and no plausible rollover',
    russian: 'Показание меньше прошлого, и через ноль счётчик перейти не мог. Проверьте оба показания.',
  },
  closed_month_corrected: {
    english: 'this reading counted before first_period, and those months are not computed again',
    russian:
      'Показание вошло в месяцы до начала расчётов (first_period), они не пересчитываются. Уберите это исправление.',
  },

  not_before: {
    english: 'must not be before {column}',
    russian: 'Раньше, чем в столбце {column}. Исправьте одно из двух значений.',
  },
  must_be_after: {
    english: 'must be after {column}',
    russian: 'Должно быть позже, чем в столбце {column}. Исправьте одну из дат.',
  },
  reversal_before_payment: {
    english: 'must not be before the payment received_on',
    russian: 'Платёж отозван раньше, чем получен (received_on в файле payments.csv). Исправьте одну из дат.',
  },
  mid_month: {
    english: 'inside the computed periods it must be the first day of a month',
    russian: 'В месяцах, которые рассчитываются, новое значение действует с первого числа. Исправьте дату.',
  },
  residents_missing: {
    english: 'account {account} needs a row from the day it was opened or earlier',
    russian:
      'Для счёта {account} не сказано, сколько жильцов в день его открытия. Добавьте строку с этого дня или раньше.',
  },
  absences_overlap: {
    english: 'overlaps an absence of the same account',
    russian: 'Отсутствие пересекается с другим отсутствием того же счёта. Исправьте даты.',
  },
  not_before_first_period: {
    english: 'must be before first_period',
    russian: 'Здесь может быть только месяц до начала расчётов (first_period). Исправьте месяц или уберите строку.',
  },
  payment_before_first_period: {
    english: 'must not be before first_period: earlier payments are part of the opening balances',
    russian:
      'Платёж получен до начала расчётов (first_period), он уже входит в остатки на начало. Уберите строку или исправьте дату.',
  },
  heating_volume_missing: {
    english: 'no volume of {house}, {utility} for the heating month {month} (write 0 as 0)',
    russian:
      'Нет объёма дома {house} по услуге {utility} за отопительный месяц {month}. Добавьте строку, ноль тоже пишут.',
  },

  setting_missing: {
    english: 'no row of the setting {key}: add it',
    russian: 'Нет строки настройки {key}. Добавьте её.',
  },
  setting_unknown: {
    english: 'no such setting: remove the row',
    russian: 'Такой настройки нет. Уберите строку.',
  },
  setting_value: {
    english: '{key} must be {expected}',
    russian: 'Настройка {key} может быть только такой: {expectedInRussian}. Исправьте значение.',
  },
  setting_undated: {
    english: '{key} is one value and cannot change by date',
    russian: 'Настройка {key} одна на всё время и по датам не меняется. Оставьте одну строку.',
  },
  setting_not_in_force: {
    english: 'no row of {key} holds on the first day of first_period: add one',
    russian: 'Настройка {key} на начало расчётов (first_period) не задана. Добавьте строку с этого дня или раньше.',
  },
  last_before_first: {
    english: 'last_period must not be before first_period',
    russian: 'Последний месяц (last_period) раньше первого (first_period). Исправьте один из них.',
  },
  too_many_periods: {
    english: 'at most {limit} periods can be computed',
    russian: 'Слишком много месяцев: рассчитать можно не больше, чем {limit}. Исправьте last_period.',
  },
} as const;

export type ReasonName = keyof typeof REASON_WORDS;
export type ReasonLanguage = 'english' | 'russian';

type NamesIn<Words extends string> = Words extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** The details that the words of a reason name, in either language. */
type DetailsOf<Name extends ReasonName> = Readonly<
  Record<NamesIn<(typeof REASON_WORDS)[Name][ReasonLanguage]>, string | number>
>;

/** Why something of a package is refused. The details hold no personal data. */
export interface Reason {
  readonly name: ReasonName;
  readonly details: Readonly<Record<string, string | number>>;
}

export const REASON_NAMES = Object.keys(REASON_WORDS) as readonly ReasonName[];

export function because<Name extends ReasonName>(
  name: Name,
  ...[details]: keyof DetailsOf<Name> extends never ? [] : [DetailsOf<Name>]
): Reason {
  return { name, details: details ?? {} };
}

/** What is wrong and what to do, for people. */
export function reasonInWords({ name, details }: Reason, language: ReasonLanguage): string {
  return REASON_WORDS[name][language].replace(/\{(\w+)\}/g, (_, detail: string) => String(details[detail]));
}

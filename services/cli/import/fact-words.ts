import { dayOrMonthInWords } from '#libs/words';

/** What a fact of a package is called, and the file that tells it, by the first word of its id. */
const FACTS: Readonly<Record<string, readonly [words: string, file: string]>> = {
  company: ['компания', 'company.csv'],
  setting: ['настройка', 'settings.csv'],
  calendar: ['день календаря', 'calendar.csv'],
  'key-rate': ['ключевая ставка', 'key_rates.csv'],
  utility: ['услуга', 'utilities.csv'],
  tariff: ['тариф', 'tariffs.csv'],
  norm: ['норматив', 'norms.csv'],
  coefficient: ['повышающий коэффициент', 'coefficients.csv'],
  house: ['дом', 'houses.csv'],
  'house-volume': ['расход дома', 'house_volumes.csv'],
  account: ['лицевой счёт', 'accounts.csv и opening_balances.csv'],
  'account-closed': ['закрытие лицевого счёта', 'accounts.csv'],
  residents: ['проживающие', 'residents.csv'],
  connection: ['подключение', 'connections.csv'],
  disconnection: ['отключение', 'connections.csv'],
  absence: ['отсутствие', 'absences.csv'],
  meter: ['прибор', 'meters.csv'],
  'meter-removed': ['снятие прибора', 'meters.csv'],
  reading: ['показание прибора', 'readings.csv'],
  correction: ['исправление показания', 'readings_corrections.csv'],
  history: ['расход прошлых месяцев', 'volume_history.csv'],
  payment: ['платёж', 'payments.csv'],
  reversal: ['отмена платежа', 'payment_reversals.csv'],
};

export const FACT_KINDS: readonly string[] = Object.keys(FACTS);

/** `показание прибора 40021, 20 октября 2026 (readings.csv)`: what the id `import:<company>:reading:40021:2026-10-20` stands for. */
export function factInWords(commandId: string): string {
  const [, , kind = '', ...about] = commandId.split(':');
  const known = Object.hasOwn(FACTS, kind) ? FACTS[kind] : undefined;
  if (known === undefined) return commandId;
  const [words, file] = known;
  const parts = about.filter((part) => part !== '').map(dayOrMonthInWords);
  return `${`${words} ${parts.join(', ')}`.trimEnd()} (${file})`;
}

import { cataloguedError, messageOf } from '#libs/platform';
import { monthInWords, roublesInWords } from '#libs/web';
import { ApprovalCard, ApprovalKind } from '#services/identity/api/client';

const KINDS: Readonly<Record<ApprovalKind, string>> = {
  'close-period': 'Закрытие месяца',
  'bulk-reissue': 'Замена кодов доступа',
  'print-codes': 'Печать кодов доступа',
  'write-off': 'Списание пени',
  refund: 'Возврат денег',
  'return-payment': 'Возврат невыясненных денег',
  'refund-order': 'Возврат за заказ',
  replay: 'Перерасчёт закрытых месяцев',
  import: 'Загрузка данных',
  recalculation: 'Перерасчёт по счёту',
  instalments: 'Рассрочка долга',
};

const STATES: Readonly<Record<ApprovalCard['state'], string>> = {
  open: 'ждёт второго сотрудника',
  granted: 'согласовано, выполняется',
  refused: 'отказано',
  withdrawn: 'отозвано',
  expired: 'срок прошёл',
  carried_out: 'выполнено',
  failed: 'не выполнено',
};

const OUTCOMES: Readonly<Record<string, string>> = {
  closed: 'закрыто счетов',
  parked: 'осталось открытыми',
  reissued: 'заменено кодов',
  refundedKopecks: 'возвращено',
  toRefundKopecks: 'согласовано вернуть через банк',
  recorded: 'записано перерасчётов',
  refused: 'не записано',
  days: 'загружено дней',
  parts: 'частей',
  amountKopecks: 'на сумму',
};

export function kindInWords(kind: ApprovalKind): string {
  return KINDS[kind];
}

/** What it is about, where people know it by that: a month, an account, a house. An id says nothing to them. */
export function subjectInWords({ kind, subject }: Pick<ApprovalCard, 'kind' | 'subject'>): string {
  if (kind === 'close-period') return monthInWords(subject);
  if (kind === 'write-off') return `счёт ${subject}`;
  return kind === 'bulk-reissue' ? `дом ${subject}` : '';
}

/** Whoever works in the office, by name and number. */
export type NamesOfActors = ReadonlyMap<string, string>;

export function officerInWords(actor: string, names: NamesOfActors): string {
  const number = `№\u00a0${actor.replace(/^staff:/, '')}`;
  const name = names.get(actor);
  return name === undefined ? number : `${name}, ${number}`;
}

/** Everybody who has asked or answered. */
export function actorsOf(approvals: readonly Pick<ApprovalCard, 'requestedBy' | 'answeredBy'>[]): readonly string[] {
  return approvals.flatMap(({ requestedBy, answeredBy }) => [
    requestedBy,
    ...(answeredBy === null ? [] : [answeredBy]),
  ]);
}

export function stateInWords(state: ApprovalCard['state']): string {
  return STATES[state];
}

/** `закрыто счетов: 120, осталось открытыми: 0`. */
export function outcomeInWords(outcome: NonNullable<ApprovalCard['outcome']>): string {
  return Object.entries(outcome)
    .map(([name, value]) => `${OUTCOMES[name] ?? name}: ${valueInWords(name, value)}`)
    .join(', ');
}

function valueInWords(name: string, value: string | number): string {
  return name.endsWith('Kopecks') ? roublesInWords(Number(value)) : String(value);
}

/** Why it failed, in the words of the catalogue; its bare code where it has none. */
export function failureInWords(code: string, details: Parameters<typeof messageOf>[1] = {}): string {
  const entry = cataloguedError(code);
  return entry === null ? code : messageOf(entry, details);
}

import { cataloguedError, messageOf } from '#libs/platform';
import { roublesInWords } from '#libs/web';
import { ApprovalCard, ApprovalKind } from '#services/identity/api/client';

const KINDS: Readonly<Record<ApprovalKind, string>> = {
  'close-period': 'Закрытие месяца',
  'bulk-reissue': 'Замена кодов доступа',
  'print-codes': 'Печать кодов доступа',
  'write-off': 'Списание пени',
  refund: 'Возврат денег',
  replay: 'Перерасчёт закрытых месяцев',
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
  recorded: 'записано перерасчётов',
  refused: 'не записано',
  parts: 'частей',
  amountKopecks: 'на сумму',
};

export function kindInWords(kind: ApprovalKind): string {
  return KINDS[kind];
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

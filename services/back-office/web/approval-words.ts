import { cataloguedError, messageOf } from '#libs/platform';
import { ApprovalCard, ApprovalKind } from '#services/identity/api/client';

const KINDS: Readonly<Record<ApprovalKind, string>> = {
  'close-period': 'Закрытие месяца',
  'bulk-reissue': 'Замена кодов доступа',
  'print-codes': 'Печать кодов доступа',
  'write-off': 'Списание долга',
  refund: 'Возврат денег',
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
  refundedKopecks: 'возвращено копеек',
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
    .map(([name, value]) => `${OUTCOMES[name] ?? name}: ${String(value)}`)
    .join(', ');
}

/** Why it failed, in the words of the catalogue; its bare code where it has none. */
export function failureInWords(code: string): string {
  const entry = cataloguedError(code);
  return entry === null ? code : messageOf(entry, {});
}

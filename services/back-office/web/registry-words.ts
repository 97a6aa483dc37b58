import { RegistryLineNote, RegistryOutcome } from '#services/payments/api/client';

const OUTCOMES: Readonly<Record<RegistryOutcome, string>> = {
  received: 'записан на счёт',
  suspended: 'счёт не найден, ждёт разбора',
  conflict: 'расходится с известным, ждёт разбора',
  duplicate: 'повтор, не учитывается',
};

const PLANNED: Readonly<Record<RegistryOutcome, string>> = {
  received: 'запишется на счёт',
  suspended: 'отложится в невыясненные',
  conflict: 'отложится как расхождение',
  duplicate: 'не учтётся: уже есть',
};

const NOTES: Readonly<Record<RegistryLineNote, string>> = {
  unknown_account: 'такого лицевого счёта нет',
  wrong_check_digit: 'контрольная цифра счёта не подходит',
  closed_account: 'счёт закрыт, платёж пойдёт в его долг',
  repeated_in_file: 'строка повторяется в этом файле',
  known_before: 'этот платёж уже записан раньше',
  differs: 'у той же операции другая сумма, счёт или день',
};

/** What became of a line. */
export function outcomeInWords(outcome: RegistryOutcome): string {
  return OUTCOMES[outcome];
}

/** What will become of it. */
export function plannedInWords(outcome: RegistryOutcome): string {
  return PLANNED[outcome];
}

export function noteInWords(note: RegistryLineNote | null): string {
  return note === null ? '' : NOTES[note];
}

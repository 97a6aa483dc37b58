import { AttentionFinding, AttentionReason, AttentionVerdict } from '#services/payments/api/client';

const REASONS: Readonly<Record<AttentionReason, string>> = {
  never_answered: 'банк не ответил, сделан ли платёж, и среди сделанных его нет',
  unknown_to_the_bank: 'банк не знает платежа с номером, который дал сам',
  other_bank: 'платёж начат в другом банке',
  no_answer: 'банк не отвечает больше суток',
  hold_not_taken: 'банк держит деньги: не списывает и не отпускает',
  no_last_word: 'банк больше недели не сказал, чем кончилось',
  does_not_fit: 'банк называет другую сумму или другой платёж',
  part_refunded_after_recall: 'платёж отменили здесь, а банк вернул часть денег',
  refunded_by_office_too: 'деньги этого платежа вернула бухгалтерия, а потом и банк: проверьте, не вернули ли дважды',
};

const VERDICTS: Readonly<Record<AttentionVerdict, string>> = {
  not_paid: 'Платежа не было',
  dealt_with: 'Всё сделано',
};

const FINDINGS: Readonly<Record<AttentionFinding, string>> = {
  bank_has_no_payment: 'у банка такого платежа нет',
  bank_took_no_money: 'банк отказал или отменил платёж',
  hold_released: 'банк держал деньги и отпустил их',
  entered_by_hand: 'банк подтвердил деньги, платёж внесён вручную',
  counts_already: 'банк подтверждает то, что здесь уже учтено',
  given_back: 'все деньги вернулись плательщику',
  paid_by_another: 'это тот же платёж, что и другой, учтённый',
  other: 'другое: бумаги хранятся у нас',
};

export function attentionInWords(reason: AttentionReason): string {
  return REASONS[reason];
}

export function verdictInWords(verdict: AttentionVerdict): string {
  return VERDICTS[verdict];
}

export function findingInWords(finding: AttentionFinding): string {
  return FINDINGS[finding];
}

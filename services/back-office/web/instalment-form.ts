import { isCivilDate } from '#libs/kernel';
import { dayFault, dayTyped, FieldError, roublesTyped } from '#libs/web';
import { INSTALMENT_PARTS_MAX, InstalmentPart, InstalmentsAsked, PAYEES } from '#services/billing/api/client';

/** What a form of an agreement may carry. */
export const INSTALMENT_FIELDS = /^(account|payee|count|firstDueOn|parts|cause|document|show)$/;

export type TypedInstalments = Readonly<Record<string, string>>;

/** What was typed as an agreement, or what is wrong with it. */
export type ReadInstalments = { readonly asked: InstalmentsAsked } | { readonly errors: readonly FieldError[] };

/** Reads so many equal parts, or parts of one’s own: a day and a sum on each line. */
export function readInstalments(typed: TypedInstalments): ReadInstalments {
  const payee = PAYEES.find((one) => one === typed['payee']) ?? 'main';
  const own = (typed['parts'] ?? '').split('\n').filter((line) => line.trim() !== '');
  if (own.length > 0) {
    const parts = own.slice(0, INSTALMENT_PARTS_MAX + 1).map(partTyped);
    const wrong = parts.findIndex((part) => part === null);
    if (wrong >= 0) {
      const message = `Строка ${String(wrong + 1)}: укажите день и сумму, например 15.12.2026 1500,00.`;
      return { errors: [{ field: 'parts', message }] };
    }
    return { asked: { payee, parts: parts.filter((part) => part !== null) } };
  }
  const errors: FieldError[] = [];
  const count = Number(typed['count'] ?? '');
  if (!Number.isSafeInteger(count) || count < 2 || count > INSTALMENT_PARTS_MAX) {
    const message = `Введите, сколько частей: от 2 до ${String(INSTALMENT_PARTS_MAX)}.`;
    errors.push({ field: 'count', message });
  }
  const firstDueOn = dayTyped(typed['firstDueOn'] ?? '') ?? '';
  if (!isCivilDate(firstDueOn)) {
    errors.push({ field: 'firstDueOn', message: dayFault(typed['firstDueOn'] ?? '', 'Укажите день первой части.') });
  }
  return errors.length > 0 ? { errors } : { asked: { payee, count, firstDueOn } };
}

/** `15.12.2026 1 500,00`: a day, then a sum. */
function partTyped(line: string): InstalmentPart | null {
  const [, day = '', sum = ''] = /^\s*([\d./-]+)[\s;:–—]+(.+?)\s*$/.exec(line) ?? [];
  const [dueOn, amountKopecks] = [dayTyped(day), roublesTyped(sum)];
  return dueOn === null || amountKopecks === null ? null : { dueOn, amountKopecks };
}

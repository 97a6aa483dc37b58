import { isCivilDate } from '#libs/kernel';
import { dayFault, dayTyped, decimalTyped, FieldError, roublesTyped } from '#libs/web';
import { SupposedChange } from '#services/billing/api/client';
import { AccountMeterAnswer } from '#services/metering/api/client';
import { whatIfField } from './pages/what-if.page';
import { Form } from './form';

/** What a person supposes, from what was typed. An empty field supposes nothing. */
export function changesTyped(
  form: Form,
  meters: readonly AccountMeterAnswer[],
): { readonly changes: SupposedChange[]; readonly errors: FieldError[] } {
  const changes: SupposedChange[] = [];
  const errors: FieldError[] = [];
  const wrong = (field: string, message: string) => void errors.push({ field, message });
  for (const meter of meters) {
    const fields = meter.lastValues.map((_, register) => whatIfField(meter.meterId, register));
    const texts = fields.map((field) => form[field] ?? '');
    if (texts.every((text) => text === '')) continue;
    const values = texts.map(decimalTyped);
    values.forEach((value, register) => {
      if (value === null) wrong(fields[register] ?? '', 'Введите показание цифрами, например 123,45.');
    });
    if (values.every((value) => value !== null)) changes.push({ kind: 'reading', meterId: meter.meterId, values });
  }
  const amount = form['amount'] ?? '';
  if (amount !== '') {
    const amountKopecks = roublesTyped(amount);
    const paidOn = form['paidOn'] ?? '';
    const on = dayTyped(paidOn) ?? '';
    if (amountKopecks === null) wrong('amount', 'Введите сумму цифрами, например 1500,50.');
    if (!isCivilDate(on)) wrong('paidOn', dayFault(paidOn, 'Укажите день платежа.'));
    if (amountKopecks !== null && isCivilDate(on)) changes.push({ kind: 'payment', payee: 'main', amountKopecks, on });
  }
  const registered = form['registered'] ?? '';
  if (registered !== '') {
    const since = form['since'] ?? '';
    const from = dayTyped(since) ?? '';
    if (!/^\d{1,2}$/.test(registered)) wrong('registered', 'Введите число от 0 до 99.');
    if (!isCivilDate(from)) wrong('since', dayFault(since, 'Укажите день.'));
    if (/^\d{1,2}$/.test(registered) && isCivilDate(from)) {
      changes.push({ kind: 'residents', registered: Number(registered), from });
    }
  }
  if (changes.length === 0 && errors.length === 0) wrong('amount', 'Заполните хотя бы одно поле.');
  return { changes, errors };
}

import { dayOfWeek } from '#libs/kernel';
import { dayAndMonth, numberInWords, priceInWords } from '#libs/web';
import { OrderAnswer, OrderStepAnswer, PartOfDay, PaymentWay } from '#services/support/api/client';

const WEEKDAYS = ['воскресенье', 'понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота'];

/** `четверг, 15 октября` */
export function weekdayInWords(day: string): string {
  return `${WEEKDAYS[dayOfWeek(day)] ?? ''}, ${dayAndMonth(day)}`;
}

export const PARTS_IN_WORDS: Readonly<Record<PartOfDay, string>> = {
  morning: 'утром',
  afternoon: 'днём',
  evening: 'вечером',
};

export const PAYMENT_IN_WORDS: Readonly<Record<PaymentWay, string>> = {
  on_slip: 'в квитанции, после выполнения',
  at_once: 'сразу, банковской картой',
};

const STATES: Readonly<Record<OrderAnswer['state'], string>> = {
  placed: 'принят, ждёт подтверждения',
  confirmed: 'подтверждён',
  completed: 'выполнен',
  cancelled: 'отменён',
};

export function stateInWords(state: OrderAnswer['state']): string {
  return STATES[state];
}

type StepReason = NonNullable<OrderStepAnswer['because']>;

const REASONS: Readonly<Record<StepReason, string>> = {
  resident_asked: 'по Вашей просьбе',
  specialist_unavailable: 'специалист не сможет прийти',
  no_access: 'не было доступа в квартиру',
  work_not_done: 'работа не выполнена',
  mistake: 'заказ был записан по ошибке',
  paid_at_once: 'он оплачен отдельно',
  payment_returned: 'потому что его оплата возвращена',
};

/** What was cancelled and why: `Отменён по Вашей просьбе`, `Отменён, работа не выполнена`. */
export function withReason(what: string, because: StepReason | null): string {
  if (because === null) return what;
  return `${what}${because === 'resident_asked' ? '' : ','} ${REASONS[because]}`;
}

const STEPS: Readonly<Record<OrderStepAnswer['kind'], (day: string) => string>> = {
  placed: (day) => `Заказ сделан, визит: ${day}`,
  confirmed: () => 'Заказ подтверждён',
  rescheduled: (day) => `Визит перенесён: ${day}`,
  cancelled: () => 'Заказ отменён',
  completed: (day) => `Работа выполнена: ${day}`,
  paid: () => 'Заказ оплачен',
  refunded: () => 'Деньги возвращены',
  charged: () => 'Сумма внесена в начисления',
  charge_withdrawn: () => 'Сумма снята с начислений',
};

/** What happened, and why where there is a reason to say: `Заказ отменён по Вашей просьбе`. */
export function stepInWords({ kind, on, because }: OrderStepAnswer): string {
  return withReason(STEPS[kind](weekdayInWords(on)), because);
}

/** `1 500,00 ₽ за час` */
export function priceOfUnit(unitPriceKopecks: number, unit: string): string {
  const roubles = `${String(Math.trunc(unitPriceKopecks / 100))}.${String(unitPriceKopecks % 100).padStart(2, '0')}`;
  return `${priceInWords(roubles)}\u00a0₽ за ${numberInWords('1')}\u00a0${unit}`;
}

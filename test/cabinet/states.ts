import type { Page } from 'playwright-core';
import { ACCOUNT, OTHER_ACCOUNT } from '../support/cabinet';
import { IN_STATE, OrderState, PageStates } from './page-states';
import { PageThings } from './page-things';

/** A page of `PAGES` in another state: after a form came back, or of a thing that has gone on. */
export interface PageState {
  readonly name: string;
  /** Whose session it is; several where others are attached, null for a stranger. */
  readonly as: readonly string[] | null;
  readonly path: string | ((states: PageStates, things: PageThings) => string);
  /** What is done there; scripts may be off. */
  readonly then?: (page: Page, states: PageStates) => Promise<unknown>;
  /** What tells the state. */
  readonly says: RegExp;
}

const press =
  (name: string | RegExp, within = 'main') =>
  async (page: Page) => {
    const button = page
      .locator(within)
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first();
    await Promise.all([page.waitForEvent('load'), button.click()]);
  };

/** The form of the meter of cold water, filled in and sent. */
const reading = (value: string, button: string) => async (page: Page) => {
  await page.locator('#reading-M00066-0').fill(value);
  await press(button, 'section[aria-labelledby="meter-M00066"]')(page);
};

async function signInFrozen(page: Page, { frozen }: PageStates): Promise<void> {
  await page.getByLabel('Логин').fill(frozen.login);
  await page.getByLabel('Код доступа').fill(frozen.code);
  await press('Войти')(page);
}

async function freezeUnsure(page: Page): Promise<void> {
  await page.locator('summary', { hasText: 'Заморозить вход' }).click();
  await press('Заморозить вход')(page);
}

async function moveNowhere(page: Page): Promise<void> {
  await page.locator('summary', { hasText: 'Перенести' }).click();
  await page.getByLabel('День', { exact: true }).selectOption('');
  await press('Перенести')(page);
}

async function payNonsense(page: Page): Promise<void> {
  await page.locator('#amount-main').fill('сто рублей');
  await press('Оплатить на странице банка')(page);
}

const OWN = [ACCOUNT];
const order = (name: string, state: OrderState, says: RegExp): PageState => ({
  name,
  as: [IN_STATE.orders],
  path: ({ orders }) => `/orders/${orders[state]}`,
  says,
});

/** Every form that can come back with faults, and every state that a thing on a page can be in. */
export const STATES: readonly PageState[] = [
  { name: 'sign-in-frozen', as: null, path: '/sign-in', then: signInFrozen, says: /Вход в кабинет заморожен/ },
  { name: 'sign-in-after-freezing', as: null, path: '/sign-in?ended=frozen', says: /Вход заморожен/ },
  { name: 'sign-in-after-form', as: null, path: '/sign-in?ended=form&next=%2Freadings', says: /не сохранено/ },
  {
    name: 'forgotten-code-refused',
    as: null,
    path: '/forgotten-code',
    then: press(/код/i),
    says: /Введите логин: 9 цифр/,
  },
  {
    name: 'forgotten-code-mistyped',
    as: null,
    path: '/forgotten-code',
    then: async (page) => {
      await page.getByLabel('Логин').fill('000');
      await press(/код/i)(page);
    },
    says: /такого логина не бывает/,
  },
  { name: 'check-refused', as: null, path: '/check', then: press('Проверить'), says: /Введите код проверки/ },
  { name: 'autopay-active', as: [IN_STATE.autopay], path: '/autopay', says: /подключён[^]*больше Вашего предела/ },
  {
    name: 'autopay-held',
    as: [IN_STATE.heldAutopay],
    path: '/autopay',
    says: /Списание приостановлено[^]*не списывали, предупредить Вас было некуда/,
  },
  {
    name: 'autopay-refused',
    as: [IN_STATE.autopay],
    path: '/autopay',
    then: press('Перейти в банк и подключить'),
    says: /Выберите, кому платить автоматически/,
  },
  {
    name: 'pay-under-way',
    as: [IN_STATE.payments],
    path: '/pay',
    says: /Есть незавершённые платежи(?=[^]*не закончен)(?=[^]*Банк получил платёж и ещё не подтвердил)/,
  },
  { name: 'home-under-way', as: [IN_STATE.payments], path: '/', says: /Есть незавершённые платежи/ },
  {
    name: 'payments-under-way',
    as: [IN_STATE.payments],
    path: '/payments',
    says: /Платежи(?=[^]*не закончен)(?=[^]*в обработке)(?=[^]*не прошёл)/,
  },
  {
    name: 'pay-result-processing',
    as: [IN_STATE.payments],
    path: ({ processingPaymentId }) => `/pay/result/${processingPaymentId}`,
    says: /Платёж в обработке/,
  },
  {
    name: 'pay-result-declined',
    as: [IN_STATE.payments],
    path: ({ declinedPaymentId }) => `/pay/result/${declinedPaymentId}`,
    says: /Платёж отклонён/,
  },
  {
    name: 'pay-refused',
    as: [IN_STATE.payments],
    path: '/pay',
    then: payNonsense,
    says: /Введите сумму в рублях/,
  },
  {
    name: 'payments-refused',
    as: OWN,
    path: '/payments?from=2026-10-02&to=2026-10-01',
    says: /Второй день раньше первого/,
  },
  { name: 'debt-refused', as: OWN, path: '/debt?asOf=2031-01-01&knownAt=2031-01-01', says: /не позже сегодняшнего/ },
  { name: 'what-if-refused', as: OWN, path: '/what-if', then: press('Посчитать'), says: /Заполните хотя бы одно/ },
  {
    name: 'what-if-answered',
    as: OWN,
    path: '/what-if',
    then: async (page) => {
      await page.getByLabel('Сумма, ₽').fill('5000');
      await page.getByLabel('Сколько человек').fill('7');
      await press('Посчитать')(page);
    },
    says: /В итоге к оплате будет/,
  },
  { name: 'reading-refused', as: OWN, path: '/readings', then: reading('сто', 'Передать'), says: /показание цифрами/ },
  {
    name: 'reading-doubtful',
    as: OWN,
    path: '/readings',
    then: reading('99000', 'Передать'),
    says: /Всё верно, передать/,
  },
  {
    name: 'reading-counted',
    as: OWN,
    path: '/readings',
    then: reading('113', 'Сначала посчитать'),
    says: /Что получится/,
  },
  { name: 'reading-put-aside', as: OWN, path: '/readings?review=M00066', says: /Показание отложено на проверку/ },
  {
    name: 'reading-accepted',
    as: [IN_STATE.readings],
    path: ({ givenMeter }) => `/readings?accepted=${givenMeter}`,
    says: /Показание принято[^]*Сегодня показание уже записано/,
  },
  {
    name: 'meter-replace',
    as: [IN_STATE.readings],
    path: ({ givenMeter }) => `/readings/${givenMeter}`,
    says: /Исправить показание от/,
  },
  {
    name: 'meter-replace-refused',
    as: [IN_STATE.readings],
    path: ({ givenMeter }) => `/readings/${givenMeter}`,
    then: press('Исправить'),
    says: /Введите показание цифрами/,
  },
  order('order-on-slip', 'on-slip', /Платить сейчас не нужно/),
  order('order-confirmed', 'confirmed', /Подтверждён/),
  order('order-completed', 'completed', /Выполнен[^]*войдут в начисления/),
  order('order-cancelled', 'cancelled', /Отменён по Вашей просьбе/),
  order('order-refund-due', 'refund-due', /Деньги вернутся/),
  { ...order('order-move-refused', 'on-slip', /Выберите день из списка/), then: moveNowhere },
  {
    name: 'orders-in-states',
    as: [IN_STATE.orders],
    path: '/orders',
    says: /Мои заказы(?=[^]*Выполнен)(?=[^]*Подтверждён)(?=[^]*Отменён)/,
  },
  {
    name: 'account-attached',
    as: [OTHER_ACCOUNT, ACCOUNT],
    path: '/account',
    says: new RegExp(`Отсоединить счёт ${ACCOUNT}`),
  },
  {
    name: 'account-attach-refused',
    as: OWN,
    path: '/account',
    then: press('Присоединить'),
    says: /Проверьте, пожалуйста/,
  },
  { name: 'account-freeze-refused', as: OWN, path: '/account', then: freezeUnsure, says: /Проверьте, пожалуйста/ },
  {
    name: 'answer-refused',
    as: OWN,
    path: (_, { conversationId }) => `/conversations/${conversationId}`,
    then: press('Отправить'),
    says: /Проверьте, пожалуйста/,
  },
  { name: 'notifications-saved', as: OWN, path: '/notifications?saved=1', says: /сохран/i },
];

import type { Page } from 'playwright-core';
import { PageThings } from './page-things';

/** A page that every suite of the browser looks at. */
export interface CabinetPage {
  /** The name of its picture in `reports/screenshots`. */
  readonly name: string;
  /** As the cabinet itself names the address; absent where it is the path. */
  readonly route?: string;
  readonly path: string | ((things: PageThings, page: Page) => string | Promise<string>);
  /** What is done on that page to come to the one that is meant; scripts may be off. */
  readonly then?: (page: Page, things: PageThings) => Promise<unknown>;
  /** What stands in its first heading. */
  readonly heading: RegExp;
  /** What stands on it besides, where the heading does not tell it from another one. */
  readonly says?: RegExp;
  /** Whether it opens only after the sign-in. */
  readonly signedIn: boolean;
}

/** Presses a button that leads to another page. */
const press = (name: string) => async (page: Page) => {
  const button = page.getByRole('button', { name, exact: true }).first();
  await Promise.all([page.waitForEvent('load'), button.click()]);
};

const check =
  (verdict: keyof PageThings['slipCodes']) =>
  async (page: Page, { slipCodes }: PageThings) => {
    await page.getByLabel('Код проверки подлинности').fill(slipCodes[verdict]);
    await press('Проверить')(page);
  };

async function checkOrder(page: Page): Promise<void> {
  await page.getByLabel('День').selectOption('2026-10-21');
  await page.getByLabel('Вечером').check();
  await page.getByLabel(/^Количество/).fill('2');
  await page.getByLabel('В квитанции, после выполнения').check();
  await press('Проверить заказ')(page);
}

/** A link of a letter opens in the browser that has asked for it. */
async function oneTimeLink(things: PageThings, page: Page): Promise<string> {
  const { path, browserToken } = await things.oneTimeLink();
  await page.context().addCookies([{ name: 'kvitok_browser', value: browserToken, url: things.url }]);
  return path;
}

/** Every page of the cabinet, as the resident of `ACCOUNT` sees it on `CABINET_DAY`. A new page gets its line here. */
export const PAGES: readonly CabinetPage[] = [
  { name: 'sign-in', path: '/sign-in', heading: /^Вход в личный кабинет$/, signedIn: false },
  { name: 'forgotten-code', path: '/forgotten-code', heading: /^Я не помню пароль$/, signedIn: false },
  { name: 'faq', path: '/faq', heading: /^Частые вопросы$/, signedIn: false },
  { name: 'guide', path: '/guide', heading: /пароль/, signedIn: false },
  { name: 'check', path: '/check', heading: /^Проверка квитанции$/, signedIn: false },
  { name: 'not-found', route: '', path: '/no-such-page', heading: /^Страница не найдена$/, signedIn: false },
  { name: 'home', path: '/', heading: /Учебная, д\. 12, кв\. \d+$/, signedIn: true },
  { name: 'readings', path: '/readings', heading: /^Показания счётчиков$/, signedIn: true },
  { name: 'meter', route: '/readings/:meterId', path: '/readings/M00066', heading: /счётчик № /, signedIn: true },
  { name: 'consumption', path: '/consumption', heading: /^Расход$/, signedIn: true },
  {
    name: 'consumption-roubles',
    path: '/consumption?utility=hot_water&measure=roubles&months=24',
    heading: /^Расход$/,
    signedIn: true,
  },
  { name: 'charges', path: '/charges', heading: /^Начисления$/, signedIn: true },
  { name: 'month', route: '/charges/:period', path: '/charges/2026-09', heading: /^Сентябрь 2026$/, signedIn: true },
  {
    name: 'why',
    route: '/charges/:period/:utility',
    path: '/charges/2026-09/cold_water',
    heading: /^Как посчитано: Холодная вода/,
    signedIn: true,
  },
  {
    name: 'why-hot-water',
    route: '/charges/:period/:utility',
    path: '/charges/2026-09/hot_water',
    heading: /^Как посчитано: Горячая вода/,
    signedIn: true,
  },
  { name: 'capital-repair', path: '/capital-repair', heading: /^Капитальный ремонт$/, signedIn: true },
  { name: 'slips', path: '/slips', heading: /^Квитанции$/, signedIn: true },
  { name: 'debt', path: '/debt', heading: /^Долг и пени$/, signedIn: true },
  {
    name: 'debt-in-two-times',
    path: '/debt?asOf=2026-07-31&knownAt=2026-07-31',
    heading: /^Долг и пени$/,
    signedIn: true,
  },
  {
    name: 'account',
    path: '/account',
    heading: /^Вход и лицевые счета$/,
    says: /Видит Ваш счёт/,
    signedIn: true,
  },
  { name: 'sign-in-journal', path: '/account/journal', heading: /^Журнал входов$/, signedIn: true },
  { name: 'payments', path: '/payments', heading: /^Платежи$/, signedIn: true },
  { name: 'payments-filtered', path: '/payments?from=2026-10-02&state=reversed', heading: /^Платежи$/, signedIn: true },
  { name: 'pay', path: '/pay', heading: /^Оплата$/, signedIn: true },
  { name: 'autopay', path: '/autopay', heading: /^Автоплатёж$/, signedIn: true },
  { name: 'what-if', path: '/what-if', heading: /^Посчитать заранее$/, signedIn: true },
  { name: 'services', path: '/services', heading: /^Дополнительные услуги$/, signedIn: true },
  { name: 'orders', path: '/orders', heading: /^Мои заказы$/, signedIn: true },
  {
    name: 'sign-in-refused',
    path: '/sign-in',
    then: press('Войти'),
    heading: /^Вход в личный кабинет$/,
    says: /Введите логин: 9 цифр/,
    signedIn: false,
  },
  {
    name: 'code-link',
    route: '/code/:link',
    path: oneTimeLink,
    heading: /^Ваш код доступа$/,
    says: /Показать код/,
    signedIn: false,
  },
  {
    name: 'code-shown',
    route: '/code/:link',
    path: oneTimeLink,
    then: press('Показать код'),
    heading: /^Ваш код доступа$/,
    says: /\d{4}-\d{4}-\d{4}-\d/,
    signedIn: false,
  },
  {
    name: 'code-link-void',
    route: '/code/:link',
    path: '/code/none',
    heading: /^Ссылка больше не действует$/,
    signedIn: false,
  },
  {
    name: 'check-genuine',
    path: '/check',
    then: check('genuine'),
    heading: /^Проверка квитанции$/,
    says: /Квитанция подлинная/,
    signedIn: false,
  },
  {
    name: 'check-superseded',
    path: '/check',
    then: check('superseded'),
    heading: /^Проверка квитанции$/,
    says: /Квитанцию заменила новая/,
    signedIn: false,
  },
  {
    name: 'check-unknown',
    path: '/check',
    then: check('unknown'),
    heading: /^Проверка квитанции$/,
    says: /Такой квитанции нет/,
    signedIn: false,
  },
  {
    name: 'unsubscribe',
    route: '/unsubscribe/:token',
    path: ({ unsubscribePath }) => unsubscribePath,
    heading: /^Отключить напоминание «Ответ специалиста»\?$/,
    signedIn: false,
  },
  {
    name: 'unsubscribed',
    route: '/unsubscribe/:token',
    path: ({ unsubscribePath }) => unsubscribePath,
    then: press('Отключить'),
    heading: /^Напоминание отключено$/,
    signedIn: false,
  },
  {
    name: 'unsubscribe-void',
    route: '/unsubscribe/:token',
    path: '/unsubscribe/abc',
    heading: /^Ссылка не действует$/,
    signedIn: false,
  },
  { name: 'notifications', path: '/notifications', heading: /^Напоминания письмом$/, signedIn: true },
  {
    name: 'pay-result',
    route: '/pay/result/:paymentId',
    path: ({ paymentId }) => `/pay/result/${paymentId}`,
    heading: /^Платёж$/,
    signedIn: true,
  },
  {
    name: 'pay-result-refunded',
    route: '/pay/result/:paymentId',
    path: ({ refundedId }) => `/pay/result/${refundedId}`,
    heading: /^Платёж$/,
    says: /Деньги возвращены/,
    signedIn: true,
  },
  {
    name: 'pay-result-partly-refunded',
    route: '/pay/result/:paymentId',
    path: ({ partlyRefundedId }) => `/pay/result/${partlyRefundedId}`,
    heading: /^Платёж$/,
    says: /Часть денег возвращена/,
    signedIn: true,
  },
  {
    name: 'order-form',
    route: '/services/:serviceId/order',
    path: '/services/mixer-replacement/order',
    heading: /^Замена смесителя$/,
    signedIn: true,
  },
  {
    name: 'order-refused',
    route: '/services/:serviceId/order',
    path: '/services/mixer-replacement/order',
    then: press('Проверить заказ'),
    heading: /^Замена смесителя$/,
    says: /Выберите день из списка/,
    signedIn: true,
  },
  {
    name: 'order-check',
    route: '/services/:serviceId/order',
    path: '/services/mixer-replacement/order',
    then: checkOrder,
    heading: /^Проверьте заказ$/,
    signedIn: true,
  },
  {
    name: 'order',
    route: '/orders/:orderId',
    path: ({ orderId }) => `/orders/${orderId}`,
    heading: /^Замена смесителя$/,
    signedIn: true,
  },
  {
    name: 'order-placed',
    route: '/orders/:orderId',
    path: ({ orderId }) => `/orders/${orderId}?done=placed`,
    heading: /^Замена смесителя$/,
    says: /Заказ принят/,
    signedIn: true,
  },
  { name: 'conversations', path: '/conversations', heading: /^Обращения$/, signedIn: true },
  {
    name: 'question',
    path: '/conversations/new?period=2026-09&utility=hot_water',
    heading: /^Вопрос специалисту$/,
    signedIn: true,
  },
  {
    name: 'question-refused',
    path: '/conversations/new',
    then: press('Отправить вопрос'),
    heading: /^Вопрос специалисту$/,
    says: /Напишите, о чём Вы спрашиваете/,
    signedIn: true,
  },
  {
    name: 'question-sent',
    route: '/conversations/:conversationId',
    path: ({ conversationId }) => `/conversations/${conversationId}?sent=1`,
    heading: /^Горячая вода, сентябрь 2026$/,
    says: /Сообщение отправлено/,
    signedIn: true,
  },
  {
    name: 'conversation',
    route: '/conversations/:conversationId',
    path: ({ conversationId }) => `/conversations/${conversationId}`,
    heading: /^Горячая вода, сентябрь 2026$/,
    says: /считали по показаниям счётчика/,
    signedIn: true,
  },
];

/** Addresses that answer with something else than a page, and why nobody looks at them in a browser. */
export const NO_PAGES: Readonly<Record<string, string>> = {
  '/api/': 'answers programs: test/cabinet/api.e2e.spec.ts',
  '/docs': 'the page of another’s making that shows the OpenAPI document',
  '/assets/': 'styles, scripts and fonts of the pages',
  '/health/': 'answers supervisors of processes',
  '/guide/saved-password.pdf': 'a file to keep, the page /guide over again',
  '/slips/:period/pdf': 'a file: test/cabinet/slips.e2e.spec.ts reads it',
  '/pay/qr/:payee': 'a picture: test/cabinet/paying.e2e.spec.ts reads it',
  '/payments.csv': 'a file: the walk downloads and reads it',
  '/payments.xlsx': 'a file: the walk downloads and reads it',
  '/conversations/:conversationId/files/:attachmentId': 'a file: test/cabinet/messages.e2e.spec.ts downloads it',
};

export function routeOf({ route, path }: CabinetPage): string {
  return route ?? String(path).replace(/\?.*/, '');
}

export function isNoPage(route: string): boolean {
  return Object.keys(NO_PAGES).some((path) => route === path || (/(\/|docs)$/.test(path) && route.startsWith(path)));
}

/** Pages on which no sum stands, which the look at each shows. The sums of all others are compared in `sums.e2e`. */
export const WITHOUT_SUMS: readonly string[] = [
  '/sign-in',
  '/forgotten-code',
  '/code/:link',
  '/faq',
  '/guide',
  '/check',
  '/unsubscribe/:token',
  '/notifications',
  '/account',
  '/account/journal',
  '/readings/:meterId',
  '/conversations',
  '/conversations/new',
  '/conversations/:conversationId',
];

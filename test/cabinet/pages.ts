/** A page that every suite of the browser looks at. */
export interface CabinetPage {
  /** The name of its picture in `reports/screenshots`. */
  readonly name: string;
  readonly path: string;
  /** What stands in its first heading. */
  readonly heading: RegExp;
  /** Whether it opens only after the sign-in. */
  readonly signedIn: boolean;
}

/** Every page of the cabinet, as the resident of `ACCOUNT` sees it on `CABINET_DAY`. A new page gets its line here. */
export const PAGES: readonly CabinetPage[] = [
  { name: 'sign-in', path: '/sign-in', heading: /^Вход в личный кабинет$/, signedIn: false },
  { name: 'forgotten-code', path: '/forgotten-code', heading: /^Я не помню пароль$/, signedIn: false },
  { name: 'faq', path: '/faq', heading: /^Частые вопросы$/, signedIn: false },
  { name: 'guide', path: '/guide', heading: /пароль/, signedIn: false },
  { name: 'check', path: '/check', heading: /^Проверка квитанции$/, signedIn: false },
  { name: 'not-found', path: '/no-such-page', heading: /^Страница не найдена$/, signedIn: false },
  { name: 'home', path: '/', heading: /Учебная, д\. 12, кв\. \d+$/, signedIn: true },
  { name: 'readings', path: '/readings', heading: /^Показания счётчиков$/, signedIn: true },
  { name: 'meter', path: '/readings/M00066', heading: /счётчик № /, signedIn: true },
  { name: 'consumption', path: '/consumption', heading: /^Расход$/, signedIn: true },
  {
    name: 'consumption-roubles',
    path: '/consumption?utility=hot_water&measure=roubles&months=24',
    heading: /^Расход$/,
    signedIn: true,
  },
  { name: 'charges', path: '/charges', heading: /^Начисления$/, signedIn: true },
  { name: 'month', path: '/charges/2026-09', heading: /^Сентябрь 2026$/, signedIn: true },
  { name: 'why', path: '/charges/2026-09/cold_water', heading: /^Как посчитано: Холодная вода/, signedIn: true },
  {
    name: 'why-hot-water',
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
  { name: 'account', path: '/account', heading: /^Вход и лицевые счета$/, signedIn: true },
  { name: 'sign-in-journal', path: '/account/journal', heading: /^Журнал входов$/, signedIn: true },
  { name: 'payments', path: '/payments', heading: /^Платежи$/, signedIn: true },
  { name: 'payments-filtered', path: '/payments?from=2026-10-02&state=reversed', heading: /^Платежи$/, signedIn: true },
  { name: 'pay', path: '/pay', heading: /^Оплата$/, signedIn: true },
  { name: 'autopay', path: '/autopay', heading: /^Автоплатёж$/, signedIn: true },
  { name: 'what-if', path: '/what-if', heading: /^А что, если…$/, signedIn: true },
  { name: 'services', path: '/services', heading: /^Дополнительные услуги$/, signedIn: true },
  { name: 'orders', path: '/orders', heading: /^Мои заказы$/, signedIn: true },
];

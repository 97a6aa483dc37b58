import { NavigationLink } from '#libs/web';
import { isAtLeast, StaffRole } from '#services/identity/api/client';

interface Section extends NavigationLink {
  /** Shown to this role and those above it; the guard of the page decides, the list only spares a refusal. */
  readonly needs?: StaffRole;
}

/** A group of pages under one heading; the heading leads to the first page of it that the reader may see. */
interface Group {
  readonly text: string;
  readonly pages: readonly Section[];
}

/** The way through the back-office, in the order of a month’s work. Whoever adds a page adds its line to its group here. */
const SECTIONS: readonly Group[] = [
  { text: 'Сегодня', pages: [{ href: '/', text: 'Сегодня' }] },
  {
    text: 'Дома и счета',
    pages: [
      { href: '/houses', text: 'Дома' },
      { href: '/accounts', text: 'Счета' },
      { href: '/tariffs', text: 'Тарифы и правила' },
      { href: '/import', text: 'Загрузка данных', needs: 'accountant' },
    ],
  },
  {
    text: 'Месяц',
    pages: [
      { href: '/period', text: 'Открытый месяц', needs: 'accountant' },
      { href: '/readings', text: 'Показания' },
      { href: '/recalculations', text: 'Перерасчёты', needs: 'accountant' },
      { href: '/replay', text: 'Пересчёт месяцев', needs: 'accountant' },
      { href: '/jobs', text: 'Задания', needs: 'accountant' },
    ],
  },
  {
    text: 'Деньги',
    pages: [
      { href: '/payments', text: 'Платежи' },
      { href: '/payments/orders', text: 'Возвраты за заказы' },
      { href: '/registries', text: 'Реестры', needs: 'accountant' },
      { href: '/suspense', text: 'Невыясненные', needs: 'accountant' },
      { href: '/turnover', text: 'Ведомость', needs: 'accountant' },
      { href: '/debtors', text: 'Должники' },
      { href: '/instalments', text: 'Рассрочки', needs: 'accountant' },
    ],
  },
  {
    text: 'Жители',
    pages: [
      { href: '/conversations', text: 'Обращения' },
      { href: '/answer-templates', text: 'Заготовки ответов' },
      { href: '/codes', text: 'Коды доступа' },
      { href: '/print-runs', text: 'Печать кодов' },
    ],
  },
  {
    text: 'Контроль',
    pages: [
      { href: '/approvals', text: 'Согласования' },
      { href: '/audit', text: 'Журнал', needs: 'accountant' },
      { href: '/staff', text: 'Сотрудники', needs: 'chief' },
    ],
  },
];

export function sectionsFor(role: StaffRole): readonly NavigationLink[] {
  return SECTIONS.flatMap(({ text, pages }): readonly NavigationLink[] => {
    const inside = pages.filter(({ needs = 'operator' }) => isAtLeast(role, needs));
    const [first] = inside;
    if (first === undefined) return [];
    return [{ href: first.href, text, ...(inside.length === 1 ? {} : { inside }) }];
  });
}

/** What can be done about one account, on the pages that are there. Whoever adds one adds its line here. */
const OF_ACCOUNT: readonly (Section & { readonly href: `/${string}` })[] = [
  { href: '/readings', text: 'Показания' },
  { href: '/recalculations/new', text: 'Перерасчёт', needs: 'accountant' },
  { href: '/instalments', text: 'Рассрочка', needs: 'accountant' },
  { href: '/recalculations', text: 'Прежние перерасчёты', needs: 'accountant' },
  { href: '/turnover?by=utility', text: 'Ведомость по услугам', needs: 'accountant' },
  { href: '/conversations', text: 'Обращения' },
];

/** The same pages for one account. */
export function linksOfAccount(role: StaffRole, account: string): readonly NavigationLink[] {
  return OF_ACCOUNT.filter(({ needs = 'operator' }) => isAtLeast(role, needs)).map(({ href, text }) => ({
    href: `${href}${href.includes('?') ? '&' : '?'}account=${encodeURIComponent(account)}`,
    text,
  }));
}

import { NavigationLink } from '#libs/web';
import { isAtLeast, StaffRole } from '#services/identity/api/client';

interface Section extends NavigationLink {
  /** Shown to this role and those above it; the guard of the page decides, the list only spares a refusal. */
  readonly needs?: StaffRole;
}

/** The way through the back-office, in the order of a month’s work. Whoever adds a page adds its line here. */
const SECTIONS: readonly Section[] = [
  { href: '/', text: 'Сегодня' },
  {
    href: '/houses',
    text: 'Дома и счета',
    inside: [
      { href: '/houses', text: 'Дома' },
      { href: '/accounts', text: 'Счета' },
    ],
  },
  { href: '/readings', text: 'Показания' },
  { href: '/period', text: 'Месяц', needs: 'accountant' },
  { href: '/recalculations', text: 'Перерасчёты', needs: 'accountant' },
  { href: '/replay', text: 'Пересчёт месяцев', needs: 'accountant' },
  { href: '/payments', text: 'Платежи' },
  { href: '/registries', text: 'Реестры', needs: 'accountant' },
  { href: '/suspense', text: 'Невыясненные', needs: 'accountant' },
  { href: '/turnover', text: 'Ведомость', needs: 'accountant' },
  { href: '/debtors', text: 'Должники' },
  { href: '/conversations', text: 'Обращения', inside: [{ href: '/answer-templates', text: 'Заготовки ответов' }] },
  { href: '/codes', text: 'Коды доступа', inside: [{ href: '/print-runs', text: 'Печать кодов' }] },
  { href: '/tariffs', text: 'Тарифы и правила' },
  { href: '/import', text: 'Загрузка данных', needs: 'accountant' },
  { href: '/approvals', text: 'Согласования' },
  { href: '/jobs', text: 'Задания', needs: 'accountant' },
  { href: '/audit', text: 'Журнал', needs: 'accountant' },
  { href: '/staff', text: 'Сотрудники', needs: 'chief' },
];

export function sectionsFor(role: StaffRole): readonly NavigationLink[] {
  return SECTIONS.filter(({ needs = 'operator' }) => isAtLeast(role, needs));
}

/** What can be done about one account, on the pages that are there. Whoever adds one adds its line here. */
const OF_ACCOUNT: readonly (Section & { readonly href: `/${string}` })[] = [
  { href: '/readings', text: 'Показания' },
  { href: '/recalculations/new', text: 'Перерасчёт', needs: 'accountant' },
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

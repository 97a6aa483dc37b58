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
  { href: '/period', text: 'Месяц', needs: 'accountant' },
  { href: '/approvals', text: 'Согласования' },
  { href: '/tariffs', text: 'Тарифы и правила' },
  { href: '/readings', text: 'Показания' },
  { href: '/period', text: 'Месяц', needs: 'accountant' },
  { href: '/approvals', text: 'Согласования' },
  { href: '/jobs', text: 'Задания', needs: 'accountant' },
  { href: '/audit', text: 'Журнал', needs: 'accountant' },
  { href: '/staff', text: 'Сотрудники', needs: 'chief' },
];

export function sectionsFor(role: StaffRole): readonly NavigationLink[] {
  return SECTIONS.filter(({ needs = 'operator' }) => isAtLeast(role, needs));
}

/** What can be done about one account, on the pages that are there. Whoever adds one adds its line here. */
const OF_ACCOUNT: readonly (Section & { readonly href: `/${string}` })[] = [];

/** The same pages for one account. */
export function linksOfAccount(role: StaffRole, account: string): readonly NavigationLink[] {
  return OF_ACCOUNT.filter(({ needs = 'operator' }) => isAtLeast(role, needs)).map(({ href, text }) => ({
    href: `${href}?account=${encodeURIComponent(account)}`,
    text,
  }));
}

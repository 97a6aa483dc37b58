import { NavigationLink } from '#libs/web';
import { isAtLeast, StaffRole } from '#services/identity/api/client';

interface Section extends NavigationLink {
  /** Shown to this role and those above it; the guard of the page decides, the list only spares a refusal. */
  readonly needs?: StaffRole;
}

/** The way through the back-office, in the order of a month’s work. Whoever adds a page adds its line here. */
const SECTIONS: readonly Section[] = [
  { href: '/', text: 'Сегодня' },
  { href: '/period', text: 'Месяц', needs: 'accountant' },
  { href: '/conversations', text: 'Обращения', inside: [{ href: '/answer-templates', text: 'Заготовки ответов' }] },
  { href: '/codes', text: 'Коды доступа', inside: [{ href: '/print-runs', text: 'Печать кодов' }] },
  { href: '/payments', text: 'Платежи' },
  { href: '/registries', text: 'Реестры', needs: 'accountant' },
  { href: '/suspense', text: 'Невыясненные', needs: 'accountant' },
  { href: '/import', text: 'Загрузка данных', needs: 'accountant' },
  { href: '/approvals', text: 'Согласования' },
  { href: '/audit', text: 'Журнал', needs: 'accountant' },
  { href: '/staff', text: 'Сотрудники', needs: 'chief' },
];

export function sectionsFor(role: StaffRole): readonly NavigationLink[] {
  return SECTIONS.filter(({ needs = 'operator' }) => isAtLeast(role, needs));
}

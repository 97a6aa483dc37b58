import { NavigationLink } from '#libs/web';

/** The way through the cabinet: sections, and the pages of each. Every page but the first stands in one of them. */
export const SECTIONS: readonly NavigationLink[] = [
  { href: '/', text: 'Главная' },
  {
    href: '/readings',
    text: 'Показания',
    inside: [
      { href: '/readings', text: 'Счётчики' },
      { href: '/consumption', text: 'Расход' },
      { href: '/what-if', text: 'Посчитать заранее' },
    ],
  },
  {
    href: '/charges',
    text: 'Начисления',
    inside: [
      { href: '/charges', text: 'По месяцам' },
      { href: '/capital-repair', text: 'Капитальный ремонт' },
      { href: '/slips', text: 'Квитанции' },
    ],
  },
  {
    href: '/payments',
    text: 'Платежи и долг',
    inside: [
      { href: '/pay', text: 'Оплатить' },
      { href: '/payments', text: 'История платежей' },
      { href: '/debt', text: 'Долг и пени' },
      { href: '/autopay', text: 'Автоплатёж' },
    ],
  },
  {
    href: '/services',
    text: 'Услуги',
    inside: [
      { href: '/services', text: 'Что можно заказать' },
      { href: '/orders', text: 'Мои заказы' },
    ],
  },
  {
    href: '/conversations',
    text: 'Обращения',
    inside: [
      { href: '/conversations', text: 'Переписка' },
      { href: '/notifications', text: 'Напоминания' },
    ],
  },
];

import { dayAndMonth } from '#libs/web';
import { Notice } from './notice';

export const windowOpenNotice: Notice<'window_open'> = {
  kind: 'window_open',
  words: ({ firstDay, lastDay }, account) => ({
    subject: 'Пора передавать показания счётчиков',
    paragraphs: [
      `Показания по лицевому счёту ${account} принимаются с ${dayAndMonth(String(firstDay))} по ${dayAndMonth(String(lastDay))}.`,
      'Без показаний объём посчитают по среднему расходу или по нормативу.',
    ],
    page: '/readings',
  }),
};

export const windowLastDayNotice: Notice<'window_last_day'> = {
  kind: 'window_last_day',
  words: ({ lastDay }, account) => ({
    subject: 'Сегодня последний день для показаний счётчиков',
    paragraphs: [
      `В этом месяце по лицевому счёту ${account} показаний ещё нет. Их примут до конца дня ${dayAndMonth(String(lastDay))}.`,
    ],
    page: '/readings',
  }),
};

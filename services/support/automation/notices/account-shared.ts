import { dayInWords } from '#libs/web';
import { Notice } from './notice';

/** By whom stands in the cabinet alone: a letter passes through strange hands. */
export const accountSharedNotice: Notice<'account_shared'> = {
  kind: 'account_shared',
  words: ({ sharedOn }, account) => ({
    subject: 'Ваш лицевой счёт открыли в другом кабинете',
    paragraphs: [
      `${dayInWords(String(sharedOn))} лицевой счёт ${account} присоединили к другому входу в личный кабинет. Для этого ввели логин и код доступа Вашего счёта.`,
      'Если это сделали Вы или Ваши близкие, ничего делать не нужно. Если нет, отсоедините счёт в кабинете и попросите в бухгалтерии новый код доступа: со старым кодом его присоединят снова.',
    ],
    page: '/account',
  }),
};

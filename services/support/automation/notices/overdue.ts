import { dayAndMonth, roublesInWords } from '#libs/web';
import { Notice } from './notice';

export const overdueNotice: Notice<'overdue'> = {
  kind: 'overdue',
  words: ({ dueOn, leftKopecks }, account) => ({
    subject: 'Срок оплаты прошёл',
    paragraphs: [
      `По лицевому счёту ${account} до ${dayAndMonth(String(dueOn))} не оплачено ${roublesInWords(Number(leftKopecks))}.`,
      'Если Вы уже заплатили, деньги могут быть в пути: тогда ничего делать не нужно.',
    ],
    page: '/debt',
  }),
};

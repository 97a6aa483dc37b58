import { declineInWords, roublesInWords } from '#libs/web';
import { Notice } from './notice';

export const paymentDeclinedNotice: Notice<'payment_declined'> = {
  kind: 'payment_declined',
  words: ({ amountKopecks, reason }, account) => ({
    subject: 'Платёж не прошёл',
    paragraphs: [
      `Платёж ${roublesInWords(Number(amountKopecks))} за лицевой счёт ${account} банк не принял, деньги не списаны. Причина: ${declineInWords(String(reason))}.`,
      'Попробуйте ещё раз или оплатите иначе.',
    ],
    page: '/pay',
  }),
};

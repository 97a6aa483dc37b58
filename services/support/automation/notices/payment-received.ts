import { dayInWords, roublesInWords } from '#libs/web';
import { Notice } from './notice';

export const paymentReceivedNotice: Notice<'payment_received'> = {
  kind: 'payment_received',
  words: ({ amountKopecks, receivedOn, payee }, account) => ({
    subject: 'Платёж принят',
    paragraphs: [
      `На лицевой счёт ${account} поступил платёж ${roublesInWords(Number(amountKopecks))} от ${dayInWords(String(receivedOn))}` +
        `${payee === 'capital_repair' ? ', взнос на капитальный ремонт' : ''}.`,
    ],
    page: '/payments',
  }),
};

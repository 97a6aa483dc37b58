import { dayInWords, roublesInWords } from '#libs/web';
import { LetterWords, Notice } from './notice';

export const paymentReceivedNotice: Notice<'payment_received'> = {
  kind: 'payment_received',
  words: ({ amountKopecks, receivedOn, payee, refundedKopecks }, account) => {
    const [sum, day] = [roublesInWords(Number(amountKopecks)), dayInWords(String(receivedOn))];
    const whom = payee === 'capital_repair' ? ', взнос на капитальный ремонт' : '';
    if (refundedKopecks !== undefined) return restWords(roublesInWords(Number(refundedKopecks)), sum, day, account);
    return {
      subject: 'Платёж принят',
      paragraphs: [`На лицевой счёт ${account} поступил платёж ${sum} от ${day}${whom}.`],
      page: '/payments',
    };
  },
};

/** Nothing new was paid: a part of a payment was given back, and the rest of it counts. */
function restWords(refunded: string, rest: string, day: string, account: string): LetterWords {
  return {
    subject: 'Часть платежа возвращена',
    paragraphs: [
      `Вам возвращены ${refunded} из платежа от ${day} по лицевому счёту ${account}. ` +
        `Остальные ${rest} учтены тем же днём. Деньги обычно приходят за несколько дней.`,
    ],
    page: '/payments',
  };
}

import { dayInWords, monthInWords, roublesInWords } from '#libs/web';
import { Notice } from './notice';

export const slipReadyNotice: Notice<'slip_ready'> = {
  kind: 'slip_ready',
  words({ period, dueOn, toPayKopecks }, account) {
    const sum = Number(toPayKopecks);
    return {
      subject: `Квитанция за ${monthInWords(String(period))} готова`,
      paragraphs: [
        sum > 0
          ? `По лицевому счёту ${account} к оплате ${roublesInWords(sum)}. Оплатите до ${dayInWords(String(dueOn))} включительно.`
          : `По лицевому счёту ${account} платить сейчас не нужно.`,
        'В кабинете видно, из чего сложилась сумма и как посчитана каждая строка.',
      ],
      page: `/charges/${String(period)}`,
    };
  },
};

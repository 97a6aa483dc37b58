import { dayInWords, roublesInWords } from '#libs/web';
import { Notice } from './notice';

export const autopayAnnouncedNotice: Notice<'autopay_announced'> = {
  kind: 'autopay_announced',
  words: ({ amountKopecks, chargeOn, payee }, account) => ({
    subject: 'Скоро автоплатёж',
    paragraphs: [
      `${dayInWords(String(chargeOn))} с Вашей карты спишется не больше ${roublesInWords(Number(amountKopecks))} за лицевой счёт ${account}` +
        `${payee === 'capital_repair' ? ', взнос на капитальный ремонт' : ''}.`,
      'Отключить автоплатёж или изменить его можно в кабинете до этого дня.',
    ],
    page: '/autopay',
  }),
};

export const autopaySkippedNotice: Notice<'autopay_skipped'> = {
  kind: 'autopay_skipped',
  words: ({ owedKopecks, limitKopecks }, account) => ({
    subject: 'Автоплатёж не сделан: сумма больше Вашего предела',
    paragraphs: [
      `По лицевому счёту ${account} к оплате ${roublesInWords(Number(owedKopecks))}, а Вы разрешили списывать не больше ${roublesInWords(Number(limitKopecks))}.`,
      'Оплатите сами или измените предел в кабинете.',
    ],
    page: '/autopay',
  }),
};

import { dayInWords, declineInWords, roublesInWords } from '#libs/web';
import { Notice } from './notice';

export const autopayAnnouncedNotice: Notice<'autopay_announced'> = {
  kind: 'autopay_announced',
  words: ({ amountKopecks, chargeOn, payee }, account) => ({
    subject: 'Скоро автоплатёж',
    paragraphs: [
      `${dayInWords(String(chargeOn))} с Вашей карты спишется не больше ${roublesInWords(Number(amountKopecks))} за лицевой счёт ${account}${forWhat(payee)}.`,
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

export const autopayDeclinedNotice: Notice<'autopay_declined'> = {
  kind: 'autopay_declined',
  words: ({ amountKopecks, reason, nextOn, ends, payee }, account) => ({
    subject: ends === 1 ? 'Автоплатёж не прошёл и закончился' : 'Автоплатёж не прошёл',
    paragraphs: [
      `Банк не списал ${roublesInWords(Number(amountKopecks))} за лицевой счёт ${account}${forWhat(payee)}. Причина: ${declineInWords(String(reason))}.`,
      ends === 1
        ? 'С этой карты больше ничего не спишется: автоплатёж закончился. Подключить его с другой картой можно в кабинете.'
        : `${nextTry(String(nextOn))} За три дня до неё придёт письмо.`,
      'Долг остался: его можно оплатить в кабинете уже сейчас.',
    ],
    page: ends === 1 ? '/autopay' : '/pay',
  }),
};

export const autopayNotAgreedNotice: Notice<'autopay_not_agreed'> = {
  kind: 'autopay_not_agreed',
  words: ({ payee }, account) => ({
    subject: 'Автоплатёж не подключён: банк не запомнил карту',
    paragraphs: [
      `Ваш платёж за лицевой счёт ${account}${forWhat(payee)} принят, но карту банк не запомнил. Автоплатёж не подключён, сам по себе ничего не спишется.`,
      'Подключить его с другой картой можно в кабинете.',
    ],
    page: '/autopay',
  }),
};

function forWhat(payee: string | number | undefined): string {
  return payee === 'capital_repair' ? ', взнос на капитальный ремонт' : '';
}

/** @param nextOn the day of the next charge; empty where a slip is waited for */
function nextTry(nextOn: string): string {
  return nextOn === ''
    ? 'Следующая попытка будет после новой квитанции.'
    : `Следующая попытка будет ${dayInWords(nextOn)}.`;
}

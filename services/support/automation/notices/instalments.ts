import { dayInWords, roublesInWords } from '#libs/web';
import { NotificationFacts } from '../../domain/notification.events';
import { AgreedPart } from '../../domain/supported-account.events';
import { LetterWords, Notice } from './notice';

const WORTH = 'Пока Вы платите части в срок, пени на этот долг не начисляются.';

const ASK_WHY = 'Если Вы не знаете, почему так вышло, спросите нас в кабинете.';

/** The facts of a letter are flat: `2026-12-20:70000,2027-01-20:30000`. */
export function packedPlan(parts: readonly AgreedPart[]): string {
  return parts.map(({ dueOn, amountKopecks }) => `${dueOn}:${String(amountKopecks)}`).join(',');
}

export const instalmentsAgreedNotice: Notice<'instalments_agreed'> = {
  kind: 'instalments_agreed',
  words: (facts, account) => {
    if (facts.reopenedOn !== undefined) return reopenedWords(facts, account);
    return facts.restoredOn === undefined ? begunWords(facts, account) : restoredWords(facts, account);
  },
};

function begunWords({ amountKopecks, payee, plan }: NotificationFacts, account: string): LetterWords {
  return {
    subject: 'Рассрочка: долг можно платить частями',
    paragraphs: [
      `Долг по лицевому счёту ${account}${forWhat(payee)} можно платить частями, всего ${roublesInWords(Number(amountKopecks))}:`,
      planInWords(String(plan)),
      `${WORTH} Новые квитанции оплачивайте как обычно.`,
    ],
    page: '/debt',
  };
}

function restoredWords({ restoredOn, payee }: NotificationFacts, account: string): LetterWords {
  return {
    subject: 'Рассрочка снова действует',
    paragraphs: [
      `Стало известно, что Вы заплатили в срок. Рассрочка по лицевому счёту ${account}${forWhat(payee)} с ${dayInWords(String(restoredOn))} снова действует.`,
      `${WORTH} Когда и сколько платить, видно в кабинете.`,
    ],
    page: '/debt',
  };
}

function reopenedWords({ leftKopecks, payee }: NotificationFacts, account: string): LetterWords {
  return {
    subject: 'Платёж отозван: рассрочка снова действует',
    paragraphs: [
      `Один из платежей по рассрочке за лицевой счёт ${account}${forWhat(payee)} отозван или возвращён. Поэтому долг оплачен не полностью: осталось ${roublesInWords(Number(leftKopecks))}. Остаток можно платить частями, как раньше.`,
      `${WORTH} Когда и сколько платить, видно в кабинете.`,
      ASK_WHY,
    ],
    page: '/debt',
  };
}

export const instalmentDueNotice: Notice<'instalment_due'> = {
  kind: 'instalment_due',
  words: ({ dueOn, amountKopecks, part, parts, payee }, account) => ({
    subject: 'Скоро платить по рассрочке',
    paragraphs: [
      `По рассрочке за лицевой счёт ${account}${forWhat(payee)} оплатите ${roublesInWords(Number(amountKopecks))} до ${dayInWords(String(dueOn))} включительно. Это часть ${String(part)} из ${String(parts)}.`,
      'Если Вы уже заплатили, деньги могут быть в пути: тогда ничего делать не нужно.',
    ],
    page: '/debt',
  }),
};

export const instalmentsBrokenNotice: Notice<'instalments_broken'> = {
  kind: 'instalments_broken',
  words: (facts, account) => {
    if (facts.withdrawnOn !== undefined) return withdrawnWords(facts, account);
    return facts.recalledOn === undefined ? missedWords(facts, account) : recalledWords(facts, account);
  },
};

function missedWords({ dueOn, missingKopecks, penaltyFrom, payee }: NotificationFacts, account: string): LetterWords {
  return {
    subject: 'Рассрочка прекратилась: часть не оплачена в срок',
    paragraphs: [
      `По лицевому счёту ${account}${forWhat(payee)} до ${dayInWords(String(dueOn))} не оплачено ${roublesInWords(Number(missingKopecks))} по рассрочке. Поэтому она прекратилась, и с ${dayInWords(String(penaltyFrom))} на оставшийся долг снова начисляются пени.`,
      'Если Вы заплатили в срок, деньги могут быть в пути. Когда они придут, рассрочка снова будет действовать: делать ничего не нужно.',
      'Если заплатить сейчас трудно, напишите нам в кабинете.',
    ],
    page: '/debt',
  };
}

function recalledWords({ dueOn, missingKopecks, penaltyFrom, payee }: NotificationFacts, account: string): LetterWords {
  return {
    subject: 'Рассрочка не действует: платёж отозван',
    paragraphs: [
      `Один из платежей по рассрочке за лицевой счёт ${account}${forWhat(payee)} отозван или возвращён, и его больше нет. Без него до ${dayInWords(String(dueOn))} не оплачено ${roublesInWords(Number(missingKopecks))}. Поэтому рассрочка не действует, а пени на этот долг начисляются с ${dayInWords(String(penaltyFrom))}.`,
      ASK_WHY,
      'Если заплатить сейчас трудно, напишите нам в кабинете.',
    ],
    page: '/debt',
  };
}

function withdrawnWords({ withdrawnOn, penaltyFrom, payee }: NotificationFacts, account: string): LetterWords {
  return {
    subject: 'Рассрочка прекращена',
    paragraphs: [
      `${dayInWords(String(withdrawnOn))} управляющая компания прекратила рассрочку по лицевому счёту ${account}${forWhat(payee)}. С ${dayInWords(String(penaltyFrom))} на оставшийся долг снова начисляются пени.`,
      ASK_WHY,
    ],
    page: '/debt',
  };
}

export const instalmentsFulfilledNotice: Notice<'instalments_fulfilled'> = {
  kind: 'instalments_fulfilled',
  words: ({ payee }, account) => ({
    subject: 'Рассрочка выплачена',
    paragraphs: [
      `Долг по рассрочке за лицевой счёт ${account}${forWhat(payee)} оплачен полностью. Спасибо!`,
      'Новые квитанции оплачивайте как обычно.',
    ],
    page: '/payments',
  }),
};

function planInWords(plan: string): string {
  return plan
    .split(',')
    .map((part) => part.split(':') as [string, string])
    .map(([dueOn, kopecks]) => `— до ${dayInWords(dueOn)} включительно: ${roublesInWords(Number(kopecks))}`)
    .join('\n');
}

function forWhat(payee: string | number | undefined): string {
  return payee === 'capital_repair' ? ' (взнос на капитальный ремонт)' : '';
}

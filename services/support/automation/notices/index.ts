import { NotificationFacts } from '../../domain/notification.events';
import { AlwaysBecause, describedKind, NotificationKind } from '../../domain/notification-kinds';
import { accountSharedNotice } from './account-shared';
import { answerWrittenNotice } from './answer-written';
import { autopayAnnouncedNotice, autopayDeclinedNotice, autopayNotAgreedNotice, autopaySkippedNotice } from './autopay';
import {
  instalmentDueNotice,
  instalmentsAgreedNotice,
  instalmentsBrokenNotice,
  instalmentsFulfilledNotice,
} from './instalments';
import { LetterWords, Notice } from './notice';
import { overdueNotice } from './overdue';
import { paymentDeclinedNotice } from './payment-declined';
import { paymentReceivedNotice } from './payment-received';
import { windowLastDayNotice, windowOpenNotice } from './reading-window';
import { slipReadyNotice } from './slip-ready';

/** Every kind of letter with its words; a kind that is missing here does not compile. */
const NOTICES: { readonly [Kind in NotificationKind]: Notice<Kind> } = {
  answer_written: answerWrittenNotice,
  slip_ready: slipReadyNotice,
  payment_received: paymentReceivedNotice,
  autopay_announced: autopayAnnouncedNotice,
  autopay_skipped: autopaySkippedNotice,
  autopay_declined: autopayDeclinedNotice,
  autopay_not_agreed: autopayNotAgreedNotice,
  payment_declined: paymentDeclinedNotice,
  window_open: windowOpenNotice,
  window_last_day: windowLastDayNotice,
  overdue: overdueNotice,
  instalments_agreed: instalmentsAgreedNotice,
  instalment_due: instalmentDueNotice,
  instalments_broken: instalmentsBrokenNotice,
  instalments_fulfilled: instalmentsFulfilledNotice,
  account_shared: accountSharedNotice,
};

export function wordsOfNotice(kind: NotificationKind, facts: NotificationFacts, account: string): LetterWords {
  return NOTICES[kind].words(facts, account);
}

/** Why a letter came that no press stops. */
const ALWAYS: Readonly<Record<AlwaysBecause, (publicAddress: string) => string>> = {
  agreement: (publicAddress) =>
    `Вы получили это письмо, потому что подключали автоплатёж. Пока он подключён, такие письма приходят всегда. Отключить автоплатёж: ${publicAddress}/autopay`,
  safety: () => 'Это письмо о безопасности Вашего счёта: такие письма приходят всегда.',
};

/** The text of a letter with its end, which says why it came and how it stops: `off` is null where no press stops it. */
export function letterText(
  kind: NotificationKind,
  { paragraphs, page }: LetterWords,
  { publicAddress, off }: { readonly publicAddress: string; readonly off: string | null },
): string {
  const { title, always } = describedKind(kind);
  const end =
    off === null
      ? ALWAYS[always ?? 'safety'](publicAddress)
      : `Вы получили это письмо, потому что в кабинете включено напоминание «${title}». Отключить его: ${off}`;
  return [
    'Здравствуйте!',
    ...paragraphs,
    `Открыть в кабинете: ${publicAddress}${page}`,
    `${end}\nВсе напоминания: ${publicAddress}/notifications`,
    'В письмах мы никогда не просим код доступа и данные карты.',
  ].join('\n\n');
}

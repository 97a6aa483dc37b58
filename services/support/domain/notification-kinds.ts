/** What people can be told of by letter. A kind is never renamed: events and preferences name it. */
export type NotificationKind =
  | 'answer_written'
  | 'slip_ready'
  | 'payment_received'
  | 'autopay_announced'
  | 'autopay_skipped'
  | 'window_open'
  | 'window_last_day'
  | 'overdue'
  | 'account_shared';

export interface DescribedKind {
  readonly kind: NotificationKind;
  /** The name of the switch on the page of preferences. */
  readonly title: string;
  /** When such a letter comes. */
  readonly says: string;
  /** About the safety of the account: nobody turns it off, or a stranger inside would do so first. */
  readonly always?: true;
}

/** In the order of the page of preferences. Every kind is on until a person turns it off, and some stay on. */
export const NOTIFICATION_KINDS: readonly DescribedKind[] = [
  {
    kind: 'answer_written',
    title: 'Ответ специалиста',
    says: 'Когда специалист ответил на Ваше обращение',
  },
  {
    kind: 'slip_ready',
    title: 'Квитанция готова',
    says: 'Раз в месяц, когда начисления за месяц окончательные',
  },
  {
    kind: 'payment_received',
    title: 'Платёж принят',
    says: 'Когда платёж поступил на лицевой счёт',
  },
  {
    kind: 'autopay_announced',
    title: 'Скоро автоплатёж',
    says: 'Не меньше чем за три дня до списания',
  },
  {
    kind: 'autopay_skipped',
    title: 'Автоплатёж не сделан',
    says: 'Когда к оплате больше, чем Вы разрешили списывать',
  },
  {
    kind: 'window_open',
    title: 'Пора передавать показания',
    says: 'В первый день, когда принимают показания счётчиков',
  },
  {
    kind: 'window_last_day',
    title: 'Последний день для показаний',
    says: 'В последний день, если показаний в этом месяце ещё не было',
  },
  {
    kind: 'overdue',
    title: 'Срок оплаты прошёл',
    says: 'На следующий день после срока, если квитанция не оплачена',
  },
  {
    kind: 'account_shared',
    title: 'Счёт открыт ещё кому-то',
    says: 'Когда Ваш счёт присоединили к другому входу в кабинет',
    always: true,
  },
];

/** What a person may turn off and on. */
export const CHOSEN_KINDS: readonly DescribedKind[] = NOTIFICATION_KINDS.filter(({ always }) => always !== true);

export function isNotificationKind(text: string): text is NotificationKind {
  return NOTIFICATION_KINDS.some(({ kind }) => kind === text);
}

export function describedKind(kind: NotificationKind): DescribedKind {
  return NOTIFICATION_KINDS.find((one) => one.kind === kind) as DescribedKind;
}

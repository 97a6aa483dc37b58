/** What people can be told of by letter. A kind is never renamed: events and preferences name it. */
export type NotificationKind =
  | 'answer_written'
  | 'slip_ready'
  | 'payment_received'
  | 'autopay_announced'
  | 'autopay_skipped'
  | 'autopay_declined'
  | 'autopay_not_agreed'
  | 'payment_declined'
  | 'window_open'
  | 'window_last_day'
  | 'overdue'
  | 'instalments_agreed'
  | 'instalment_due'
  | 'instalments_broken'
  | 'instalments_fulfilled'
  | 'account_shared';

/**
 * Letters that belong to an agreement by which a card is charged come for as long as there is one: notice was promised when
 * it was agreed to, and they end with it. Those about the safety of the account never end: a stranger inside would turn
 * them off first.
 */
export type AlwaysBecause = 'agreement' | 'safety';

export interface DescribedKind {
  readonly kind: NotificationKind;
  /** The name of the switch on the page of preferences. */
  readonly title: string;
  /** When such a letter comes. */
  readonly says: string;
  /** Nobody turns it off, and why; absent where a person chooses. */
  readonly always?: AlwaysBecause;
}

/** In the order of the page of preferences. A kind that does not come always is on until a person turns it off. */
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
    kind: 'payment_declined',
    title: 'Платёж не прошёл',
    says: 'Когда банк отклонил платёж на сайте',
  },
  {
    kind: 'autopay_announced',
    title: 'Скоро автоплатёж',
    says: 'Не меньше чем за три дня до списания',
    always: 'agreement',
  },
  {
    kind: 'autopay_skipped',
    title: 'Автоплатёж не сделан',
    says: 'Когда к оплате больше, чем Вы разрешили списывать',
    always: 'agreement',
  },
  {
    kind: 'autopay_declined',
    title: 'Автоплатёж не прошёл',
    says: 'Когда банк не списал деньги по автоплатежу',
    always: 'agreement',
  },
  {
    kind: 'autopay_not_agreed',
    title: 'Автоплатёж не подключён',
    says: 'Когда банк не запомнил карту для автоплатежа',
    always: 'agreement',
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
    kind: 'instalments_agreed',
    title: 'Рассрочка действует',
    says: 'Когда рассрочка началась или снова действует',
  },
  {
    kind: 'instalment_due',
    title: 'Скоро платить по рассрочке',
    says: 'За несколько дней до срока каждой части рассрочки',
  },
  {
    kind: 'instalments_broken',
    title: 'Рассрочка прекратилась',
    says: 'Когда часть не оплачена в срок, платёж отозван или рассрочку прекратила управляющая компания',
  },
  {
    kind: 'instalments_fulfilled',
    title: 'Рассрочка выплачена',
    says: 'Когда долг по рассрочке оплачен полностью',
  },
  {
    kind: 'account_shared',
    title: 'Счёт открыт ещё кому-то',
    says: 'Когда Ваш счёт присоединили к другому входу в кабинет',
    always: 'safety',
  },
];

/** What a person may turn off and on. */
export const CHOSEN_KINDS: readonly DescribedKind[] = NOTIFICATION_KINDS.filter(({ always }) => always === undefined);

export function describedKind(kind: NotificationKind): DescribedKind {
  return NOTIFICATION_KINDS.find((one) => one.kind === kind) as DescribedKind;
}

/** Whether letters of the kind come whatever a person has chosen. */
export function comesAlways(kind: NotificationKind): boolean {
  return describedKind(kind).always !== undefined;
}

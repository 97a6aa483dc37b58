/**
 * How often a bank is asked for a payment of which it has not said its last word: a payer who waits is answered within
 * minutes, and what nobody waits for costs ever less. It is never given up.
 */
export interface AskingStep {
  /** For payments younger than this. */
  readonly underMinutes: number;
  /** So long is waited between two questions; at 0 every round asks. */
  readonly everyMinutes: number;
}

const HOUR = 60;
const DAY = 24 * HOUR;
/** The hour after which a payer has gone away, and the round that says so. */
const PAYER_WAITS = HOUR + 5;

export const ASKING_STEPS: readonly AskingStep[] = [
  { underMinutes: PAYER_WAITS, everyMinutes: 0 },
  { underMinutes: DAY, everyMinutes: 10 },
  { underMinutes: 7 * DAY, everyMinutes: HOUR },
  { underMinutes: 90 * DAY, everyMinutes: DAY },
  { underMinutes: Infinity, everyMinutes: 7 * DAY },
];

/**
 * Whether a payment is to be asked for in this round.
 *
 * @param ageMinutes since it was begun
 * @param sinceAskedMinutes since the last question; null where none is known of
 */
export function isToBeAskedFor(ageMinutes: number, sinceAskedMinutes: number | null): boolean {
  if (sinceAskedMinutes === null) return true;
  const step = ASKING_STEPS.find(({ underMinutes }) => ageMinutes < underMinutes);
  return sinceAskedMinutes >= (step?.everyMinutes ?? 0);
}

/** How far back, and how often, a bank is asked for what it has given back. */
export interface RefundLook {
  readonly everyHours: number;
  readonly backDays: number;
}

/**
 * One question finds every refund of so many days, so that its cost does not grow with the number of payments. YooKassa
 * gives back within three years (https://yookassa.ru/docs/support/payments/refunds).
 */
export const REFUND_LOOKS: readonly RefundLook[] = [
  { everyHours: 1, backDays: 3 },
  { everyHours: 24, backDays: 90 },
  { everyHours: 7 * 24, backDays: 3 * 366 },
];

/** The widest look whose time has come; null where none has. `hoursSince` answers null for one that was never made. */
export function refundLookDue(hoursSince: (look: RefundLook) => number | null): RefundLook | null {
  const due = REFUND_LOOKS.filter((look) => {
    const hours = hoursSince(look);
    return hours === null || hours >= look.everyHours;
  });
  return due.at(-1) ?? null;
}

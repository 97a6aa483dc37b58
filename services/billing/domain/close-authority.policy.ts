import { BillingPeriod, lastDayOf, previousPeriod } from '#libs/kernel';
import { addKopecks, Kopecks, kopecks } from '#libs/money';
import { CloseFigures } from './period-close.events';
import { DatedValue, inForce } from './reference-book';

/** The setting that says who closes a period; a company that has none lets the night do it. */
export const CLOSE_SETTING = 'period_close';
export const CLOSE_BY_TWO_PEOPLE = 'TWO_PEOPLE';

type Settings = Readonly<Record<string, readonly DatedValue[]>>;

/** Whether two people have to agree before a period is closed: as the setting is on its last day. */
export function isClosedByTwo(settings: Settings, period: BillingPeriod): boolean {
  return inForce(settings[CLOSE_SETTING], lastDayOf(period))?.value === CLOSE_BY_TWO_PEOPLE;
}

/**
 * The last period up to `ended` that the night may close by itself: one that needs no second person, or that two people
 * have agreed to. Periods close in their order, so that nothing beyond it is closed either.
 */
export function closableThrough(
  settings: Settings,
  ended: BillingPeriod,
  firstPeriod: BillingPeriod,
  isAgreedTo: (period: BillingPeriod) => boolean,
): BillingPeriod {
  let period = ended;
  while (period >= firstPeriod && isClosedByTwo(settings, period) && !isAgreedTo(period)) {
    period = previousPeriod(period);
  }
  return period;
}

/** What the close of one account would charge; `refused` tells why it cannot be closed, null where it can. */
interface PreviewedClose {
  readonly chargedKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
  readonly refused: string | null;
}

/** What both people have seen of a close, read from the plan that they agree to. Throws where a sum is none. */
export function closeFiguresOf(plan: Readonly<Record<string, unknown>>): CloseFigures {
  return {
    accounts: Number(plan['accounts']),
    refused: Number(plan['refused']),
    chargedKopecks: kopecks(Number(plan['chargedKopecks'])),
    recalculatedKopecks: kopecks(Number(plan['recalculatedKopecks'])),
  };
}

export const NOTHING_TO_CLOSE: CloseFigures = { accounts: 0, refused: 0, chargedKopecks: 0, recalculatedKopecks: 0 };

/** What a close would charge, summed up: what two people look at, and what is compared before anything is closed. */
export function addToClose(figures: CloseFigures, account: PreviewedClose): CloseFigures {
  if (account.refused !== null) return { ...figures, refused: figures.refused + 1 };
  return {
    accounts: figures.accounts + 1,
    refused: figures.refused,
    chargedKopecks: addKopecks(figures.chargedKopecks, account.chargedKopecks),
    recalculatedKopecks: addKopecks(figures.recalculatedKopecks, account.recalculatedKopecks),
  };
}

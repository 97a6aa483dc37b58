import { addDays, CivilDate } from '#libs/kernel';
import { AgreedPart } from './supported-account.events';
import { SupportedInstalments } from './supported-account.state';

/** Days before the due day of a part from which on somebody is reminded of it: money takes days to arrive. */
const REMIND_FROM_DAYS = 5;
/** After this day it would come too late; the days between catch up with a night that did not run. */
const REMIND_UNTIL_DAYS = 3;

/** A part that is due soon. */
export interface PartToRemind extends AgreedPart {
  /** From 1. */
  readonly part: number;
}

/**
 * Parts of an agreement that people are reminded of on a day, with what is still to be paid for each in kopecks: who has
 * paid ahead pays the rest of the part, and is not reminded of one that is paid. What is left is known from the last part
 * that was paid in time; money that came after is not, so that a reminder never demands.
 */
export function partsToRemind(agreement: SupportedInstalments, date: CivilDate): readonly PartToRemind[] {
  const { parts, leftKopecks, state } = agreement;
  if (state !== 'running') return [];
  return parts.flatMap(({ dueOn, amountKopecks: agreedKopecks }, index) => {
    if (date < addDays(dueOn, -REMIND_FROM_DAYS) || date > addDays(dueOn, -REMIND_UNTIL_DAYS)) return [];
    const afterKopecks = parts.slice(index + 1).reduce((sum, { amountKopecks }) => sum + amountKopecks, 0);
    const amountKopecks = Math.min(agreedKopecks, leftKopecks - afterKopecks);
    return amountKopecks > 0 ? [{ part: index + 1, dueOn, amountKopecks }] : [];
  });
}

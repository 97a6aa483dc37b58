import { addKopecks, Kopecks, Rational, roublesText, sumKopecks } from '#libs/money';
import { ChargeLine, LineInput, RecalculationLine, RecalculationReason } from './calculation';
import { EarlierRecalculations, standingOf } from './earlier-recalculations.policy';
import { ChargedPeriod } from './recalculation';
import { Component } from './reference-book';

/** What the monthly run recalculates by itself where a volume was another one than it was charged by. */
const OWN: readonly RecalculationReason[] = ['true_up', 'absence', 'reading_correction'];
/** What an accountant records where a volume or a price was another one. All others lower a fee that was right. */
const PUT_RIGHT: readonly RecalculationReason[] = ['provider_error', 'replay', 'tampering'];

/** Lines whose charge is meant; of all components where none is named. */
interface Place {
  readonly utility: string;
  readonly component?: Component | null;
}

/** What months stand at: what they were charged, with what has changed their volume or price since. */
export interface StandingCharge {
  readonly chargedKopecks: Kopecks;
  /** Above zero where they were charged too little. */
  readonly changedKopecks: Kopecks;
  readonly kopecks: Kopecks;
  /** As it stands in a formula, roubles: `2243.00` or `(2243.00 - 1794.40)`. */
  readonly text: string;
  readonly inputs: readonly LineInput[];
}

/** Whether the monthly run makes it by itself. */
export function isOwn({ reason }: Pick<RecalculationLine, 'reason'>): boolean {
  return OWN.includes(reason);
}

/** Whether it brings a month to the volume or price that is right, and does not lower a right fee. */
export function putsRight({ reason }: Pick<RecalculationLine, 'reason'>): boolean {
  return PUT_RIGHT.includes(reason);
}

/** Whether it says the volume of a month: what put the price alone right says nothing of it, and a replay tells sums. */
export function saysVolume({ reason, quantity }: Pick<RecalculationLine, 'reason' | 'quantity'>): boolean {
  return (reason === 'provider_error' || reason === 'tampering') && !Rational.parse(quantity).isZero();
}

/** Whether it says what a unit of its line costs: a tampering act takes the price that was charged, and a replay tells sums. */
export function saysPrice({ reason }: Pick<RecalculationLine, 'reason'>): boolean {
  return reason === 'provider_error';
}

/** Lines of standing recalculations that brought a month to the volume or price that is right. */
export function putRightBy(earlier: EarlierRecalculations): readonly RecalculationLine[] {
  return standingOf(earlier).flatMap(({ lines }) => lines.filter(putsRight));
}

/**
 * What a utility stands at in months: the charges, what the monthly run gave back or charged of them by itself, then or
 * later, and what was put right. Reductions for quality and reliefs are no part of it: they lower a fee that is right.
 * @param putRight lines that were recorded before, of any utility and month
 */
export function standingCharge(
  place: Place,
  months: readonly ChargedPeriod[],
  putRight: readonly RecalculationLine[],
): StandingCharge {
  const inputs: LineInput[] = [];
  const charged: Kopecks[] = [];
  const changed: Kopecks[] = [];
  for (const month of months) {
    const chargedKopecks = sumOf(month.charges.filter((line) => isAt(line, place)));
    charged.push(chargedKopecks);
    inputs.push({ name: 'charged', value: roublesText(chargedKopecks), eventId: month.eventId });
    for (const [eventId, amountKopecks] of changesOf(place, month, putRight)) {
      changed.push(amountKopecks);
      inputs.push({ name: 'recalculated', value: roublesText(amountKopecks), eventId });
    }
  }
  const [chargedKopecks, changedKopecks] = [sumKopecks(charged), sumKopecks(changed)];
  const kopecks = addKopecks(chargedKopecks, changedKopecks);
  return { chargedKopecks, changedKopecks, kopecks, text: textOf(chargedKopecks, changedKopecks), inputs };
}

/** The volume of a line with what has changed it since, in its unit. A replay tells sums and no volume. */
export function standingQuantity(
  line: ChargeLine,
  month: ChargedPeriod,
  putRight: readonly RecalculationLine[],
): Rational {
  const { utility, component } = line;
  const place = { utility, component };
  const recorded = putRight.filter((one) => one.ofPeriod === month.period && one.reason !== 'replay');
  const changes = [...month.recalculated, ...recorded].filter((one) => isAt(one, place));
  return Rational.sum([line, ...changes].map(({ quantity }) => Rational.parse(quantity)));
}

/** What the words of a line say beside what was charged, where it is another sum. */
export function standingDetail({ changedKopecks, kopecks }: StandingCharge): { readonly standing?: string } {
  return changedKopecks === 0 ? {} : { standing: roublesText(kopecks) };
}

/** By the event that says so; null where its recording does. */
function changesOf(
  place: Place,
  { period, recalculated }: ChargedPeriod,
  putRight: readonly RecalculationLine[],
): ReadonlyMap<string | null, Kopecks> {
  const changes = new Map<string | null, Kopecks>();
  const add = (eventId: string | null, amountKopecks: Kopecks) =>
    changes.set(eventId, addKopecks(changes.get(eventId) ?? 0, amountKopecks));
  for (const line of recalculated.filter((one) => isAt(one, place))) add(line.eventId, line.amountKopecks);
  for (const line of putRight.filter((one) => one.ofPeriod === period && isAt(one, place))) {
    add(null, line.amountKopecks);
  }
  return changes;
}

function isAt(line: { readonly utility: string; readonly component: Component | null }, place: Place): boolean {
  return line.utility === place.utility && (place.component === undefined || line.component === place.component);
}

function sumOf(lines: readonly { readonly amountKopecks: Kopecks }[]): Kopecks {
  return sumKopecks(lines.map(({ amountKopecks }) => amountKopecks));
}

function textOf(chargedKopecks: Kopecks, changedKopecks: Kopecks): string {
  const charged = roublesText(chargedKopecks);
  if (changedKopecks === 0) return charged;
  return `(${charged} ${changedKopecks < 0 ? '-' : '+'} ${roublesText(Math.abs(changedKopecks))})`;
}

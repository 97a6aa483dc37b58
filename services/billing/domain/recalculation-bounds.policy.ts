import { BillingPeriod, CivilDate, daysInPeriod, firstDayOf, Rejection } from '#libs/kernel';
import { Kopecks, Rational, sumKopecks } from '#libs/money';
import { RecalculationLine } from './calculation';
import { EarlierRecalculations, standingOf } from './earlier-recalculations.policy';
import { faultOfOverlaps, hoursBefore, spellsOf } from './interrupted-hours.policy';
import { needsApproval, RecalculationFacts, RecalculationGrounds, Spell } from './recalculation';
import { periodsOfTampering } from './tampering-recalculation.policy';

/**
 * What one person records for an account by themselves, within a calendar month and in one direction. About two monthly
 * bills of a dwelling: acts and reliefs stay below it, and a slip of the comma does not.
 */
export const ALONE_MAX_KOPECKS: Kopecks = 10_000_00;
/** The harshest charge that the law knows is ten norms (ПП РФ 354 п. 62): a mistake is not made good by more. */
export const RISE_TIMES_MAX = 10;
/** Up to this sum a rise is no absurdity, however little was charged by mistake: a second person looks at it. */
export const RISE_LEAST_KOPECKS: Kopecks = 100_000_00;

const HOURS_OF_DAY = 24;
/** Air of a dwelling is not colder than this many degrees below its norm. ПП РФ 354 прил. 1 п. 15: the norm is 18 to 22. */
const DEGREES_MAX = '60';

interface Question {
  readonly account: string;
  readonly grounds: RecalculationGrounds;
  readonly facts: RecalculationFacts;
  readonly earlier: EarlierRecalculations;
}

/**
 * What is typed and cannot be, before anything is worked out from it: BILLING_RECALCULATION_HOURS, …_ACT_EARLIER, …_DEGREES.
 * An interruption, or cold, of two months is stated in each by the part that lies in it: of one that began earlier nobody
 * could see whether its hours are all or those of the month, and what lies in the other month would be given back twice.
 */
export function faultOfInputs({ account, grounds, earlier }: Question): Rejection | null {
  if (grounds.kind === 'cold') {
    const { period, hours, degreesBelow } = grounds;
    const fault = faultOfSpells(account, period, spellsOf(grounds));
    if (fault !== null) return fault;
    if (Rational.parse(degreesBelow).compare(Rational.parse(DEGREES_MAX)) > 0) {
      return new Rejection('BILLING_RECALCULATION_DEGREES', { account, degrees: degreesBelow, most: DEGREES_MAX });
    }
    return faultOfHours(account, period, [hours], Rational.of(daysInPeriod(period) * HOURS_OF_DAY));
  }
  if (grounds.kind !== 'interruption') return null;
  const { utility, period, acts } = grounds;
  const fault = faultOfSpells(account, period, acts);
  if (fault !== null) return fault;
  const before = standingOf(earlier).flatMap(({ grounds: one }) =>
    one.kind === 'interruption' && one.utility === utility && one.period === period ? one.acts : [],
  );
  const hours = [...before, ...acts].map((act) => act.hours);
  return faultOfHours(account, period, hours, Rational.of(daysInPeriod(period) * HOURS_OF_DAY));
}

/**
 * A claim is about what was charged, and nothing is charged before its month begins. The law bounds it at the other end alone: a fine
 * is due unless the error was put right before the claim (ЖК РФ ст. 157 ч. 6), which is known of no day to come.
 */
export function faultOfClaim(account: string, grounds: RecalculationGrounds, today: CivilDate): Rejection | null {
  if (grounds.kind !== 'provider_error' || grounds.claimedOn === null) return null;
  const { claimedOn, period } = grounds;
  if (claimedOn > today) return new Rejection('BILLING_RECALCULATION_CLAIM_LATER', { account, claimedOn });
  if (claimedOn >= firstDayOf(period)) return null;
  return new Rejection('BILLING_RECALCULATION_CLAIM_EARLIER', { account, claimedOn, period });
}

/** A spell begins in its month and ends with it at the latest. */
function faultOfSpells(account: string, period: BillingPeriod, spells: readonly Spell[]): Rejection | null {
  const ofMonth = Rational.of(daysInPeriod(period) * HOURS_OF_DAY);
  const firstOn = firstDayOf(period);
  for (const spell of spells) {
    const { startedOn } = spell;
    if (startedOn < firstOn) {
      return new Rejection('BILLING_RECALCULATION_ACT_EARLIER', { account, period, startedOn, firstOn });
    }
    const left = ofMonth.minus(hoursBefore(spell, period));
    const fault = faultOfHours(account, period, [spell.hours], left.isNegative() ? Rational.ZERO : left);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfHours(
  account: string,
  period: BillingPeriod,
  hours: readonly string[],
  most: Rational,
): Rejection | null {
  const sum = Rational.sum(hours.map((one) => Rational.parse(one)));
  if (sum.compare(most) <= 0) return null;
  const details = { account, period, hours: sum.toDecimal(2), most: most.toDecimal(2) };
  return new Rejection('BILLING_RECALCULATION_HOURS', details);
}

/**
 * The same act, correction or year a second time gives nothing: BILLING_RECALCULATION_RECORDED_ALREADY. Neither do hours
 * that were counted: BILLING_RECALCULATION_OVERLAPS, BILLING_RECALCULATION_ACTS_OVERLAP.
 */
export function faultOfRepetition({ account, grounds, earlier }: Question): Rejection | null {
  const repeated = Object.entries(earlier).find(
    ([, { grounds: one, reversed }]) => !reversed && (isTheSame(grounds, one) || isWithin(grounds, one)),
  );
  if (repeated !== undefined) {
    return new Rejection('BILLING_RECALCULATION_RECORDED_ALREADY', { account, recalculation: repeated[0] });
  }
  const isQuality = grounds.kind === 'interruption' || grounds.kind === 'cold';
  return isQuality ? faultOfOverlaps(account, grounds, earlier) : null;
}

/** A year of heating brings each of its months to what is right: an error of one of them is given back by it. */
function isWithin(one: RecalculationGrounds, earlier: RecalculationGrounds): boolean {
  if (one.kind !== 'provider_error' || earlier.kind !== 'heating_year') return false;
  return one.utility === earlier.utility && one.period.startsWith(`${earlier.year}-`);
}

/** Whether both are about one and the same thing that happened. */
export function isTheSame(one: RecalculationGrounds, other: RecalculationGrounds): boolean {
  if (one.kind === 'interruption' && other.kind === 'interruption') {
    if (one.utility !== other.utility || one.period !== other.period) return false;
    return isAnySame(one.acts, other.acts);
  }
  if (one.kind === 'cold' && other.kind === 'cold') {
    if (one.utility !== other.utility || one.period !== other.period) return false;
    const [spells, others] = [spellsOf(one), spellsOf(other)];
    if (spells.length > 0 && others.length > 0) return isAnySame(spells, others);
    // One of them says only how many hours it was: the same figures are taken for the same cold.
    return areEqual(one.hours, other.hours) && areEqual(one.degreesBelow, other.degreesBelow);
  }
  if (one.kind === 'provider_error' && other.kind === 'provider_error') {
    return one.utility === other.utility && one.component === other.component && one.period === other.period;
  }
  if (one.kind === 'tampering' && other.kind === 'tampering') {
    const months = periodsOfTampering(other);
    return one.utility === other.utility && periodsOfTampering(one).some((period) => months.includes(period));
  }
  if (one.kind === 'heating_year' && other.kind === 'heating_year') {
    return one.utility === other.utility && one.year === other.year;
  }
  return false;
}

function isAnySame(spells: readonly Spell[], others: readonly Spell[]): boolean {
  return spells.some((spell) =>
    others.some(
      ({ startedOn, startedAt, hours }) =>
        startedOn === spell.startedOn && startedAt === spell.startedAt && areEqual(hours, spell.hours),
    ),
  );
}

function areEqual(one: string, other: string): boolean {
  return Rational.parse(one).equals(Rational.parse(other));
}

/** The most that a sum may be raised to where so much was charged. */
export function mostInPlaceOf(chargedKopecks: Kopecks): Kopecks {
  return Math.max(chargedKopecks * RISE_TIMES_MAX, RISE_LEAST_KOPECKS);
}

/**
 * What a recalculation comes to, held against what was charged, with what the monthly run has recalculated of it. Nobody
 * is given back more of a utility than was charged for it (ПП РФ 354 п. 101, прил. 1; ЖК РФ ст. 157 ч. 6; the fine of
 * that article stands beside it), and nobody is charged a multiple that no rule knows. A replay, a waiver and a reversal
 * have bounds of their own: two people, the posted penalty, the original. BILLING_RECALCULATION_BELOW_CHARGED,
 * BILLING_RECALCULATION_ABOVE_CHARGED.
 */
export function faultOfSums(
  { account, grounds, facts, earlier }: Question,
  lines: readonly RecalculationLine[],
  periods: readonly BillingPeriod[],
): Rejection | null {
  if (!('utility' in grounds)) return null;
  const { utility } = grounds;
  const isAbout = ({ reason, ...line }: RecalculationLine) =>
    line.utility === utility && periods.includes(line.ofPeriod) && reason !== 'provider_fine';
  const sumOf = (all: readonly RecalculationLine[]) =>
    sumKopecks(all.filter(isAbout).map(({ amountKopecks }) => amountKopecks));
  const chargedKopecks = sumKopecks(
    facts.charged
      .filter(({ period }) => periods.includes(period))
      .flatMap(({ charges, recalculated }) => [...charges, ...recalculated].filter((line) => line.utility === utility))
      .map(({ amountKopecks }) => amountKopecks),
  );
  const amountKopecks = sumOf(lines);
  const earlierKopecks = sumOf(standingOf(earlier).flatMap((one) => one.lines));
  const details = { account, utility, period: periods.at(-1) ?? '', amountKopecks: Math.abs(amountKopecks) };
  const leftKopecks = chargedKopecks + earlierKopecks;
  if (amountKopecks < 0 && leftKopecks + amountKopecks < 0) {
    const limitKopecks = Math.max(leftKopecks, 0);
    return new Rejection('BILLING_RECALCULATION_BELOW_CHARGED', { ...details, limitKopecks });
  }
  const limitKopecks = mostInPlaceOf(chargedKopecks);
  if (amountKopecks <= limitKopecks) return null;
  return new Rejection('BILLING_RECALCULATION_ABOVE_CHARGED', { ...details, limitKopecks });
}

/**
 * Whether a second person has to agree: by the kind; where it takes back what two people agreed to; or where one person
 * would record more for the account than they may within the month, in that direction. What was taken back counts no
 * more, and neither does taking it back within the month in which it was recorded: a slip is mended by whoever made it.
 */
export function needsSecondPerson(
  { grounds, earlier }: Pick<Question, 'grounds' | 'earlier'>,
  amountKopecks: Kopecks,
  recordedOn: CivilDate,
): boolean {
  if (needsApproval(grounds.kind)) return true;
  const month = recordedOn.slice(0, 7);
  if (grounds.kind === 'reversal') {
    const original = earlier[grounds.of];
    if (original === undefined || original.approvalId !== null || needsApproval(original.grounds.kind)) return true;
    if (original.recordedOn.startsWith(month)) return false;
  }
  const alone = Object.values(earlier)
    .filter((one) => one.approvalId === null && one.recordedOn.startsWith(month) && counts(one, earlier, month))
    .map(({ lines }) => sumKopecks(lines.map((line) => line.amountKopecks)))
    .filter((sum) => Math.sign(sum) === Math.sign(amountKopecks));
  return Math.abs(sumKopecks([...alone, amountKopecks])) > ALONE_MAX_KOPECKS;
}

function counts(
  { grounds, reversed }: EarlierRecalculations[string],
  earlier: EarlierRecalculations,
  month: string,
): boolean {
  if (grounds.kind !== 'reversal') return !reversed;
  return earlier[grounds.of]?.recordedOn.startsWith(month) !== true;
}

import { addKopecks, Kopecks, subtractKopecks } from '#libs/money';
import { splitByUtility } from '../domain/aging.policy';
import { Payee } from '../domain/reference-book';
import { AccountStatementRow } from '../projections/account-statement.projection';
import { OpeningDebts } from '../projections/turnover.projection';

/** closing = opening + charged + recalculated + penalty − paid + returned. Below zero a balance is an advance. */
export interface TurnoverFigures {
  readonly openingKopecks: Kopecks;
  readonly chargedKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
  readonly penaltyKopecks: Kopecks;
  /**
   * Received from payers. By utility: what came off the utility, whether a payment or an advance settled it; the row of
   * advances has the counter-entry, so that all rows add up to what was received.
   */
  readonly paidKopecks: Kopecks;
  /** Payments taken back: recalls of banks, transfers to another account. */
  readonly returnedKopecks: Kopecks;
  readonly closingKopecks: Kopecks;
}

/** A utility or an order; `#brought_forward` is debt from before the books, of which utilities are not known. */
export type TurnoverPart = string;
export const PENALTY_PART: TurnoverPart = '#penalty';
export const ADVANCE_PART: TurnoverPart = '#advance';
export const BROUGHT_FORWARD_PART: TurnoverPart = '#brought_forward';

export interface FiguresOfPart extends TurnoverFigures {
  readonly part: TurnoverPart;
}

/** A row with the figures of months that follow one another: it opens with the first and closes with the last. */
export function withFigures<Row>(row: Row, months: readonly TurnoverFigures[]): Row & TurnoverFigures {
  const [first, ...later] = months;
  if (first === undefined) throw new RangeError('A row of a turnover sheet is about a month at least');
  return { ...row, ...later.reduce(followed, first) };
}

/** The members are written out, here and below: a large sheet does it for every utility of every account. */
function followed(before: TurnoverFigures, month: TurnoverFigures): TurnoverFigures {
  return {
    openingKopecks: before.openingKopecks,
    chargedKopecks: addKopecks(before.chargedKopecks, month.chargedKopecks),
    recalculatedKopecks: addKopecks(before.recalculatedKopecks, month.recalculatedKopecks),
    penaltyKopecks: addKopecks(before.penaltyKopecks, month.penaltyKopecks),
    paidKopecks: addKopecks(before.paidKopecks, month.paidKopecks),
    returnedKopecks: addKopecks(before.returnedKopecks, month.returnedKopecks),
    closingKopecks: month.closingKopecks,
  };
}

/**
 * A statement by utility. What a utility owes is its share of the open months, as the ageing of debts splits it; what
 * was paid off it is what its own figures leave. Penalty, advances and debt brought forward stand on rows of their own.
 */
export function partsOfStatement(
  payee: Payee,
  { charges, recalculations }: Pick<AccountStatementRow, 'charges' | 'recalculations'>,
  figures: TurnoverFigures,
  opening: OpeningDebts,
  closing: OpeningDebts,
  utilityOrder: readonly string[],
): FiguresOfPart[] {
  const [owed, owes] = [owedByPart(opening, utilityOrder), owedByPart(closing, utilityOrder)];
  const charged = billedByUtility(charges, payee);
  const recalculated = billedByUtility(recalculations, payee);
  const names = new Set([...owed.keys(), ...owes.keys(), ...charged.keys(), ...recalculated.keys()]);
  const parts: FiguresOfPart[] = [];
  for (const part of names) {
    const [opened, closes] = [owed.get(part) ?? 0, owes.get(part) ?? 0];
    parts.push(settled(part, opened, charged.get(part) ?? 0, recalculated.get(part) ?? 0, 0, 0, closes));
  }
  const { penaltyKopecks, returnedKopecks } = figures;
  parts.push(
    settled(PENALTY_PART, opening.penaltyKopecks, 0, 0, penaltyKopecks, 0, closing.penaltyKopecks),
    settled(ADVANCE_PART, -opening.advanceKopecks, 0, 0, 0, returnedKopecks, -closing.advanceKopecks),
  );
  return parts.filter(isOfAnything);
}

function isOfAnything(part: FiguresOfPart): boolean {
  const { openingKopecks, chargedKopecks, recalculatedKopecks, penaltyKopecks } = part;
  const owed = openingKopecks !== 0 || chargedKopecks !== 0 || recalculatedKopecks !== 0 || penaltyKopecks !== 0;
  return owed || part.paidKopecks !== 0 || part.returnedKopecks !== 0 || part.closingKopecks !== 0;
}

/** What came off a part is what is left of its turnover: opening and charges less closing. */
function settled(
  part: TurnoverPart,
  openingKopecks: Kopecks,
  chargedKopecks: Kopecks,
  recalculatedKopecks: Kopecks,
  penaltyKopecks: Kopecks,
  returnedKopecks: Kopecks,
  closingKopecks: Kopecks,
): FiguresOfPart {
  const billed = addKopecks(addKopecks(chargedKopecks, recalculatedKopecks), penaltyKopecks);
  const owed = addKopecks(addKopecks(openingKopecks, billed), returnedKopecks);
  return {
    part,
    // An advance of nothing is nothing, and not less than it.
    openingKopecks: addKopecks(openingKopecks, 0),
    chargedKopecks,
    recalculatedKopecks,
    penaltyKopecks,
    paidKopecks: subtractKopecks(owed, closingKopecks),
    returnedKopecks,
    closingKopecks: addKopecks(closingKopecks, 0),
  };
}

function owedByPart({ lines }: OpeningDebts, utilityOrder: readonly string[]): Map<TurnoverPart, Kopecks> {
  const owed = new Map<TurnoverPart, Kopecks>();
  const add = (part: TurnoverPart, amount: Kopecks) => owed.set(part, addKopecks(owed.get(part) ?? 0, amount));
  for (const line of lines) {
    const shares = splitByUtility(line, line.principalKopecks, utilityOrder);
    if (shares.length === 0) add(BROUGHT_FORWARD_PART, line.principalKopecks);
    for (const { utility, principalKopecks } of shares) add(utility, principalKopecks);
  }
  return owed;
}

function billedByUtility(
  lines: readonly { readonly utility: string; readonly payee: Payee; readonly amountKopecks: Kopecks }[],
  payee: Payee,
): Map<TurnoverPart, Kopecks> {
  const billed = new Map<TurnoverPart, Kopecks>();
  for (const line of lines) {
    if (line.payee !== payee) continue;
    billed.set(line.utility, addKopecks(billed.get(line.utility) ?? 0, line.amountKopecks));
  }
  return billed;
}

interface Grouped extends TurnoverFigures {
  readonly payee: Payee;
  readonly houseId: string | null;
  readonly part: TurnoverPart | null;
}

/**
 * Sums of rows by what they are about. Each is added to in place: a large sheet has hundreds of thousands of parts that
 * come to a few dozen rows, and an object for every step would cost more than the sums.
 */
export class TurnoverTotal<Row extends Grouped> {
  private readonly sums = new Map<string, Row>();

  /** Adds a row beside the others: openings and closings add up. */
  add(row: Row): void {
    const sum = this.sumFor(row);
    if (sum === null) return;
    sum.openingKopecks = addKopecks(sum.openingKopecks, row.openingKopecks);
    addTurnover(sum, row);
    sum.closingKopecks = addKopecks(sum.closingKopecks, row.closingKopecks);
  }

  /** Adds a later month of the same: it opens where the earlier one closed. */
  follow(row: Row): void {
    const sum = this.sumFor(row);
    if (sum === null) return;
    addTurnover(sum, row);
    sum.closingKopecks = row.closingKopecks;
  }

  all(): Row[] {
    return [...this.sums.values()];
  }

  inOrder(placeOf: (row: Row) => string): Row[] {
    const placed = this.all().map((row) => ({ row, place: placeOf(row) }));
    return placed.sort((left, right) => (left.place < right.place ? -1 : 1)).map(({ row }) => row);
  }

  /** Null where the row is the first of its kind: its copy is the sum so far. */
  private sumFor(row: Row): Sums | null {
    const key = `${row.payee}|${row.houseId ?? ''}|${row.part ?? ''}`;
    const sum = this.sums.get(key);
    if (sum !== undefined) return sum;
    this.sums.set(key, { ...row });
    return null;
  }
}

type Sums = { -readonly [Figure in keyof TurnoverFigures]: TurnoverFigures[Figure] };

/** What came to it between the opening and the closing. */
function addTurnover(sum: Sums, row: TurnoverFigures): void {
  sum.chargedKopecks = addKopecks(sum.chargedKopecks, row.chargedKopecks);
  sum.recalculatedKopecks = addKopecks(sum.recalculatedKopecks, row.recalculatedKopecks);
  sum.penaltyKopecks = addKopecks(sum.penaltyKopecks, row.penaltyKopecks);
  sum.paidKopecks = addKopecks(sum.paidKopecks, row.paidKopecks);
  sum.returnedKopecks = addKopecks(sum.returnedKopecks, row.returnedKopecks);
}

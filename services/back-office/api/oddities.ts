import { addKopecks, Rational, subtractKopecks } from '#libs/money';
import { PreviewedClose } from '#services/billing/api/client';

/** Why an account of a preview is looked at before the close, the gravest first. */
export const ODDITIES = ['refused', 'negative', 'recalculated', 'zero', 'more', 'less', 'new_debtor', 'first'] as const;
export type Oddity = (typeof ODDITIES)[number];

/** What differs by more than so many hundredths from the month before is odd. */
export const ODD_PERCENT = 30;

/** A previewed account with what is odd about it. */
export interface LookedAt extends PreviewedClose {
  /** Per cent of the charges of the month before, to a tenth, halves away from zero; null where there is nothing to compare. */
  readonly differencePercent: number | null;
  readonly oddities: readonly Oddity[];
}

/** The gravest first, then what differs most; the others in their order. */
export function byGravity(one: LookedAt, other: LookedAt): number {
  return placeOf(one) - placeOf(other) || distance(other) - distance(one);
}

/** An account with what is odd about it. */
export function lookAt(row: PreviewedClose): LookedAt {
  const { refused, chargedBeforeKopecks, differenceKopecks } = row;
  const isComparable =
    refused === null && chargedBeforeKopecks !== null && differenceKopecks !== null && chargedBeforeKopecks > 0;
  const differencePercent = isComparable ? percentOf(differenceKopecks, chargedBeforeKopecks) : null;
  return { ...row, differencePercent, oddities: ODDITIES.filter((oddity) => RULES[oddity](row)) };
}

/** One account is odd in several ways: each rule stands by itself. */
const RULES: Readonly<Record<Oddity, (row: PreviewedClose) => boolean>> = {
  refused: ({ refused }) => refused !== null,
  negative: ({ refused, chargedKopecks, recalculatedKopecks }) =>
    refused === null && chargedKopecks + recalculatedKopecks < 0,
  recalculated: ({ refused, chargedKopecks, recalculatedKopecks }) =>
    refused === null && Math.abs(recalculatedKopecks) * 100 > Math.max(chargedKopecks, 0) * ODD_PERCENT,
  zero: ({ refused, chargedKopecks }) => refused === null && chargedKopecks === 0,
  more: (row) => changeOf(row) > 0,
  less: (row) => changeOf(row) < 0,
  new_debtor: ({ owedKopecks, owedBeforeKopecks }) => owedKopecks > 0 && owedBeforeKopecks === 0,
  first: ({ refused, chargedBeforeKopecks }) => refused === null && chargedBeforeKopecks === null,
};

/** Above zero where more than the odd share was added, below it where as much is missing, else 0. In whole numbers. */
function changeOf({ refused, chargedBeforeKopecks, differenceKopecks }: PreviewedClose): number {
  if (refused !== null || chargedBeforeKopecks === null || differenceKopecks === null) return 0;
  if (chargedBeforeKopecks <= 0) return 0;
  return Math.abs(differenceKopecks) * 100 > chargedBeforeKopecks * ODD_PERCENT ? Math.sign(differenceKopecks) : 0;
}

function percentOf(difference: number, before: number): number {
  return Number(Rational.of(difference * 1000, before).roundHalfAwayFromZero()) / 10;
}

function placeOf({ oddities: [gravest] }: LookedAt): number {
  return gravest === undefined ? ODDITIES.length : ODDITIES.indexOf(gravest);
}

function distance({ oddities, differencePercent }: LookedAt): number {
  return oddities.length === 0 ? 0 : Math.abs(differencePercent ?? 0);
}

/** The sums of a preview; what cannot be closed is not in them. */
export interface PreviewTotals {
  readonly accounts: number;
  readonly refused: number;
  readonly odd: number;
  readonly chargedKopecks: number;
  readonly recalculatedKopecks: number;
  readonly chargedBeforeKopecks: number;
  readonly differenceKopecks: number;
  readonly differencePercent: number | null;
}

export const NO_PREVIEW: PreviewTotals = {
  accounts: 0,
  refused: 0,
  odd: 0,
  chargedKopecks: 0,
  recalculatedKopecks: 0,
  chargedBeforeKopecks: 0,
  differenceKopecks: 0,
  differencePercent: null,
};

export function addToPreview(total: PreviewTotals, row: LookedAt): PreviewTotals {
  const odd = total.odd + (row.oddities.length > 0 ? 1 : 0);
  if (row.refused !== null) return { ...total, odd, refused: total.refused + 1 };
  const chargedKopecks = addKopecks(total.chargedKopecks, row.chargedKopecks);
  const chargedBeforeKopecks = addKopecks(total.chargedBeforeKopecks, row.chargedBeforeKopecks ?? 0);
  const recalculatedKopecks = addKopecks(total.recalculatedKopecks, row.recalculatedKopecks);
  return {
    accounts: total.accounts + 1,
    refused: total.refused,
    odd,
    chargedKopecks,
    recalculatedKopecks,
    chargedBeforeKopecks,
    ...differenceOf({ chargedKopecks, recalculatedKopecks }, chargedBeforeKopecks),
  };
}

/** What a month is charged, corrections of earlier ones among it, beside the charges of the month before. */
export function differenceOf(
  { chargedKopecks, recalculatedKopecks }: Pick<PreviewTotals, 'chargedKopecks' | 'recalculatedKopecks'>,
  chargedBeforeKopecks: number,
): Pick<PreviewTotals, 'differenceKopecks' | 'differencePercent'> {
  const differenceKopecks = subtractKopecks(addKopecks(chargedKopecks, recalculatedKopecks), chargedBeforeKopecks);
  const isComparable = chargedBeforeKopecks > 0;
  return {
    differenceKopecks,
    differencePercent: isComparable ? percentOf(differenceKopecks, chargedBeforeKopecks) : null,
  };
}

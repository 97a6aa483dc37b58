import { PreviewedClose } from '#services/billing/api/client';

/** Why an account of a preview is looked at before the close, the gravest first. */
export const ODDITIES = ['refused', 'negative', 'recalculated', 'zero', 'more', 'less', 'new_debtor', 'first'] as const;
export type Oddity = (typeof ODDITIES)[number];

/** What differs by more than so many hundredths from the month before is odd. */
export const ODD_PERCENT = 30;

/** A previewed account with what is odd about it. */
export interface LookedAt extends PreviewedClose {
  /** Hundredths of the charges of the month before, rounded away from zero; null where there is nothing to compare. */
  readonly differencePercent: number | null;
  readonly oddities: readonly Oddity[];
}

/** Accounts with what is odd about them, the gravest first, then what differs most; the others in their order. */
export function lookAt(preview: readonly PreviewedClose[]): readonly LookedAt[] {
  return preview.map(lookAtOne).sort((one, other) => placeOf(one) - placeOf(other) || distance(other) - distance(one));
}

function lookAtOne(row: PreviewedClose): LookedAt {
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
  return Math.sign(difference) * Math.ceil((Math.abs(difference) * 100) / before);
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

export function totalsOf(rows: readonly LookedAt[]): PreviewTotals {
  const closed = rows.filter(({ refused }) => refused === null);
  const sum = (of: (row: LookedAt) => number) => closed.reduce((total, row) => total + of(row), 0);
  const chargedKopecks = sum((row) => row.chargedKopecks);
  const chargedBeforeKopecks = sum((row) => row.chargedBeforeKopecks ?? 0);
  const recalculatedKopecks = sum((row) => row.recalculatedKopecks);
  const differenceKopecks = chargedKopecks + recalculatedKopecks - chargedBeforeKopecks;
  return {
    accounts: closed.length,
    refused: rows.length - closed.length,
    odd: rows.filter(({ oddities }) => oddities.length > 0).length,
    chargedKopecks,
    recalculatedKopecks,
    chargedBeforeKopecks,
    differenceKopecks,
    differencePercent: chargedBeforeKopecks > 0 ? percentOf(differenceKopecks, chargedBeforeKopecks) : null,
  };
}

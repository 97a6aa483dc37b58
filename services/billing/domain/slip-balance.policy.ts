import { addKopecks, Kopecks, subtractKopecks, sumKopecks } from '#libs/money';
import { SlipContent, SlipPayee } from './slip-content';

/** Which sum of a slip is not what its parts give, kopecks. */
export interface SlipImbalance {
  readonly sum: string;
  readonly saidKopecks: Kopecks;
  readonly partsKopecks: Kopecks;
}

/**
 * The sum of one payee: opening debt − advance − payments + charges + recalculations − reliefs + penalty.
 * ПП РФ 354 п. 69, приказ Минстроя 43/пр.
 */
export function dueOf(payee: Omit<SlipPayee, 'dueKopecks' | 'payableKopecks' | 'qr'>): Kopecks {
  const { debtKopecks, advanceKopecks, paymentsKopecks, chargedKopecks } = payee;
  const { recalculatedKopecks, reliefsKopecks, penaltyKopecks } = payee;
  const owed = sumKopecks([debtKopecks, chargedKopecks, recalculatedKopecks, penaltyKopecks]);
  return subtractKopecks(owed, sumKopecks([advanceKopecks, paymentsKopecks, reliefsKopecks]));
}

/** What of a sum may be asked for: an advance is not, nor what is time-barred. */
export function payableOf(dueKopecks: Kopecks, timeBarredKopecks: Kopecks): Kopecks {
  return Math.max(0, subtractKopecks(dueKopecks, timeBarredKopecks));
}

/** The first sum of a slip that does not hold; null when every one is exact to the kopeck. */
export function slipImbalance(content: SlipContent): SlipImbalance | null {
  for (const payee of content.payees) {
    const found = payeeImbalance(content, payee);
    if (found !== null) return found;
  }
  for (const { utility, totalKopecks, chargedKopecks, recalculatedKopecks } of content.charges) {
    const parts = addKopecks(chargedKopecks, recalculatedKopecks);
    const found = differing(`total of ${utility}`, totalKopecks, parts);
    if (found !== null) return found;
  }
  const payable = sumKopecks(content.payees.map((payee) => payee.payableKopecks));
  return differing('payable', content.payableKopecks, payable);
}

function payeeImbalance(content: SlipContent, payee: SlipPayee): SlipImbalance | null {
  const name = payee.requisites.payee;
  const charges = content.charges.filter((line) => line.payee === name);
  const recalculations = content.recalculations.filter((line) => line.payee === name);
  return (
    differing(
      `charged of ${name}`,
      payee.chargedKopecks,
      sumKopecks(charges.map(({ chargedKopecks }) => chargedKopecks)),
    ) ??
    differing(
      `recalculated of ${name}`,
      payee.recalculatedKopecks,
      sumKopecks(recalculations.map(({ amountKopecks }) => amountKopecks)),
    ) ??
    differing(
      `recalculated by utility of ${name}`,
      payee.recalculatedKopecks,
      sumKopecks(charges.map(({ recalculatedKopecks }) => recalculatedKopecks)),
    ) ??
    differing(`due of ${name}`, payee.dueKopecks, dueOf(payee)) ??
    differing(`payable of ${name}`, payee.payableKopecks, payableOf(payee.dueKopecks, payee.timeBarredKopecks))
  );
}

function differing(sum: string, saidKopecks: Kopecks, partsKopecks: Kopecks): SlipImbalance | null {
  return saidKopecks === partsKopecks ? null : { sum, saidKopecks, partsKopecks };
}

import { BillingPeriod } from '#libs/kernel';
import { Rational, roundToKopecks, subtractKopecks } from '#libs/money';
import { ChargeLine, LineInput, RecalculationLine, RecalculationReason, Why } from './calculation';
import { Basis } from './dossier';
import { Component, COMPONENT_ORDER, Utility, ValueInForce } from './reference-book';

/** A number as it stands in a formula: fractions and negative numbers in brackets. */
export function numeral(value: Rational | string): string {
  const text = typeof value === 'string' ? value : value.toText();
  return text.includes('/') || text.startsWith('-') ? `(${text})` : text;
}

export function inputOf(name: string, value: ValueInForce): LineInput {
  return { name, value: value.text, eventId: value.eventId };
}

export interface ChargeDraft {
  readonly utility: Utility;
  readonly component: Component | null;
  readonly basis: Basis;
  readonly quantity: Rational;
  readonly quantityFormula: string;
  readonly unit: string;
  readonly tariff: ValueInForce;
  readonly coefficient: ValueInForce | null;
  readonly why: Why;
  readonly inputs: readonly LineInput[];
}

/**
 * One printed line: quantity × tariff × K rounded once to the kopeck, half away from zero (setting
 * HALF_AWAY_PER_LINE). The excess is the amount less the rounded amount without K (приказ Минстроя 43/пр).
 */
export function chargeLine(draft: ChargeDraft): ChargeLine {
  const base = draft.quantity.times(draft.tariff.value);
  const exact = draft.coefficient ? base.times(draft.coefficient.value) : base;
  const amountKopecks = roundToKopecks(exact);
  const factors = [draft.quantityFormula, draft.tariff.text];
  const inputs = [...draft.inputs, inputOf('tariff', draft.tariff)];
  if (draft.coefficient) {
    factors.push(draft.coefficient.text);
    inputs.push(inputOf('coefficient', draft.coefficient));
  }
  return {
    utility: draft.utility.utility,
    payee: draft.utility.payee,
    component: draft.component,
    basis: draft.basis,
    quantity: draft.quantity.toText(),
    unit: draft.unit,
    tariff: draft.tariff.value.toText(),
    coefficient: draft.coefficient && draft.coefficient.value.toText(),
    amountKopecks,
    excessKopecks: draft.coefficient ? subtractKopecks(amountKopecks, roundToKopecks(base)) : 0,
    formula: factors.join(' * '),
    exact: exact.toText(),
    why: draft.why,
    inputs,
  };
}

export interface RecalculationDraft {
  readonly utility: Utility;
  readonly component: Component | null;
  readonly source: string | null;
  readonly reason: RecalculationReason;
  readonly ofPeriod: BillingPeriod;
  readonly quantity: Rational;
  readonly quantityFormula: string;
  /** The tariff of the period that is recalculated, as it was charged. */
  readonly tariff: string;
  readonly tariffEventId: string | null;
  readonly coefficient: string | null;
  readonly why: Why;
  readonly inputs: readonly LineInput[];
}

/** A recalculation of a closed or the present period: quantity × tariff of that period [× K], rounded once. */
export function recalculationLine(draft: RecalculationDraft): RecalculationLine {
  const factors = [draft.quantityFormula, draft.tariff];
  const inputs = [...draft.inputs, { name: 'tariff', value: draft.tariff, eventId: draft.tariffEventId }];
  let exact = draft.quantity.times(Rational.parse(draft.tariff));
  if (draft.coefficient !== null) {
    exact = exact.times(Rational.parse(draft.coefficient));
    factors.push(draft.coefficient);
    inputs.push({ name: 'coefficient', value: draft.coefficient, eventId: null });
  }
  return {
    ...recalculationHead(draft),
    amountKopecks: roundToKopecks(exact),
    formula: factors.join(' * '),
    exact: exact.toText(),
    why: draft.why,
    inputs,
  };
}

/**
 * The line of a corrected reading: what the period amounts to now less what it amounted to before, each rounded as
 * its own line, so that all lines of the period still add up to the right sum.
 */
export function correctionLine(draft: RecalculationDraft & { readonly before: Rational }): RecalculationLine {
  const tariff = Rational.parse(draft.tariff);
  const after = draft.before.plus(draft.quantity);
  const amountKopecks = subtractKopecks(
    roundToKopecks(after.times(tariff)),
    roundToKopecks(draft.before.times(tariff)),
  );
  return {
    ...recalculationHead(draft),
    amountKopecks,
    formula: `round((${draft.before.toText()} + ${numeral(draft.quantity)}) * ${draft.tariff}) - round(${numeral(draft.before)} * ${draft.tariff})`,
    exact: Rational.of(amountKopecks, 100).toText(),
    why: draft.why,
    inputs: [...draft.inputs, { name: 'tariff', value: draft.tariff, eventId: draft.tariffEventId }],
  };
}

function recalculationHead(draft: RecalculationDraft) {
  return {
    utility: draft.utility.utility,
    payee: draft.utility.payee,
    component: draft.component,
    source: draft.source,
    reason: draft.reason,
    ofPeriod: draft.ofPeriod,
    quantity: draft.quantity.toText(),
    tariff: Rational.parse(draft.tariff).toText(),
  };
}

/** The component that a register of a meter is charged under. */
export function componentsOfRegisters(registers: number): readonly (Component | null)[] {
  if (registers === 2) return ['day', 'night'];
  if (registers === 3) return ['peak', 'half_peak', 'night'];
  return [null];
}

export function componentPlace(component: Component | null): number {
  return COMPONENT_ORDER.indexOf(component);
}

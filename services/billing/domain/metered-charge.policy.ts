import { Rational } from '#libs/money';
import { ChargeLine, LineInput, RecalculationLine } from './calculation';
import { Reading, UtilityRecord } from './dossier';
import { chargeLine, componentsOfRegisters, inputOf, numeral, recalculationLine } from './line.policy';
import { GrowthStep } from './meter-chain.policy';
import { MeteredVolume, VolumePart, VolumeQuestion } from './metered-volume.policy';
import { Component, Utility, ValueInForce } from './reference-book';

/**
 * The charge lines of a metered utility: one a zone, or water and heat for a two-part utility. Heat is the volume
 * times the norm of heat for a cubic metre and is never raised (ПП РФ 354 прил. 2).
 */
export function chargeByMeter(question: VolumeQuestion, volume: MeteredVolume): ChargeLine[] {
  const { utility, book, dossier, period } = question;
  if (utility.kind === 'metered_two_part') return twoPartLines(question, volume);
  return componentsOfRegisters(volume.volumes.length).map((component, register) =>
    chargeLine({
      utility,
      component,
      basis: volume.basis,
      quantity: volume.volumes[register] as Rational,
      quantityFormula: volumeFormula(question, volume, register),
      unit: utility.unit,
      tariff: book.tariff(utility.utility, component, dossier.houseId, period),
      coefficient: volume.coefficient,
      why: volume.why,
      inputs: volumeInputs(question, volume, register),
    }),
  );
}

function twoPartLines(question: VolumeQuestion, volume: MeteredVolume): ChargeLine[] {
  const { utility, book, dossier, period } = question;
  const water = volume.volumes[0] as Rational;
  const heatNorm = book.norm(utility.utility, 'gcal_per_m3', dossier.houseId, period);
  const formula = volumeFormula(question, volume, 0);
  const inputs = volumeInputs(question, volume, 0);
  return [
    chargeLine({
      utility,
      component: 'water',
      basis: volume.basis,
      quantity: water,
      quantityFormula: formula,
      unit: 'm3',
      tariff: book.tariff(utility.utility, 'water', dossier.houseId, period),
      coefficient: volume.coefficient,
      why: volume.why,
      inputs,
    }),
    chargeLine({
      utility,
      component: 'heat',
      basis: volume.basis === 'norm_raised' ? 'norm' : volume.basis,
      quantity: water.times(heatNorm.value),
      quantityFormula: `${formula} * ${heatNorm.text}`,
      unit: 'Gcal',
      tariff: book.tariff(utility.utility, 'heat', dossier.houseId, period),
      coefficient: null,
      why: volume.why,
      inputs: [...inputs, inputOf('heat_norm', heatNorm)],
    }),
  ];
}

function volumeFormula(question: VolumeQuestion, volume: MeteredVolume, register: number): string {
  const charged = volume.volumes[register] as Rational;
  if (charged.isZero()) return '0';
  if (volume.norm) return `${volume.norm.text} * ${numeral(question.activity.persons)}`;
  if (volume.averageOf.length > 0) return averageFormula(question, volume, register);
  const growth = growthFormula(volume.steps, register);
  const ratio = volume.counted?.ratio ?? null;
  const counted = ratio === null ? growth : `${growth} * ${numeral(ratio)}`;
  const inGap = volume.chargedInGap[register] as Rational;
  return inGap.isZero() ? counted : `(${counted} - ${numeral(inGap)})`;
}

function averageFormula(question: VolumeQuestion, volume: MeteredVolume, register: number): string {
  const months = volume.averageOf.map((volumes) => numeral(volumes[register] as Rational));
  const mean = `(${months.join(' + ')}) / ${months.length}`;
  const { days, daysOfMonth, wholly } = question.activity;
  return wholly ? mean : `${mean} * ${days} / ${daysOfMonth}`;
}

function growthFormula(steps: readonly GrowthStep[], register: number): string {
  const parts = steps.map(({ meter, before, now }) => {
    const [from, to] = [before[register] as string, now[register] as string];
    const wrapped = Rational.parse(to).compare(Rational.parse(from)) < 0;
    return wrapped ? `(${10n ** BigInt(meter.digits)} - ${from} + ${to})` : `(${to} - ${from})`;
  });
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join(' + ')})`;
}

function volumeInputs(question: VolumeQuestion, volume: MeteredVolume, register: number): LineInput[] {
  const inputs: LineInput[] = [];
  if (volume.norm) {
    inputs.push(inputOf('norm', volume.norm), ...personInputs(question));
  } else if (volume.averageOf.length > 0) {
    const months = volume.averageOf.map((volumes) => (volumes[register] as Rational).toDecimal());
    inputs.push({ name: 'actual_monthly_volumes', value: months.join(' '), eventId: null });
  }
  for (const step of volume.steps) inputs.push(...stepInputs(question, step, register));
  const inGap = volume.chargedInGap[register];
  if (inGap && !inGap.isZero()) inputs.push({ name: 'charged_in_gap', value: inGap.toText(), eventId: null });
  const meter = volume.chain?.meters.at(-1);
  if (meter && volume.branch === 2) {
    const removed = meter.removedOn !== null;
    inputs.push({
      name: removed ? 'meter_removed_on' : 'meter_verified_until',
      value: removed ? meter.removedOn : meter.verifiedUntil,
      eventId: removed ? meter.removalEventId : meter.eventId,
    });
  }
  return inputs;
}

export function personInputs(question: Pick<VolumeQuestion, 'activity'>): LineInput[] {
  return question.activity.residents.map((row) => ({
    name: 'residents',
    value: `${row.registered} registered, ${row.owners} owners from ${row.from}`,
    eventId: row.eventId,
  }));
}

function stepInputs(question: VolumeQuestion, step: GrowthStep, register: number): LineInput[] {
  return [
    {
      name: step.beforeReading ? 'reading_before' : 'meter_start_value',
      value: step.before[register] as string,
      eventId: step.beforeReading ? knownBy(question, step.beforeReading) : step.meter.eventId,
    },
    {
      name: step.nowReading ? 'reading_now' : 'meter_final_value',
      value: step.now[register] as string,
      eventId: step.nowReading ? knownBy(question, step.nowReading) : step.meter.removalEventId,
    },
  ];
}

/** The event that supplied the value in use: the reading's own, or that of its latest correction. */
function knownBy(question: VolumeQuestion, reading: Reading): string {
  const values = question.valuesOf(reading);
  const correction = reading.corrections.findLast((candidate) => candidate.values === values);
  return correction ? correction.eventId : reading.eventId;
}

/**
 * True-up lines: the volume that goes back to (or is missing from) each closed gap period, at that period's tariff.
 * ПП РФ 354 п. 59, 61.
 */
export function trueUpLines(question: VolumeQuestion, volume: MeteredVolume): RecalculationLine[] {
  return volume.returned.flatMap((part) =>
    part.volumes.flatMap((quantity, register) => {
      if (quantity.isZero()) return [];
      return trueUpOfPeriod(question.utility, part.record, register, quantity, volume);
    }),
  );
}

function trueUpOfPeriod(
  utility: Utility,
  record: UtilityRecord,
  register: number,
  quantity: Rational,
  volume: MeteredVolume,
): RecalculationLine[] {
  const twoPart = utility.kind === 'metered_two_part';
  const common = {
    utility,
    source: null,
    reason: 'true_up' as const,
    ofPeriod: record.period,
    coefficient: null,
    why: trueUpWhy(volume),
    inputs: [
      { name: 'charged_volume', value: record.volumes[register] ?? '0', eventId: null },
      ...countedInputs(volume),
    ],
  };
  const lines = [
    recalculationLine({
      ...common,
      component: twoPart ? 'water' : registerComponent(record, register),
      quantity,
      quantityFormula: numeral(quantity),
      tariff: record.tariffs[register] ?? (record.tariffs[0] as string),
      tariffEventId: record.tariffEventIds[register] ?? null,
    }),
  ];
  if (twoPart) {
    const heatNorm = record.heatNorm as string;
    lines.push(
      recalculationLine({
        ...common,
        component: 'heat',
        quantity: quantity.times(Rational.parse(heatNorm)),
        quantityFormula: `${numeral(quantity)} * ${heatNorm}`,
        tariff: record.heatTariff as string,
        tariffEventId: record.heatTariffEventId,
      }),
    );
  }
  return lines;
}

function trueUpWhy(volume: MeteredVolume) {
  return {
    code: 'true_up',
    details: {
      reading: volume.counted ? `${volume.counted.meterId} ${volume.counted.takenOn}` : '',
      growth: volume.counted?.growth.join(' ') ?? '',
      chargedInGap: volume.chargedInGap.map((value) => value.toText()).join(' '),
    },
  };
}

function countedInputs(volume: MeteredVolume): LineInput[] {
  return volume.steps.flatMap((step) => [
    ...(step.beforeReading
      ? [{ name: 'reading_before', value: step.before.join(' '), eventId: step.beforeReading.eventId }]
      : []),
    ...(step.nowReading ? [{ name: 'reading_now', value: step.now.join(' '), eventId: step.nowReading.eventId }] : []),
  ]);
}

export function registerComponent(record: UtilityRecord, register: number): Component | null {
  return componentsOfRegisters(record.volumes.length)[register] ?? null;
}

/** Sewage follows the volume of its source: the same parts at the sewage tariff of the period, where it was charged. */
export function sewageTrueUpLines(
  sewage: Utility,
  sewageRecords: readonly UtilityRecord[],
  source: Utility,
  volume: MeteredVolume,
): RecalculationLine[] {
  return volume.returned.flatMap((part: VolumePart) => {
    const record = sewageRecords.find((candidate) => candidate.period === part.record.period);
    const quantity = Rational.sum(part.volumes);
    if (!record || quantity.isZero()) return [];
    return [
      recalculationLine({
        utility: sewage,
        component: null,
        source: source.utility,
        reason: 'true_up',
        ofPeriod: record.period,
        quantity,
        quantityFormula: numeral(quantity),
        tariff: record.tariffs[0] as string,
        tariffEventId: record.tariffEventIds[0] ?? null,
        coefficient: null,
        why: trueUpWhy(volume),
        inputs: countedInputs(volume),
      }),
    ];
  });
}

/** What the period of a metered utility leaves behind. */
export function meteredRecord(
  question: VolumeQuestion,
  volume: MeteredVolume,
  heat: HeatOfRecord | null,
): UtilityRecord {
  const { utility, book, dossier, period, activity } = question;
  const parts: readonly (Component | null)[] =
    utility.kind === 'metered_two_part' ? ['water'] : componentsOfRegisters(volume.volumes.length);
  const tariffs = parts.map((part) => book.tariff(utility.utility, part, dossier.houseId, period));
  return {
    period,
    basis: volume.basis,
    branch: volume.branch,
    volumes: volume.volumes.map((value) => value.toText()),
    tariffs: tariffs.map((tariff) => tariff.text),
    tariffEventIds: tariffs.map((tariff) => tariff.eventId),
    heatTariff: heat && heat.tariff.text,
    heatTariffEventId: heat && heat.tariff.eventId,
    heatNorm: heat && heat.norm.text,
    coefficient: volume.coefficient && volume.coefficient.text,
    persons: activity.persons.toText(),
    whollyActive: activity.wholly,
    counted: volume.counted,
    corrected: null,
    gap: volume.gap,
    lastCounted: volume.lastCounted,
    chain: volume.chain?.meters[0]?.meterId ?? null,
  };
}

export interface HeatOfRecord {
  readonly tariff: ValueInForce;
  readonly norm: ValueInForce;
}

export function heatOfRecord(question: VolumeQuestion): HeatOfRecord | null {
  const { utility, book, dossier, period } = question;
  if (utility.kind !== 'metered_two_part') return null;
  return {
    tariff: book.tariff(utility.utility, 'heat', dossier.houseId, period),
    norm: book.norm(utility.utility, 'gcal_per_m3', dossier.houseId, period),
  };
}

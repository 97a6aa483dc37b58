import { Rational } from '#libs/money';
import { ChargeQuestion } from './area-charge.policy';
import { ChargeLine } from './calculation';
import { UtilityRecord } from './dossier';
import { chargeLine, numeral } from './line.policy';

/**
 * Sewage: the volumes of its source utilities in the period, before any raising coefficient (ПП РФ 354 п. 42).
 * `sources` are the periods' records of those utilities that are connected.
 */
export function chargeSewage(
  question: ChargeQuestion,
  sources: readonly { utility: string; record: UtilityRecord }[],
): ChargeLine {
  const { utility, book, dossier, period } = question;
  const volumes = sources.map(({ record }) => Rational.sum(record.volumes.map((value) => Rational.parse(value))));
  const quantity = Rational.sum(volumes);
  return chargeLine({
    utility,
    component: null,
    basis: 'sum',
    quantity,
    quantityFormula: volumes.length === 0 ? '0' : `(${volumes.map((volume) => numeral(volume)).join(' + ')})`,
    unit: utility.unit,
    tariff: book.tariff(utility.utility, null, dossier.houseId, period),
    coefficient: null,
    why: { code: 'sum_of_sources', details: { sources: sources.map((source) => source.utility).join(' ') } },
    inputs: sources.map((source, index) => ({
      name: `volume ${source.utility}`,
      value: (volumes[index] as Rational).toText(),
      eventId: null,
    })),
  });
}

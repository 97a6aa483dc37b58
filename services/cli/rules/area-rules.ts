import { previousPeriod, periodsBetween } from '#libs/kernel';
import { Kopecks, Rational, roublesText, sumKopecks } from '#libs/money';
import { activityOf } from '../../billing/domain/activity.policy';
import { chargeByArea } from '../../billing/domain/area-charge.policy';
import { ChargeLine } from '../../billing/domain/calculation';
import {
  commonPropertyVolume,
  NegativeCommonProperty,
  shareOfCommonProperty,
} from '../../billing/domain/common-property-by-meter.policy';
import { correctHeatingOfYear } from '../../billing/domain/heating-correction.policy';
import { DatedValue, House, ReferenceBookDocument, UtilityKind } from '../../billing/domain/reference-book';
import { splitByShares } from '../../billing/domain/share-split.policy';
import { quantityText, RuleEvaluation } from './case-answer';
import { Field } from './case-field';
import { periodOfCase, tariffRows } from './case-readers';
import { ALWAYS, connected, dated, dossierOf, HOUSE_ID, referenceBook, residents, utility } from './case-world';

interface HouseFacts {
  readonly house?: Partial<House>;
  readonly houseVolumes?: ReferenceBookDocument['houseVolumes'];
}

/** The line of one utility charged by area or persons, for a case that gives `area`, `persons`, `owners`, norms. */
export function areaLine(
  input: Field,
  kind: UtilityKind,
  price: readonly DatedValue[],
  facts: HouseFacts = {},
): ChargeLine {
  const period = periodOfCase(input);
  const norm = input.anyOf('normPerM2Year', 'normM3PersonYear', 'normM3PerM2', 'norm');
  const norms = norm.isGiven ? [dated(norm.decimal())] : [];
  const name = 'charged';
  const book = referenceBook({
    firstPeriod: period,
    utilities: [utility(name, kind)],
    tariffs: { [`${name}||`]: price },
    norms: {
      [`${name}|m2_year|`]: norms,
      [`${name}|person_year|`]: norms,
      [`${name}|m2_common_month|`]: norms,
      [`${name}|m2_season_month|`]: norms,
    },
    ...facts,
  });
  const dossier = dossierOf([connected(name)], {
    totalAreaM2: input.get('area').isGiven ? input.get('area').decimal() : '1',
    residents: [residents(ALWAYS, countOr(input, 'persons', 0), countOr(input, 'owners', 0))],
  });
  const connection = connected(name);
  const line = chargeByArea({
    dossier,
    book,
    utility: book.utility(name),
    connection,
    period,
    activity: activityOf(dossier, connection, period),
  });
  return line ?? input.get('period').fail('a month in which this is charged');
}

function countOr(input: Field, key: string, otherwise: number): number {
  return input.get(key).isGiven ? input.get(key).count() : otherwise;
}

function amountByArea(kind: UtilityKind, ...prices: readonly string[]): RuleEvaluation {
  return (input) => {
    if (kind === 'waste_persons') input.get('persons').count();
    else input.get('area').decimal();
    return roublesText(areaLine(input, kind, tariffRows(input, ...prices)).amountKopecks);
  };
}

/** A month of the season by the volume of the house meter. */
const heatingByHouseMeter: RuleEvaluation = (input) => {
  input.get('area').decimal();
  const line = areaLine(input, 'heating', tariffRows(input), {
    house: { heatingMode: 'SEASON', heatMeter: true, totalAreaM2: input.get('houseArea').decimal() },
    houseVolumes: { [`${HOUSE_ID}|charged|${periodOfCase(input)}`]: dated(input.get('houseGcal').decimal()) },
  });
  return { volume: quantityText(line.quantity), amount: roublesText(line.amountKopecks) };
};

/**
 * A month of heating spread over the year: last year's volume of the house over twelve months and all premises. A case
 * that gives the mean for a square metre and month is that of a house of one square metre with twelve such months.
 */
const heatingByMean: RuleEvaluation = (input) => {
  input.get('area').decimal();
  const mean = input.get('avgGcalPerM2Month');
  const period = periodOfCase(input);
  const january = `${previousPeriod(`${period.slice(0, 4)}-01`).slice(0, 4)}-01`;
  const months = periodsBetween(january, `${january.slice(0, 4)}-12`);
  const volumes = mean.isGiven
    ? months.map(() => mean.decimal())
    : months.map((_, index) => (index === 0 ? input.get('houseGcalYear').decimal() : '0'));
  const line = areaLine(input, 'heating', tariffRows(input), {
    house: {
      heatingMode: 'EVEN_YEAR',
      heatMeter: true,
      totalAreaM2: mean.isGiven ? '1' : input.get('houseArea').decimal(),
    },
    houseVolumes: Object.fromEntries(
      months.map((month, index) => [`${HOUSE_ID}|charged|${month}`, dated(volumes[index] as string)]),
    ),
  });
  return roublesText(line.amountKopecks);
};

const heatingCorrection: RuleEvaluation = (input) => {
  const correction = correctHeatingOfYear({
    areaM2: input.get('area').rational(),
    houseAreaM2: input.get('houseArea').rational(),
    houseVolumeGcal: input.get('houseGcalYear').rational(),
    tariff: input.get('tariff').rational(),
    chargedKopecks: chargedInYear(input.anyOf('charged12', 'charged')),
  });
  return roublesText(correction.amountKopecks);
};

/** The sum of the twelve months, or each of them. */
function chargedInYear(charged: Field): Kopecks {
  return charged.isList() ? sumKopecks(charged.items().map((month) => month.amount())) : charged.amount();
}

const commonPropertyByNorm: RuleEvaluation = (input) => {
  input.get('area').decimal();
  const line = areaLine(input, 'soi_norm', tariffRows(input), {
    house: { commonAreaM2: input.get('commonArea').decimal(), totalAreaM2: input.get('houseArea').decimal() },
  });
  return roublesText(line.amountKopecks);
};

/** A volume below zero is carried; `carried` is what earlier months have left, as a volume above zero. */
const commonPropertyByMeter: RuleEvaluation = (input) => {
  const carried = input.get('carried');
  const { volume } = commonPropertyVolume({
    houseVolume: input.get('house').rational(),
    premisesVolume: input.get('sumPremises').rational(),
    carriedVolume: carried.isGiven ? carried.magnitude().negated() : Rational.ZERO,
    negative: negativeOf(input.get('negative')),
  });
  const share = shareOfCommonProperty(
    volume,
    input.get('area').rational(),
    input.get('houseArea').rational(),
    input.get('tariff').rational(),
  );
  return roublesText(share.amountKopecks);
};

function negativeOf(setting: Field): NegativeCommonProperty {
  const name = setting.isGiven ? setting.text() : 'CARRY';
  return name === 'CARRY' || name === 'DISTRIBUTE' ? name : setting.fail('CARRY or DISTRIBUTE');
}

const splitOfShares: RuleEvaluation = (input) => {
  const shares = input.get('shares').items();
  return splitByShares(
    input.get('total').amount(),
    shares.map((share) => share.share()),
  ).map(roublesText);
};

export const AREA_RULES: readonly (readonly [string, RuleEvaluation])[] = [
  ['heating.season.house_meter', heatingByHouseMeter],
  ['heating.1_12.avg', heatingByMean],
  ['heating.1_12.annual_correction', heatingCorrection],
  ['soi.norm', commonPropertyByNorm],
  ['soi.house_meter', commonPropertyByMeter],
  ['tko.persons', amountByArea('waste_persons')],
  ['tko.no_registered', amountByArea('waste_persons')],
  ['split.shares', splitOfShares],
];

/** Contributions to capital repair differ by year and by height of the house only in the rate that the case names. */
export const capitalRepair: RuleEvaluation = amountByArea('area', 'rate');

import { dayInWords, monthInWords, numberInWords, unitInWords, utilityInWords } from '#libs/web';
import { OfficeNames, RuleKind, SupposedRules, unitOfPart } from '#services/billing/api/client';
import { kindInWords, ruleInWords, ruleValueInWords } from './rule-words';

/** What `ruleInWords` calls a rule by, and the value that is supposed of it. */
interface Supposed {
  readonly kind: RuleKind;
  readonly key?: string;
  readonly utility?: string;
  readonly part?: string | null | undefined;
  readonly house?: string | null | undefined;
  readonly from: string;
  readonly value: string;
}

/**
 * The rules by which months are charged anew where they are not those of today, each in a line:
 * «Тариф. Холодная вода: 50,12 ₽ за м³ с 1 октября 2026». Whoever agrees to what came of them has to see them.
 */
export function supposedRulesInWords(rules: SupposedRules, names: OfficeNames): readonly string[] {
  const { tariffs = [], norms = [], coefficients = [], keyRates = [], settings = [], houseVolumes = [] } = rules;
  const supposed: readonly Supposed[] = [
    ...tariffs.map(({ price, ...rule }) => ({ kind: 'tariff' as const, ...rule, value: price })),
    ...norms.map(({ per, norm, ...rule }) => ({ kind: 'norm' as const, ...rule, part: per, value: norm })),
    ...coefficients.map(({ coefficient, ...rule }) => ({ kind: 'coefficient' as const, ...rule, value: coefficient })),
    ...keyRates.map(({ percent, from }) => ({ kind: 'key_rate' as const, from, value: percent })),
    ...settings.map((rule) => ({ kind: 'setting' as const, ...rule })),
  ];
  return [
    ...supposed.map((rule) => supposedInWords(rule, names)),
    ...houseVolumes.map(({ house, utility, period, volume }) => {
      const about = `${utilityInWords(names.utilities, utility)}, ${houseInWords(house, names)}, ${monthInWords(period)}`;
      return `Объём общедомового счётчика. ${about}: ${numberInWords(volume)} ${unitInWords('Gcal')}`;
    }),
  ];
}

/** The address of a house; its number where nobody knows it. */
export function houseInWords(houseId: string, { houses }: Pick<OfficeNames, 'houses'>): string {
  return houses.find((house) => house.houseId === houseId)?.address ?? `дом ${houseId}`;
}

function supposedInWords({ kind, key = '', utility = '', part, house, from, value }: Supposed, names: OfficeNames) {
  const rule = ruleInWords({ kind, key, utility, part: part ?? '' }, names.utilities);
  const kindOf = kind === 'key_rate' ? '' : `${kindInWords(kind)}. `;
  const where = house === null || house === undefined ? '' : `, ${houseInWords(house, names)}`;
  const unit = unitOfPart(part ?? null, names.utilities.find((one) => one.utility === utility)?.unit ?? '');
  return `${kindOf}${rule}${where}: ${ruleValueInWords(kind, value, unit)} с ${dayInWords(from)}`;
}

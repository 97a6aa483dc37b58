import { RuleNamed } from './rule-named';
import { faultOfWithdrawal, inForceWithout, rowsOf, withoutForeignWords, withoutRule } from './rule-withdrawal.policy';
import { aBookDocument } from './testing/book-builder';

const rule = (changes: Partial<RuleNamed> = {}): RuleNamed => ({
  ...{ kind: 'tariff', key: '', utility: 'cold_water', part: '', houseId: null, from: '2026-11-01' },
  ...changes,
});
const codeOf = (one: RuleNamed, notBefore: string | null = '2026-10-01', remaining: string | null = '44.86') =>
  faultOfWithdrawal(one, { notBefore, remaining })?.code ?? null;

describe('the withdrawal of a rule', () => {
  it('is open from the first day of the latest open month on', () => {
    const days = ['2026-09-30', '2026-10-01', '2026-11-01'];
    expect(days.map((from) => codeOf(rule({ from })))).toEqual(['BILLING_RULE_USED', null, null]);
    expect(codeOf(rule({ from: '2020-01-01' }), null)).toBeNull();
  });

  it('is not open for the due day that the last closed month looked up on the first of the next (ЖК РФ ст. 155 ч. 1)', () => {
    const due = (from: string) => rule({ kind: 'setting', key: 'due_day', utility: '', from });
    expect([codeOf(due('2026-10-01')), codeOf(due('2026-10-02'))]).toEqual(['BILLING_RULE_USED', null]);
  });

  it('is never open for what bounds everything or asks for a second person', () => {
    for (const key of ['period_close', 'last_period', 'first_period', 'rounding']) {
      expect(codeOf(rule({ kind: 'setting', key, utility: '' }))).toBe('BILLING_RULE_KEPT');
    }
  });

  it('leaves something to charge by', () => {
    expect(codeOf(rule(), '2026-10-01', null)).toBe('BILLING_RULE_ONLY');
  });
});

describe('a book without a rule', () => {
  const book = aBookDocument({
    tariffs: {
      'cold_water||': ['2026-01-01 44.86', '2026-11-01 4935'],
      'cold_water||H1': ['2026-11-01 40'],
    },
    norms: { 'cold_water|person_month|': ['2026-01-01 6.935', '2026-11-01 69.35'] },
    coefficients: { cold_water: ['2026-01-01 1.5', '2026-11-01 15'] },
    keyRates: ['2026-01-01 16', '2026-11-01 145'],
    settings: { due_day: ['2026-01-01 10', '2026-11-01 1'] },
  });

  it.each<[string, RuleNamed, string | null]>([
    ['a tariff', rule(), '44.86'],
    ['a tariff of a house, for which the general one holds then', rule({ houseId: 'H1' }), '4935'],
    ['a norm', rule({ kind: 'norm', part: 'person_month' }), '6.935'],
    ['a coefficient', rule({ kind: 'coefficient' }), '1.5'],
    ['a key rate', rule({ kind: 'key_rate', utility: '' }), '16'],
    ['a setting', rule({ kind: 'setting', key: 'due_day', utility: '' }), '10'],
    ['what there is not', rule({ kind: 'setting', key: 'none', utility: '' }), null],
    ['a setting named as what every object has', rule({ kind: 'setting', key: 'constructor', utility: '' }), null],
    ['a coefficient of a utility named so', rule({ kind: 'coefficient', utility: 'toString' }), null],
  ])('%s', (_, one, expected) => {
    expect(inForceWithout(one, book)).toBe(expected);
    const left = withoutRule(one, book);
    expect(rowsOf(one, left).map(({ from }) => from)).not.toContain(one.from);
    // Nothing else is touched: the same rule put back gives the book again.
    const gone = rowsOf(one, book).filter(({ from }) => from === one.from);
    expect(rowsOf(one, left)).toEqual(rowsOf(one, book).slice(0, rowsOf(one, book).length - gone.length));
    expect(rowsOf(rule({ utility: 'sewage' }), left)).toEqual(rowsOf(rule({ utility: 'sewage' }), book));
  });
});

it.each<[Partial<RuleNamed>, Partial<RuleNamed>]>([
  [
    { part: 'day', key: 'word', houseId: 'H1' },
    { part: 'day', key: '', houseId: 'H1' },
  ],
  [
    { kind: 'norm', part: 'word' },
    { kind: 'norm', part: '' },
  ],
  [
    { kind: 'coefficient', part: 'day', houseId: 'H1' },
    { kind: 'coefficient', part: '', houseId: null },
  ],
  [
    { kind: 'setting', key: 'due_day', part: 'word' },
    { kind: 'setting', key: 'due_day', part: '', utility: '' },
  ],
  [
    { kind: 'key_rate', key: 'word' },
    { kind: 'key_rate', key: '', utility: '' },
  ],
])('a rule keeps no word that its kind does not have: %j', (asked, kept) => {
  expect(withoutForeignWords(rule(asked))).toEqual(rule(kept));
});

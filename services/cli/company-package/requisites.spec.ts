import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { isAccountKeyValid, isCorrAccountValid, isInnValid, isOgrnValid } from './requisites';
import { sharedPath } from './sample-package.fixture';

interface RuleCase {
  readonly id: string;
  readonly rule: string;
  readonly input: Readonly<Record<string, string>>;
  readonly expected: unknown;
}

const RULES: Readonly<Record<string, (input: Readonly<Record<string, string>>) => boolean>> = {
  'account.key': ({ bic = '', account = '' }) => isAccountKeyValid(bic, account),
  'corr_account.key': ({ bic = '', corr = '' }) => isCorrAccountValid(bic, corr),
  inn10: ({ inn = '' }) => isInnValid(inn),
  inn12: ({ inn = '' }) => isInnValid(inn),
};

describe('the worked cases of the domain reference', () => {
  const cases = (JSON.parse(readFileSync(sharedPath('cases/rules.json'), 'utf8')) as RuleCase[]).filter(
    ({ rule }) => rule in RULES,
  );

  it('cover accounts and both forms of the INN', () => expect(cases).toHaveLength(6));

  it.each(cases)('$id $rule is $expected', ({ rule, input, expected }) => {
    expect(RULES[rule]?.(input)).toBe(expected);
  });
});

describe('check digits', () => {
  it('are those of the two payees of the sample', () => {
    expect(isOgrnValid('1266300094170')).toBe(true);
    expect(isOgrnValid('1136300095282')).toBe(true);
    expect(isAccountKeyValid('043699950', '40702810000000004417')).toBe(true);
    expect(isCorrAccountValid('043699950', '30101810200000000950')).toBe(true);
  });

  it('an account with the Bank of Russia is keyed by digits 5 and 6 of the BIC', () => {
    // 001 and 40503810K00000000001 by the weights 7, 1, 3: 3 + 8 + 5 + 3 + 4 + 7 + 3K + 1 = 31 + 3K, so K = 3.
    expect(isAccountKeyValid('043601001', '40503810300000000001')).toBe(true);
    expect(isAccountKeyValid('043601001', '40503810400000000001')).toBe(false);
  });

  it('a clearing currency has a letter at the sixth place, which counts as a digit', () => {
    // T stands for 8, so this is the account of case R01 with the 8 at that place.
    expect(isAccountKeyValid('044525225', '40702T10138250123017')).toBe(true);
    expect(isAccountKeyValid('044525225', '40702X10138250123017')).toBe(false);
    expect(isAccountKeyValid('044525225', '40702D10138250123017')).toBe(false);
  });

  it('a correspondent account ends with the last three digits of the BIC, also where its key holds', () => {
    // By the weights 3, 7, 1 the digits 950 give 7 + 5 + 0 = 12 and 002 give 2: both sums end in the same digit.
    expect(isAccountKeyValid('043699950', '30101810200000000002')).toBe(true);
    expect(isCorrAccountValid('043699950', '30101810200000000950')).toBe(true);
    expect(isCorrAccountValid('043699950', '30101810200000000002')).toBe(false);
  });

  it('one wrong digit never passes in an account, whatever digit it is', () => {
    const account = '40702810000000004417';
    fc.assert(
      fc.property(fc.nat(19), fc.integer({ min: 1, max: 9 }), (place, step) => {
        const digit = (Number(account[place]) + step) % 10;
        return !isAccountKeyValid('043699950', account.slice(0, place) + digit + account.slice(place + 1));
      }),
    );
  });

  it.each(['', '632199417', '63219941790', '632199417X', '６３２１９９４１７９'])('%p is no INN', (inn) => {
    expect(isInnValid(inn)).toBe(false);
  });

  it.each(['', '126630009417', '126630009417O'])('%p is no OGRN', (ogrn) => expect(isOgrnValid(ogrn)).toBe(false));
});

import { isAccountKeyValid, isCorrAccountValid, isInnValid, isOgrnValid } from './requisites.policy';

describe('the check digits of an INN', () => {
  it('hold for a company and for a person', () => {
    expect(isInnValid('7707083893')).toBe(true);
    expect(isInnValid('500100732259')).toBe(true);
  });

  it('do not hold when a digit is wrong', () => {
    expect(isInnValid('7707083894')).toBe(false);
    expect(isInnValid('500100732258')).toBe(false);
    expect(isInnValid('500100732249')).toBe(false);
  });

  it.each(['', '770708389', '77070838930', '770708389З', ' 7707083893'])('%j is no INN', (text) => {
    expect(isInnValid(text)).toBe(false);
  });
});

describe('the check digit of an OGRN', () => {
  it('is the first twelve digits modulo 11, modulo 10', () => {
    // 102770013219 modulo 11 is 5
    expect(isOgrnValid('1027700132195')).toBe(true);
    expect(isOgrnValid('1027700132196')).toBe(false);
    expect(isOgrnValid('102770013219')).toBe(false);
  });
});

describe('the key of an account', () => {
  it('belongs to the BIC of the bank', () => {
    expect(isAccountKeyValid('044525225', '40702810138250123017')).toBe(true);
    expect(isAccountKeyValid('044525225', '40702810238250123017')).toBe(false);
    expect(isAccountKeyValid('044525226', '40702810138250123017')).toBe(false);
  });

  it('is that of the subdivision for a correspondent account, whose last digits are those of the BIC', () => {
    expect(isCorrAccountValid('043601607', '30101810200000000607')).toBe(true);
    expect(isAccountKeyValid('043601607', '30101810200000000607')).toBe(true);
    expect(isCorrAccountValid('043601607', '30101810300000000607')).toBe(false);
    // The key depends on digits 5 and 6 of the BIC only, its last three digits have to be compared.
    expect(isCorrAccountValid('043601608', '30101810200000000607')).toBe(false);
  });

  it('is that of the subdivision for an account with the Bank of Russia itself', () => {
    // The BIC ends in 001: '002' of its digits 5 and 6 stands before the account, not its own last three.
    expect(isAccountKeyValid('043602001', '40602810200000000012')).toBe(true);
    expect(isAccountKeyValid('043602051', '40602810200000000012')).toBe(false);
  });

  it('reads a letter of a clearing currency as its digit', () => {
    // A stands for 0: the account with 8·A… is keyed as with 0 at the sixth place
    const withDigit = [...Array(10).keys()].map((key) => `40702010${key}38250123017`);
    const valid = withDigit.find((account) => isAccountKeyValid('044525225', account)) as string;
    expect(isAccountKeyValid('044525225', `${valid.slice(0, 5)}A${valid.slice(6)}`)).toBe(true);
    expect(isAccountKeyValid('044525225', `${valid.slice(0, 5)}B${valid.slice(6)}`)).toBe(false);
  });

  it('is not looked at with the treasury', () => {
    expect(isAccountKeyValid('013601205', '03100643000000014200')).toBe(true);
    expect(isCorrAccountValid('013601205', '40102810545370000036')).toBe(true);
    expect(isAccountKeyValid('013601205', '0310064300000001420')).toBe(false);
  });

  it.each([
    ['04452522', '40702810138250123017'],
    ['044525225', '4070281013825012301'],
    ['044525225', '40702Z10138250123017'],
    ['', ''],
  ])('does not hold for the wrong form: %j %j', (bic, account) => {
    expect(isAccountKeyValid(bic, account)).toBe(false);
  });
});

/** Check digits of Russian requisites. All functions take text of the right length and digits only, else answer false. */

/**
 * Whether the check digits of an INN hold: one for a company (10 digits), two for a person (12 digits).
 * Source: structure of the INN, order of the tax service; weights 2 4 10 3 5 9 4 6 8, modulo 11, then modulo 10.
 */
export function isInnValid(inn: string): boolean {
  if (/^[0-9]{10}$/.test(inn)) return innDigit(inn, [2, 4, 10, 3, 5, 9, 4, 6, 8]) === digitAt(inn, 9);
  if (!/^[0-9]{12}$/.test(inn)) return false;
  return (
    innDigit(inn, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) === digitAt(inn, 10) &&
    innDigit(inn, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) === digitAt(inn, 11)
  );
}

function innDigit(inn: string, weights: readonly number[]): number {
  return (weights.reduce((sum, weight, index) => sum + weight * digitAt(inn, index), 0) % 11) % 10;
}

/**
 * Whether the check digit of an OGRN of a legal entity (13 digits) holds.
 * Source: rules of the state register of legal entities; the first twelve digits as a number modulo 11, then modulo 10.
 */
export function isOgrnValid(ogrn: string): boolean {
  if (!/^[0-9]{13}$/.test(ogrn)) return false;
  return (Number(ogrn.slice(0, 12)) % 11) % 10 === digitAt(ogrn, 12);
}

/** Letters that stand for clearing currencies at the sixth place of an account, as digits for the key. */
const CLEARING_CURRENCY_DIGITS: Readonly<Record<string, string>> = {
  A: '0',
  B: '1',
  C: '2',
  E: '3',
  H: '4',
  K: '5',
  M: '6',
  P: '7',
  T: '8',
  X: '9',
};

/**
 * Whether the key (ninth digit) of a bank account holds for the bank's BIC.
 * An account with the bank is keyed by the last three digits of the BIC; an account in a subdivision of the Bank of
 * Russia (BIC ending 000, 001, 002) and a correspondent account (`301…`) by zero and digits 5–6 of the BIC.
 * Source: Bank of Russia, order of 08.09.1997 No. 515. Accounts with the treasury (BIC `01…`) bear no such key: only
 * their form is looked at.
 */
export function isAccountKeyValid(bic: string, account: string): boolean {
  const ofCentralBank = /00[012]$/.test(bic) || account.startsWith('301');
  return isKeyValid(bic, account, ofCentralBank);
}

/**
 * Whether a correspondent account belongs to the BIC: its key holds and its last three digits are those of the BIC.
 * Source: Bank of Russia, order of 08.09.1997 No. 515.
 */
export function isCorrAccountValid(bic: string, corrAccount: string): boolean {
  return isKeyValid(bic, corrAccount, true) && (isTreasury(bic) || corrAccount.slice(17) === bic.slice(6));
}

function isTreasury(bic: string): boolean {
  return bic.startsWith('01');
}

function isKeyValid(bic: string, account: string, ofCentralBank: boolean): boolean {
  if (!/^[0-9]{9}$/.test(bic) || !/^[0-9]{5}[0-9ABCEHKMPTX][0-9]{14}$/.test(account)) return false;
  if (isTreasury(bic)) return true;
  const currency = account.charAt(5);
  const digits = account.slice(0, 5) + (CLEARING_CURRENCY_DIGITS[currency] ?? currency) + account.slice(6);
  const keyed = (ofCentralBank ? `0${bic.slice(4, 6)}` : bic.slice(6)) + digits;
  let sum = 0;
  for (let index = 0; index < keyed.length; index += 1) {
    sum += (digitAt(keyed, index) * ([7, 1, 3][index % 3] as number)) % 10;
  }
  return sum % 10 === 0;
}

function digitAt(text: string, index: number): number {
  return text.charCodeAt(index) - 48;
}

import { maskAccessCodes, maskCardNumbers } from '#libs/kernel';

/**
 * What a person wrote without what must not be kept: access codes whole, of numbers of cards all but the last four
 * digits. Codes come first: of one that also looks like the number of a card nothing may be left.
 */
export function maskSecrets(text: string): { readonly text: string; readonly accessCodeRemoved: boolean } {
  const withoutCodes = maskAccessCodes(text);
  return { text: maskCardNumbers(withoutCodes), accessCodeRemoved: withoutCodes !== text };
}

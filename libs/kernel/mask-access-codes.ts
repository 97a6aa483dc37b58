import { hasCheckDigit } from './check-digit';

/** Between two groups of a code as people copy it from a slip: spaces, dashes or dots, up to three. */
const BETWEEN = '[ \\t\\u00a0\\u2007\\u2009\\u202f\\u2010-\\u2015\\u2212._-]{0,3}';
/** `4821-0935-7716-4`, with or without what stands between the groups; no digit before it and none behind. */
const CODE = new RegExp(`(?<!\\d)\\d{4}${BETWEEN}\\d{4}${BETWEEN}\\d{4}${BETWEEN}\\d(?!\\d)`, 'g');

/**
 * Leaves nothing of an access code: whoever reads a message could sign in with it. What looks like a code is 13 digits in
 * the groups of the slip, or in one piece, whose last one is their check digit; one in ten numbers of 13 digits that are
 * no code is masked as well.
 */
export function maskAccessCodes(text: string): string {
  return text.replace(CODE, (found) =>
    hasCheckDigit(found.replaceAll(/\D/g, '')) ? found.replaceAll(/\d/g, '•') : found,
  );
}

/** The same of codes that stand in their groups, as they are printed: a number in one piece may be that of an account. */
export function maskPrintedCodes(text: string): string {
  return text.replace(CODE, (found) => (/^\d+$/.test(found) ? found : maskAccessCodes(found)));
}

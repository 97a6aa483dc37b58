/** A password that is long needs no other rule (ASVS 6.2): no classes of characters, no change by the calendar. */
export const PASSWORD_CHARACTERS_MIN = 12;
export const PASSWORD_CHARACTERS_MAX = 128;
const DIFFERENT_CHARACTERS_MIN = 5;

export type PasswordFault = 'short' | 'long' | 'plain';

/** What is wrong with a chosen password; null where nothing is. */
export function passwordFault(password: string, staffId: string): PasswordFault | null {
  const characters = [...password];
  if (characters.length < PASSWORD_CHARACTERS_MIN) return 'short';
  if (characters.length > PASSWORD_CHARACTERS_MAX) return 'long';
  const isPlain = new Set(characters).size < DIFFERENT_CHARACTERS_MIN || password.includes(staffId);
  return isPlain ? 'plain' : null;
}

/** An account whose number is like another one, and by how many slips of the hand the two differ. */
export interface LikeAccount {
  readonly account: string;
  /** Digits that are wrong, missing, too many, or two neighbours that changed places. */
  readonly slips: number;
}

/** With more slips than these anything is like anything. */
export const SLIPS_MAX = 2;

/**
 * Accounts that a person who typed `stated` may have meant, the nearest first. Leading zeros are no slip: programs for
 * tables lose them.
 */
export function likeAccounts(stated: string, accounts: Iterable<string>, limit: number): readonly LikeAccount[] {
  const wanted = withoutZeros(stated);
  if (wanted === '') return [];
  const like: LikeAccount[] = [];
  for (const account of accounts) {
    const slips = slipsBetween(wanted, withoutZeros(account));
    if (slips <= SLIPS_MAX) like.push({ account, slips });
  }
  return like.sort((one, other) => one.slips - other.slips || (one.account < other.account ? -1 : 1)).slice(0, limit);
}

function withoutZeros(number: string): string {
  return number.trim().replace(/^0+/, '');
}

/** The distance of Damerau and Levenshtein, restricted; more than `SLIPS_MAX` are not told apart. */
function slipsBetween(left: string, right: string): number {
  if (left === right) return 0;
  const beyond = SLIPS_MAX + 1;
  if (Math.abs(left.length - right.length) > SLIPS_MAX) return beyond;
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const replaced = (last[column - 1] ?? beyond) + (isSame ? 0 : 1);
      let least = Math.min(replaced, (last[column] ?? beyond) + 1, (next[column - 1] ?? beyond) + 1);
      const isSwapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwapped) least = Math.min(least, (before[column - 2] ?? beyond) + 1);
      next.push(least);
    }
    if (Math.min(...next) > SLIPS_MAX) return beyond;
    [before, last] = [last, next];
  }
  return last[right.length] ?? beyond;
}

import { CivilDate } from '#libs/kernel';
import { addKopecks, Kopecks } from '#libs/money';

/** A payment as a line of a bank's registry states it. */
export interface RegistryLine {
  /** The bank's id of the operation (УИП, СУИП); null where the layout has none. */
  readonly operationId: string | null;
  readonly paidOn: CivilDate;
  readonly time: string;
  readonly branch: string;
  readonly terminal: string;
  readonly account: string;
  readonly amountKopecks: Kopecks;
}

/** What a line turned out to be. A conflict has the identity of a known line and another content: it is set aside. */
export type RegistryVerdict = 'accepted' | 'duplicate' | 'conflict';

export interface JudgedLine {
  readonly key: string;
  readonly content: string;
  readonly verdict: RegistryVerdict;
}

export interface JudgedRegistry {
  /** In the order of the file. */
  readonly lines: readonly JudgedLine[];
  readonly accepted: number;
  readonly acceptedKopecks: Kopecks;
  readonly duplicates: number;
  readonly conflicts: number;
}

/**
 * The identity of every line of one file: the channel and the bank's operation id; without one the channel, day, time,
 * branch, terminal, account, amount and the ordinal among equals of the file, so that the same file read again gives
 * the same keys while two equal payments of one minute stay two.
 */
export function registryLineKeys(channel: string, lines: readonly RegistryLine[]): string[] {
  return lines.map(registryLineIdentity(channel));
}

/** As `registryLineKeys`, for a file whose lines come one after another: ask once for each, in their order. */
export function registryLineIdentity(channel: string): (line: RegistryLine) => string {
  const equals = new Map<string, number>();
  return (line) => {
    if (line.operationId !== null) return key('operation', channel, line.operationId);
    const content = contentOf(line);
    const ordinal = (equals.get(content) ?? 0) + 1;
    equals.set(content, ordinal);
    return key('content', channel, content, String(ordinal));
  };
}

/** The identity of a line that has that of a known payment and another content: the same conflict again is one. */
export function conflictKey(lineKey: string, line: RegistryLine): string {
  return key('conflict', lineKey, contentOf(line));
}

/** Parts are counted, so that no two different lists of parts give one key. */
function key(...parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('|');
}

function contentOf(line: RegistryLine): string {
  return key(line.paidOn, line.time, line.branch, line.terminal, line.account, String(line.amountKopecks));
}

/**
 * Judges the lines of a file against those known before (`known`: content by key) and against each other: the first
 * line of an identity is accepted, the same again is a duplicate without effect, the same identity with another
 * content is a conflict.
 */
export function judgeRegistry(
  channel: string,
  lines: readonly RegistryLine[],
  known: ReadonlyMap<string, string>,
): JudgedRegistry {
  const contents = new Map(known);
  const keys = registryLineKeys(channel, lines);
  let acceptedKopecks = 0;
  const judged = lines.map((line, index): JudgedLine => {
    const lineKey = keys[index] as string;
    const content = contentOf(line);
    const before = contents.get(lineKey);
    if (before !== undefined) {
      return { key: lineKey, content, verdict: before === content ? 'duplicate' : 'conflict' };
    }
    contents.set(lineKey, content);
    acceptedKopecks = addKopecks(acceptedKopecks, line.amountKopecks);
    return { key: lineKey, content, verdict: 'accepted' };
  });
  const count = (verdict: RegistryVerdict) => judged.filter((line) => line.verdict === verdict).length;
  return {
    lines: judged,
    accepted: count('accepted'),
    acceptedKopecks,
    duplicates: count('duplicate'),
    conflicts: count('conflict'),
  };
}

import { isLaterVersion } from './announcements';
import { Announced } from './messaging.port';
import { Retired, RETIRED } from './retired';

/**
 * What this program does with what is announced: `done` it does itself, `retired` it leaves out on purpose, in front of
 * `newer` it waits for a newer program. So it does in front of `later version`, a later version of a contract that it handles,
 * whether or not it is announced.
 */
export type AnnouncedHere = 'newer' | 'later version' | 'retired' | 'done';

const ORDER: readonly AnnouncedHere[] = ['newer', 'later version', 'retired', 'done'];

export interface AnnouncedCard extends Announced {
  readonly here: AnnouncedHere;
}

/** What is announced, as this program sees it; what it waits in front of comes first. `own` are its words by their names. */
export function announcedHere(
  announced: readonly Announced[],
  own: ReadonlyMap<string, readonly string[]>,
  retired: readonly Retired[] = RETIRED,
): readonly AnnouncedCard[] {
  const hereOf = ({ name, word }: Announced): AnnouncedHere => {
    const words = own.get(name) ?? [];
    if (words.includes(word)) return 'done';
    if (isLaterVersion(word, words)) return 'later version';
    return retired.some((one) => one.name === name && one.word === word) ? 'retired' : 'newer';
  };
  const cards = announced.map((one) => ({ ...one, here: hereOf(one) }));
  return ORDER.flatMap((here) => cards.filter((one) => one.here === here));
}

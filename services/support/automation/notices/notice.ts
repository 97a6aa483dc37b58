import { CivilDate } from '#libs/kernel';
import { NotificationFacts } from '../../domain/notification.events';
import { NotificationKind } from '../../domain/notification-kinds';

/** One thing to be told to everybody of an account who wants to know. */
export interface News {
  readonly account: string;
  /** What it is about; one letter of a kind for each subject. */
  readonly subject: string;
  /** The day on which it happened: contacts that were verified later are not told. */
  readonly happenedOn: CivilDate;
  /** The last day on which a letter is of use. */
  readonly expiresOn: CivilDate;
  readonly facts: NotificationFacts;
}

export interface LetterWords {
  readonly subject: string;
  /** Paragraphs; how the letter ends is added to every one. */
  readonly paragraphs: readonly string[];
  /** The page of the cabinet that it leads to, from the root. */
  readonly page: string;
}

/**
 * A kind of letter: its words. A new kind is a file like its neighbours, a line in `index.ts` and a line in
 * `domain/notification-kinds.ts`; where another service tells of it, a reaction that turns its contract into `News`.
 */
export interface Notice<Kind extends NotificationKind = NotificationKind> {
  readonly kind: Kind;
  words(facts: NotificationFacts, account: string): LetterWords;
}

import { DomainEvent, personalWordInField, Rejection } from '#libs/kernel';

/**
 * The refusal of events that would keep something of a person in clear: whichever service, page, file or command the words
 * came by, they reach the log here alone. It names the field and what was found there, never the words.
 */
export function refusalOfWords(events: readonly DomainEvent[]): Rejection | null {
  for (const { data } of events) {
    const refusal = lookInto(data);
    if (refusal !== null) return refusal;
  }
  return null;
}

function lookInto(value: object): Rejection | null {
  for (const [field, held] of Object.entries(value) as [string, unknown][]) {
    if (typeof held === 'string') {
      const personal = personalWordInField(field, held);
      if (personal !== null) return new Rejection('WORDS_WITH_PERSONAL_DATA', { field, personal });
    } else if (typeof held === 'object' && held !== null) {
      const refusal = lookInto(held);
      if (refusal !== null) return refusal;
    }
  }
  return null;
}

import { declineInWords } from './declines';

it.each([
  ['insufficient_funds', 'на карте не хватило денег'],
  ['unknown_to_the_bank', 'банк этот платёж не получил'],
  ['a word that nobody knows', 'банк не назвал причину'],
  [null, 'банк не назвал причину'],
])('the word of a bank «%s» is said in plain Russian', (reason, words) => {
  expect(declineInWords(reason)).toBe(words);
});

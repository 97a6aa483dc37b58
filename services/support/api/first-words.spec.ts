import { firstWordsOf } from './first-words';

it.each([
  ['a short text, as it is', 'Почему воды больше?', 'Почему воды больше?'],
  ['lines, on one', ' Здравствуйте!\n\nПочему  воды больше? ', 'Здравствуйте! Почему воды больше?'],
  [
    'a long one, by whole words and without the comma before the gap',
    'В сентябре за отопление начислили вдвое больше, чем в августе, хотя батареи холодные',
    'В сентябре за отопление начислили вдвое больше, чем в…',
  ],
  ['a long one without spaces', 'я'.repeat(61), `${'я'.repeat(60)}…`],
  ['sixty characters, as they are', 'я'.repeat(60), 'я'.repeat(60)],
  ['nothing', '', ''],
])('tells %s', (_what, text, words) => {
  expect(firstWordsOf(text)).toBe(words);
});

import { renderToStaticMarkup } from 'preact-render-to-string';
import { HouseSlipsPage } from './house-slips.page';

const pageOf = (asked: string) =>
  renderToStaticMarkup(
    <HouseSlipsPage slips={{ period: '2026-10', houses: [] }} asked={asked} token="t" newKey={() => 'k'} />,
  );

it.each([
  ['1999-01', 'За январь 1999 квитанций здесь нет'],
  ['2026-13', 'За такой месяц квитанций здесь нет'],
])('whoever asks for the slips of %s is told that there are none', (asked, words) => {
  expect(pageOf(asked)).toContain(words);
  expect(pageOf(asked)).toContain('Сейчас это октябрь 2026');
});

it.each(['', '2026-10'])('the month that was closed last is shown without a word: «%s»', (asked) => {
  expect(pageOf(asked)).not.toContain('здесь нет');
});

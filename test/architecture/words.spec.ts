import { join } from 'node:path';
import { readTree } from './layout-law';
import { peopleAddressedInSmallLetters } from './words-law';

const ROOT = join(__dirname, '../..');

it('people are addressed with a capital letter wherever they read', () => {
  const files = readTree(ROOT, ['services', 'libs']);
  expect(files.length).toBeGreaterThan(500);
  expect(peopleAddressedInSmallLetters(files)).toEqual([]);
});

describe('the law of addressing people', () => {
  const said = (path: string, text: string) => peopleAddressedInSmallLetters([{ path, text }]);

  it.each([
    ['a string', "const a = 'Если вы забыли код';", 'вы'],
    ['the text of a page', 'const a = <p>По вашему счёту долга нет</p>;', 'вашему'],
    ['a template', 'const a = `${name}, вас ждут`;', 'вас'],
    ['the middle of a template', 'const a = `${name}, вам письмо от ${other}`;', 'вам'],
    ['the beginning of a template', 'const a = `ваш код: ${code}`;', 'ваш'],
  ])('finds it in %s', (_where, text, word) => {
    expect(said('services/resident/web/pages/a.page.tsx', text)).toEqual([
      `services/resident/web/pages/a.page.tsx:1 says «${word}»`,
    ]);
  });

  it.each([
    ['a capital letter', 'services/a/b.ts', "const a = 'Если Вы забыли код, Ваш счёт открыт';"],
    ['a part of another word', 'services/a/b.ts', "const a = 'выйти, новый, вывеска, давайте, Давыдов';"],
    ['a comment', 'services/a/b.ts', '// «вы» is what older pages said\nconst a = 1;'],
    ['a test', 'services/a/b.spec.ts', "const a = 'вы';"],
    ['what is no source', 'services/a/b.md', 'вы'],
  ])('leaves alone %s', (_what, path, text) => {
    expect(said(path, text)).toEqual([]);
  });
});

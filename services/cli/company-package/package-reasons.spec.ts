import { SETTING_KEYS } from './company-package';
import { FILE_NAMES } from './package-error';
import { because, REASON_NAMES, reasonInWords, ReasonLanguage } from './package-reasons';
import { SCHEMAS } from './package-schema';

/** Whatever detail is asked for is a number. */
const ANY_DETAIL = new Proxy({}, { get: () => 7 });
/** What stands in the files or on the button of a program, and is written as it stands there. */
const WRITTEN_SO = ['Excel', 'CSV', 'UTF', 'IANA', 'Europe', 'Samara', 'csv', 'yes', 'no', 'water', 'heat'];
const IN_FILES = new Set<string>([
  ...WRITTEN_SO,
  ...FILE_NAMES,
  ...SETTING_KEYS,
  ...Object.values(SCHEMAS).flatMap(({ columns }) => Object.keys(columns)),
]);

const wordsOf = (language: ReasonLanguage) =>
  REASON_NAMES.map((name): [string, string] => [name, reasonInWords({ name, details: ANY_DETAIL }, language)]);

it.each(wordsOf('russian'))('%s is said in Russian sentences, with what to do', (_, words) => {
  expect(words).toMatch(/^[А-ЯЁ].*[.:] [А-ЯЁа-яё].*\.$/u);
  const foreign = words.match(/[A-Za-z]+(?:_[A-Za-z0-9]+)*/g) ?? [];
  expect(foreign.filter((word) => !IN_FILES.has(word))).toEqual([]);
  expect(words).not.toMatch(/[{}]/);
});

it.each(wordsOf('english'))('%s is said in English too', (_, words) => {
  expect(words).toMatch(/^[^А-Яа-яЁё{}]+$/u);
});

it('a reason names its details in both languages', () => {
  const [expected, expectedInRussian] = ['NIGHT or TWO_PEOPLE', 'NIGHT или TWO_PEOPLE'];
  const reason = because('setting_value', { key: 'period_close', expected, expectedInRussian });
  expect(reasonInWords(reason, 'english')).toBe('period_close must be NIGHT or TWO_PEOPLE');
  expect(reasonInWords(reason, 'russian')).toContain('только такой: NIGHT или TWO_PEOPLE.');
});

import { FACT_KINDS, factInWords } from './fact-words';

describe('a fact of a package in words', () => {
  it.each([
    ['import:6316000017:reading:40021:2026-10-20', 'показание прибора 40021, 20 октября 2026 (readings.csv)'],
    ['import:6316000017:tariff:cold_water:::2026-01-01', 'тариф cold_water, 1 января 2026 (tariffs.csv)'],
    ['import:6316000017:company', 'компания (company.csv)'],
    ['import:6316000017:of-a-later-release:1', 'import:6316000017:of-a-later-release:1'],
  ])('%s is %s', (commandId, words) => {
    expect(factInWords(commandId).replaceAll('\u00a0', ' ')).toBe(words);
  });

  it('is in one of its files', () => {
    for (const kind of FACT_KINDS)
      expect(factInWords(`import:1:${kind}`)).toMatch(/\([a-z_]+\.csv( и [a-z_]+\.csv)?\)$/);
  });
});

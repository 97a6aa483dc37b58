import { gisIdentifierKind, isSameGisIdentifier } from './gis-identifier.policy';

describe('an identifier of ГИС ЖКХ', () => {
  it.each([
    ['70АА000560', 'unified_account'],
    ['70АА000560-01', 'services'],
    ['70АА000560-01-6103', 'payment_document'],
    ['80PC558347-01', 'services'],
  ])('%s is known by its form', (text, kind) => {
    expect(gisIdentifierKind(text)).toBe(kind);
  });

  it.each([
    '70АА00056',
    '70АА0005600',
    '7АА000560',
    '70аа000560',
    '70А1000560',
    '70АА000560-1',
    '70АА000560-01-610',
    '70АА000560--6103',
    ' 70АА000560',
    '70АА000560\n',
    '',
  ])('%j is none', (text) => {
    expect(gisIdentifierKind(text)).toBeNull();
  });

  it('is the same in Latin and in Cyrillic letters that look alike', () => {
    expect(isSameGisIdentifier('70АС000560', '70AC000560')).toBe(true);
    expect(isSameGisIdentifier('70АС000560', '70AB000560')).toBe(false);
  });
});

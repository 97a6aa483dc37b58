import { readInstalments } from './instalment-form';

describe('the form of an agreement to pay by parts', () => {
  it('asks for so many equal parts from a day', () => {
    expect(readInstalments({ payee: 'capital_repair', count: '6', firstDueOn: '15.12.2026' })).toEqual({
      asked: { payee: 'capital_repair', count: 6, firstDueOn: '2026-12-15' },
    });
  });

  it('or for parts of one’s own, which go before', () => {
    const parts = '15.12.2026 1 500,00\r\n2027-01-15; 1500.01\n\n';
    expect(readInstalments({ payee: 'main', count: '6', parts })).toEqual({
      asked: {
        payee: 'main',
        parts: [
          { dueOn: '2026-12-15', amountKopecks: 1500_00 },
          { dueOn: '2027-01-15', amountKopecks: 1500_01 },
        ],
      },
    });
  });

  it.each([
    [{ count: '1', firstDueOn: '2026-12-15' }, ['count']],
    [{ count: '37', firstDueOn: '2026-12-15' }, ['count']],
    [{ count: 'six', firstDueOn: 'soon' }, ['count', 'firstDueOn']],
    [{ parts: '15.12.2026 1500\nзавтра 100' }, ['parts']],
    [{ parts: '15.12.2026' }, ['parts']],
  ])('says what is wrong where it is wrong: %j', (typed, fields) => {
    const read = readInstalments(typed);
    expect('errors' in read && read.errors.map(({ field }) => field)).toEqual(fields);
  });
});

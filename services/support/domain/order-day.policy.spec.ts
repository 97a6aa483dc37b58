import { COMMENT_CHARACTERS_LIMIT, dayFault, orderFault } from './order-day.policy';
import { termsOf } from './testing/service-builder';

/** A Friday. */
const TODAY = '2026-10-02';
const asked = { quantity: 4, visitOn: '2026-10-05', commentCharacters: COMMENT_CHARACTERS_LIMIT };
const codeOf = (changes: Partial<typeof asked>) => orderFault({ ...asked, ...changes }, termsOf(), TODAY)?.code ?? null;

it('an order may be as large, as long and as near as the terms allow', () => {
  expect(orderFault(asked, termsOf(), TODAY)).toBeNull();
});

it.each([0, 5, 1.5])('an order of %p units is refused where one may have 4', (quantity) => {
  expect(codeOf({ quantity })).toBe('SUPPORT_ORDER_QUANTITY');
});

it('a comment that is too long is refused', () => {
  expect(codeOf({ commentCharacters: COMMENT_CHARACTERS_LIMIT + 1 })).toBe('SUPPORT_ORDER_COMMENT_TOO_LONG');
});

it.each([
  ['today, with a day of lead', '2026-10-02'],
  ['a Saturday', '2026-10-03'],
  ['after the horizon', '2026-10-19'],
  ['in the past', '2026-10-01'],
])('a day %s is refused, with the days that there are', (_, visitOn) => {
  expect(dayFault(visitOn, termsOf(), TODAY)).toMatchObject({
    code: 'SUPPORT_ORDER_DAY',
    details: { visitOn, from: '2026-10-05', to: '2026-10-16' },
  });
});

import { endsTheMethod } from './decline-reasons.policy';

it.each([
  ['card_expired', true],
  ['permission_revoked', true],
  ['payment_method_restricted', true],
  ['insufficient_funds', false],
  ['general_decline', false],
  ['a word that nobody knows', false],
])('after «%s» the method is over: %s', (reason, isOver) => {
  expect(endsTheMethod(reason)).toBe(isOver);
});

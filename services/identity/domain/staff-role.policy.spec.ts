import { isAtLeast } from './staff-role.policy';

it.each([
  ['operator', 'operator', true],
  ['operator', 'accountant', false],
  ['accountant', 'operator', true],
  ['accountant', 'chief', false],
  ['chief', 'accountant', true],
] as const)('%s where %s is needed: %s', (role, needed, expected) => {
  expect(isAtLeast(role, needed)).toBe(expected);
});

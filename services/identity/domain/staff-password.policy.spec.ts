import { passwordFault } from './staff-password.policy';

it.each([
  ['correct horse', null],
  ['длинная фраза о квитанциях', null],
  ['elevenchars', 'short'],
  ['abcde'.repeat(26), 'long'],
  ['aaaaaaaaaaaa', 'plain'],
  ['121212121212', 'plain'],
  ['my-48210935-word', 'plain'],
])('%s: %s', (password, fault) => {
  expect(passwordFault(password, '48210935')).toBe(fault);
});

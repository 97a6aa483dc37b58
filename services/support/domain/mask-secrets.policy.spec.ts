import { hasCheckDigit, passesLuhn } from '#libs/kernel';
import { maskSecrets } from './mask-secrets.policy';

it('leaves neither an access code nor the number of a card, and tells of the code', () => {
  expect(maskSecrets('код 0000-0000-0572-4, карта 4111 1111 1111 1111')).toEqual({
    text: 'код ••••-••••-••••-•, карта •••• •••• •••• 1111',
    accessCodeRemoved: true,
  });
  expect(maskSecrets('карта 4111 1111 1111 1111')).toEqual({
    text: 'карта •••• •••• •••• 1111',
    accessCodeRemoved: false,
  });
});

it('leaves no digit of a code that passes the check of cards as well', () => {
  const both = Array.from({ length: 10_000 }, (_, number) => `482109350${String(number).padStart(4, '0')}`).find(
    (digits) => hasCheckDigit(digits) && passesLuhn(digits),
  ) as string;
  expect(both).toHaveLength(13);
  expect(maskSecrets(both)).toEqual({ text: '•'.repeat(13), accessCodeRemoved: true });
});

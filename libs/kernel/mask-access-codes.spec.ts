import fc from 'fast-check';
import { checkDigit } from './check-digit';
import { maskAccessCodes, maskPrintedCodes } from './mask-access-codes';

// 572 has the check digit 4 by the paper of Damm; zeros before a number leave its check digit as it is.
const CODE = '0000000005724';

describe('an access code in a message', () => {
  it.each([
    ['0000-0000-0572-4', '••••-••••-••••-•'],
    [CODE, '•••••••••••••'],
    ['0000 0000 0572 4', '•••• •••• •••• •'],
    ['0000 - 0000 - 0572 - 4', '•••• - •••• - •••• - •'],
    ['0000\u00a00000\u20130572\u20144', '••••\u00a0••••\u2013••••\u2014•'],
    ['000000000572-4', '••••••••••••-•'],
    ['Мой код:0000-0000-0572-4, не подходит', 'Мой код:••••-••••-••••-•, не подходит'],
    ['0000-0000-0572-4 и ещё 0000-0000-0572-4.', '••••-••••-••••-• и ещё ••••-••••-••••-•.'],
    ['логин 12345678-2 код 0000-0000-0572-4', 'логин 12345678-2 код ••••-••••-••••-•'],
  ])('%s', (text, masked) => {
    expect(maskAccessCodes(text)).toBe(masked);
  });

  it.each([
    ['a code with a slip of the finger', '0000-0000-0572-5'],
    ['more digits than a code has', `${CODE}0`],
    ['digits before it', `7${CODE}`],
    ['other groups of thirteen digits', '00000 00000 57 24'],
    ['twelve digits', '000000000572'],
    ['a dwelling account', 'лицевой счёт 0045120023'],
    ['a telephone', '+7 (848) 222-33-44'],
    ['digits on two lines', '0000-0000-\n0572-4'],
    ['nothing', ''],
  ])('leaves %s as it is', (_what, text) => {
    expect(maskAccessCodes(text)).toBe(text);
  });

  it('is masked whole, whatever the code and the words around it', () => {
    const code = fc.stringMatching(/^\d{12}$/).map((digits) => `${digits}${checkDigit(digits)}`);
    const between = fc.constantFrom('', ' ', '-', ' - ', '\u00a0', '\u2014');
    const words = fc.constantFrom('', 'код ', 'Код:', '«', 'дом 12, ');
    fc.assert(
      fc.property(code, between, words, (digits, sign, before) => {
        const groups = [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8, 12), digits.slice(12)];
        const shown = maskAccessCodes(`${before}${groups.join(sign)} не подходит`);
        expect(shown).toBe(`${before}${groups.map((one) => '•'.repeat(one.length)).join(sign)} не подходит`);
      }),
    );
  });
});

it('a code in its groups is masked, and a number in one piece left alone where it may be that of an account', () => {
  expect(maskPrintedCodes(`нет счёта 0000-0000-0572-4, есть ${CODE}`)).toBe(`нет счёта ••••-••••-••••-•, есть ${CODE}`);
});

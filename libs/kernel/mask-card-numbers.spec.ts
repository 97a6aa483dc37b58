import fc from 'fast-check';
import { maskCardNumbers, passesLuhn } from './mask-card-numbers';

/** The digit that makes a run of digits pass the check of Luhn, found by trying all ten. */
const withCheckDigit = (digits: string) =>
  [...'0123456789'].map((digit) => `${digits}${digit}`).find(passesLuhn) as string;

describe('numbers of cards in a message', () => {
  it.each([
    ['4111111111111111', '••••••••••••1111'],
    ['4111 1111 1111 1111', '•••• •••• •••• 1111'],
    ['4111-1111-1111-1111', '••••-••••-••••-1111'],
    ['карта 4111\u00a01111\u00a01111\u00a01111, до 12/28', 'карта ••••\u00a0••••\u00a0••••\u00a01111, до 12/28'],
    ['4111  1111  1111  1111', '••••  ••••  ••••  1111'],
    ['4111 - 1111 - 1111 - 1111', '•••• - •••• - •••• - 1111'],
    ['4111 — 1111 — 1111 — 1111', '•••• — •••• — •••• — 1111'],
    ['4222222222222', '•••••••••2222'],
    ['6304000000000000000', '•••••••••••••••0000'],
    ['2 4111 1111 1111 1111 77', '2 •••• •••• •••• 1111 77'],
    ['4111111111111111 и 5500000000000004', '••••••••••••1111 и ••••••••••••0004'],
  ])('%s', (text, masked) => {
    expect(maskCardNumbers(text)).toBe(masked);
  });

  it.each([
    ['a number that fails the check', '4111111111111112'],
    ['a dwelling account', 'лицевой счёт 0045120023'],
    ['a telephone', '+7 (848) 222-33-44'],
    ['twelve digits', '411111111111'],
    ['digits on two lines', '41111111\n11111111'],
    ['a date and a sum', '26.11.2026 на 12 345,67 ₽'],
    ['words', 'Здравствуйте!'],
    ['nothing', ''],
  ])('leave %s as it is', (_what, text) => {
    expect(maskCardNumbers(text)).toBe(text);
  });

  it('of any length and grouping lose all but their last four digits', () => {
    const run = fc.stringMatching(/^\d{12,18}$/).map(withCheckDigit);
    const sign = fc.constantFrom(' ', '-', '\u00a0', '\u2009', '\u202f', '\u2013', '\u2014', '.');
    // Between any two groups something else, of up to three signs: ` - `, two spaces, nothing.
    const between = fc.array(fc.array(sign, { maxLength: 3 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(run, between, (digits, separators) => {
        let group = 0;
        const written = digits.replaceAll(
          /(\d{4})(?=\d)/g,
          (four: string) => `${four}${(separators[(group += 1) - 1] ?? []).join('')}`,
        );
        const shown = maskCardNumbers(written);
        expect(shown).toHaveLength(written.length);
        expect(shown.replaceAll(/\D/g, '')).toBe(digits.slice(-4));
      }),
    );
  });

  it('do not make a long text slow', () => {
    for (const text of ['1 '.repeat(2_000), '1   '.repeat(2_000), `${'1   '.repeat(11)}x`.repeat(200)]) {
      expect(maskCardNumbers(text)).toHaveLength(text.length);
    }
  });
});

describe('the check of Luhn', () => {
  it.each([
    ['79927398713', true],
    ['79927398710', false],
    ['0', true],
  ])('%s: %s', (digits, passes) => {
    expect(passesLuhn(digits)).toBe(passes);
  });
});

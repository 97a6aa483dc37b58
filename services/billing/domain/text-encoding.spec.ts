import fc from 'fast-check';
import { encodeText, TextEncodingName } from './text-encoding';

const CODE_PAGES: readonly TextEncodingName[] = ['windows-1251', 'koi8-r'];

describe('the bytes of a text', () => {
  it.each(CODE_PAGES)('in %s are those that the platform decodes to the text again, for every byte', (encoding) => {
    for (let byte = 0; byte < 256; byte += 1) {
      const character = new TextDecoder(encoding).decode(Uint8Array.of(byte));
      // The one byte without a character in windows-1251; the web decodes it to a control character.
      if (encoding === 'windows-1251' && byte === 0x98) continue;
      expect([character, ...(encodeText(character, encoding) ?? [])]).toEqual([character, byte]);
    }
  });

  it.each(CODE_PAGES)('are none where %s lacks a character', (encoding) => {
    expect(encodeText('100 ₽', encoding)).toBeNull();
    expect(encodeText('\u0098', encoding)).toBeNull();
  });

  it('in UTF-8 are those of the platform', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(encodeText(text, 'utf-8')).toEqual(new TextEncoder().encode(text));
      }),
    );
    expect(encodeText('Я₽𝄞', 'utf-8')).toEqual(new TextEncoder().encode('Я₽𝄞'));
  });

  it('are none for half of a character', () => {
    expect(encodeText('a\ud834', 'utf-8')).toBeNull();
  });
});

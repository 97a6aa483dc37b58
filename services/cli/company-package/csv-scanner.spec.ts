import fc from 'fast-check';
import { scanRecords } from './csv-scanner';
import { decodeUtf8 } from './utf8';

/** Records as `line: cell|cell`, with `!` where the quotes are wrong. */
function scan(text: string): string[] {
  return scanRecords(text).map(({ line, cells, fault }) => `${line}: ${cells.join('|')}${fault === null ? '' : '!'}`);
}

describe('records', () => {
  it.each([
    ['lines end with LF or CRLF, the last with either or none', 'a;b\r\nc;d\ne;f', ['1: a|b', '2: c|d', '3: e|f']],
    ['cells may be empty, also the last one', ';a;\n;', ['1: |a|', '2: |']],
    ['empty lines are skipped and counted', '\n\r\na;b\n\n\nc;d\n\n', ['3: a|b', '6: c|d']],
    ['a quoted cell holds separators and doubled quotes', '"a;""b""";""\n', ['1: a;"b"|']],
    ['an empty cell in quotes is no empty line', '""\n', ['1: ']],
    [
      'a record starts where its first cell starts',
      '"a\r\nb\n";c\nd;"e\n"\nf;g',
      ['1: a\r\nb\n|c', '4: d|e\n', '6: f|g'],
    ],
    ['a lone CR is a character, not the end of a line', '\ra;b\r\nc\r;d', ['1: \ra|b', '2: c\r|d']],
    ['a quote inside a bare cell is wrong', 'a;b"c"\nd;e', ['1: a|b"c"!', '2: d|e']],
    ['a blank before a quote makes the cell bare', 'a; "b"\n', ['1: a| "b"!']],
    ['text after a closing quote is wrong', '"a"b;c\nd;e', ['1: a|c!', '2: d|e']],
    ['a quote that is not closed takes the rest of the file', 'a;b\nc;"d\ne;f\n', ['1: a|b', '2: c|d\ne;f\n!']],
    ['no text has no records', '', []],
  ])('%s', (_rule, text, expected) => {
    expect(scan(text)).toEqual(expected);
  });

  it('are what was written, whatever the cells hold', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'я', '😀', ';', '"', '\n', '\r', '\t', ' ') });
    const row = fc.array(cell, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row), fc.constantFrom('\n', '\r\n'), (rows, lineEnd) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map((cells) => cells.map(quoted).join(';') + lineEnd).join('');
        expect(scanRecords(text).map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });
});

describe('UTF-8', () => {
  const bytes = (...parts: (string | number[])[]): Uint8Array =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

  it('is decoded without a byte order mark at the beginning', () => {
    expect(decodeUtf8(bytes([0xef, 0xbb, 0xbf], 'счёт 😀'))).toEqual({ text: 'счёт 😀' });
  });

  it.each([
    ['a byte of cp1251', bytes('a\nб\n', [0xc0, 0xe1], '\n'), 3],
    ['a sequence cut by the end', bytes('a\nб', [0xd0]), 2],
    ['a sequence cut by a line feed, named by the line it begins on', bytes('\n', [0xe2, 0x82], '\n\n'), 2],
    ['an overlong form', bytes([0xc0, 0xaf]), 1],
    ['an overlong form of three bytes', bytes('\n', [0xe0, 0x80, 0xaf]), 2],
    ['a surrogate', bytes('\n\n', [0xed, 0xa0, 0x80]), 3],
    ['a code point above the last', bytes([0xf4, 0x90, 0x80, 0x80]), 1],
    ['a lone continuation', bytes('я\n', [0x80]), 2],
  ])('is not %s', (_what, content, badLine) => {
    expect(decodeUtf8(content)).toEqual({ badLine });
  });

  it('agrees with the decoder of the platform on every input', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (content) => {
        const decoded = decodeUtf8(content);
        const replaced = new TextDecoder('utf-8', { ignoreBOM: false }).decode(content);
        if ('text' in decoded) expect(decoded.text).toBe(replaced);
        else expect(replaced).toContain('\uFFFD');
      }),
      { numRuns: 2000 },
    );
  });
});

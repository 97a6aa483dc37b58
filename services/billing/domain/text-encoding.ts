/**
 * The text encodings that a payment QR may bear (ГОСТ Р 56042): one byte a character in the Cyrillic code pages, up to
 * four in UTF-8. Pure tables, because the bytes of a slip must be the same on every machine for ever.
 */
export type TextEncodingName = 'windows-1251' | 'utf-8' | 'koi8-r';

/** Characters of the bytes 128 to 255; U+FFFD stands where the code page has none. */
const UPPER_HALVES: Readonly<Record<Exclude<TextEncodingName, 'utf-8'>, string>> = {
  'windows-1251': [
    'ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\ufffd™љ›њќћџ',
    '\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї',
    'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ',
    'абвгдежзийклмнопрстуфхцчшщъыьэюя',
  ].join(''),
  'koi8-r': [
    '─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u00a0⌡°²·÷',
    '═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©',
    'юабцдефгхийклмнопярстужвьызшэщчъ',
    'ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ',
  ].join(''),
};

const NO_CHARACTER = '\ufffd';

type ByteOf = ReadonlyMap<string, number>;

function byteTable(upperHalf: string): ByteOf {
  const table = new Map<string, number>();
  for (let byte = 0; byte < 128; byte += 1) table.set(String.fromCharCode(byte), byte);
  for (let index = 0; index < 128; index += 1) {
    const character = upperHalf.charAt(index);
    if (character !== NO_CHARACTER) table.set(character, 128 + index);
  }
  return table;
}

const BYTE_TABLES: Readonly<Record<Exclude<TextEncodingName, 'utf-8'>, ByteOf>> = {
  'windows-1251': byteTable(UPPER_HALVES['windows-1251']),
  'koi8-r': byteTable(UPPER_HALVES['koi8-r']),
};

/** The bytes of a text, or null when the encoding has no place for one of its characters. */
export function encodeText(text: string, encoding: TextEncodingName): Uint8Array | null {
  return encoding === 'utf-8' ? encodeUtf8(text) : encodeByTable(text, BYTE_TABLES[encoding]);
}

function encodeByTable(text: string, table: ByteOf): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const byte = table.get(text.charAt(index));
    if (byte === undefined) return null;
    bytes[index] = byte;
  }
  return bytes;
}

/** Half of a pair of surrogates is no character, and no encoding has a place for it. */
function encodeUtf8(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code >= 0xd800 && code <= 0xdfff) return null;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), continuation(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), continuation(code >> 6), continuation(code));
    else bytes.push(0xf0 | (code >> 18), continuation(code >> 12), continuation(code >> 6), continuation(code));
  }
  return Uint8Array.from(bytes);
}

function continuation(code: number): number {
  return 0x80 | (code & 0x3f);
}

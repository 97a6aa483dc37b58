/**
 * Decodes UTF-8 strictly; a byte order mark at the beginning is dropped.
 * Answers the text, or the physical line (from 1) of the first byte that is not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string } | { readonly badLine: number } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    const position = firstBadByte(bytes);
    // The decoder also refuses text longer than a string may be; that is no fault of the encoding.
    if (position === null) throw error;
    return { badLine: lineOf(bytes, position) };
  }
}

const LINE_FEED = 0x0a;

function lineOf(bytes: Uint8Array, position: number): number {
  let line = 1;
  for (let index = 0; index < position; index += 1) if (bytes[index] === LINE_FEED) line += 1;
  return line;
}

/** Where the first ill-formed sequence begins (Unicode, table 3-7: well-formed UTF-8 byte sequences). */
function firstBadByte(bytes: Uint8Array): number | null {
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length === 0) return index;
    index += length;
  }
  return null;
}

/** Length of the well-formed sequence that begins here; 0 when it is ill-formed. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] as number;
  if (lead < 0x80) return 1;
  const continuations =
    lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
  if (continuations === 0) return 0;
  // The second byte is narrower after some leads: no overlong forms, no surrogates, nothing above U+10FFFF.
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[index + 1] ?? 0;
  if (second < lowest || second > highest) return 0;
  for (let offset = 2; offset <= continuations; offset += 1) {
    const next = bytes[index + offset] ?? 0;
    if (next < 0x80 || next > 0xbf) return 0;
  }
  return continuations + 1;
}

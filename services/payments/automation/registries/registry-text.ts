import { FaultList } from '../../domain/registries/registry-faults';
import { RegistryEncoding } from '../../domain/registries/registry-profile';

/** No layout has longer lines; a file without line ends is told by it. */
const LINE_BYTES_MAX = 8_192;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const ENDS_ASCII = 0x80;
/** Signs that stand in no text; the place 0x98 of Windows-1251 is empty and comes out as one of them. */
// eslint-disable-next-line no-control-regex
const NO_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0098\ufffd]/;

const MARKS: readonly { readonly bytes: readonly number[]; readonly name: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], name: 'UTF-8' },
  { bytes: [0xff, 0xfe], name: 'UTF-16' },
  { bytes: [0xfe, 0xff], name: 'UTF-16' },
];

export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/**
 * The lines of a file in the encoding of its profile, one at a time. What cannot be read becomes a fault, and the line is
 * left out: a mark of another encoding at the beginning, bytes that the encoding does not have, a line without end, and a
 * whole file of Cyrillic UTF-8 where Windows-1251 was promised, which would read as noise without a fault.
 */
export function* registryText(bytes: Uint8Array, encoding: RegistryEncoding, faults: FaultList): Generator<TextLine> {
  let start = skipMark(bytes, encoding, faults);
  if (start === null) return;
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const suspicion = encoding === 'windows-1251' ? new Utf8Suspicion() : null;
  for (let number = 1; start < bytes.length; number += 1) {
    const found = bytes.indexOf(LINE_FEED, start);
    const next: number = found === -1 ? bytes.length : found;
    const end = next > start && bytes[next - 1] === CARRIAGE_RETURN ? next - 1 : next;
    const line = bytes.subarray(start, end);
    start = next + 1;
    if (line.length > LINE_BYTES_MAX) {
      faults.add('PAYMENTS_REGISTRY_LINE_TOO_LONG', { line: number, limit: LINE_BYTES_MAX });
      continue;
    }
    const text = decoded(decoder, line);
    if (text === null || NO_TEXT.test(text)) {
      faults.add('PAYMENTS_REGISTRY_BYTES_INVALID', { line: number, encoding });
      continue;
    }
    suspicion?.look(line);
    yield { text, number };
  }
  if (suspicion?.isConfirmed === true) {
    faults.add('PAYMENTS_REGISTRY_ENCODING_MISMATCH', { line: 1, found: 'UTF-8', expected: encoding });
  }
}

/** Where the text begins; null where the file is in another encoding than its profile says. */
function skipMark(bytes: Uint8Array, encoding: RegistryEncoding, faults: FaultList): number | null {
  const mark = MARKS.find((one) => one.bytes.every((byte, index) => bytes[index] === byte));
  if (mark === undefined) return 0;
  if (mark.name === 'UTF-8' && encoding === 'utf-8') return mark.bytes.length;
  faults.add('PAYMENTS_REGISTRY_ENCODING_MISMATCH', { line: 1, found: mark.name, expected: encoding });
  return null;
}

function decoded(decoder: TextDecoder, line: Uint8Array): string | null {
  try {
    return decoder.decode(line);
  } catch {
    return null;
  }
}

/** What stands beyond ASCII in Russian texts of banks: Cyrillic letters, № and signs of print. */
const RUSSIAN_TEXT = /^[\p{ASCII}\u00a0\u00ab\u00bb\u0400-\u04ff\u2010-\u2026\u2116]*$/u;

/**
 * Whether everything beyond ASCII in a file is good UTF-8 and says something in Russian. Some words in Windows-1251 are good
 * UTF-8 of another script; of Russian only a file whose every word is of «Р» or «С» with «ё» would be, and none is.
 */
class Utf8Suspicion {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private isRefuted = false;
  private hasSeen = false;

  look(line: Uint8Array): void {
    if (this.isRefuted || !line.some((byte) => byte >= ENDS_ASCII)) return;
    const text = decoded(this.decoder, line);
    if (text === null || !RUSSIAN_TEXT.test(text)) this.isRefuted = true;
    else this.hasSeen = true;
  }

  get isConfirmed(): boolean {
    return this.hasSeen && !this.isRefuted;
  }
}

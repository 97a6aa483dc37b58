import { inflateSync } from 'node:zlib';

/** What a document may hold besides pages: nothing that runs, opens something else or hides behind a password. */
const UNSAFE_NAMES =
  /\/(Encrypt|JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE|GoToR|SubmitForm|ImportData|Sound|Movie)(?![A-Za-z])/;
/** Too short to be looked for in pictures, where it would stand by chance. */
const UNSAFE_SHORT_NAMES = /\/(JS|AA)(?![A-Za-z])/;
const STREAM = /stream\r?\n([\s\S]*?)endstream/g;
/** Objects may lie packed within streams; one that unpacks to more than this is no letter of a resident. */
const UNPACKED_BYTES_LIMIT = 8 * 1024 * 1024;
const PACKED_STREAMS_LIMIT = 2_000;

export type PdfVerdict = 'sound' | 'unreadable' | 'unsafe';

/**
 * Looks a PDF over without rendering it: it begins and ends like one and names nothing that a reader would run. That is
 * no proof of harmlessness: files are only ever handed out as downloads.
 */
export function checkPdf(bytes: Buffer): PdfVerdict {
  const text = bytes.toString('latin1');
  if (!/^%PDF-[12]\.\d/.test(text) || !text.slice(-2_048).includes('%%EOF')) return 'unreadable';
  if (UNSAFE_NAMES.test(plainNames(text))) return 'unsafe';
  if (UNSAFE_SHORT_NAMES.test(plainNames(text.replaceAll(STREAM, 'stream endstream')))) return 'unsafe';
  return packedObjects(text);
}

/** `/Java#53cript` is `/JavaScript`. */
function plainNames(text: string): string {
  return text.replaceAll(/#([0-9A-Fa-f]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function packedObjects(text: string): PdfVerdict {
  let streams = 0;
  for (const match of text.matchAll(STREAM)) {
    const head = text.slice(Math.max(0, match.index - 400), match.index);
    const dictionary = head.slice(head.lastIndexOf(' obj') + 1);
    if (!/\/ObjStm(?![A-Za-z])/.test(plainNames(dictionary))) continue;
    if ((streams += 1) > PACKED_STREAMS_LIMIT) return 'unsafe';
    const objects = unpacked(match[1] ?? '');
    if (objects === null) return 'unreadable';
    const names = plainNames(objects);
    if (UNSAFE_NAMES.test(names) || UNSAFE_SHORT_NAMES.test(names)) return 'unsafe';
  }
  return 'sound';
}

function unpacked(packed: string): string | null {
  try {
    const bytes = inflateSync(Buffer.from(packed, 'latin1'), { maxOutputLength: UNPACKED_BYTES_LIMIT });
    return bytes.toString('latin1');
  } catch {
    return null;
  }
}

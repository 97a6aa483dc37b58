import { inflateSync } from 'node:zlib';

/** What a document may hold besides pages: nothing that runs, opens something else or hides behind a password. */
const UNSAFE_NAMES =
  /\/(Encrypt|JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE|GoToR|SubmitForm|ImportData|Sound|Movie)(?![A-Za-z])/;
/** Too short to be looked for in pictures, where it would stand by chance. */
const UNSAFE_SHORT_NAMES = /\/(JS|AA)(?![A-Za-z])/;
/** Objects may lie packed within streams; one that unpacks to more than this is no letter of a resident. */
const UNPACKED_BYTES_LIMIT = 8 * 1024 * 1024;
const PACKED_STREAMS_LIMIT = 2_000;
/** And all of them together: unpacking holds the process up. */
const UNPACKED_TOGETHER_BYTES_LIMIT = 32 * 1024 * 1024;

export type PdfVerdict = 'sound' | 'unreadable' | 'unsafe';

/**
 * Looks a PDF over without rendering it: it begins and ends like one and names nothing that a reader would run. That is
 * no proof of harmlessness: files are only ever handed out as downloads.
 */
export function checkPdf(bytes: Buffer): PdfVerdict {
  const text = bytes.toString('latin1');
  if (!/^%PDF-[12]\.\d/.test(text) || !text.slice(-2_048).includes('%%EOF')) return 'unreadable';
  if (UNSAFE_NAMES.test(plainNames(text))) return 'unsafe';
  if (UNSAFE_SHORT_NAMES.test(plainNames(withoutStreams(text)))) return 'unsafe';
  return packedObjects(text);
}

/** `/Java#53cript` is `/JavaScript`. */
function plainNames(text: string): string {
  return text.replaceAll(/#([0-9A-Fa-f]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

interface PdfStream {
  /** Where its word `stream` begins. */
  readonly index: number;
  readonly body: string;
  /** Behind its word `endstream`. */
  readonly end: number;
}

/** The streams one after another. It only ever looks forward: a file that never ends a stream is read once, not for each. */
function* streamsOf(text: string): Generator<PdfStream> {
  const begin = /stream\r?\n/g;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const close = text.indexOf('endstream', begin.lastIndex);
    if (close === -1) return;
    const end = close + 'endstream'.length;
    yield { index: match.index, body: text.slice(begin.lastIndex, close), end };
    begin.lastIndex = end;
  }
}

function withoutStreams(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const { index, end } of streamsOf(text)) {
    kept.push(text.slice(from, index));
    from = end;
  }
  return [...kept, text.slice(from)].join(' ');
}

function packedObjects(text: string): PdfVerdict {
  let streams = 0;
  let bytesLeft = UNPACKED_TOGETHER_BYTES_LIMIT;
  for (const { index, body } of streamsOf(text)) {
    const head = text.slice(Math.max(0, index - 400), index);
    const dictionary = head.slice(head.lastIndexOf(' obj') + 1);
    if (!/\/ObjStm(?![A-Za-z])/.test(plainNames(dictionary))) continue;
    if ((streams += 1) > PACKED_STREAMS_LIMIT) return 'unsafe';
    const objects = unpacked(body, Math.min(UNPACKED_BYTES_LIMIT, bytesLeft));
    if (objects === null) return 'unreadable';
    bytesLeft -= objects.length;
    const names = plainNames(objects);
    if (UNSAFE_NAMES.test(names) || UNSAFE_SHORT_NAMES.test(names)) return 'unsafe';
  }
  return 'sound';
}

function unpacked(packed: string, bytesLimit: number): string | null {
  if (bytesLimit <= 0) return null;
  try {
    const bytes = inflateSync(Buffer.from(packed, 'latin1'), { maxOutputLength: bytesLimit });
    return bytes.toString('latin1');
  } catch {
    return null;
  }
}

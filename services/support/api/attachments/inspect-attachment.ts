import sharp from 'sharp';
import { RejectedError, Rejection } from '#libs/kernel';
import { ATTACHMENT_BYTES_LIMIT } from '../../domain/conversation.decider';
import { AttachmentType } from '../../domain/conversation.events';
import { checkPdf } from './check-pdf';

/** A file as it is kept: what it is was found in its bytes, and a picture was painted anew. */
export interface InspectedFile {
  readonly mediaType: AttachmentType;
  readonly bytes: Buffer;
}

/** A picture of the largest telephones; one that claims more would fill the memory before it shows anything. */
const PIXELS_LIMIT = 50_000_000;
/** No side is longer in what is kept: enough to read a slip or a meter. */
const SIDE_PIXELS_LIMIT = 4_000;
const SECONDS_LIMIT = 20;
const JPEG_QUALITY = 85;

const SIGNATURES: readonly { readonly mediaType: AttachmentType; readonly begins: Buffer }[] = [
  { mediaType: 'image/jpeg', begins: Buffer.from([0xff, 0xd8, 0xff]) },
  { mediaType: 'image/png', begins: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { mediaType: 'application/pdf', begins: Buffer.from('%PDF-') },
];

// One picture at a time with one thread: a resident's photograph must not take the processors of the billing.
sharp.concurrency(1);
sharp.cache(false);
let painting: Promise<unknown> = Promise.resolve();

/**
 * Finds out what a file is by its content, whatever its name says. Pictures are decoded and encoded anew, so that
 * nothing but pixels is left of them: no place, no telephone, no second file behind the first.
 * Throws RejectedError SUPPORT_ATTACHMENT_EMPTY, _TOO_LARGE, _UNKNOWN_TYPE, _UNREADABLE, _UNSAFE.
 */
export async function inspectAttachment(bytes: Buffer): Promise<InspectedFile> {
  if (bytes.length === 0) throw refused('SUPPORT_ATTACHMENT_EMPTY');
  assertSize(bytes);
  const known = SIGNATURES.find(({ begins }) => bytes.subarray(0, begins.length).equals(begins));
  if (known === undefined) throw refused('SUPPORT_ATTACHMENT_UNKNOWN_TYPE');
  const { mediaType } = known;
  if (mediaType === 'application/pdf') {
    const verdict = checkPdf(bytes);
    if (verdict === 'sound') return { mediaType, bytes };
    throw refused(verdict === 'unsafe' ? 'SUPPORT_ATTACHMENT_UNSAFE' : 'SUPPORT_ATTACHMENT_UNREADABLE');
  }
  const painted = painting.then(() => paintAnew(bytes, mediaType));
  painting = painted.catch(() => undefined);
  const picture = await painted;
  assertSize(picture);
  return { mediaType, bytes: picture };
}

async function paintAnew(bytes: Buffer, mediaType: 'image/jpeg' | 'image/png'): Promise<Buffer> {
  try {
    const picture = sharp(bytes, { limitInputPixels: PIXELS_LIMIT, failOn: 'error', pages: 1 })
      .timeout({ seconds: SECONDS_LIMIT })
      .rotate()
      .resize({ width: SIDE_PIXELS_LIMIT, height: SIDE_PIXELS_LIMIT, fit: 'inside', withoutEnlargement: true });
    return await (mediaType === 'image/png' ? picture.png() : picture.jpeg({ quality: JPEG_QUALITY })).toBuffer();
  } catch {
    throw refused('SUPPORT_ATTACHMENT_UNREADABLE');
  }
}

function assertSize({ length }: Buffer): void {
  if (length <= ATTACHMENT_BYTES_LIMIT) return;
  throw new RejectedError(
    new Rejection('SUPPORT_ATTACHMENT_TOO_LARGE', { megabytesLimit: ATTACHMENT_BYTES_LIMIT / 1024 / 1024 }),
  );
}

function refused(code: string): RejectedError {
  return new RejectedError(new Rejection(code));
}

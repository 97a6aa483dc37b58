import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { RejectedError } from '#libs/kernel';
import { inspectAttachment } from './inspect-attachment';

const painted = (format: 'png' | 'jpeg', width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: '#c33' } })
    .toFormat(format)
    .toBuffer();
const pdf = (inside: string) => Buffer.from(`%PDF-1.7\n1 0 obj\n${inside}\nendobj\ntrailer<<>>\n%%EOF\n`, 'latin1');

async function codeOf(bytes: Buffer): Promise<string> {
  try {
    return (await inspectAttachment(bytes)).mediaType;
  } catch (error) {
    if (error instanceof RejectedError) return error.rejection.code;
    throw error;
  }
}

/** A PNG of these dimensions whose pixels are not there: some bytes that claim gigabytes. */
function bombOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.alloc(4 * 1024 * 1024));
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('an attached file', () => {
  it('is what its content says', async () => {
    expect(await codeOf(await painted('png'))).toBe('image/png');
    expect(await codeOf(await painted('jpeg'))).toBe('image/jpeg');
    expect(await codeOf(pdf('<</Type/Catalog>>'))).toBe('application/pdf');
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'SUPPORT_ATTACHMENT_EMPTY'],
    [
      'a page that calls itself a picture',
      Buffer.from('<html><script>alert(1)</script>'),
      'SUPPORT_ATTACHMENT_UNKNOWN_TYPE',
    ],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'SUPPORT_ATTACHMENT_UNKNOWN_TYPE'],
    ['a GIF', Buffer.from('GIF89a......'), 'SUPPORT_ATTACHMENT_UNKNOWN_TYPE'],
    ['a program', Buffer.from('MZ\u0090'), 'SUPPORT_ATTACHMENT_UNKNOWN_TYPE'],
    [
      'the beginning of a PNG alone',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]),
      'SUPPORT_ATTACHMENT_UNREADABLE',
    ],
    [
      'the beginning of a JPEG and a page',
      Buffer.from('\u00ff\u00d8\u00ff<html>', 'latin1'),
      'SUPPORT_ATTACHMENT_UNREADABLE',
    ],
    ['a PNG of 50,000 by 50,000 pixels', bombOf(50_000, 50_000), 'SUPPORT_ATTACHMENT_UNREADABLE'],
    ['a PNG with too few pixels', bombOf(5_000, 5_000), 'SUPPORT_ATTACHMENT_UNREADABLE'],
    [
      'more than ten megabytes',
      Buffer.concat([Buffer.from('%PDF-1.4'), Buffer.alloc(10 * 1024 * 1024)]),
      'SUPPORT_ATTACHMENT_TOO_LARGE',
    ],
    ['a PDF that does not end', Buffer.from('%PDF-1.4 and nothing'), 'SUPPORT_ATTACHMENT_UNREADABLE'],
    ['a PDF with a password', pdf('<</Encrypt 5 0 R>>'), 'SUPPORT_ATTACHMENT_UNSAFE'],
    ['a PDF with a script', pdf('<</S/JavaScript/JS(app.alert(1))>>'), 'SUPPORT_ATTACHMENT_UNSAFE'],
    ['a PDF with a script under a disguised name', pdf('<</S/Java#53cript>>'), 'SUPPORT_ATTACHMENT_UNSAFE'],
    ['a PDF that starts a program', pdf('<</S/Launch/F(cmd.exe)>>'), 'SUPPORT_ATTACHMENT_UNSAFE'],
    ['a PDF with another file in it', pdf('<</Type/EmbeddedFile>>'), 'SUPPORT_ATTACHMENT_UNSAFE'],
  ])('is refused: %s', async (_what, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });

  it('is refused where a script lies packed within a PDF', async () => {
    const packed = (text: string) => {
      const bytes = deflateSync(Buffer.from(text)).toString('latin1');
      return pdf(`<</Type/ObjStm/Filter/FlateDecode>>\nstream\n${bytes}endstream`);
    };
    expect(await codeOf(packed('<</S/JavaScript>>'))).toBe('SUPPORT_ATTACHMENT_UNSAFE');
    expect(await codeOf(packed('<</Type/Page>>'))).toBe('application/pdf');
  });

  it('is no bomb: what a PDF packs is unpacked so far and no further', async () => {
    const bytes = deflateSync(Buffer.alloc(64 * 1024 * 1024)).toString('latin1');
    const bomb = pdf(`<</Type/ObjStm/Filter/FlateDecode>>\nstream\n${bytes}endstream`);
    expect(await codeOf(bomb)).toBe('SUPPORT_ATTACHMENT_UNREADABLE');
  });

  it('is no bomb in parts either', async () => {
    const bytes = deflateSync(Buffer.alloc(7 * 1024 * 1024)).toString('latin1');
    const part = `<</Type/ObjStm/Filter/FlateDecode>>\nstream\n${bytes}endstream\nendobj\n2 0 obj\n`;
    expect(await codeOf(pdf(part.repeat(4)))).toBe('application/pdf');
    expect(await codeOf(pdf(part.repeat(5)))).toBe('SUPPORT_ATTACHMENT_UNREADABLE');
  });

  it('holds nobody up with streams that never end: each byte is looked at a few times at most', async () => {
    // Looked for from each beginning to the end of the file, this would take hours.
    expect(await codeOf(pdf('stream\n'.repeat(1_000_000)))).toBe('application/pdf');
  });

  it('keeps bytes of a picture within a PDF that look like a name', async () => {
    expect(await codeOf(pdf('<</Subtype/Image>>\nstream\n\u0001/JS \u0002endstream'))).toBe('application/pdf');
  });

  it('loses everything but its pixels: place, telephone and what stands behind the picture', async () => {
    const photograph = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#123456' } })
      .withExif({ IFD0: { Make: 'SecretPhone', Copyright: 'Anna' } })
      .jpeg()
      .toBuffer();
    expect(photograph.includes('SecretPhone')).toBe(true);
    const { bytes } = await inspectAttachment(Buffer.concat([photograph, Buffer.from('<script>behind</script>')]));
    expect(bytes.includes('SecretPhone')).toBe(false);
    expect(bytes.includes('<script>')).toBe(false);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 60, height: 40 });
  });

  it('is turned the right way up and made no larger than needed', async () => {
    const wide = await sharp(await painted('jpeg', 6_000, 3_000))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { bytes } = await inspectAttachment(wide);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 2_000, height: 4_000 });
  });
});

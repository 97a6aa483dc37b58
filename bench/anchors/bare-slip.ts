import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';

/** A piece of text as a slip sets it. */
export interface SetText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** What is on a page and nothing of how it came there. */
export interface BarePage {
  readonly texts: readonly SetText[];
  readonly codes: readonly Uint8Array[];
}

type Drawn = InstanceType<typeof PDFDocument>;

const CODE_POINTS = 90;

/** A font parsed once; pdfkit takes it in place of a file. */
export function parsedFont(): string {
  const document = new PDFDocument({
    autoFirstPage: false,
    font: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  });
  return (document as unknown as { _font: { font: string } })._font.font;
}

/** The pages as one document: its bytes. */
export function bareDocument(pages: readonly BarePage[], font: string): Promise<number> {
  const document = new PDFDocument({ autoFirstPage: false, font: null as unknown as string });
  document.registerFont('only', font);
  let bytes = 0;
  document.on('data', (chunk: Buffer) => (bytes += chunk.length));
  const ended = new Promise<number>((resolve) => document.on('end', () => resolve(bytes)));
  for (const page of pages) drawPage(document, page);
  document.end();
  return ended;
}

function drawPage(document: Drawn, { texts, codes }: BarePage): void {
  document.addPage({ size: 'A4', margin: 0 });
  document.font('only');
  for (const { text, x, y, size } of texts) document.fontSize(size).text(text, x, y, { lineBreak: false });
  codes.forEach((bytes, place) => drawCode(document, bytes, 40 + place * (CODE_POINTS + 10)));
}

function drawCode(document: Drawn, bytes: Uint8Array, x: number): void {
  const { modules } = QRCode.create([{ data: bytes, mode: 'byte' }], { errorCorrectionLevel: 'M' });
  const side = CODE_POINTS / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 1) document.rect(x + column * side, 700 + row * side, side, side);
    }
  }
  document.fill();
}

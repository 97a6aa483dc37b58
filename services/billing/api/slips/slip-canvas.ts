import type PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { slipFonts } from './slip-fonts';

export type Document = InstanceType<typeof PDFDocument>;
export type Weight = 'regular' | 'bold';
export type Align = 'left' | 'right' | 'center';

/** How a piece of text is set; sizes in points. */
export interface TextStyle {
  readonly size?: number;
  readonly weight?: Weight;
  readonly color?: string;
  /** Where `x` stands: the left or right edge of the text, or its middle. */
  readonly align?: Align;
}

export const INK = '#000000';
/** For what is read second: dark enough for a poor printer. */
export const SOFT_INK = '#4a4a4a';
/** The one accent; in black and white it is a dark grey. */
export const ACCENT = '#0b4f6c';
const HAIRLINE = '#9a9a9a';

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89, left: 42, right: 553.28, top: 40, bottom: 806 } as const;
export const BODY_SIZE = 8.5;
/** The smallest print: 8 points are still read without glasses. */
export const SMALL_SIZE = 8;
/** From baseline to baseline in running text. */
export const LEADING = 11;

const DEFAULT_STYLE: Required<TextStyle> = { size: BODY_SIZE, weight: 'regular', color: INK, align: 'left' };

type StructureType = 'Sect' | 'H1' | 'H2' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure' | 'Note';
type Structure = ReturnType<Document['struct']>;

/** Draws text, rules and codes on the pages of a document, each text in its place of the logical order. */
export class SlipCanvas {
  private readonly parents: Structure[] = [];

  constructor(readonly document: Document) {
    const { regular, bold } = slipFonts();
    document.registerFont('regular', regular);
    document.registerFont('bold', bold);
  }

  /** A new page; its label is what a viewer shows in place of the page number. */
  addPage(): void {
    this.document.addPage({ size: 'A4', margin: 0 });
  }

  /** Groups what is drawn inside under one element of the document's structure. */
  group(type: StructureType, draw: () => void): void {
    const structure = this.document.struct(type);
    const parent = this.parents.at(-1);
    if (parent) parent.add(structure);
    else this.document.addStructure(structure);
    this.parents.push(structure);
    draw();
    this.parents.pop();
    structure.end();
  }

  /** What is drawn inside is read as one element. */
  element(type: StructureType, draw: () => void, alt?: string): void {
    const structure = this.document.struct(type, alt === undefined ? {} : { alt }, [draw]);
    const parent = this.parents.at(-1);
    if (parent) parent.add(structure);
    else this.document.addStructure(structure);
  }

  /** Decoration, which is not read. */
  private artifact(draw: () => void): void {
    this.document.markContent('Artifact', { type: 'Layout' });
    draw();
    this.document.endMarkedContent();
  }

  /** One line of text with its baseline on `y`. */
  text(text: string, x: number, y: number, style: TextStyle = {}): void {
    const { size, weight, color, align } = { ...DEFAULT_STYLE, ...style };
    if (text === '') return;
    this.document.font(weight).fontSize(size).fillColor(color);
    const width = align === 'left' ? 0 : this.document.widthOfString(text);
    const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
    this.document.text(text, left, y, { lineBreak: false, baseline: 'alphabetic' });
  }

  width(text: string, { size = BODY_SIZE, weight = 'regular' }: TextStyle = {}): number {
    this.document.font(weight).fontSize(size);
    return this.document.widthOfString(text);
  }

  /** The text broken into lines that are not wider than this; a word that is wider stands on a line of its own. */
  lines(text: string, width: number, style: TextStyle = {}): string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && this.width(longer, style) > width) {
        lines.push(line);
        line = word;
      } else {
        line = longer;
      }
    }
    return line === '' ? lines : [...lines, line];
  }

  /** Running text from the baseline `y`; answers with the baseline of the line after it. */
  paragraph(text: string, x: number, y: number, width: number, style: TextStyle = {}, leading = LEADING): number {
    let baseline = y;
    for (const line of this.lines(text, width, style)) {
      this.text(line, x, baseline, style);
      baseline += leading;
    }
    return baseline;
  }

  rule(x1: number, x2: number, y: number, width = 0.4, color = HAIRLINE): void {
    this.artifact(() => this.document.lineWidth(width).strokeColor(color).moveTo(x1, y).lineTo(x2, y).stroke());
  }

  /** A dashed frame, along which paper is folded or cut. */
  fold(x: number, y: number, width: number, height: number): void {
    this.artifact(() =>
      this.document
        .lineWidth(0.7)
        .strokeColor(SOFT_INK)
        .dash(3, { space: 2.5 })
        .rect(x, y, width, height)
        .stroke()
        .undash(),
    );
  }

  band(x: number, y: number, width: number, height: number, color: string): void {
    this.artifact(() => this.document.rect(x, y, width, height).fill(color));
  }

  /** A QR code of these bytes, error level M, `size` points wide without its quiet zone. */
  qr(bytes: Uint8Array, x: number, y: number, size: number): void {
    const { modules } = QRCode.create([{ data: bytes, mode: 'byte' }], { errorCorrectionLevel: 'M' });
    const side = size / modules.size;
    const path: string[] = [];
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        let run = 0;
        while (column + run < modules.size && modules.get(row, column + run) === 1) run += 1;
        if (run === 0) continue;
        path.push(`${points(x + column * side)} ${points(y + row * side)} ${points(run * side)} ${points(side)} re`);
        column += run;
      }
    }
    this.document.fillColor(INK);
    (this.document as unknown as { addContent(content: string): void }).addContent(`${path.join('\n')}\nf`);
  }
}

function points(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}

import PDFDocument from 'pdfkit';

/** A font file that has been parsed; pdfkit takes it in place of a file. */
type ParsedFont = string;

export interface SlipFonts {
  readonly regular: ParsedFont;
  readonly bold: ParsedFont;
}

let parsed: SlipFonts | null = null;

/** DejaVu Sans Condensed, which has ₽, № and ³; parsed once in a process, because that costs more than a slip. */
export function slipFonts(): SlipFonts {
  parsed ??= { regular: parse('DejaVuSansCondensed.ttf'), bold: parse('DejaVuSansCondensed-Bold.ttf') };
  return parsed;
}

function parse(file: string): ParsedFont {
  const document = new PDFDocument({ autoFirstPage: false, font: require.resolve(`dejavu-fonts-ttf/ttf/${file}`) });
  // pdfkit keeps what it parsed under the font in use, and takes the same back where its types ask for a file.
  return (document as unknown as { _font: { font: ParsedFont } })._font.font;
}

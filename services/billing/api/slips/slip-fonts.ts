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
  const { font } = (document as unknown as { _font: { font: ParsedFont & FontkitFont } })._font;
  nameGlyphs(font);
  return font;
}

/** What of a parsed font is needed here. */
interface FontkitFont {
  readonly characterSet: readonly number[];
  glyphForCodePoint(codePoint: number): unknown;
}

/**
 * A parsed font remembers each glyph by the character for which it was met first. Many Cyrillic letters are drawn with
 * Latin ones: met as a part of another first, a Latin letter would have no character, and no program could read it on
 * the slips that follow. So every glyph is met for its own character before anything is drawn.
 */
function nameGlyphs(font: FontkitFont): void {
  for (const codePoint of font.characterSet) font.glyphForCodePoint(codePoint);
}

import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';
import PdfDocument from 'pdfkit';
import { GUIDE_END, GUIDE_INTRODUCTION, GUIDE_SECTIONS, GUIDE_TITLE } from './saved-password-guide';

const FONTS = join(dirname(createRequire(__filename).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
const MARGIN = 56;

/** The guide as a document to keep or print. */
export function savedPasswordGuidePdf(): Promise<Buffer> {
  const document = new PdfDocument({
    size: 'A4',
    margin: MARGIN,
    lang: 'ru-RU',
    displayTitle: true,
    info: { Title: GUIDE_TITLE },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    document.on('error', reject);
  });
  document.registerFont('text', join(FONTS, 'DejaVuSans.ttf'));
  document.registerFont('heading', join(FONTS, 'DejaVuSans-Bold.ttf'));
  document.font('heading').fontSize(18).text(GUIDE_TITLE).moveDown(0.6);
  document.font('text').fontSize(11);
  for (const paragraph of GUIDE_INTRODUCTION) document.text(paragraph).moveDown(0.5);
  for (const { browser, steps } of GUIDE_SECTIONS) {
    document.moveDown(0.4).font('heading').fontSize(13).text(browser).moveDown(0.2).font('text').fontSize(11);
    steps.forEach((step, index) => document.text(`${String(index + 1)}. ${step}`, { indent: 8 }));
  }
  document.moveDown(1).text(GUIDE_END);
  document.end();
  return done;
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PdfDocument from 'pdfkit';
import { PrintableAccess } from './print-codes';

const FONTS = join(dirname(createRequire(__filename).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
const PAGE_MARGIN = 42;
/** Four cards on a sheet of A4, cut apart along the lines. */
const CARDS_PER_PAGE = 4;
const CARD_HEIGHT = 188;
const LABEL_WIDTH = 120;

/** Sheets with logins and codes to hand over or to put into an envelope: a card for each account. */
export function accessSheet(cards: ReadonlyMap<string, PrintableAccess>): Promise<Buffer> {
  const document = new PdfDocument({
    size: 'A4',
    margin: PAGE_MARGIN,
    autoFirstPage: false,
    lang: 'ru-RU',
    displayTitle: true,
    info: { Title: 'Вход в личный кабинет' },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  document.registerFont('text', join(FONTS, 'DejaVuSans.ttf'));
  document.registerFont('strong', join(FONTS, 'DejaVuSans-Bold.ttf'));
  [...cards].forEach(([account, access], index) => {
    if (index % CARDS_PER_PAGE === 0) document.addPage();
    drawCard(document, PAGE_MARGIN + (index % CARDS_PER_PAGE) * CARD_HEIGHT, account, access);
  });
  document.end();
  return done;
}

function drawCard(
  document: InstanceType<typeof PdfDocument>,
  top: number,
  account: string,
  { login, code }: PrintableAccess,
): void {
  const right = document.page.width - PAGE_MARGIN;
  document.font('strong').fontSize(13).text('Вход в личный кабинет', PAGE_MARGIN, top);
  document
    .font('text')
    .fontSize(10)
    .text(`Лицевой счёт ${account}`, PAGE_MARGIN, top + 20);
  line(document, top + 48, 'Логин', login);
  line(document, top + 78, 'Код доступа', code);
  document
    .font('text')
    .fontSize(9)
    .text(
      'Код заменяет пароль и действует, пока бухгалтерия не выдаст новый. Не показывайте его посторонним: сотрудники его ' +
        'не спрашивают. Пробелы и чёрточки при вводе можно не ставить.',
      PAGE_MARGIN,
      top + 112,
      { width: right - PAGE_MARGIN },
    );
  const cut = top + CARD_HEIGHT - 18;
  document.moveTo(PAGE_MARGIN, cut).lineTo(right, cut).dash(3, { space: 3 }).lineWidth(0.5).stroke('#9a9a9a').undash();
}

function line(document: InstanceType<typeof PdfDocument>, top: number, label: string, value: string): void {
  document
    .font('text')
    .fontSize(11)
    .text(label, PAGE_MARGIN, top + 4);
  document
    .font('strong')
    .fontSize(16)
    .text(value, PAGE_MARGIN + LABEL_WIDTH, top);
}

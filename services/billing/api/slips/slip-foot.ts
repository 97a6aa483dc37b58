import { capitalised, countInWords, dayInWords, numberInWords, payeeInWords, quantityInWords } from '#libs/web';
import { SlipContent } from '../../domain/slip-content';
import { PrintedAccess, PrintedSlip } from './printed-slip';
import { ACCENT, LEADING, PAGE, SlipCanvas, SMALL_SIZE, SOFT_INK } from './slip-canvas';
import { SlipFlow } from './slip-flow';
import { abbreviationsIn, lineName, normInWords, plainSum, recalculatedInWords, timeInWords } from './slip-words';

const ASIDE_WIDTH = 190;
const GAP = 22;
const TEXT_WIDTH = PAGE.right - PAGE.left - ASIDE_WIDTH - GAP;
const ASIDE = PAGE.right - ASIDE_WIDTH;
const FOLD_HEIGHT = 88;
/** The fold begins a little above the line on which the text beside it stands. */
const FOLD_RISE = 8;
const ACCESS_HEIGHT = FOLD_HEIGHT - FOLD_RISE + 12;
const NOTE_HEIGHT = 40;
const PROOF_HEIGHT = 47;

/**
 * Below the charges: reference and recalculations on the left, on the right the way into the cabinet, where people
 * have been told to look for it, and the code by which the slip is proved genuine.
 */
export function drawFoot(canvas: SlipCanvas, flow: SlipFlow, slip: PrintedSlip): void {
  const aside = (slip.access === null ? NOTE_HEIGHT : ACCESS_HEIGHT) + PROOF_HEIGHT;
  const paragraphs = paragraphsOf(slip.content);
  const height = paragraphs.reduce((sum, one) => sum + heightOf(canvas, one), 0);
  flow.ensure(Math.max(aside, Math.min(height, aside)));
  const top = flow.y;
  canvas.group('Sect', () => drawAside(canvas, slip, top));
  const asideBottom = top + aside;
  canvas.group('Sect', () => {
    for (const paragraph of paragraphs) {
      flow.ensure(heightOf(canvas, paragraph) - 8);
      drawParagraph(canvas, flow, paragraph);
    }
  });
  if (flow.pages === 1) flow.y = Math.max(flow.y, asideBottom);
}

interface Paragraph {
  readonly title: string;
  readonly lines: readonly string[];
}

const BODY = { size: SMALL_SIZE, color: SOFT_INK } as const;
const SMALL_LEADING = 10;

function heightOf(canvas: SlipCanvas, { lines }: Paragraph): number {
  const wrapped = lines.reduce((sum, line) => sum + canvas.lines(line, TEXT_WIDTH, BODY).length, 0);
  return LEADING + wrapped * SMALL_LEADING + 8;
}

function drawParagraph(canvas: SlipCanvas, flow: SlipFlow, { title, lines }: Paragraph): void {
  canvas.element('H2', () => canvas.text(title, PAGE.left, flow.y, { size: SMALL_SIZE, weight: 'bold' }));
  flow.y += LEADING;
  for (const line of lines) {
    canvas.element('P', () => {
      flow.y = canvas.paragraph(line, PAGE.left, flow.y, TEXT_WIDTH, BODY, SMALL_LEADING);
    });
  }
  flow.y += 8;
}

function paragraphsOf(content: SlipContent): Paragraph[] {
  const { reference, recalculations, charges, instalments = [] } = content;
  const abbreviations = abbreviationsIn(charges.map(({ name }) => name));
  const house =
    `В доме ${numberInWords(reference.houseTotalAreaM2)} м² помещений ` +
    `и ${numberInWords(reference.houseCommonAreaM2)} м² общего имущества.`;
  const volumes = reference.houseVolumes.map(
    ({ name, of, volume, unit }) =>
      `Общедомовой счётчик, ${name.toLowerCase()}, ${timeInWords(of)}: ${quantityInWords(volume, unit)}.`,
  );
  const norms = reference.norms.length === 0 ? [] : [`Нормативы: ${reference.norms.map(normInWords).join('; ')}.`];
  return [
    ...(instalments.length === 0 ? [] : [{ title: 'Рассрочка', lines: instalments.map(instalmentsInWords) }]),
    ...(recalculations.length === 0 ? [] : [{ title: 'Перерасчёты', lines: recalculations.map(recalculationInWords) }]),
    { title: 'Справка', lines: [...norms, ...volumes, house, ...sentence(abbreviations)] },
  ];
}

function instalmentsInWords(row: NonNullable<SlipContent['instalments']>[number]): string {
  const { payee, leftKopecks, percent, lastDueOn, leftParts, nextKopecks, nextDueOn, notDueKopecks } = row;
  const parts = countInWords(leftParts, 'часть', 'части', 'частей');
  const later = notDueKopecks > 0 ? ` Срок ещё не пришёл у ${plainSum(notDueKopecks)} ₽ из суммы «К оплате».` : '';
  return (
    `${payeeInWords(payee)}: ${plainSum(leftKopecks)} ₽ под ${percent} % до ${dayInWords(lastDueOn)}, ${parts}. ` +
    `Следующая ${plainSum(nextKopecks)} ₽ до ${dayInWords(nextDueOn)}.${later}`
  );
}

function recalculationInWords(row: SlipContent['recalculations'][number]): string {
  return `${lineName(row)}: ${recalculatedInWords(row)} — ${plainSum(row.amountKopecks)} ₽`;
}

function sentence(parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`${capitalised(parts.join('; '))}.`];
}

function drawAside(canvas: SlipCanvas, slip: PrintedSlip, top: number): void {
  const below = slip.access === null ? drawAccessNote(canvas, top) : drawAccess(canvas, slip.access, top);
  drawProof(canvas, slip, below);
}

/** Folded inwards along the dashes, so that nobody reads it over a shoulder. */
function drawAccess(canvas: SlipCanvas, { login, code }: PrintedAccess, top: number): number {
  const y = top - FOLD_RISE;
  canvas.fold(ASIDE, y, ASIDE_WIDTH, FOLD_HEIGHT);
  const label = { size: SMALL_SIZE, color: SOFT_INK };
  const x = ASIDE + 12;
  canvas.element('P', () => {
    canvas.text('Личный кабинет', x, y + 17, { size: 10, weight: 'bold', color: ACCENT });
    canvas.text('Логин', x, y + 34, label);
    canvas.text(login, x + 46, y + 34, { size: 12, weight: 'bold' });
    canvas.text('Код', x, y + 52, label);
    canvas.text(code, x + 46, y + 52, { size: 12, weight: 'bold' });
    canvas.text('Согните по линии. Никому не показывайте.', x, y + 69, { size: SMALL_SIZE });
    canvas.text('Заменить код может только бухгалтерия.', x, y + 80, label);
  });
  return top + ACCESS_HEIGHT;
}

function drawAccessNote(canvas: SlipCanvas, top: number): number {
  canvas.element('P', () => {
    canvas.text('Личный кабинет', ASIDE, top, { size: SMALL_SIZE, weight: 'bold' });
    canvas.text('Код доступа — в бумажной квитанции с кодом.', ASIDE, top + 12, BODY);
    canvas.text('Если её нет, спросите в бухгалтерии.', ASIDE, top + 22, BODY);
  });
  return top + NOTE_HEIGHT - 8;
}

function drawProof(canvas: SlipCanvas, { verificationCode, version, issuedOn }: PrintedSlip, top: number): void {
  canvas.element('P', () => {
    canvas.text('Код проверки подлинности', ASIDE, top + 4, { size: SMALL_SIZE, weight: 'bold' });
    canvas.text(verificationCode, ASIDE, top + 20, { size: 12, weight: 'bold', color: ACCENT });
    const issued = `Версия ${version} от ${dayInWords(issuedOn)}. Проверьте,`;
    canvas.text(issued, ASIDE, top + 33, BODY);
    canvas.text('действует ли она, на странице проверки.', ASIDE, top + 43, BODY);
  });
}

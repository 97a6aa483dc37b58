import { dayAndMonth, dayInWords, monthInWords, numberInWords, roublesInWords, unitInWords } from '#libs/web';
import { encodeText } from '../../domain/text-encoding';
import { SlipContent, SlipPayee } from '../../domain/slip-content';
import { PrintedSlip } from './printed-slip';
import { ACCENT, BODY_SIZE, LEADING, PAGE, SlipCanvas, SMALL_SIZE, SOFT_INK } from './slip-canvas';
import { PAYEE_WORDS, plainSum, sumInColumn } from './slip-words';
import { Column, ROW_HEIGHT, tableHead, tableRow } from './slip-table';

/** Points; the codes are scanned from paper: both are 34 millimetres wide, with their quiet zones around them. */
const QR_SIZE = 96;
const QR_GAP = 30;
const HERO_TOP = 92;
const HERO_HEIGHT = 128;
const SUM_WIDTH = 236;

/** The first section up to the meters: who asks whom for how much, how to pay, and how the sum came about. */
export function drawTop(canvas: SlipCanvas, slip: PrintedSlip): number {
  drawHead(canvas, slip.content);
  drawSum(canvas, slip.content);
  drawCodes(canvas, slip.content);
  const afterPayer = drawPayer(canvas, slip, HERO_TOP + HERO_HEIGHT + 18);
  const afterBalance = drawBalance(canvas, slip.content, afterPayer + 4);
  return drawRequisites(canvas, slip.content.payees, afterBalance + 6);
}

function drawHead(canvas: SlipCanvas, { payees, period }: SlipContent): void {
  const provider = payees[0]?.requisites;
  const month = monthInWords(period);
  canvas.element('H1', () => {
    canvas.text('Квитанция за', PAGE.right, 52, { size: 10, color: SOFT_INK, align: 'right' });
    canvas.text(month, PAGE.right, 71, { size: 17, weight: 'bold', color: ACCENT, align: 'right' });
  });
  if (provider) {
    canvas.element('P', () => {
      canvas.text(provider.name, PAGE.left, 52, { size: 10.5, weight: 'bold' });
      canvas.text(provider.address, PAGE.left, 64, { size: SMALL_SIZE, color: SOFT_INK });
      const phone = provider.phone === null ? '' : `Телефон ${provider.phone} · `;
      const registered = `${phone}ИНН ${provider.inn} · ОГРН ${provider.ogrn}`;
      canvas.text(registered, PAGE.left, 75, { size: SMALL_SIZE, color: SOFT_INK });
    });
  }
  canvas.band(PAGE.left, 83, PAGE.right - PAGE.left, 1.6, ACCENT);
}

function drawSum(canvas: SlipCanvas, content: SlipContent): void {
  const { payableKopecks, dueOn, payees } = content;
  let y = HERO_TOP + 18;
  canvas.element('P', () => {
    canvas.text(payableKopecks === 0 ? 'К оплате' : `К оплате до ${dayInWords(dueOn)}`, PAGE.left, y, { size: 11 });
    canvas.text(roublesInWords(payableKopecks), PAGE.left, y + 38, { size: 34, weight: 'bold', color: ACCENT });
  });
  y += 60;
  for (const payee of payees) {
    canvas.element('P', () => {
      canvas.text(PAYEE_WORDS[payee.requisites.payee], PAGE.left, y, { size: 9.5 });
      canvas.text(sumOrAdvance(payee), PAGE.left + SUM_WIDTH, y, { size: 9.5, weight: 'bold', align: 'right' });
    });
    canvas.rule(PAGE.left, PAGE.left + SUM_WIDTH, y + 4);
    y += 15;
  }
  for (const note of notesOf(payees)) {
    canvas.element('Note', () => {
      y = canvas.paragraph(note, PAGE.left, y, SUM_WIDTH, { size: SMALL_SIZE, color: SOFT_INK }, 10);
    });
  }
}

function sumOrAdvance({ payableKopecks, dueKopecks }: SlipPayee): string {
  return dueKopecks < 0 ? `переплата ${roublesInWords(-dueKopecks)}` : roublesInWords(payableKopecks);
}

function notesOf(payees: readonly SlipPayee[]): string[] {
  const barred = payees.reduce((sum, payee) => sum + payee.timeBarredKopecks, 0);
  const notes = barred === 0 ? [] : [`Долг ${roublesInWords(barred)} старше срока давности, к оплате не предъявлен.`];
  if (payees.some(({ dueKopecks }) => dueKopecks < 0)) notes.push('Переплата зачтётся при следующих начислениях.');
  return notes;
}

/** Payees in their order, codes of one size: none of them is the lesser debt. */
function drawCodes(canvas: SlipCanvas, { payees }: SlipContent): void {
  let right = PAGE.right;
  for (const payee of payees.toReversed()) {
    const bytes = encodeText(payee.qr, payee.qr.startsWith('ST00011') ? 'windows-1251' : 'utf-8');
    if (bytes === null) throw new Error(`The payment code of ${payee.requisites.payee} cannot be encoded`);
    const [x, y] = [right - QR_SIZE, HERO_TOP + 6];
    const name = PAYEE_WORDS[payee.requisites.payee];
    const sum = payee.payableKopecks === 0 ? 'сумму впишет плательщик' : roublesInWords(payee.payableKopecks);
    canvas.element('Figure', () => canvas.qr(bytes, x, y, QR_SIZE), `QR-код для оплаты: ${name}, ${sum}`);
    canvas.element('P', () => {
      const captions = payee.requisites.payee === 'main' ? ['Квартплата', sum] : ['Капитальный ремонт', sum];
      captions.forEach((caption, line) =>
        canvas.text(caption, x + QR_SIZE / 2, y + QR_SIZE + 11 + line * 10, {
          size: SMALL_SIZE,
          weight: line === 0 ? 'regular' : 'bold',
          align: 'center',
        }),
      );
    });
    right = x - QR_GAP;
  }
}

function drawPayer(canvas: SlipCanvas, { content, payerName }: PrintedSlip, y: number): number {
  const { premises, account } = content;
  const place = `${premises.address}, кв. ${premises.flat}`;
  const columns = [PAGE.left, PAGE.left + 300, PAGE.left + 410];
  const label = { size: SMALL_SIZE, color: SOFT_INK };
  canvas.rule(PAGE.left, PAGE.right, y - 13);
  canvas.element('P', () => {
    canvas.text(payerName === null ? 'Помещение' : 'Плательщик', PAGE.left, y, label);
    if (payerName !== null) canvas.text(payerName, PAGE.left, y + 13, { size: 10, weight: 'bold' });
    canvas.paragraph(place, PAGE.left, y + (payerName === null ? 13 : 25), 288, { size: BODY_SIZE });
  });
  canvas.element('P', () => {
    canvas.text('Лицевой счёт', columns[1] ?? 0, y, label);
    canvas.text(account, columns[1] ?? 0, y + 13, { size: 10, weight: 'bold' });
  });
  canvas.element('P', () => {
    canvas.text('Площадь, прописано', columns[2] ?? 0, y, label);
    const persons = premises.registered > 0 ? `${premises.registered} чел.` : `никто, собственников ${premises.owners}`;
    const area = `${numberInWords(premises.totalAreaM2)} ${unitInWords('m2')}, ${persons}`;
    canvas.text(area, columns[2] ?? 0, y + 13, { size: 10, weight: 'bold' });
  });
  return y + 25 + LEADING * canvas.lines(place, 288).length + 4;
}

const BALANCE_EDGES = [252, 302, 357, 412, 466] as const;

/** Opening debt − advance − payments + charges + recalculations + penalty = due, for each payee in one row. */
function drawBalance(canvas: SlipCanvas, content: SlipContent, y: number): number {
  const { payees, paymentsThrough, period } = content;
  const from = dayAndMonth(`${period}-01`);
  const [first, second, third, fourth, fifth] = BALANCE_EDGES;
  const columns: readonly Column[] = [
    { title: 'Как сложилась сумма, ₽', x: PAGE.left },
    { title: `Долг (−аванс)\nна ${from}`, x: first - 2, align: 'right' },
    { title: 'Оплачено', x: second + 6, align: 'right' },
    { title: 'Начислено', x: third + 6, align: 'right' },
    { title: 'Перерасчёт', x: fourth + 8, align: 'right' },
    { title: 'Пени', x: fifth + 4, align: 'right' },
    { title: 'Итого', x: PAGE.right, align: 'right' },
  ];
  let baseline = y + 10;
  canvas.group('Table', () => {
    baseline = tableHead(canvas, columns, y);
    for (const payee of payees) {
      const cells = [
        PAYEE_WORDS[payee.requisites.payee],
        sumInColumn(payee.debtKopecks - payee.advanceKopecks),
        sumInColumn(-payee.paymentsKopecks),
        sumInColumn(payee.chargedKopecks),
        sumInColumn(payee.recalculatedKopecks),
        sumInColumn(payee.penaltyKopecks),
        plainSum(payee.dueKopecks),
      ];
      baseline = tableRow(canvas, columns, cells, baseline);
    }
  });
  const last = payees
    .flatMap(({ lastPaymentOn }) => lastPaymentOn ?? [])
    .sort()
    .at(-1);
  const lastPaid = last === undefined ? '' : ` Последний платёж — ${dayInWords(last)}.`;
  const note = `Учтены платежи по ${dayInWords(paymentsThrough)}.${lastPaid}`;
  canvas.element('P', () => canvas.text(note, PAGE.left, baseline, { size: SMALL_SIZE, color: SOFT_INK }));
  return baseline + ROW_HEIGHT;
}

/** Where money goes, for whoever pays without a code. */
function drawRequisites(canvas: SlipCanvas, payees: readonly SlipPayee[], y: number): number {
  const width = (PAGE.right - PAGE.left - 20) / 2;
  let bottom = y;
  payees.forEach(({ requisites }, index) => {
    const x = PAGE.left + index * (width + 20);
    const style = { size: SMALL_SIZE, color: SOFT_INK };
    canvas.element('P', () => {
      canvas.text(`Получатель: ${requisites.name}`, x, y, { size: SMALL_SIZE, weight: 'bold' });
      const kpp = requisites.kpp === null ? '' : `, КПП ${requisites.kpp}`;
      const lines = [
        `ИНН ${requisites.inn}${kpp}, счёт ${requisites.bankAccount}`,
        `${requisites.bankName}, БИК ${requisites.bic}, корр. счёт ${requisites.correspondentAccount}`,
      ];
      let baseline = y + 10;
      for (const line of lines) baseline = canvas.paragraph(line, x, baseline, width, style, 10);
      bottom = Math.max(bottom, baseline);
    });
  });
  return bottom + 4;
}

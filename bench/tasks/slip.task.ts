import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { PassThrough } from 'node:stream';
import { IssueSlips, PrintHouse, PrintSlips, SlipsQuery } from '#services/billing';
import { BarePage, bareDocument, parsedFont, SetText } from '../anchors/bare-slip';
import { dwellingOf } from '../company/accounts';
import { openCompany } from '../company/open-company';
import { MEASURED_PERIOD } from '../company/seed';
import { Round } from '../measure/spread';
import { addMonths } from '#libs/kernel';

export interface SlipInput {
  readonly dataDir: string;
  /** Accounts of one house, each with a closed month. */
  readonly accounts: number;
  readonly rounds: number;
}

export interface SlipOutput {
  readonly single: readonly Round[];
  readonly house: readonly Round[];
  /** Pages of the document of the house. */
  readonly pages: number;
}

const PERIOD = addMonths(MEASURED_PERIOD, -1);
const ACTOR = 'bench';

/** Slips one by one, and a house in one document, beside pdfkit setting the same words and codes in one parsed font. */
export async function measureSlips({ dataDir, accounts, rounds }: SlipInput): Promise<SlipOutput> {
  const { kvitok, setDay } = await openCompany(dataDir);
  setDay(`${MEASURED_PERIOD}-05`);
  const [issue, query, print, house] = [IssueSlips, SlipsQuery, PrintSlips, PrintHouse].map((one) =>
    kvitok.app.get<unknown>(one),
  ) as [IssueSlips, SlipsQuery, PrintSlips, PrintHouse];
  const numbers = Array.from({ length: accounts }, (_, number) => dwellingOf(number).account);
  const slips = await issue.many(numbers, PERIOD, ACTOR);
  await kvitok.stack.projector.catchUp();
  const houseId = dwellingOf(0).houseId;
  const bare: BarePage[] = [];
  for (const { data } of slips) {
    const slip = await query.issued(data.account, PERIOD);
    bare.push(await recorded(() => print.one(slip)));
  }
  const font = parsedFont();
  const single: Round[] = [];
  const whole: Round[] = [];
  let pages = 0;
  for (let round = -1; round < rounds; round += 1) {
    const bareSingle = await timed(async () => {
      for (const page of bare) await bareDocument([page], font);
    });
    const ours = await timed(async () => {
      for (const { data } of slips) await print.one(await query.issued(data.account, PERIOD));
    });
    const bareWhole = await timed(() => bareDocument(bare, font));
    const oursWhole = await timed(async () => {
      const sink = new PassThrough();
      sink.resume();
      ({ pages } = await house.to(sink, { houseId, period: PERIOD, actor: ACTOR }));
    });
    // The first round warms the code.
    if (round < 0) continue;
    single.push({ anchorMs: bareSingle, projectMs: ours });
    whole.push({ anchorMs: bareWhole, projectMs: oursWhole });
  }
  await kvitok.close();
  return { single, house: whole, pages };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The words and the codes that a slip sets, for the bare program to set the same. */
async function recorded(draw: () => Promise<unknown>): Promise<BarePage> {
  const texts: SetText[] = [];
  const codes: Uint8Array[] = [];
  const drawn = PDFDocument.prototype as unknown as {
    text(this: { _fontSize: number }, text: string, x: number, y: number, options: unknown): unknown;
  };
  const { text } = drawn;
  const { create } = QRCode;
  drawn.text = function (words, x, y, options) {
    texts.push({ text: words, x, y, size: this._fontSize });
    return text.call(this, words, x, y, options);
  };
  QRCode.create = (segments, options) => {
    codes.push((segments as unknown as [{ data: Uint8Array }])[0].data);
    return create(segments, options);
  };
  try {
    await draw();
  } finally {
    drawn.text = text;
    QRCode.create = create;
  }
  if (texts.length === 0 || codes.length === 0)
    throw new Error(`A slip of ${texts.length} words and ${codes.length} codes was measured`);
  return { texts, codes };
}

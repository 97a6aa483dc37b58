import { Inject, Injectable } from '@nestjs/common';
import { PersonFields, PersonVault } from '#libs/person-vault';
import { civilDateAt, PERSON_VAULT } from '#libs/platform';
import { monthInWords } from '#libs/web';
import { printedSlipCode } from '../../domain/slip-code.policy';
import { ReferenceBooks } from '../../projections/reference-books';
import { RecordedSlip } from './issue-slips';
import { PrintedAccess, PrintedSlip } from './printed-slip';
import { SlipCanvas } from './slip-canvas';
import { SlipCodes } from './slip-codes';
import { slipDocument } from './slip-document';
import { drawSlip } from './slip-page';

/** Puts issued slips on paper: what is sealed is opened here and nowhere else. */
@Injectable()
export class PrintSlips {
  constructor(
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    private readonly codes: SlipCodes,
    private readonly books: ReferenceBooks,
  ) {}

  /** The PDF of one slip; `access` on paper runs only. */
  async one(slip: RecordedSlip, access: PrintedAccess | null = null): Promise<Buffer> {
    const { data, metadata } = slip;
    const document = slipDocument({
      title: `Квитанция за ${monthInWords(data.period)}`,
      author: data.content.payees[0]?.requisites.name ?? '',
      createdAt: metadata.recordedAt,
    });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    const whole = new Promise<Buffer>((resolve, reject) => {
      document.on('end', () => resolve(Buffer.concat(chunks)));
      document.on('error', reject);
    });
    const canvas = new SlipCanvas(document);
    for (const printed of await this.opened([slip], () => access)) drawSlip(canvas, printed);
    document.end();
    return whole;
  }

  /** Slips with their payers' names and their verification codes, in their order. */
  async opened(
    slips: readonly RecordedSlip[],
    accessOf: (account: string) => PrintedAccess | null,
  ): Promise<PrintedSlip[]> {
    const names = await this.vault.getMany(slips.map(({ data }) => data.content.payerId));
    const { row } = await this.books.current();
    const printed: PrintedSlip[] = [];
    for (const { data, metadata } of slips) {
      printed.push({
        content: data.content,
        version: data.version,
        issuedOn: civilDateAt(new Date(metadata.recordedAt), row.timeZone),
        verificationCode: printedSlipCode(await this.codes.open(data.code)),
        payerName: fullName(names.get(data.content.payerId)),
        access: accessOf(data.account),
      });
    }
    return printed;
  }
}

/** Null for a person who was erased, or of whom no name is kept. */
function fullName(fields: PersonFields | undefined): string | null {
  const parts = ['lastName', 'firstName', 'middleName'].flatMap((field) => fields?.[field] ?? []);
  const name = parts.filter((part) => part !== '').join(' ');
  return name === '' ? null : name;
}

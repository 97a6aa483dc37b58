import { Inject, Injectable } from '@nestjs/common';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BillingPeriod, RejectedError, Rejection } from '#libs/kernel';
import { READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { monthInWords } from '#libs/web';
import { accountStatementProjection } from '../../projections/account-statement.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { IssueSlips } from './issue-slips';
import { PrintedAccess } from './printed-slip';
import { PrintSlips } from './print-slips';
import { Document, SlipCanvas } from './slip-canvas';
import { labelPages, PageLabel, slipDocument } from './slip-document';
import { drawSlip } from './slip-page';

interface SlipsRun {
  readonly period: BillingPeriod;
  /** Who asked for it: slips that are not there yet are issued in this name. */
  readonly actor: string;
  /** What opens the cabinet, on paper runs; none where absent. */
  readonly accessOf?: (account: string) => PrintedAccess | null;
  onProgress?(done: number, total: number): void;
}

export interface HouseRun extends SlipsRun {
  readonly houseId: string;
}

export interface AccountsRun extends SlipsRun {
  /** In the order in which they are printed. */
  readonly accounts: readonly string[];
}

export interface HousePrinted {
  readonly slips: number;
  readonly pages: number;
}

/** Slips that are issued, opened and drawn together: what is in memory at a time. */
const SLIPS_PER_PAGE = 50;
/** What may wait in memory to be written. */
const UNREAD_BYTES_MAX = 1_000_000;

/** Prints a house: every slip of a period in one document, in the order of the accounts. */
@Injectable()
export class PrintHouse {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly issue: IssueSlips,
    private readonly print: PrintSlips,
    private readonly books: ReferenceBooks,
  ) {}

  /** The accounts of a house that have closed the period, in their order. Throws BILLING_UNKNOWN_HOUSE. */
  async accountsOf(houseId: string, period: BillingPeriod): Promise<readonly string[]> {
    const { row } = await this.books.current();
    if (!Object.hasOwn(row.houses, houseId)) {
      throw new RejectedError(new Rejection('BILLING_UNKNOWN_HOUSE', { house: houseId }));
    }
    const rows = await this.readModels.find(accountStatementProjection, {
      where: { house: houseId, period, closed_at: { above: '' } },
    });
    return rows.map(({ document }) => document.account).sort();
  }

  /**
   * Writes the document of a house page by page and ends the stream; slips that were not issued yet are.
   * Throws BILLING_UNKNOWN_HOUSE, BILLING_SLIP_HOUSE_NOT_CLOSED, and what the stream throws.
   */
  async to(output: Writable, run: HouseRun): Promise<HousePrinted> {
    const { houseId, period } = run;
    const accounts = await this.accountsOf(houseId, period);
    if (accounts.length === 0) {
      throw new RejectedError(new Rejection('BILLING_SLIP_HOUSE_NOT_CLOSED', { house: houseId, period }));
    }
    const { row } = await this.books.current();
    return this.write(output, { ...run, accounts }, row.houses[houseId]?.address ?? houseId);
  }

  /** Issues the slips of single accounts before they are drawn. Throws what `IssueSlips.required` throws. */
  async issueOf({ accounts, period, actor }: AccountsRun): Promise<void> {
    for (let first = 0; first < accounts.length; first += SLIPS_PER_PAGE) {
      await this.issue.required(accounts.slice(first, first + SLIPS_PER_PAGE), period, actor);
    }
  }

  /** As `to`, of single accounts whose slips are issued. Throws what the stream throws. */
  async of(output: Writable, run: AccountsRun): Promise<HousePrinted> {
    return this.write(output, run, 'с кодами доступа');
  }

  private async write(output: Writable, run: AccountsRun, about: string): Promise<HousePrinted> {
    const { row } = await this.books.current();
    const document = slipDocument({
      title: `Квитанции за ${monthInWords(run.period)}, ${about}`,
      author: row.payees[0]?.name ?? '',
      createdAt: null,
    });
    const written = pipeline(document, output);
    // A stream that fails ends the drawing at its next pause, where the failure is thrown.
    written.catch(() => undefined);
    const printed = await this.draw(document, run);
    await written;
    return printed;
  }

  private async draw(document: Document, run: AccountsRun): Promise<HousePrinted> {
    const { accounts } = run;
    const canvas = new SlipCanvas(document);
    const labels: PageLabel[] = [];
    let pages = 0;
    for (let first = 0; first < accounts.length; first += SLIPS_PER_PAGE) {
      const chunk = accounts.slice(first, first + SLIPS_PER_PAGE);
      const slips = await this.issue.many(chunk, run.period, run.actor);
      for (const slip of await this.print.opened(slips, run.accessOf ?? (() => null))) {
        drawSlip(canvas, slip, (page) => {
          const { account } = slip.content;
          labels.push({ page: pages, label: page === 1 ? account : `${account}, ${String(page)}` });
          pages += 1;
        });
        await drained(document);
        if (document.destroyed) return { slips: 0, pages };
      }
      run.onProgress?.(Math.min(first + chunk.length, accounts.length), accounts.length);
    }
    labelPages(document, labels);
    document.end();
    return { slips: accounts.length, pages };
  }
}

/** pdfkit pushes without asking: the drawing waits for the reader, so that memory does not grow with the house. */
async function drained(document: Document): Promise<void> {
  while (document.readableLength > UNREAD_BYTES_MAX && !document.destroyed) await nextTurn();
}

import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { neutralised, sendPieces, sendRows, TableCell } from '#libs/gateway';
import { CivilDate, Clock, previousPeriod, RejectedError, Rejection } from '#libs/kernel';
import { roublesText } from '#libs/money';
import { CLOCK } from '#libs/platform';
import {
  BILLING_OFFICE_CLIENT,
  BillingOfficeClient,
  PERIODS_CLIENT,
  PeriodsClient,
} from '#services/billing/api/client';
import { Payee, PAYMENTS_OFFICE_CLIENT, PaymentsOfficeClient } from '#services/payments/api/client';
import { refuseUnlessWhole } from './debtors-list';
import { DebtFormat } from './registries.dto';

interface OwedAccount {
  readonly account: string;
  readonly houseId: string;
  readonly debtKopecks: number;
}

/** Files of one day to one bank are told apart by it; a company sends one. */
const FILE_NUMBER = '001';
const ENCODING = 'windows-1251';
const LINES_AT_ONCE = 500;

/** What is owed, account by account, as a bank takes it: it shows a payer the sum. Nobody’s name stands in it. */
@Injectable()
export class DebtRegistry {
  constructor(
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(PAYMENTS_OFFICE_CLIENT) private readonly payments: PaymentsOfficeClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws RejectedError: BACK_OFFICE_NO_RECIPIENT, TABLE_TOO_LONG, and what billing refuses of the day. */
  async send(
    response: Response,
    { format, payee, asOf = this.clock.today() }: { format: DebtFormat; payee: Payee; asOf?: CivilDate | undefined },
  ): Promise<void> {
    const recipient = (await this.payments.recipients()).find((one) => one.payee === payee);
    if (recipient === undefined) throw new RejectedError(new Rejection('BACK_OFFICE_NO_RECIPIENT'));
    // The month that was billed last.
    const period = previousPeriod((await this.periods.standing())?.period ?? asOf.slice(0, 7));
    const month = `${period.slice(5, 7)}${period.slice(2, 4)}`;
    const name = `${recipient.inn}_${recipient.bankAccount}_${FILE_NUMBER}_${month}`;
    const owed = this.owed(payee, asOf);
    // The bank prescribes the name of its file, in which there is no place for the day.
    const table = { ...TABLE, name: `${name}_${asOf}` };
    if (format !== 'text') return sendRows(response, format, table, rowsOf(owed, period));
    const head = () =>
      response
        .status(200)
        .setHeader('Content-Type', `text/plain; charset=${ENCODING}`)
        .setHeader('Content-Disposition', `attachment; filename="${name}.txt"`)
        .setHeader('Cache-Control', 'no-store')
        .setHeader('X-Content-Type-Options', 'nosniff');
    await sendPieces(response, head, linesOf(owed, month));
  }

  private async *owed(payee: Payee, asOf: CivilDate): AsyncGenerator<OwedAccount> {
    for await (const debtor of this.billing.debtors({ asOf })) {
      refuseUnlessWhole(debtor, asOf);
      if (debtor.payee === payee) yield debtor;
    }
  }
}

/**
 * `account;code of the address;sum;month`, a line for each account, CRLF. Numbers of accounts and houses are Latin letters
 * and digits: the same bytes in Windows-1251 and UTF-8.
 */
async function* linesOf(owed: AsyncIterable<OwedAccount>, month: string): AsyncGenerator<string> {
  let lines: string[] = [];
  const piece = () => lines.map((line) => `${line}\r\n`).join('');
  for await (const { account, houseId, debtKopecks } of owed) {
    lines.push([plain(account), plain(houseId), roublesText(debtKopecks), month].join(';'));
    if (lines.length < LINES_AT_ONCE) continue;
    yield piece();
    lines = [];
  }
  if (lines.length > 0) yield piece();
}

/** No separator, no end of a line, and nothing that a program for tables would take for a formula. */
function plain(text: string): string {
  return neutralised(text.replace(/[;\r\n]/g, ' '));
}

async function* rowsOf(owed: AsyncIterable<OwedAccount>, period: string): AsyncGenerator<readonly TableCell[]> {
  for await (const { account, houseId, debtKopecks } of owed)
    yield [account, houseId, { kopecks: debtKopecks }, period];
}

const TABLE = {
  sheet: 'Долги',
  columns: [
    { heading: 'Лицевой счёт', width: 18 },
    { heading: 'Код адреса', width: 18 },
    { heading: 'К оплате, руб.', width: 16 },
    { heading: 'Месяц', width: 10 },
  ],
};

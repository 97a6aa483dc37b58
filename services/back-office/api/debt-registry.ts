import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { neutralised, sendTable, TableFile } from '#libs/gateway';
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
import { DebtFormat } from './registries.dto';

interface OwedAccount {
  readonly account: string;
  readonly houseId: string;
  readonly debtKopecks: number;
}

interface DebtsOfPayee {
  readonly debts: readonly OwedAccount[];
  /** The month that was billed last, `YYYY-MM`. */
  readonly period: string;
}

/** Files of one day to one bank are told apart by it; a company sends one. */
const FILE_NUMBER = '001';
const ENCODING = 'windows-1251';

/** What is owed, account by account, as a bank takes it: it shows a payer the sum. Nobody’s name stands in it. */
@Injectable()
export class DebtRegistry {
  constructor(
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(PAYMENTS_OFFICE_CLIENT) private readonly payments: PaymentsOfficeClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws RejectedError: BACK_OFFICE_NO_RECIPIENT, and what billing refuses of the day. */
  async send(
    response: Response,
    { format, payee, asOf = this.clock.today() }: { format: DebtFormat; payee: Payee; asOf?: CivilDate | undefined },
  ): Promise<void> {
    const recipient = (await this.payments.recipients()).find((one) => one.payee === payee);
    if (recipient === undefined) throw new RejectedError(new Rejection('BACK_OFFICE_NO_RECIPIENT'));
    const owed = await this.debtsOf(payee, asOf);
    const month = `${owed.period.slice(5, 7)}${owed.period.slice(2, 4)}`;
    const name = `${recipient.inn}_${recipient.bankAccount}_${FILE_NUMBER}_${month}`;
    if (format !== 'text') return sendTable(response, format, tableOf(name, owed));
    response
      .setHeader('Content-Type', `text/plain; charset=${ENCODING}`)
      .setHeader('Content-Disposition', `attachment; filename="${name}.txt"`)
      .setHeader('Cache-Control', 'no-store')
      .setHeader('X-Content-Type-Options', 'nosniff')
      .send(textOf(owed, month));
  }

  private async debtsOf(payee: Payee, asOf: CivilDate): Promise<DebtsOfPayee> {
    const debts: OwedAccount[] = [];
    for await (const debtor of this.billing.debtors({ asOf })) if (debtor.payee === payee) debts.push(debtor);
    const open = (await this.periods.standing())?.period ?? asOf.slice(0, 7);
    return { debts, period: previousPeriod(open) };
  }
}

/** `account;code of the address;sum;month`, a line for each account, Windows-1251, CRLF. */
function textOf({ debts }: DebtsOfPayee, month: string): Buffer {
  const lines = debts.map(({ account, houseId, debtKopecks }) =>
    [plain(account), plain(houseId), roublesText(debtKopecks), month].join(';'),
  );
  // Numbers of accounts and houses are Latin letters and digits: the same bytes in Windows-1251 and UTF-8.
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
}

/** No separator, no end of a line, and nothing that a program for tables would take for a formula. */
function plain(text: string): string {
  return neutralised(text.replace(/[;\r\n]/g, ' '));
}

function tableOf(name: string, { debts, period }: DebtsOfPayee): TableFile {
  return {
    name,
    sheet: 'Долги',
    columns: [
      { heading: 'Лицевой счёт', width: 18 },
      { heading: 'Код адреса', width: 18 },
      { heading: 'К оплате, руб.', width: 16 },
      { heading: 'Месяц', width: 10 },
    ],
    rows: debts.map(({ account, houseId, debtKopecks }) => [account, houseId, { kopecks: debtKopecks }, period]),
  };
}

import { Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { AskedMoment } from '../asked-moment';
import { IssueSlips } from '../slips/issue-slips';
import { PrintSlips } from '../slips/print-slips';
import { issuedSlipAnswer } from '../slips/slip-answers';
import type { IssuedSlipAnswer, PaymentCodeAnswer, SlipAnswer } from '../slips/slips.dto';
import { SlipsQuery } from '../slips/slips.query';
import { SlipsClient, SlipVerdict } from './slips-client';

/** Slips in the same process. */
@Injectable()
export class EmbeddedSlipsClient implements SlipsClient {
  constructor(
    private readonly issue: IssueSlips,
    private readonly query: SlipsQuery,
    private readonly print: PrintSlips,
    private readonly asked: AskedMoment,
  ) {}

  async issueSlip(account: string, period: string, origin: CommandOrigin): Promise<IssuedSlipAnswer> {
    return issuedSlipAnswer(await this.issue.one(account, period, null, origin));
  }

  async slips(account: string): Promise<readonly SlipAnswer[]> {
    await this.asked.requireAccount(account);
    return this.query.ofAccount(account);
  }

  async slipPdf(account: string, period: string, version?: number): Promise<Buffer> {
    return this.print.one(await this.query.issued(account, period, version));
  }

  async slipPaymentQr(
    account: string,
    payee: 'main' | 'capital_repair',
    amountKopecks?: number,
  ): Promise<PaymentCodeAnswer> {
    await this.asked.requireAccount(account);
    return this.query.paymentCode(account, payee, amountKopecks ?? null);
  }

  verifySlip(code: string): Promise<SlipVerdict> {
    return this.query.verify(code);
  }
}

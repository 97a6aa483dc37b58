import { Inject, Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { roublesInWords } from '#libs/web';
import { APPROVALS_CLIENT, ApprovalReceipt, ApprovalsClient } from '#services/identity/api/client';
import { PAYMENTS_OFFICE_CLIENT, PaymentsOfficeClient } from '#services/payments/api/client';
import { CompanyScope } from './company-scope';
import { Officer } from './officer';

/** Asks a second person to agree to a refund: payments says what it is about, identity keeps the question. */
@Injectable()
export class AskToRefund {
  constructor(
    @Inject(PAYMENTS_OFFICE_CLIENT) private readonly payments: PaymentsOfficeClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    private readonly scope: CompanyScope,
  ) {}

  /** Throws what `proposeRefund` and `request` throw. */
  async ask(
    officer: Officer,
    { paymentId, amountKopecks, reason }: { paymentId: string; amountKopecks: number; reason: string },
    origin: CommandOrigin,
  ): Promise<ApprovalReceipt> {
    const { companyId } = await this.scope.requireCompany(officer);
    const plan = await this.payments.proposeRefund(paymentId, amountKopecks, reason);
    const { account, refundKopecks, paidKopecks } = plan;
    const summary =
      `Вернуть плательщику ${roublesInWords(refundKopecks)} ` +
      `из платежа ${roublesInWords(paidKopecks)} по счёту ${account}`;
    const asked = { kind: 'refund', companyId, subject: paymentId, plan: { ...plan }, summary, reason } as const;
    return this.approvals.request(officer.sessionToken, asked, origin);
  }
}

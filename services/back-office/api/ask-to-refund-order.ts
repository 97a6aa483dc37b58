import { Inject, Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { roublesInWords } from '#libs/web';
import { APPROVALS_CLIENT, ApprovalReceipt, ApprovalsClient } from '#services/identity/api/client';
import { ORDER_REFUNDS_CLIENT, OrderRefundsClient } from '#services/support/api/client';
import { CompanyScope } from './company-scope';
import { Officer } from './officer';

/** Asks a second person to agree that money of an order goes back. */
@Injectable()
export class AskToRefundOrder {
  constructor(
    @Inject(ORDER_REFUNDS_CLIENT) private readonly orders: OrderRefundsClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    private readonly scope: CompanyScope,
  ) {}

  /** Throws what `proposeRefund` and `request` throw. */
  async ask(
    officer: Officer,
    { orderId, reason }: { orderId: string; reason: string },
    origin: CommandOrigin,
  ): Promise<ApprovalReceipt> {
    const { companyId } = await this.scope.requireCompany(officer);
    const plan = await this.orders.proposeRefund(orderId, reason);
    const summary = `Вернуть ${roublesInWords(plan.refundKopecks)} за заказ по счёту ${plan.account}: вернёт банк`;
    const asked = { kind: 'refund-order', companyId, subject: orderId, plan: { ...plan }, summary, reason } as const;
    return this.approvals.request(officer.sessionToken, asked, origin);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { roublesInWords } from '#libs/web';
import { APPROVALS_CLIENT, ApprovalReceipt, ApprovalsClient } from '#services/identity/api/client';
import { REGISTRIES_CLIENT, RegistriesClient, ReturnedTo } from '#services/payments/api/client';
import { CompanyScope } from './company-scope';
import { Officer } from './officer';

const TO: Readonly<Record<ReturnedTo, string>> = { bank: 'банку', payer: 'плательщику' };

/** Asks a second person to agree that money which stands aside goes back. */
@Injectable()
export class AskToReturn {
  constructor(
    @Inject(REGISTRIES_CLIENT) private readonly registries: RegistriesClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    private readonly scope: CompanyScope,
  ) {}

  /** Throws what `proposeReturn` and `request` throw. */
  async ask(
    officer: Officer,
    { paymentId, to, reason }: { paymentId: string; to: ReturnedTo; reason: string },
    origin: CommandOrigin,
  ): Promise<ApprovalReceipt> {
    const { companyId } = await this.scope.requireCompany(officer);
    const plan = await this.registries.proposeReturn(paymentId, to, reason);
    const summary = `Вернуть ${TO[to]} невыясненный платёж ${roublesInWords(plan.amountKopecks)}`;
    const asked = {
      kind: 'return-payment',
      companyId,
      subject: paymentId,
      plan: { ...plan },
      summary,
      reason,
    } as const;
    return this.approvals.request(officer.sessionToken, asked, origin);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { monthInWords, roublesInWords } from '#libs/web';
import { PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { APPROVALS_CLIENT, ApprovalReceipt, ApprovalsClient } from '#services/identity/api/client';
import { CompanyScope } from './company-scope';
import { Officer } from './officer';

/** Asks a second person to agree to the close of a period: billing says what it would do, identity keeps the question. */
@Injectable()
export class AskToClose {
  constructor(
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    private readonly scope: CompanyScope,
  ) {}

  /** Throws what `proposeClose` and `request` throw. */
  async ask(officer: Officer, period: string, reason: string, origin: CommandOrigin): Promise<ApprovalReceipt> {
    const { companyId } = await this.scope.requireCompany(officer);
    const { figures } = await this.periods.proposeClose(period);
    const { accounts, chargedKopecks, recalculatedKopecks, refused } = figures;
    const summary = [
      `Закрыть ${monthInWords(period)}: счетов ${String(accounts)}`,
      `начислено ${roublesInWords(chargedKopecks)}`,
      `перерасчёты ${roublesInWords(recalculatedKopecks)}`,
      ...(refused === 0 ? [] : [`останутся открытыми ${String(refused)}`]),
    ].join(', ');
    const plan = { period, ...figures };
    const asked = { kind: 'close-period', companyId, subject: period, plan, summary, reason } as const;
    return this.approvals.request(officer.sessionToken, asked, origin);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { monthInWords, roublesInWords } from '#libs/web';
import { PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { ApprovalCard, APPROVALS_CLIENT, ApprovalReceipt, ApprovalsClient } from '#services/identity/api/client';
import { CloseOutlooks } from './close-outlook';
import { CompanyScope } from './company-scope';
import { Officer } from './officer';

export interface CloseRequest {
  readonly period: string;
  readonly reason: string;
  /** Though doubtful readings wait, or though it cannot be told whether any do. */
  readonly insists: boolean;
}

/** Asks a second person to agree to the close of a period: billing says what it would do, identity keeps the question. */
@Injectable()
export class AskToClose {
  constructor(
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    private readonly scope: CompanyScope,
    private readonly outlooks: CloseOutlooks,
  ) {}

  /** The close of a month that was asked for and is not done yet. */
  async underWay({ sessionToken }: Officer, period: string | undefined): Promise<ApprovalCard | null> {
    const asked = await this.approvals.approvals(sessionToken);
    const closing = asked.find(
      ({ kind, subject, state }) =>
        kind === 'close-period' && subject === period && (state === 'open' || state === 'granted'),
    );
    return closing ?? null;
  }

  /** Throws what `requireInsistence`, `proposeClose` and `request` throw. */
  async ask(officer: Officer, asks: CloseRequest, origin: CommandOrigin): Promise<ApprovalReceipt> {
    const { period, reason, insists } = asks;
    const { companyId } = await this.scope.requireCompany(officer);
    // What the month comes to is worked out after it: the answer to this one is at hand.
    if (await this.isOpen(period)) await this.outlooks.requireInsistence(period, insists);
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

  /** A month that cannot be closed anyway is refused with its own reason. */
  private async isOpen(period: string): Promise<boolean> {
    const standing = await this.periods.standing();
    return standing?.period === period && standing.hasEnded && standing.closedBy === 'two_people';
  }
}

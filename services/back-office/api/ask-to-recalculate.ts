import { Inject, Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { monthInWords, roublesInWords } from '#libs/web';
import {
  BILLING_OFFICE_CLIENT,
  BillingOfficeClient,
  OfficeNames,
  ProposalStatement,
  ReplayRun,
  WaiverStatement,
} from '#services/billing/api/client';
import { APPROVALS_CLIENT, ApprovalReceipt, ApprovalsClient } from '#services/identity/api/client';
import { CompanyScope } from './company-scope';
import { Officer } from './officer';
import { houseInWords } from './supposed-rules-words';

/** Asks a second person to agree to a waiver of penalty, or to what a replay has found: billing makes the plan. */
@Injectable()
export class AskToRecalculate {
  constructor(
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    private readonly scope: CompanyScope,
  ) {}

  /** Throws what `proposeWaiver` and `request` throw. */
  async waiver(
    officer: Officer,
    account: string,
    statement: WaiverStatement,
    origin: CommandOrigin,
  ): Promise<ApprovalReceipt> {
    const { companyId } = await this.scope.requireCompany(officer);
    const { plan, figures } = await this.billing.proposeWaiver(account, statement);
    const summary = `Списать пени по счёту ${account}: ${roublesInWords(-figures.differenceKopecks)}`;
    const asked = { kind: 'write-off', companyId, subject: account, plan, summary, reason: statement.cause } as const;
    return this.approvals.request(officer.sessionToken, asked, origin);
  }

  /** Throws what `proposeRecalculation` and `request` throw. */
  async recalculation(
    officer: Officer,
    account: string,
    statement: ProposalStatement,
    origin: CommandOrigin,
  ): Promise<ApprovalReceipt> {
    const { companyId } = await this.scope.requireCompany(officer);
    const { plan, figures, preview } = await this.billing.proposeRecalculation(account, statement);
    const months = [...new Set(preview.lines.map(({ ofPeriod }) => ofPeriod))].sort();
    const summary = [
      `Записать перерасчёт по счёту ${account}`,
      `за ${months.map((month) => monthInWords(month)).join(', ')}`,
      `сумма ${roublesInWords(figures.differenceKopecks)}`,
    ].join(', ');
    const subject = { kind: 'recalculation', companyId, subject: account } as const;
    return this.approvals.request(officer.sessionToken, { ...subject, plan, summary, reason: statement.cause }, origin);
  }

  /** Throws what `proposeReplay` and `request` throw. */
  async replay(officer: Officer, runId: string, cause: string, origin: CommandOrigin): Promise<ApprovalReceipt> {
    const { companyId } = await this.scope.requireCompany(officer);
    const run = await this.billing.replayRun(runId);
    const { plan, figures } = await this.billing.proposeReplay(runId, cause);
    const { accounts, differenceKopecks } = figures;
    const names = await this.billing.names();
    const found = [
      `Пересчитать ${replayedMonths(run, names)}: счетов ${String(accounts)}`,
      `строк ${String(run.lines)}`,
      `разница ${roublesInWords(differenceKopecks)}`,
    ].join(', ');
    // Which they are stands in the plan, however many: the words of an approval are cut where they are too long.
    const summary = run.question.rules === undefined ? found : `${found}. По другим правилам`;
    const asked = { kind: 'replay', companyId, subject: run.runId, plan, summary, reason: cause } as const;
    return this.approvals.request(officer.sessionToken, asked, origin);
  }
}

/** `март 2026 — май 2026`, and the address of the house where it is one. */
export function replayedMonths(
  { question: { from, to, house } }: Pick<ReplayRun, 'question'>,
  names: Pick<OfficeNames, 'houses'>,
): string {
  const months = from === to ? monthInWords(from) : `${monthInWords(from)} — ${monthInWords(to)}`;
  return house === undefined ? months : `${months}, ${houseInWords(house, names)}`;
}

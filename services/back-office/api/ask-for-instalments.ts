import { Inject, Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { countInWords, dayInWords, roublesInWords } from '#libs/web';
import { INSTALMENTS_CLIENT, InstalmentPart, InstalmentsAsked, InstalmentsClient } from '#services/billing/api/client';
import { APPROVALS_CLIENT, ApprovalReceipt, ApprovalsClient } from '#services/identity/api/client';
import { CompanyScope } from './company-scope';
import { Officer } from './officer';

export interface InstalmentsStatement {
  readonly account: string;
  readonly asked: InstalmentsAsked;
  readonly cause: string;
  readonly document: string | null;
}

/** Asks a second person to agree that a debt is paid by parts: penalty that is not charged meanwhile is money given up. */
@Injectable()
export class AskForInstalments {
  constructor(
    @Inject(INSTALMENTS_CLIENT) private readonly instalments: InstalmentsClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    private readonly scope: CompanyScope,
  ) {}

  /** Throws what `propose` and `request` throw. */
  async ask(
    officer: Officer,
    { account, asked, cause, document }: InstalmentsStatement,
    origin: CommandOrigin,
  ): Promise<ApprovalReceipt> {
    const { companyId } = await this.scope.requireCompany(officer);
    const { plan, preview } = await this.instalments.propose(account, asked, cause, document);
    const parts = countInWords(preview.terms.parts.length, 'часть', 'части', 'частей');
    const [first, last] = [preview.terms.parts.at(0), preview.terms.parts.at(-1)].map(partInWords);
    const whole = `${roublesInWords(preview.amountKopecks)}, ${parts}`;
    const summary = `Рассрочка по счёту ${account}: ${whole}, первая ${first ?? ''}, последняя ${last ?? ''}`;
    const request = { kind: 'instalments', companyId, subject: account, plan, summary, reason: cause } as const;
    return this.approvals.request(officer.sessionToken, request, origin);
  }
}

function partInWords(part: InstalmentPart | undefined): string {
  return part === undefined ? '' : `${roublesInWords(part.amountKopecks)} до ${dayInWords(part.dueOn)}`;
}

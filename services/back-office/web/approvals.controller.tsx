import { Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { CommandReceipt, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { BILLING_OFFICE_CLIENT, BillingOfficeClient, SupposedRules } from '#services/billing/api/client';
import { ApprovalCard, APPROVALS_CLIENT, ApprovalsClient, isAtLeast } from '#services/identity/api/client';
import { PAYMENTS_OFFICE_CLIENT, PaymentsOfficeClient } from '#services/payments/api/client';
import { CloseOutlooks } from '../api/close-outlook';
import { GrantApproval } from '../api/grant-approval';
import { ImportDesk } from '../api/import-desk';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { supposedRulesInWords } from '../api/supposed-rules-words';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { actorsOf, failureInWords } from './approval-words';
import { fieldOfClose } from './close-form';
import { OfficeForm, readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { ApprovalPage, ApprovalsPage } from './pages/approvals.page';
import { overtakenInWords } from './payment-words';

/** What needs two people: the list, one of them, and the answer to it. */
@OfficePage('approvals')
export class OfficeApprovalsController {
  constructor(
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    @Inject(PAYMENTS_OFFICE_CLIENT) private readonly payments: PaymentsOfficeClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly imports: ImportDesk,
    private readonly granting: GrantApproval,
    private readonly outlooks: CloseOutlooks,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async list(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const approvals = await this.approvals.approvals(officer.sessionToken);
    const names = await this.approvals.names(officer.sessionToken, actorsOf(approvals));
    await this.pages.show(request, response, {
      title: 'Согласования',
      children: ({ timeZone }) => <ApprovalsPage {...{ approvals, names, timeZone }} />,
    });
  }

  @Get(':approvalId')
  one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('approvalId') approvalId: string,
  ): Promise<void> {
    return this.show(request, response, officer, approvalId, []);
  }

  @Post(':approvalId/grant')
  grant(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('approvalId') approvalId: string,
  ): Promise<void> {
    return this.answer(request, response, officer, approvalId, ({ form, origin }) => {
      const insists = form['despiteDoubts'] === 'yes';
      return this.granting.grant(officer, { approvalId, planHash: form['planHash'] ?? '', insists }, origin);
    });
  }

  @Post(':approvalId/refuse')
  refuse(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('approvalId') approvalId: string,
  ): Promise<void> {
    return this.answer(request, response, officer, approvalId, ({ form, origin }) =>
      this.approvals.refuse(officer.sessionToken, approvalId, form['reason'] ?? '', origin),
    );
  }

  @Post(':approvalId/withdraw')
  withdraw(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('approvalId') approvalId: string,
  ): Promise<void> {
    return this.answer(request, response, officer, approvalId, ({ form, origin }) =>
      this.approvals.withdraw(officer.sessionToken, approvalId, form['reason'] ?? '', origin),
    );
  }

  private async answer(
    request: Request,
    response: Response,
    officer: Officer,
    approvalId: string,
    work: (form: OfficeForm) => Promise<CommandReceipt>,
  ): Promise<void> {
    const form = readOfficeCommand(request, this.tokens, /^(reason|planHash|despiteDoubts)$/);
    try {
      await this.untilSeen((await work(form)).position);
      goTo(response, `/approvals/${approvalId}`);
    } catch (error) {
      if (!(error instanceof RejectedError) || error.rejection.code === 'IDENTITY_UNKNOWN_APPROVAL') throw error;
      const errors = [{ field: fieldOfClose(error.rejection, 'answer'), message: wordsOf(error.rejection) }];
      await this.show(request, response, officer, approvalId, errors);
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    approvalId: string,
    errors: readonly FieldError[],
  ): Promise<void> {
    const approval = await this.approvals.approval(officer.sessionToken, approvalId);
    const names = await this.approvals.names(officer.sessionToken, actorsOf([approval]));
    const outlook = isCloseToLookAt(officer, approval) ? await this.outlooks.of(approval.subject) : null;
    const failure = await this.failureOf(officer, approval);
    const rules = await this.rulesOf(approval);
    await this.pages.show(request, response, {
      title: 'Согласование',
      errors,
      children: ({ token, timeZone }) => (
        <ApprovalPage
          {...{ approval, failure, rules, names, outlook, officer, token, timeZone, errors }}
          newKey={newFormKey}
        />
      ),
    });
  }

  /** By which other rules closed months were charged anew, each in a line. */
  private async rulesOf({ kind, plan }: ApprovalCard): Promise<readonly string[]> {
    if (kind !== 'replay' || typeof plan['rules'] !== 'string') return [];
    return supposedRulesInWords(JSON.parse(plan['rules']) as SupposedRules, await this.billing.names());
  }

  /** An approval keeps the code alone; what became of the payment meanwhile, payments know, and of the import its run. */
  private async failureOf(officer: Officer, { kind, subject, plan, failure }: ApprovalCard): Promise<string | null> {
    if (failure === null) return null;
    if (kind === 'import') {
      const run = await this.imports.run(officer);
      const isOfThis = run !== null && run.checkId === plan['checkId'] && run.failure?.code === failure;
      return failureInWords(failure, isOfThis ? run.failure.details : {});
    }
    if (kind !== 'refund' || failure !== 'PAYMENTS_ALREADY_REVERSED') return failureInWords(failure);
    const payment = await this.payments.payment(subject).catch(() => null);
    return payment === null
      ? 'Этот платёж больше не учитывается: его отменили или перенесли.'
      : overtakenInWords(payment);
  }
}

/** Whoever looks at the preview of a close sees what waits beside the request as well, the own one too. */
function isCloseToLookAt({ role }: Officer, { kind, state }: ApprovalCard): boolean {
  return kind === 'close-period' && state === 'open' && isAtLeast(role, 'accountant');
}

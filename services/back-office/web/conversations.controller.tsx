import { Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { Clock, RejectedError } from '#libs/kernel';
import { CLOCK, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { BILLING_CLIENT, BillingClient, Explanation } from '#services/billing/api/client';
import { STAFF_CLIENT, StaffClient } from '#services/identity/api/client';
import { QueueAsked, SUPPORT_OFFICE_CLIENT, SupportOfficeClient } from '#services/support/api/client';
import { CompanyScope } from '../api/company-scope';
import { ConversationDesk } from '../api/conversation-desk';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { sendAttachment } from '../api/send-attachment';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { lineOf, QUEUE_WORDS, subjectInWords } from './conversation-words';
import { OfficeForm, readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { OfficeConversationPage } from './pages/conversation.page';
import { QueuePage } from './pages/conversations.page';

type Typed = Readonly<Record<string, string>>;

/** Questions of residents: the queue, one of them with its line, and the answer. */
@OfficePage('conversations')
export class OfficeConversationsController {
  constructor(
    @Inject(SUPPORT_OFFICE_CLIENT) private readonly support: SupportOfficeClient,
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(STAFF_CLIENT) private readonly staff: StaffClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly desk: ConversationDesk,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async queue(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query('show') asked: unknown,
  ): Promise<void> {
    const show = (Object.keys(QUEUE_WORDS) as QueueAsked['show'][]).find((one) => one === asked) ?? 'waiting';
    const [queue, colleagues] = await Promise.all([
      this.desk.queue(officer, show),
      this.staff.colleagues(officer.sessionToken),
    ]);
    const today = this.clock.today();
    await this.pages.show(request, response, {
      title: 'Обращения',
      children: () => <QueuePage {...{ queue, show, colleagues, today }} />,
    });
  }

  @Get(':conversationId')
  one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('conversationId') conversationId: string,
    @Query() query: Typed,
  ): Promise<void> {
    return this.show(request, response, officer, conversationId, query, []);
  }

  @Get(':conversationId/files/:attachmentId')
  async file(
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('conversationId') conversationId: string,
    @Param('attachmentId') attachmentId: string,
  ): Promise<void> {
    sendAttachment(response, await this.desk.attachment(officer, conversationId, attachmentId));
  }

  @Post(':conversationId/answer')
  answer(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('conversationId') conversationId: string,
  ): Promise<void> {
    const command = readOfficeCommand(request, this.tokens, /^(text|recalculationId)$/);
    return this.act(request, response, officer, conversationId, command, 'text', ({ form, origin }) => {
      const recalculationId = form['recalculationId'] === '' ? null : (form['recalculationId'] ?? null);
      return this.desk.answer(officer, conversationId, { text: form['text'] ?? '', recalculationId }, origin);
    });
  }

  @Post(':conversationId/assignment')
  assign(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('conversationId') conversationId: string,
  ): Promise<void> {
    const command = readOfficeCommand(request, this.tokens, /^staffId$/);
    return this.act(request, response, officer, conversationId, command, 'staffId', ({ form, origin }) =>
      this.desk.assign(officer, conversationId, form['staffId'] ?? '', origin),
    );
  }

  @Post(':conversationId/promise')
  promise(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('conversationId') conversationId: string,
  ): Promise<void> {
    const command = readOfficeCommand(request, this.tokens, /^(answerPromisedOn|reason)$/);
    return this.act(request, response, officer, conversationId, command, 'answerPromisedOn', ({ form, origin }) => {
      const promise = { answerPromisedOn: form['answerPromisedOn'] ?? '', reason: form['reason'] ?? '' };
      return this.desk.changePromise(officer, conversationId, promise, origin);
    });
  }

  @Post(':conversationId/transition')
  turn(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('conversationId') conversationId: string,
  ): Promise<void> {
    const command = readOfficeCommand(request, this.tokens, /^to$/);
    return this.act(request, response, officer, conversationId, command, 'text', ({ form, origin }) =>
      this.desk.turn(officer, conversationId, form['to'] === 'open' ? 'open' : 'closed', origin),
    );
  }

  private async act(
    request: Request,
    response: Response,
    officer: Officer,
    conversationId: string,
    command: OfficeForm,
    field: string,
    work: (command: OfficeForm) => Promise<{ readonly position: number }>,
  ): Promise<void> {
    try {
      await this.untilSeen((await work(command)).position);
      goTo(response, `/conversations/${encodeURIComponent(conversationId)}`);
    } catch (error) {
      if (!(error instanceof RejectedError) || error.rejection.code === 'SUPPORT_UNKNOWN_CONVERSATION') throw error;
      const { code } = error.rejection;
      const at = code.endsWith('CORRECTION')
        ? 'recalculationId'
        : code === 'SUPPORT_REASON_REQUIRED'
          ? 'reason'
          : field;
      const errors = [{ field: at, message: wordsOf(error.rejection) }];
      await this.show(request, response, officer, conversationId, command.form, errors);
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    conversationId: string,
    typed: Typed,
    errors: readonly FieldError[],
  ): Promise<void> {
    const shown = await this.desk.one(officer, conversationId);
    const { account, subject } = shown.conversation;
    const line = lineOf(subject);
    const { companyId } = await this.scope.requireCompany(officer);
    const [card, corrections, colleagues, templates, explanation] = await Promise.all([
      this.billing.card(account),
      this.desk.corrections(officer, conversationId),
      this.staff.colleagues(officer.sessionToken),
      this.support.templates(companyId),
      line === null ? null : this.explain(account, line.period),
    ]);
    const template = templates.find(({ templateId }) => templateId === typed['template']);
    const text = typed['text'] ?? template?.text ?? '';
    const props = { shown, card, corrections, colleagues, templates, explanation, typed: { ...typed, text }, errors };
    await this.pages.show(request, response, {
      title: subjectInWords(subject, card.utilities),
      errors,
      children: ({ token, timeZone }) => (
        <OfficeConversationPage
          {...props}
          {...{ officer, token, timeZone }}
          today={this.clock.today()}
          newKey={newFormKey}
        />
      ),
    });
  }

  /** A line of a month that nobody has calculated, or of an order, has nothing to explain. */
  private async explain(account: string, period: string): Promise<Explanation | null> {
    try {
      return await this.billing.explain(account, period);
    } catch (error) {
      if (error instanceof RejectedError) return null;
      throw error;
    }
  }
}

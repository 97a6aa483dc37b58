import { Inject, Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { BILLING_OFFICE_CLIENT, BillingOfficeClient, RecalculationCard } from '#services/billing/api/client';
import { STAFF_CLIENT, StaffClient } from '#services/identity/api/client';
import {
  Correction,
  OfficeConversation,
  OfficeConversationAnswer,
  QueueAnswer,
  QueueAsked,
  SUPPORT_OFFICE_CLIENT,
  SupportOfficeClient,
  WrittenMessage,
} from '#services/support/api/client';
import { CompanyScope } from './company-scope';
import { Officer } from './officer';

/** What the office does with conversations of its company: a page and an operation of the API do the same here. */
@Injectable()
export class ConversationDesk {
  constructor(
    @Inject(SUPPORT_OFFICE_CLIENT) private readonly support: SupportOfficeClient,
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    @Inject(STAFF_CLIENT) private readonly staff: StaffClient,
    private readonly scope: CompanyScope,
  ) {}

  /** Throws BACK_OFFICE_NO_COMPANY. */
  async queue(officer: Officer, show: QueueAsked['show']): Promise<QueueAnswer> {
    await this.scope.requireCompany(officer);
    return this.support.queue(show === 'mine' ? { show, staffId: officer.staffId } : { show });
  }

  async one(officer: Officer, conversationId: string): Promise<OfficeConversation> {
    await this.requireOwn(officer, conversationId);
    return this.support.conversation(conversationId);
  }

  async attachment(officer: Officer, conversationId: string, attachmentId: string) {
    await this.requireOwn(officer, conversationId);
    return this.support.attachment(conversationId, attachmentId);
  }

  /** Recalculations that may answer the question, those of the line that it is about first. */
  async corrections(officer: Officer, conversationId: string): Promise<readonly RecalculationCard[]> {
    return this.correctionsOf(await this.requireOwn(officer, conversationId));
  }

  /** Throws BACK_OFFICE_UNKNOWN_CORRECTION, and what support refuses an answer with. */
  async answer(
    officer: Officer,
    conversationId: string,
    { text, recalculationId }: { readonly text: string; readonly recalculationId: string | null },
    origin: CommandOrigin,
  ): Promise<WrittenMessage> {
    const card = await this.requireOwn(officer, conversationId);
    const correction = recalculationId === null ? null : await this.correctionOf(card, recalculationId);
    return this.support.answer(conversationId, { text, correction }, origin);
  }

  /** To oneself or to another of the company who can sign in. Throws BACK_OFFICE_UNKNOWN_COLLEAGUE. */
  async assign(
    officer: Officer,
    conversationId: string,
    staffId: string,
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    await this.requireOwn(officer, conversationId);
    const colleagues = await this.staff.colleagues(officer.sessionToken);
    if (!colleagues.some((one) => one.staffId === staffId)) {
      throw new RejectedError(new Rejection('BACK_OFFICE_UNKNOWN_COLLEAGUE'));
    }
    return this.support.assign(conversationId, staffId, origin);
  }

  async changePromise(
    officer: Officer,
    conversationId: string,
    promise: { readonly answerPromisedOn: string; readonly reason: string },
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    await this.requireOwn(officer, conversationId);
    return this.support.changePromise(conversationId, promise, origin);
  }

  async turn(
    officer: Officer,
    conversationId: string,
    to: 'closed' | 'open',
    origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    await this.requireOwn(officer, conversationId);
    return to === 'closed' ? this.support.close(conversationId, origin) : this.support.reopen(conversationId, origin);
  }

  /** A conversation about another company’s account is as unknown as one that is nowhere. */
  private async requireOwn(officer: Officer, conversationId: string): Promise<OfficeConversationAnswer> {
    const card = await this.support.card(conversationId);
    try {
      await this.scope.requireAccount(officer, card.account);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_CONVERSATION', { conversationId }));
    }
    return card;
  }

  private async correctionsOf(card: OfficeConversationAnswer): Promise<readonly RecalculationCard[]> {
    const all = await this.billing.recalculations(card.account);
    const [, utility] = card.subject.kind === 'charge_line' ? card.subject.reference.split('/') : [];
    const touches = ({ lines }: RecalculationCard) => lines.some((line) => line.utility === utility);
    return all
      .filter(({ recordedOn, takenBackBy }) => takenBackBy === null && recordedOn >= card.openedOn)
      .sort((one, other) => Number(touches(other)) - Number(touches(one)));
  }

  private async correctionOf(card: OfficeConversationAnswer, recalculationId: string): Promise<Correction> {
    const found = (await this.correctionsOf(card)).find((one) => one.recalculationId === recalculationId);
    if (found === undefined) throw new RejectedError(new Rejection('BACK_OFFICE_UNKNOWN_CORRECTION'));
    const { amountKopecks, cause } = found;
    return { recalculationId, amountKopecks, cause };
  }
}

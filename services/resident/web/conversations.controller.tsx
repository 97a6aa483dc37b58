import { Controller, Get, Inject, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { awayIn } from '#libs/gateway';
import { isRejection, RejectedError } from '#libs/kernel';
import { cataloguedError, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import {
  ConversationSubject,
  ORDERS_CLIENT,
  OrdersClient,
  SentFile,
  SUPPORT_CLIENT,
  SupportClient,
  WrittenMessage,
} from '#services/support/api/client';
import { FormTokens } from '../api/form-token';
import { OwnSubject } from '../api/own-subject';
import { UtilityNames } from '../api/utility-names';
import { SignedIn, Visitor } from '../api/visitor';
import { lineOf } from '../api/line-reference';
import { FILES_FIELD, filesOf, hasFiles, UploadInterceptor } from '../api/upload-turns';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { FORM_TOKENS } from '../tokens';
import { OrderTitles, subjectInWords, titleInWords } from './conversation-words';
import { Form, isPerhapsDone, PERHAPS_DONE_FIELD, readCommandForm } from './form';
import { goTo, newFormKey, originOf } from './page-request';
import { Pages } from './pages';
import { ConversationNews, ConversationPage } from './pages/conversation.page';
import { ConversationsPage } from './pages/conversations.page';
import { TypedForm } from './pages/message-form';
import { NewConversationPage } from './pages/new-conversation.page';
import { UnsentMessagePage } from './pages/unsent-message.page';

const NOTHING_TYPED: TypedForm = { text: '', errors: [] };
const NO_NEWS: ConversationNews = { isSent: false, isCodeRemoved: false };

/** Writing with a specialist. */
@ApiExcludeController()
@Controller('conversations')
export class ConversationsPagesController {
  constructor(
    @Inject(SUPPORT_CLIENT) private readonly support: SupportClient,
    @Inject(ORDERS_CLIENT) private readonly orders: OrdersClient,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly subject: OwnSubject,
    private readonly names: UtilityNames,
    private readonly pages: Pages,
  ) {}

  @Get()
  async all(@Req() request: Request, @Res() response: Response, @SignedIn() { account }: Visitor): Promise<void> {
    const [utilities, answer] = await Promise.all([this.names.of(account), this.support.conversationsOf(account)]);
    const { conversations, more } = answer;
    const orders = await this.orderTitles(account, conversations);
    const titled = conversations.map((one) => ({ ...one, title: titleInWords(one, utilities, orders) }));
    await this.pages.show(request, response, {
      title: 'Обращения',
      children: () => <ConversationsPage conversations={titled} more={more} />,
    });
  }

  @Get('new')
  async form(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { kind, reference } = subjectOf(query, visitor.account);
    const subject = await this.ownSubject(visitor, kind, reference);
    await this.showNew(request, response, visitor, subject, NOTHING_TYPED);
  }

  @Post()
  @UseInterceptors(UploadInterceptor)
  async open(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^(text|kind|reference)$/);
    const { kind = '', reference = '' } = form;
    await this.keeping(request, response, form, { kind, reference }, async () => {
      const subject = await this.ownSubject(visitor, kind, reference);
      await this.send(request, response, form['text'] ?? '', {
        send: (text, files) =>
          this.support.openConversation(
            visitor.account,
            subject,
            { text, files },
            originOf(request, visitor, form.key),
          ),
        again: (typed) => this.showNew(request, response, visitor, subject, typed),
      });
    });
  }

  @Get(':conversationId')
  async one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('conversationId') conversationId: string,
    @Query() { sent, code }: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const news = { isSent: sent === '1', isCodeRemoved: code === 'removed' };
    await this.showOne(request, response, visitor, conversationId, NOTHING_TYPED, news);
  }

  @Post(':conversationId')
  @UseInterceptors(UploadInterceptor)
  async write(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('conversationId') conversationId: string,
  ): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^text$/);
    const { account } = visitor;
    await this.keeping(request, response, form, {}, () =>
      this.send(request, response, form['text'] ?? '', {
        send: (text, files) =>
          this.support.writeMessage(account, conversationId, { text, files }, originOf(request, visitor, form.key)),
        again: (typed) => this.showOne(request, response, visitor, conversationId, typed, NO_NEWS),
      }),
    );
  }

  @Post(':conversationId/closing')
  async close(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('conversationId') conversationId: string,
  ): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^$/);
    const origin = originOf(request, visitor, form.key);
    await this.untilSeen(await this.support.closeConversation(visitor.account, conversationId, origin));
    goTo(response, `/conversations/${encodeURIComponent(conversationId)}`);
  }

  @Get(':conversationId/files/:attachmentId')
  async file(
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Param('conversationId') conversationId: string,
    @Param('attachmentId') attachmentId: string,
  ): Promise<void> {
    const { name, mediaType, bytes } = await this.support.attachment(account, conversationId, attachmentId);
    response.setHeader('Content-Type', mediaType);
    // Never shown within the site: whatever it turns out to be, it runs in no page of ours.
    response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    response.end(bytes);
  }

  /**
   * What was typed comes back in its form while a service is away, under its key: what was taken all the same is not
   * taken twice.
   */
  private async keeping(
    request: Request,
    response: Response,
    form: Form & { readonly key: string },
    hidden: Readonly<Record<string, string>>,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      const away = awayIn(error);
      if (away === null) throw error;
      const isPerhapsSent = isPerhapsDone(request, away);
      await this.pages.show(request, response, {
        title: 'Сейчас не получается',
        status: 503,
        children: ({ token }) => (
          <UnsentMessagePage
            action={request.path}
            hidden={isPerhapsSent ? { ...hidden, [PERHAPS_DONE_FIELD]: '1' } : hidden}
            isPerhapsSent={isPerhapsSent}
            hasFiles={hasFiles(request)}
            text={form['text'] ?? ''}
            token={token}
            account={form['account'] ?? ''}
            formKey={form.key}
          />
        ),
      });
    }
  }

  private async send(
    request: Request,
    response: Response,
    text: string,
    {
      send,
      again,
    }: {
      send(text: string, files: readonly SentFile[]): Promise<WrittenMessage>;
      again(typed: TypedForm): Promise<void>;
    },
  ): Promise<void> {
    const files = filesOf(request);
    const errors: FieldError[] = [
      ...(text === '' ? [{ field: 'text', message: 'Напишите, о чём Вы спрашиваете.' }] : []),
      ...(isRejection(files) ? [{ field: FILES_FIELD, message: wordsOf(files) }] : []),
    ];
    if (errors.length > 0 || isRejection(files)) return again({ text, errors });
    try {
      const { conversationId, position, accessCodeRemoved } = await send(text, files);
      await this.untilSeen(position);
      const news = accessCodeRemoved ? '?sent=1&code=removed' : '?sent=1';
      goTo(response, `/conversations/${encodeURIComponent(conversationId)}${news}`);
    } catch (error) {
      if (!(error instanceof RejectedError) || error.rejection.code === 'SUPPORT_UNKNOWN_CONVERSATION') throw error;
      const { code } = error.rejection;
      const field = code.includes('ATTACH') ? FILES_FIELD : 'text';
      const status = cataloguedError(code)?.status === 429 ? 429 : 422;
      await again({ text, status, errors: [{ field, message: wordsOf(error.rejection) }] });
    }
  }

  /** What names no line at all is about the account. Throws what `OwnSubject` throws. */
  private ownSubject({ account }: Visitor, kind: string, reference: string): Promise<ConversationSubject> {
    if (kind === 'order') return this.subject.of(account, kind, reference);
    const isLine = kind === 'charge_line' && lineOf(reference) !== null;
    return this.subject.of(account, isLine ? kind : 'account', reference);
  }

  /** What the orders are called that these are about; one that is not found any more has no title. */
  private async orderTitles(
    account: string,
    conversations: readonly { readonly subject: ConversationSubject }[],
  ): Promise<OrderTitles> {
    if (!conversations.some(({ subject }) => subject.kind === 'order')) return new Map();
    return new Map((await this.orders.orders(account)).map(({ orderId, title }) => [orderId, title]));
  }

  private async showNew(
    request: Request,
    response: Response,
    { account }: Visitor,
    subject: ConversationSubject,
    typed: TypedForm,
  ): Promise<void> {
    const [utilities, orders] = await Promise.all([this.names.of(account), this.orderTitles(account, [{ subject }])]);
    const about = subjectInWords(subject, utilities, orders) ?? `Лицевой счёт ${account}`;
    await this.pages.show(request, response, {
      title: 'Вопрос специалисту',
      errors: typed.errors,
      ...(typed.status !== undefined && { status: typed.status }),
      children: ({ token }) => (
        <NewConversationPage
          subject={subject}
          about={about}
          typed={typed}
          token={token}
          account={account}
          formKey={newFormKey()}
        />
      ),
    });
  }

  private async showOne(
    request: Request,
    response: Response,
    { account }: Visitor,
    conversationId: string,
    typed: TypedForm,
    news: ConversationNews,
  ): Promise<void> {
    const [utilities, shown] = await Promise.all([
      this.names.of(account),
      this.support.conversation(account, conversationId),
    ]);
    const { conversation } = shown;
    const title = titleInWords(conversation, utilities, await this.orderTitles(account, [conversation]));
    await this.pages.show(request, response, {
      title,
      errors: typed.errors,
      ...(typed.status !== undefined && { status: typed.status }),
      children: ({ token, timeZone }) => (
        <ConversationPage
          shown={shown}
          title={title}
          timeZone={timeZone}
          typed={typed}
          news={news}
          token={token}
          account={account}
          formKey={newFormKey()}
        />
      ),
    });
  }
}

/**
 * What a link asks about: `?about=order/<id>`, `?about=line/<month>/<utility>[/<part>]`, or the month and the utility
 * apart; the account where it names nothing.
 */
function subjectOf(query: Readonly<Record<string, unknown>>, account: string): ConversationSubject {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '');
  const about = text('about');
  const order = /^order\/([0-9A-Za-z_.-]{1,64})$/.exec(about)?.[1];
  if (order !== undefined) return { kind: 'order', reference: order };
  const component = text('component');
  const reference = about.startsWith('line/')
    ? about.slice('line/'.length)
    : `${text('period')}/${text('utility')}${component === '' ? '' : `/${component}`}`;
  return lineOf(reference) === null ? { kind: 'account', reference: account } : { kind: 'charge_line', reference };
}

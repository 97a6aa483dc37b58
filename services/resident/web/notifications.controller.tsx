import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { correlationIdOf } from '#libs/platform';
import { DescribedKind, SUPPORT_CLIENT, SupportClient } from '#services/support/api/client';
import { FormTokens } from '../api/form-token';
import { SignedIn, Visitor } from '../api/visitor';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { FORM_TOKENS } from '../tokens';
import { readCommandForm } from './form';
import { goTo, newFormKey, originOf } from './page-request';
import { Pages } from './pages';
import { NotificationsPage, UnsubscribePage } from './pages/notifications.page';

/** What is told by letter, and the way out of it. */
@ApiExcludeController()
@Controller()
export class NotificationsPagesController {
  constructor(
    @Inject(SUPPORT_CLIENT) private readonly support: SupportClient,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly pages: Pages,
  ) {}

  @Get('notifications')
  async preferences(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Query('saved') saved: unknown,
  ): Promise<void> {
    const preferences = await this.support.notifications(account);
    await this.pages.show(request, response, {
      title: 'Напоминания письмом',
      children: ({ token }) => (
        <NotificationsPage
          preferences={preferences}
          isSaved={saved === '1'}
          token={token}
          account={account}
          formKey={newFormKey()}
        />
      ),
    });
  }

  @Post('notifications')
  async choose(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const { kinds } = await this.support.notifications(visitor.account);
    const boxes = new RegExp(`^on-(${kinds.map(({ kind }) => kind).join('|')})$`);
    const { key, ...form } = readCommandForm(request, this.tokens, boxes);
    const on = Object.keys(form).flatMap((field) => (field.startsWith('on-') ? [field.slice(3)] : []));
    const origin = originOf(request, visitor, key);
    await this.untilSeen(await this.support.chooseNotifications(visitor.account, on, origin));
    goTo(response, '/notifications?saved=1');
  }

  @Get('unsubscribe/:token')
  async look(@Req() request: Request, @Res() response: Response, @Param('token') token: string): Promise<void> {
    await this.show(request, response, await this.support.lookAtOff(token), false);
  }

  /**
   * Also pressed by mail programs for their people (RFC 8058), which have no cookie of ours: the sealed link is what
   * shows that the letter was theirs, and all that it does is to end such letters.
   */
  @Post('unsubscribe/:token')
  @HttpCode(200)
  async off(@Req() request: Request, @Res() response: Response, @Param('token') token: string): Promise<void> {
    await this.show(request, response, await this.support.turnOff(token, correlationIdOf(request)), true);
  }

  private async show(request: Request, response: Response, kind: DescribedKind | null, isOff: boolean): Promise<void> {
    await this.pages.show(request, response, {
      title: isOff && kind !== null && kind.always === undefined ? 'Напоминание отключено' : 'Отключить напоминание',
      status: kind === null ? 404 : 200,
      children: () => <UnsubscribePage kind={kind} path={request.path} isOff={isOff} />,
    });
  }
}

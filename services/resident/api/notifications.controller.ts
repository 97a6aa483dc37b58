import { Body, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { NotificationPreferencesAnswer, SUPPORT_CLIENT, SupportClient } from '#services/support/api/client';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { ChooseNotificationsBody, NotificationsAnswer } from './notifications.dto';
import { ResidentApi, ResidentCommand, residentOriginOf, ResidentQuery } from './resident-api';
import { AccountPath } from './resident.dto';
import { SignedIn, Visitor } from './visitor';

/** What is told by letter. */
@ResidentApi('notifications', 'accounts/:account/notifications')
export class ApiNotificationsController {
  constructor(
    @Inject(SUPPORT_CLIENT) private readonly support: SupportClient,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Where letters go, and which are wanted' })
  @ApiOkResponse({ type: NotificationsAnswer })
  @ResidentQuery('SUPPORT_UNKNOWN_ACCOUNT')
  chosen(@Param() { account }: AccountPath): Promise<NotificationPreferencesAnswer> {
    return this.support.notifications(account);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Chooses which letters are wanted' })
  @ApiOkResponse({ type: NotificationsAnswer })
  @ResidentCommand('SUPPORT_UNKNOWN_ACCOUNT')
  async choose(
    @Param() { account }: AccountPath,
    @Body() { on }: ChooseNotificationsBody,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<NotificationPreferencesAnswer> {
    await this.untilSeen(await this.support.chooseNotifications(account, on, residentOriginOf(request, visitor)));
    return this.support.notifications(account);
  }
}

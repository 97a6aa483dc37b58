import { Controller, HttpCode, Inject, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import { NotificationLimit } from './notification-limit';

/**
 * Where the bank tells that something has happened to a payment. Anybody may knock here: what is said is not believed, the
 * bank is asked instead, and the door opens only so often. An answer other than 200 makes the bank tell again.
 */
@ApiExcludeController()
@Controller('acquirer')
export class BankNotificationsController {
  constructor(@Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient) {}

  @Post('notifications')
  @HttpCode(200)
  @UseInterceptors(NotificationLimit)
  async told(@Req() request: Request): Promise<string> {
    const heard = await this.payments.notified(request.body as unknown);
    if (heard === null) throw new RejectedError(new Rejection('NOT_FOUND'));
    return 'ok';
  }
}

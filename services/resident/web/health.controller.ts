import { Controller, Get, Inject, Optional, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { GATEWAY_READY, sendReadiness } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';

/** For whoever watches the process: whether it lives, and whether the services behind it answer. */
@ApiExcludeController()
@Controller('health')
export class CabinetHealthController {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Optional() @Inject(GATEWAY_READY) private readonly isReady: (() => boolean) | null = null,
  ) {}

  @Get('live')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(@Res() response: Response): Promise<void> {
    if (this.isReady !== null) {
      sendReadiness(response, this.isReady());
      return;
    }
    const answers = await this.billing.company().then(
      () => true,
      // A company that is not registered yet is an answer too.
      (error: unknown) => error instanceof RejectedError && error.rejection.code === 'BILLING_NO_COMPANY',
    );
    sendReadiness(response, answers);
  }
}

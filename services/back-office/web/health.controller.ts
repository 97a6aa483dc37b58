import { Controller, Get, Inject, Optional, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { GATEWAY_READY, sendReadiness } from '#libs/gateway';
import { COMPANIES_CLIENT, CompaniesClient } from '#services/billing/api/client';

/** For whoever watches the process: whether it lives, and whether the services behind it answer. */
@ApiExcludeController()
@Controller('health')
export class OfficeHealthController {
  constructor(
    @Inject(COMPANIES_CLIENT) private readonly companies: CompaniesClient,
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
    const answers = await this.companies.company().then(
      () => true,
      () => false,
    );
    sendReadiness(response, answers);
  }
}

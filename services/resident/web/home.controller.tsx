import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { unlessAway } from '#libs/gateway';
import { BILLING_CLIENT, BillingClient, INSTALMENTS_CLIENT, InstalmentsClient } from '#services/billing/api/client';
import { METERING_CLIENT, MeteringClient } from '#services/metering/api/client';
import { PaymentsUnderWay } from '../api/payments-under-way';
import { SignedIn, Visitor } from '../api/visitor';
import { Pages } from './pages';
import { HomePage } from './pages/home.page';

@ApiExcludeController()
@Controller()
export class HomeController {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(INSTALMENTS_CLIENT) private readonly instalments: InstalmentsClient,
    @Inject(METERING_CLIENT) private readonly metering: MeteringClient,
    private readonly underWay: PaymentsUnderWay,
    private readonly pages: Pages,
  ) {}

  @Get()
  async home(@Req() request: Request, @Res() response: Response, @SignedIn() { account }: Visitor): Promise<void> {
    const [overview, instalments, meters, underWay] = await Promise.all([
      unlessAway(this.billing.overview(account)),
      unlessAway(this.instalments.all({ account, state: 'running' })),
      unlessAway(this.metering.metersOf(account)),
      unlessAway(this.underWay.known(account)),
    ]);
    await this.pages.show(request, response, {
      title: 'Главная',
      children: () => <HomePage {...{ account, overview, meters, underWay }} instalments={instalments ?? []} />,
    });
  }
}

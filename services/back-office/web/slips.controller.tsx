import { Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, newFormKey } from '#libs/gateway';
import { HOUSE_SLIPS_CLIENT, HouseSlipsClient } from '#services/billing/api/client';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OFFICE_FORM_TOKENS } from '../settings';
import { askedText, TableQuery } from './asked';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { HouseSlipsPage } from './pages/house-slips.page';
import { sendSlips } from './send-slips';

/** The slips of the month that was closed last, house by house. */
@OfficePage('period/slips')
@ForRole('accountant')
export class OfficeSlipsController {
  constructor(
    @Inject(HOUSE_SLIPS_CLIENT) private readonly slips: HouseSlipsClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async houses(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() query: TableQuery,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const slips = await this.slips.latest();
    const asked = askedText(query, 'period');
    await this.pages.show(request, response, {
      title: 'Квитанции',
      children: ({ token }) => <HouseSlipsPage slips={slips} asked={asked} token={token} newKey={newFormKey} />,
    });
  }

  /** Slips that are not there yet are issued, so that it is a form; sent twice it issues nothing twice. */
  @Post()
  async print(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(houseId|period)$/);
    const { houseId = '', period = '' } = form;
    const name = `slips-${period.replace(/[^\d-]/g, '')}.pdf`;
    await sendSlips(response, name, { houseId, period }, () =>
      this.slips.print({ houseId, period, actor: origin.actor }, response),
    );
  }
}

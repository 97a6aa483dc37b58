import { Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { sendRows, TableFormat } from '#libs/gateway';
import { READING_CONTROL_CLIENT, ReadingControlClient } from '#services/billing/api/client';
import { ClosePreview, PreviewAsked } from '../api/close-preview';
import { CompanyScope } from '../api/company-scope';
import { ODDITIES } from '../api/oddities';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { askedPage, askedText, oneOf, TableQuery } from './asked';
import { OfficePages } from './pages';
import { PreviewPage } from './pages/preview.page';
import { previewRows, previewTable } from './preview-words';

/** What the close of the open period would charge each account, and the same as a file. */
@OfficePage('period/preview')
@ForRole('accountant')
export class OfficePreviewController {
  constructor(
    @Inject(READING_CONTROL_CLIENT) private readonly control: ReadingControlClient,
    private readonly preview: ClosePreview,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async page(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() query: TableQuery,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const asked = askedOf(query);
    const [page, { houses }] = await Promise.all([this.preview.page(asked, askedPage(query)), this.control.scope()]);
    await this.pages.show(request, response, {
      title: 'Предпросмотр начислений',
      children: () => <PreviewPage {...{ page, houses, asked }} />,
    });
  }

  @Get('csv')
  csv(@Res() response: Response, @SignedIn() officer: Officer, @Query() query: TableQuery): Promise<void> {
    return this.send(response, officer, query, 'csv');
  }

  @Get('xlsx')
  xlsx(@Res() response: Response, @SignedIn() officer: Officer, @Query() query: TableQuery): Promise<void> {
    return this.send(response, officer, query, 'xlsx');
  }

  private async send(response: Response, officer: Officer, query: TableQuery, format: TableFormat): Promise<void> {
    await this.scope.requireCompany(officer);
    const period = await this.preview.period();
    const rows = previewRows(this.preview.rows(period, askedOf(query)));
    await sendRows(response, format, previewTable(period ?? 'none'), rows);
  }
}

function askedOf(query: TableQuery): PreviewAsked {
  return {
    houseId: askedText(query, 'houseId') || undefined,
    oddity: oneOf(ODDITIES, query['oddity']),
  };
}

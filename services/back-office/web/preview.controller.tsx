import { Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { sendTable, TableFormat } from '#libs/gateway';
import {
  PERIODS_CLIENT,
  PeriodsClient,
  READING_CONTROL_CLIENT,
  ReadingControlClient,
} from '#services/billing/api/client';
import { CompanyScope } from '../api/company-scope';
import { lookAt, LookedAt, ODDITIES, Oddity } from '../api/oddities';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OfficePages } from './pages';
import { PreviewPage } from './pages/preview.page';
import { previewFile } from './preview-words';

type Asked = Readonly<Record<string, unknown>>;

/** What the close of the open period would charge each account, and the same as a file. */
@OfficePage('period/preview')
@ForRole('accountant')
export class OfficePreviewController {
  constructor(
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(READING_CONTROL_CLIENT) private readonly control: ReadingControlClient,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async page(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() asked: Asked,
  ): Promise<void> {
    const { period, rows } = await this.look(officer, asked);
    const { houses } = await this.control.scope();
    const { houseId, oddity } = filterOf(asked);
    await this.pages.show(request, response, {
      title: 'Предпросмотр начислений',
      children: () => <PreviewPage {...{ period, rows, houses, houseId, oddity }} />,
    });
  }

  @Get('csv')
  csv(@Res() response: Response, @SignedIn() officer: Officer, @Query() asked: Asked): Promise<void> {
    return this.send(response, officer, asked, 'csv');
  }

  @Get('xlsx')
  xlsx(@Res() response: Response, @SignedIn() officer: Officer, @Query() asked: Asked): Promise<void> {
    return this.send(response, officer, asked, 'xlsx');
  }

  private async send(response: Response, officer: Officer, asked: Asked, format: TableFormat): Promise<void> {
    const { period, rows } = await this.look(officer, asked);
    await sendTable(response, format, previewFile(period ?? 'none', rows));
  }

  private async look(
    officer: Officer,
    asked: Asked,
  ): Promise<{ readonly period: string | null; readonly rows: readonly LookedAt[] }> {
    await this.scope.requireCompany(officer);
    const standing = await this.periods.standing();
    if (standing === null) return { period: null, rows: [] };
    const { houseId, oddity } = filterOf(asked);
    const rows = lookAt(await this.periods.previewClose(standing.period)).filter(
      (row) => (houseId === null || row.houseId === houseId) && (oddity === null || row.oddities.includes(oddity)),
    );
    return { period: standing.period, rows };
  }
}

function filterOf({ houseId, oddity }: Asked): { readonly houseId: string | null; readonly oddity: Oddity | null } {
  return {
    houseId: typeof houseId === 'string' && houseId !== '' ? houseId : null,
    oddity: ODDITIES.find((one) => one === oddity) ?? null,
  };
}

import { Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { Response } from 'express';
import { sendRows } from '#libs/gateway';
import { TurnoverQuestion } from '#services/billing/api/client';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { TurnoverFileQuery, TurnoverPageAnswer, TurnoverPageQuery } from './turnover.dto';
import { TurnoverSheet } from './turnover-sheet';

const REFUSALS = ['BACK_OFFICE_NO_COMPANY', 'BILLING_DATES_OUT_OF_ORDER', 'BILLING_UNKNOWN_HOUSE'];

/** The turnover sheet of closed periods. */
@OfficeApi('turnover', 'turnover')
export class ApiTurnoverController {
  constructor(
    private readonly sheet: TurnoverSheet,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The turnover sheet by utility, house or account, page by page, with the totals of all' })
  @ApiOkResponse({ type: TurnoverPageAnswer })
  @OfficeQuery('accountant', ...REFUSALS)
  async page(@SignedIn() officer: Officer, @Query() asked: TurnoverPageQuery): Promise<TurnoverPageAnswer> {
    await this.scope.requireCompany(officer);
    return this.sheet.page(turnoverQuestionOf(asked), asked.page ?? 1);
  }

  @Get('file')
  @ApiOperation({ summary: 'The same as a file; CSV of any length' })
  @ApiProduces('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @OfficeQuery('accountant', ...REFUSALS, 'TABLE_TOO_LONG')
  async file(
    @SignedIn() officer: Officer,
    @Query() asked: TurnoverFileQuery,
    @Res() response: Response,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    await sendTurnover(response, this.sheet, asked.format, turnoverQuestionOf(asked));
  }
}

function turnoverQuestionOf({
  from,
  to,
  by = 'house',
  houseId,
  account,
  knownAt,
}: TurnoverPageQuery): TurnoverQuestion {
  return { from, to, by, house: houseId, account, knownAt };
}

/** For pages and API alike. */
export function sendTurnover(
  response: Response,
  sheet: TurnoverSheet,
  format: TurnoverFileQuery['format'],
  question: TurnoverQuestion,
): Promise<void> {
  const { from, to, by } = question;
  const name = ['turnover', by, from, ...(to === from ? [] : [to])].join('-');
  const table = { name, sheet: 'Оборотная ведомость', columns: sheet.columns(by) };
  return sendRows(response, format, table, sheet.rows(question));
}

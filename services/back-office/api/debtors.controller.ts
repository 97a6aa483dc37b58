import { Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { Response } from 'express';
import { sendRows, TableFormat } from '#libs/gateway';
import { CompanyScope } from './company-scope';
import { DebtorsFileQuery, DebtorsPageAnswer, DebtorsPageQuery } from './debtors.dto';
import { DebtorsAsked, DebtorsList } from './debtors-list';
import { OfficeApi, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';

const REFUSALS = [
  'BACK_OFFICE_NO_COMPANY',
  'BILLING_UNKNOWN_HOUSE',
  'BILLING_BEFORE_FIRST_PERIOD',
  'BILLING_NO_RULE_IN_FORCE',
  'BILLING_DAY_BEYOND_RULES',
];

/** Who owes, and for how long. */
@OfficeApi('debtors', 'debtors')
export class ApiDebtorsController {
  constructor(
    private readonly debtors: DebtorsList,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who owes at the end of a day, by how long it is overdue' })
  @ApiOkResponse({ type: DebtorsPageAnswer })
  @OfficeQuery('operator', ...REFUSALS)
  async page(@SignedIn() officer: Officer, @Query() asked: DebtorsPageQuery): Promise<DebtorsPageAnswer> {
    await this.scope.requireCompany(officer);
    const { page = 1, houseId, ...rest } = asked;
    return this.debtors.page({ ...rest, house: houseId }, page);
  }

  @Get('file')
  @ApiOperation({ summary: 'The same as a file; CSV of any length' })
  @ApiProduces('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @OfficeQuery('operator', ...REFUSALS, 'TABLE_TOO_LONG')
  async file(@SignedIn() officer: Officer, @Query() asked: DebtorsFileQuery, @Res() response: Response): Promise<void> {
    await this.scope.requireCompany(officer);
    const { format, houseId, ...rest } = asked;
    await sendDebtors(response, this.debtors, format, { ...rest, house: houseId });
  }
}

/** For pages and API alike. */
export function sendDebtors(
  response: Response,
  debtors: DebtorsList,
  format: TableFormat,
  asked: DebtorsAsked,
): Promise<void> {
  const table = { name: `debtors-${asked.asOf}`, sheet: 'Должники', columns: debtors.columns() };
  return sendRows(response, format, table, debtors.rows(asked));
}

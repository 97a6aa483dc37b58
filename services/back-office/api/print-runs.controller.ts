import { Body, Get, HttpCode, Inject, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CODES_CLIENT, CodesClient, PrintBody, PrintRunsAnswer } from '#services/identity/api/client';
import { PrintLinkAnswer, PrintRunAskedAnswer, PrintRunRequestBody, RunLinkBody } from './codes.dto';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';

/** Codes on paper: asked for, agreed to by a second person where they are many, printed once by a link. */
@OfficeApi('codes', 'print-runs')
export class ApiPrintRunsController {
  constructor(
    @Inject(CODES_CLIENT) private readonly codes: CodesClient,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who asked for codes on paper, who agreed, whether they were printed' })
  @ApiOkResponse({ type: PrintRunsAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async all(@SignedIn() officer: Officer): Promise<PrintRunsAnswer> {
    await this.scope.requireCompany(officer);
    return { runs: await this.codes.printRuns(officer.sessionToken) };
  }

  @Post()
  @ApiOperation({ summary: 'Asks for codes on paper; more than 50 are asked of a second person' })
  @ApiCreatedResponse({ type: PrintRunAskedAnswer })
  @OfficeCommand(
    'operator',
    'BACK_OFFICE_NO_COMPANY',
    'IDENTITY_NOTHING_TO_PRINT',
    'IDENTITY_PRINT_RUN_SIZE',
    'IDENTITY_PRINT_RUN_TAKEN',
    'IDENTITY_REASON_REQUIRED',
    'IDENTITY_APPROVAL_ROLE',
    'IDENTITY_APPROVAL_ASKED_ALREADY',
    'IDENTITY_APPROVAL_TAKEN',
  )
  async request(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { what, houseId, reason }: PrintRunRequestBody,
  ): Promise<PrintRunAskedAnswer> {
    const { companyId } = await this.scope.requireCompany(officer);
    const asked = { companyId, reason };
    return this.codes.requestRun(officer.sessionToken, { what, houseId }, asked, officeOriginOf(request, officer));
  }

  @Post('links')
  @ApiOperation({ summary: 'A link that prints the run once, within ten minutes; an earlier one prints no more' })
  @ApiCreatedResponse({ type: PrintLinkAnswer })
  @OfficeCommand(
    'operator',
    'BACK_OFFICE_NO_COMPANY',
    'IDENTITY_UNKNOWN_PRINT_RUN',
    'IDENTITY_PRINT_RUN_NOT_APPROVED',
    'IDENTITY_PRINT_RUN_DONE',
    'IDENTITY_PRINT_RUN_LAPSED',
  )
  async link(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { runId }: RunLinkBody,
  ): Promise<PrintLinkAnswer> {
    await this.scope.requireCompany(officer);
    return this.codes.issueLink(officer.sessionToken, runId, officeOriginOf(request, officer));
  }

  @Post('prints')
  @HttpCode(200)
  @ApiOperation({ summary: 'The sheets of a run, for the printer; the link is spent' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @OfficeCommand(
    'operator',
    'BACK_OFFICE_NO_COMPANY',
    'IDENTITY_PRINT_LINK_SPENT',
    'IDENTITY_PRINT_RUN_DONE',
    'IDENTITY_PRINT_RUN_LAPSED',
    'IDENTITY_VAULT_UNAVAILABLE',
  )
  async print(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { link }: PrintBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    await this.scope.requireCompany(officer);
    const sheets = await this.codes.print(officer.sessionToken, link, officeOriginOf(request, officer));
    response.setHeader('Cache-Control', 'no-store');
    return new StreamableFile(sheets, { type: 'application/pdf', disposition: 'attachment; filename="codes.pdf"' });
  }
}

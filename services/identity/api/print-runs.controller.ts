import { Body, Controller, Get, HttpCode, Inject, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  ApiCommand,
  ApiProblems,
  CommandOrigin,
  CommandReceipt,
  FreshEnough,
  MinPositionQuery,
  Origin,
  READ_MODELS,
} from '#libs/platform';
import { Projection, ReadModels } from '#libs/read-models';
import { printRuns } from '../projections/print-runs.projection';
import { accessSheet } from './codes/access-sheet';
import { PrintRuns } from './codes/print-runs';
import { causeOf } from './office.controller';
import { PrintBody, PrintLinkReceipt, PrintRunBody, RunBody, PrintRunReceipt, PrintRunsAnswer } from './office.dto';

const RUNS_MAX = 100;
const MODELS = [printRuns] as unknown as readonly Projection[];

/** Codes on paper: asked for, agreed to by a second person where there are many, printed once by a link. */
@ApiTags('identity')
@Controller('identity')
export class PrintRunsController {
  constructor(
    private readonly runs: PrintRuns,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
  ) {}

  @Get('print-runs')
  @ApiOperation({ summary: 'Print runs: who asked, who agreed, whether they were printed' })
  @ApiOkResponse({ type: PrintRunsAnswer })
  @ApiProblems()
  @FreshEnough({ projections: MODELS })
  async list(@Query() _query: MinPositionQuery): Promise<PrintRunsAnswer> {
    const rows = await this.readModels.find(printRuns, { orderBy: ['-position'], limit: RUNS_MAX });
    return { runs: rows.map(({ document }) => document) };
  }

  @Post('print-runs')
  @ApiOperation({ summary: 'Asks for the codes of accounts on paper' })
  @ApiCreatedResponse({ type: PrintRunReceipt })
  @ApiCommand('IDENTITY_PRINT_RUN_SIZE', 'IDENTITY_PRINT_RUN_TAKEN')
  request(@Body() body: PrintRunBody, @Origin() origin: CommandOrigin): Promise<PrintRunReceipt> {
    return this.runs.requestOf(body, causeOf(body), origin);
  }

  @Post('print-runs/approvals')
  @ApiOperation({ summary: 'Agrees to a run that another person has asked for' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand('IDENTITY_UNKNOWN_PRINT_RUN', 'IDENTITY_PRINT_RUN_OWN_APPROVAL', 'IDENTITY_PRINT_RUN_DONE')
  approve(@Body() body: RunBody, @Origin() origin: CommandOrigin): Promise<CommandReceipt> {
    return this.runs.approve(body.runId, causeOf(body), origin);
  }

  @Post('print-runs/links')
  @ApiOperation({ summary: 'A link that prints the run once, within ten minutes; an earlier one prints no more' })
  @ApiCreatedResponse({ type: PrintLinkReceipt })
  @ApiCommand(
    'IDENTITY_UNKNOWN_PRINT_RUN',
    'IDENTITY_PRINT_RUN_NOT_APPROVED',
    'IDENTITY_PRINT_RUN_DONE',
    'IDENTITY_PRINT_RUN_LAPSED',
  )
  link(@Body() { runId }: RunBody, @Origin() origin: CommandOrigin): Promise<PrintLinkReceipt> {
    return this.runs.issueLink(runId, origin);
  }

  @Post('prints')
  @HttpCode(200)
  @ApiOperation({ summary: 'The sheets of a run, for the printer; the link is spent' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProblems(
    'IDENTITY_PRINT_LINK_SPENT',
    'IDENTITY_PRINT_RUN_DONE',
    'IDENTITY_PRINT_RUN_LAPSED',
    'IDENTITY_VAULT_UNAVAILABLE',
    'MALFORMED_REQUEST',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
  )
  async print(@Body() { link }: PrintBody, @Res({ passthrough: true }) response: Response): Promise<StreamableFile> {
    // The link works once by itself: there is nothing that a key could repeat.
    const sheets = await accessSheet(await this.runs.printByLink(link));
    response.setHeader('Cache-Control', 'private, no-store');
    return new StreamableFile(sheets, { type: 'application/pdf', disposition: 'attachment; filename="codes.pdf"' });
  }
}

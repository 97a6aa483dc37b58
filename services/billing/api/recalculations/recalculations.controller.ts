import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ApiCommand,
  ApiProblems,
  CommandOrigin,
  CommandReceipt,
  FreshEnough,
  MinPositionQuery,
  Origin,
} from '#libs/platform';
import { Projection } from '#libs/read-models';
import { accountDossierProjection } from '../../projections/account-dossier.projection';
import { AccountPath } from '../accounts.dto';
import { groundsOf, REFUSALS_OF_GROUNDS } from './recalculation-grounds';
import { RecalculationPreviewAnswer, RecalculationsAnswer } from './recalculation-answers.dto';
import { GroundsBody, RecalculationBody } from './recalculations.dto';
import { RecalculationsQuery } from './recalculations.query';
import { RecordRecalculation } from './record-recalculation';

const MODELS = [accountDossierProjection] as unknown as readonly Projection[];

/** Recalculations that the monthly run does not make by itself. The close of the open period posts them. */
@ApiTags('billing')
@Controller('billing')
export class RecalculationsController {
  constructor(
    private readonly query: RecalculationsQuery,
    private readonly recording: RecordRecalculation,
  ) {}

  @Get('accounts/:account/recalculations')
  @ApiOperation({ summary: 'Recalculations that were recorded for an account, with what they correct' })
  @ApiOkResponse({ type: RecalculationsAnswer })
  @ApiProblems('BILLING_UNKNOWN_ACCOUNT')
  @FreshEnough({ projections: MODELS })
  async ofAccount(@Param() { account }: AccountPath, @Query() _query: MinPositionQuery): Promise<RecalculationsAnswer> {
    return { recalculations: await this.query.ofAccount(account) };
  }

  @Post('accounts/:account/recalculations/preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a recalculation would come to, line by line; writes nothing' })
  @ApiOkResponse({ type: RecalculationPreviewAnswer })
  @ApiProblems(...REFUSALS_OF_GROUNDS, 'MALFORMED_REQUEST', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE')
  preview(@Param() { account }: AccountPath, @Body() body: GroundsBody): Promise<RecalculationPreviewAnswer> {
    return this.query.preview(account, groundsOf(body));
  }

  @Post('accounts/:account/recalculations')
  @ApiOperation({ summary: 'Records what one person may record alone; the key of the command names it' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    ...REFUSALS_OF_GROUNDS,
    'BILLING_RECALCULATION_NEEDS_APPROVAL',
    'BILLING_RECALCULATION_CHANGED',
    'BILLING_RECALCULATION_NOT_OVER',
  )
  record(
    @Param() { account }: AccountPath,
    @Body() body: RecalculationBody,
    @Origin() origin: CommandOrigin,
  ): Promise<CommandReceipt> {
    const { cause, document = null, expectedKopecks } = body;
    const statement = { grounds: groundsOf(body), cause, document, expectedKopecks };
    return this.recording.record(account, statement, origin);
  }
}

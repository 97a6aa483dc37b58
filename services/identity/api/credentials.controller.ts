import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RejectedError, Rejection } from '#libs/kernel';
import { ApiProblems, FreshEnough, MinPositionQuery, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { CredentialCard, credentials } from '../projections/credentials.projection';
import {
  AccountPath,
  CredentialAnswer,
  CREDENTIALS_PAGE_LIMIT,
  CredentialsAnswer,
  CredentialsQuery,
} from './credentials.dto';

/** Under this name the reactions of identity follow billing (`automation/identity-consumer.ts`). */
export const CONSUMER = 'kvitok.identity';

@ApiTags('identity')
@Controller('identity/credentials')
export class CredentialsController {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  @Get()
  @ApiOperation({ summary: 'Accounts with and without a credential' })
  @ApiOkResponse({ type: CredentialsAnswer })
  @ApiProblems()
  @FreshEnough({ projections: [credentials], consumer: CONSUMER })
  async list(
    @Query() { houseId, state, afterAccount, limit = CREDENTIALS_PAGE_LIMIT }: CredentialsQuery,
  ): Promise<CredentialsAnswer> {
    const rows = await this.readModels.find(credentials, {
      where: { ...(houseId === undefined ? {} : { house_id: houseId }), ...(state === undefined ? {} : { state }) },
      ...(afterAccount === undefined ? {} : { afterKey: afterAccount }),
      limit: limit + 1,
    });
    return {
      credentials: rows.slice(0, limit).map(({ document }) => answerOf(document)),
      more: rows.length > limit,
    };
  }

  @Get(':account')
  @ApiOperation({ summary: 'The credential of an account, without its code' })
  @ApiOkResponse({ type: CredentialAnswer })
  @ApiProblems('IDENTITY_UNKNOWN_ACCOUNT')
  @FreshEnough({ projections: [credentials], consumer: CONSUMER })
  async one(@Param() { account }: AccountPath, @Query() _query: MinPositionQuery): Promise<CredentialAnswer> {
    const row = await this.readModels.get(credentials, account);
    if (row === null) throw new RejectedError(new Rejection('IDENTITY_UNKNOWN_ACCOUNT', { account }));
    return answerOf(row.document);
  }
}

/** The id of the code opens a row of the vault of codes: it stays inside. */
function answerOf(card: CredentialCard): CredentialAnswer {
  const { account, houseId, state, login, codeIssuedAt, lastPrintedAt, timesPrinted } = card;
  return { account, houseId, state, login, codeIssuedAt, lastPrintedAt, timesPrinted };
}

import { Body, Get, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { Rejection } from '#libs/kernel';
import { ValidationFailedError } from '#libs/platform';
import { ApprovalReceiptAnswer } from './approvals.dto';
import {
  AskToImportBody,
  CheckBody,
  checkedAnswerOf,
  CheckedPackageAnswer,
  CheckPackageForm,
  ImportRunAnswer,
  runAnswerOf,
} from './import.dto';
import { ImportDesk } from './import-desk';
import { NothingPipe, TakesNothing } from './nothing';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { ARCHIVE_BYTES_MAX } from './package-import';
import { sentFileOf, TakesFile, UPLOAD_REFUSALS, UploadLimit } from './upload';

/** A company package as an archive. */
export const PACKAGE_UPLOAD: UploadLimit = {
  bytes: ARCHIVE_BYTES_MAX,
  tooLarge: new Rejection('IMPORT_ARCHIVE_TOO_LARGE', { megabytesLimit: ARCHIVE_BYTES_MAX / 1024 / 1024 }),
};

const ARCHIVE_REFUSALS = [
  'IMPORT_NOT_AN_ARCHIVE',
  'IMPORT_ARCHIVE_TOO_LARGE',
  'IMPORT_ARCHIVE_DAMAGED',
  'IMPORT_ARCHIVE_ENCRYPTED',
  'IMPORT_ARCHIVE_METHOD',
  'IMPORT_ARCHIVE_SAME_NAME',
  'IMPORT_ARCHIVE_FOLDERS',
  'IMPORT_ARCHIVE_TOO_MANY_FILES',
  'IMPORT_ARCHIVE_UNPACKS_TOO_LARGE',
];

/** A company package: looked at as a whole, then recorded as a whole or not at all. */
@OfficeApi('import', 'import')
export class ApiImportController {
  constructor(private readonly desk: ImportDesk) {}

  @Get()
  @ApiOperation({ summary: 'How far the import has come' })
  @ApiOkResponse({ type: ImportRunAnswer })
  @OfficeQuery('accountant')
  async state(@SignedIn() officer: Officer): Promise<ImportRunAnswer> {
    return runAnswerOf(await this.desk.run(officer));
  }

  @Post('checks')
  @ApiOperation({ summary: 'Begins the dry run; `checks/{checkId}` tells how far it is and what it found' })
  @ApiCreatedResponse({ type: CheckedPackageAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_IMPORT',
    ...ARCHIVE_REFUSALS,
    'IMPORT_TOO_MANY_IN_HAND',
    'IMPORT_CHECK_FAILED',
    ...UPLOAD_REFUSALS,
  )
  @TakesFile(PACKAGE_UPLOAD, CheckPackageForm)
  async check(@Req() request: Request, @SignedIn() officer: Officer): Promise<CheckedPackageAnswer> {
    const [field] = Object.keys((request.body ?? {}) as object);
    if (field !== undefined) {
      throw new ValidationFailedError([{ field, rule: 'whitelistValidation', message: 'такого поля нет' }]);
    }
    officeOriginOf(request, officer);
    return checkedAnswerOf(await this.desk.check(officer, sentFileOf(request)));
  }

  @Get('checks/:checkId')
  @ApiOperation({ summary: 'How far the dry run is: errors by file, line and column, or what a sound package holds' })
  @ApiOkResponse({ type: CheckedPackageAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_IMPORT', 'BACK_OFFICE_OTHER_COMPANY', 'IMPORT_UNKNOWN_CHECK')
  async checked(@SignedIn() officer: Officer, @Param() { checkId }: CheckBody): Promise<CheckedPackageAnswer> {
    return checkedAnswerOf(await this.desk.checked(officer, checkId));
  }

  @Post('acceptances')
  @ApiOperation({ summary: 'Begins to record a sound package; the same again adds nothing' })
  @ApiCreatedResponse({ type: ImportRunAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_IMPORT',
    'BACK_OFFICE_OTHER_COMPANY',
    'IMPORT_UNKNOWN_CHECK',
    'IMPORT_NOT_SOUND',
    'IMPORT_UNDER_WAY',
    'IMPORT_NEEDS_SECOND_PERSON',
  )
  async accept(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { checkId }: CheckBody,
  ): Promise<ImportRunAnswer> {
    officeOriginOf(request, officer);
    return runAnswerOf(await this.desk.accept(officer, checkId));
  }

  @Post('approvals')
  @ApiOperation({
    summary: 'Asks a second person to agree that a sound package is added to a company that is kept here',
  })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_IMPORT',
    'BACK_OFFICE_OTHER_COMPANY',
    'IMPORT_UNKNOWN_CHECK',
    'IMPORT_NOT_SOUND',
    'IDENTITY_APPROVAL_ROLE',
    'IDENTITY_APPROVAL_ASKED_ALREADY',
    'IDENTITY_APPROVAL_TAKEN',
    'IDENTITY_REASON_REQUIRED',
  )
  ask(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { checkId, reason }: AskToImportBody,
  ): Promise<ApprovalReceiptAnswer> {
    return this.desk.ask(officer, checkId, reason, officeOriginOf(request, officer));
  }

  @Post('continuations')
  @ApiOperation({ summary: 'Carries on an import that was interrupted, from where it was' })
  @ApiCreatedResponse({ type: ImportRunAnswer })
  @TakesNothing()
  @OfficeCommand('accountant', 'BACK_OFFICE_NO_IMPORT', 'IMPORT_NOTHING_TO_GO_ON', 'IMPORT_UNDER_WAY')
  async goOn(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body(NothingPipe) _nothing: unknown,
  ): Promise<ImportRunAnswer> {
    officeOriginOf(request, officer);
    return runAnswerOf(await this.desk.goOn(officer));
  }
}

import { Body, Get, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { Rejection } from '#libs/kernel';
import { ValidationFailedError } from '#libs/platform';
import { ImportDesk } from './import-desk';
import { CheckBody, CheckedPackageAnswer, CheckPackageForm, ImportRunAnswer, runAnswerOf } from './import.dto';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { ARCHIVE_BYTES_MAX } from './package-import';
import { sentFileOf, TakesFile, UPLOAD_REFUSALS, UploadLimit } from './upload';

/** A company package as an archive. */
export const PACKAGE_UPLOAD: UploadLimit = {
  bytes: ARCHIVE_BYTES_MAX,
  tooLarge: new Rejection('IMPORT_ARCHIVE_TOO_LARGE', { megabytesLimit: ARCHIVE_BYTES_MAX / 1024 / 1024 }),
};

/** A company package: looked at as a whole, then recorded as a whole or not at all. */
@OfficeApi('import', 'import')
export class ApiImportController {
  constructor(private readonly desk: ImportDesk) {}

  @Get()
  @ApiOperation({ summary: 'How far the import has come' })
  @ApiOkResponse({ type: ImportRunAnswer })
  @OfficeQuery('accountant')
  state(@SignedIn() officer: Officer): ImportRunAnswer {
    return runAnswerOf(this.desk.run(officer));
  }

  @Post('checks')
  @ApiOperation({ summary: 'The dry run: errors by file, line and column, or what a sound package holds' })
  @ApiCreatedResponse({ type: CheckedPackageAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_IMPORT',
    'BACK_OFFICE_OTHER_COMPANY',
    'IMPORT_NOT_AN_ARCHIVE',
    'IMPORT_ARCHIVE_TOO_LARGE',
    ...UPLOAD_REFUSALS,
  )
  @TakesFile(PACKAGE_UPLOAD, CheckPackageForm)
  check(@Req() request: Request, @SignedIn() officer: Officer): CheckedPackageAnswer {
    const [field] = Object.keys((request.body ?? {}) as object);
    if (field !== undefined) {
      throw new ValidationFailedError([{ field, rule: 'whitelistValidation', message: 'такого поля нет' }]);
    }
    officeOriginOf(request, officer);
    return this.desk.check(officer, sentFileOf(request));
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
  )
  accept(@Req() request: Request, @SignedIn() officer: Officer, @Body() { checkId }: CheckBody): ImportRunAnswer {
    officeOriginOf(request, officer);
    return runAnswerOf(this.desk.accept(officer, checkId));
  }
}

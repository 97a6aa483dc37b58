import { Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey, sendTable } from '#libs/gateway';
import { isRejection, RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { PACKAGE_UPLOAD } from '../api/import.controller';
import { ImportDesk } from '../api/import-desk';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { FILE_FIELD, fileOf, PageTakesFile } from '../api/upload';
import { OFFICE_FORM_TOKENS } from '../settings';
import { tableFormatOf } from './asked';
import { readOfficeCommand, readOfficeForm } from './office-form';
import { OfficePages } from './pages';
import { CheckedPackagePage, ImportPage } from './pages/import.page';

/** The data of a company as one archive: looked at, mended, accepted. */
@OfficePage('import')
@ForRole('accountant')
export class OfficeImportController {
  constructor(
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    private readonly desk: ImportDesk,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  form(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.show(request, response, officer, []);
  }

  @Post('checks')
  @PageTakesFile(PACKAGE_UPLOAD)
  async check(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    readOfficeForm(request, this.tokens, /^$/);
    const file = fileOf(request);
    if (isRejection(file)) {
      return this.show(request, response, officer, [{ field: FILE_FIELD, message: wordsOf(file) }]);
    }
    try {
      goTo(response, `/import/checks/${this.desk.check(officer, file).checkId}`);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, officer, [{ field: FILE_FIELD, message: wordsOf(error.rejection) }]);
    }
  }

  @Get('checks/:checkId')
  async checked(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('checkId') checkId: string,
  ): Promise<void> {
    const checked = this.desk.checked(officer, checkId);
    await this.pages.show(request, response, {
      title: checked.contents === null ? 'В данных есть ошибки' : 'Данные проверены',
      children: ({ token }) => <CheckedPackagePage checked={checked} token={token} formKey={newFormKey()} />,
    });
  }

  @Get('checks/:checkId/errors')
  async errors(
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('checkId') checkId: string,
    @Query('format') format: unknown,
  ): Promise<void> {
    const { faults } = this.desk.checked(officer, checkId);
    await sendTable(response, tableFormatOf(format), {
      name: 'import-errors',
      sheet: 'Ошибки',
      columns: [
        { heading: 'Файл', width: 26 },
        { heading: 'Строка', width: 10 },
        { heading: 'Столбец', width: 22 },
        { heading: 'Код', width: 24 },
        { heading: 'Что не так', width: 90 },
      ],
      rows: faults.map(({ file, line, column, code, reason }) => [
        file,
        { quantity: String(line) },
        column,
        code,
        reason,
      ]),
    });
  }

  @Post('acceptances')
  async accept(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form } = readOfficeCommand(request, this.tokens, /^checkId$/);
    try {
      this.desk.accept(officer, form['checkId'] ?? '');
      goTo(response, '/import');
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, officer, [{ field: FILE_FIELD, message: wordsOf(error.rejection) }]);
    }
  }

  private show(request: Request, response: Response, officer: Officer, errors: readonly FieldError[]): Promise<void> {
    const run = this.desk.run(officer);
    return this.pages.show(request, response, {
      title: 'Загрузка данных',
      errors,
      children: ({ token }) => <ImportPage {...{ run, token, errors }} />,
    });
  }
}

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
import { CheckedPackage } from '../api/package-import';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { tableFormatOf } from './asked';
import { readOfficeCommand, readOfficeForm } from './office-form';
import { OfficePages } from './pages';
import { CheckedPackagePage } from './pages/checked-package.page';
import { ImportPage } from './pages/import.page';

/** The data of a company as one archive: looked at, mended, accepted. */
@OfficePage('import')
@ForRole('accountant')
export class OfficeImportController {
  constructor(
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
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
      const { checkId } = await this.desk.check(officer, file);
      goTo(response, `/import/checks/${checkId}`);
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
    await this.showChecked(request, response, officer, checkId, []);
  }

  @Get('checks/:checkId/errors')
  async errors(
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('checkId') checkId: string,
    @Query('format') format: unknown,
  ): Promise<void> {
    const { faults } = await this.desk.checked(officer, checkId);
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
      await this.desk.accept(officer, form['checkId'] ?? '');
      goTo(response, '/import');
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, officer, [{ field: FILE_FIELD, message: wordsOf(error.rejection) }]);
    }
  }

  /** A second person is asked to agree to it. */
  @Post('approvals')
  async ask(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(checkId|reason)$/);
    const checkId = form['checkId'] ?? '';
    try {
      const { approvalId, position } = await this.desk.ask(officer, checkId, form['reason'] ?? '', origin);
      await this.untilSeen(position);
      goTo(response, `/approvals/${approvalId}`);
    } catch (error) {
      if (!(error instanceof RejectedError) || error.rejection.code === 'IMPORT_UNKNOWN_CHECK') throw error;
      await this.showChecked(request, response, officer, checkId, [
        { field: 'reason', message: wordsOf(error.rejection) },
      ]);
    }
  }

  @Post('continuations')
  async goOn(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    readOfficeCommand(request, this.tokens, /^$/);
    try {
      await this.desk.goOn(officer);
      goTo(response, '/import');
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, officer, [{ field: FILE_FIELD, message: wordsOf(error.rejection) }]);
    }
  }

  private async showChecked(
    request: Request,
    response: Response,
    officer: Officer,
    checkId: string,
    errors: readonly FieldError[],
  ): Promise<void> {
    const checked = await this.desk.checked(officer, checkId);
    const needsAgreement = await this.desk.needsAgreement(officer);
    await this.pages.show(request, response, {
      title: titleOf(checked),
      errors,
      children: ({ token }) => (
        <CheckedPackagePage {...{ checked, needsAgreement, token, errors }} formKey={newFormKey()} />
      ),
    });
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    errors: readonly FieldError[],
  ): Promise<void> {
    const run = await this.desk.run(officer);
    return this.pages.show(request, response, {
      title: 'Загрузка данных',
      errors,
      children: ({ token }) => <ImportPage {...{ run, token, errors }} formKey={newFormKey()} />,
    });
  }
}

function titleOf({ state, contents }: CheckedPackage): string {
  if (state === 'checking') return 'Данные проверяются';
  return contents === null ? 'В данных есть ошибки' : 'Данные проверены';
}

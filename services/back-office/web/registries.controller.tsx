import { Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey, sendRows, TableCell } from '#libs/gateway';
import { Clock, isCivilDate, isRejection, RejectedError } from '#libs/kernel';
import { CLOCK, isInstant, wordsOf } from '#libs/platform';
import { dayFault, FieldError } from '#libs/web';
import {
  CheckedRegistry,
  PAYEES,
  REGISTRIES_CLIENT,
  RegistriesClient,
  REGISTRY_OUTCOMES,
  RegistryLineCard,
} from '#services/payments/api/client';
import { CompanyScope } from '../api/company-scope';
import { DebtRegistry } from '../api/debt-registry';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { REGISTRY_UPLOAD } from '../api/registries.controller';
import { DEBT_FORMATS } from '../api/registries.dto';
import { FILE_FIELD, fileOf, PageTakesFile } from '../api/upload';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { askedDay, askedText, oneOf, tableFormatOf, TableQuery } from './asked';
import { readOfficeCommand, readOfficeForm } from './office-form';
import { OfficePages } from './pages';
import { CheckedRegistryPage } from './pages/checked-registry.page';
import { DebtsTyped, NewRegistryPage, RegistriesPage } from './pages/registries.page';
import { RegistryPage } from './pages/registry.page';
import { noteInWords, outcomeInWords } from './registry-words';

const REGISTRIES_A_PAGE = 50;
const LINES_A_PAGE = 200;
const LINES_A_STEP = 500;
const PROFILE_FORM = /^[0-9A-Za-z_.-]{1,32}$/;

/** Banks’ files: looked at, accepted, and what became of each line; debts for a bank. */
@OfficePage('registries')
@ForRole('accountant')
export class OfficeRegistriesController {
  constructor(
    @Inject(REGISTRIES_CLIENT) private readonly registries: RegistriesClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly scope: CompanyScope,
    private readonly debtRegistry: DebtRegistry,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async all(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query('before') before: unknown,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const earlier = typeof before === 'string' && isInstant(before) ? before : undefined;
    await this.showAll(request, response, { before: earlier });
  }

  /** What was looked at and left lying is looked at again as it would be accepted now, without its file. */
  @Get('checked/:registryId')
  async checkAgain(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('registryId') registryId: string,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    try {
      const { checked, fileName } = await this.registries.checkAgain(registryId);
      await this.showChecked(request, response, checked, fileName);
    } catch (error) {
      if (!(error instanceof RejectedError) || error.rejection.code !== 'PAYMENTS_REGISTRY_FILE_GONE') throw error;
      // Whoever goes back after accepting is led to what became of it; of a file that nobody accepted the refusal stands.
      await this.registries.registry(registryId).catch(() => Promise.reject(error));
      goTo(response, `/registries/${registryId}`);
    }
  }

  @Get('new')
  form(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.showForm(request, response, officer, '', []);
  }

  @Get('debts')
  async debts(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() query: TableQuery,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const typed = debtsTyped(query, this.clock.today());
    const errors = wrongInDebts(typed);
    if (errors.length > 0) return this.showAll(request, response, { typed, errors });
    try {
      const { asOf } = typed;
      const [payee, format] = [oneOf(PAYEES, typed.payee) ?? 'main', oneOf(DEBT_FORMATS, typed.format) ?? 'text'];
      await this.debtRegistry.send(response, { format, payee, asOf });
    } catch (error) {
      if (!(error instanceof RejectedError) || response.headersSent) throw error;
      const field = error.rejection.code === 'BACK_OFFICE_NO_RECIPIENT' ? 'payee' : 'asOf';
      await this.showAll(request, response, { typed, errors: [{ field, message: wordsOf(error.rejection) }] });
    }
  }

  /** What was looked at is kept and has an address of its own, so that to reload it or to go back to it sends nothing again. */
  @Post('checks')
  @PageTakesFile(REGISTRY_UPLOAD)
  async check(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const form = readOfficeForm(request, this.tokens, /^profileId$/);
    await this.scope.requireCompany(officer);
    const profileId = form['profileId'] ?? '';
    const file = fileOf(request);
    if (isRejection(file)) {
      return this.showForm(request, response, officer, profileId, [{ field: FILE_FIELD, message: wordsOf(file) }]);
    }
    if (!PROFILE_FORM.test(profileId)) {
      const errors = [{ field: 'profileId', message: 'Выберите вид реестра из списка.' }];
      return this.showForm(request, response, officer, profileId, errors);
    }
    try {
      const checked = await this.registries.check({ bytes: file.bytes, fileName: file.name, profileId });
      // A file with faults, or one that was taken before, is not kept: there is nothing to accept.
      if (checked.faults.count > 0 || checked.taken !== null) {
        await this.showChecked(request, response, checked, file.name);
      } else {
        goTo(response, `/registries/checked/${checked.registryId}`);
      }
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const errors = [{ field: 'profileId', message: wordsOf(error.rejection) }];
      await this.showForm(request, response, officer, profileId, errors);
    }
  }

  @Post()
  async accept(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(registryId|profileId|fileName)$/);
    await this.scope.requireCompany(officer);
    const { registryId = '', profileId = '', fileName = '' } = form;
    try {
      const { position } = await this.registries.accept({ registryId, profileId, fileName }, origin);
      await this.untilSeen(position);
      goTo(response, `/registries/${registryId}`);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const errors = [{ field: FILE_FIELD, message: wordsOf(error.rejection) }];
      await this.showForm(request, response, officer, profileId, errors);
    }
  }

  @Get(':registryId')
  async one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('registryId') registryId: string,
    @Query() query: TableQuery,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const outcome = oneOf(REGISTRY_OUTCOMES, query['outcome']);
    const after = Number(query['after'] ?? 0);
    const [card, profiles, lines] = await Promise.all([
      this.registries.registry(registryId),
      this.registries.profiles(),
      this.registries.lines(registryId, {
        ...(outcome === undefined ? {} : { outcome }),
        ...(Number.isSafeInteger(after) && after > 0 ? { after } : {}),
        limit: LINES_A_PAGE,
      }),
    ]);
    const kind = profiles.find(({ profile }) => profile.profileId === card.profileId)?.profile.title ?? card.profileId;
    await this.pages.show(request, response, {
      title: `Реестр ${card.fileName}`,
      children: ({ timeZone }) => <RegistryPage {...{ card, lines, timeZone, kind }} outcome={outcome ?? null} />,
    });
  }

  @Get(':registryId/file')
  async file(
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('registryId') registryId: string,
    @Query('format') format: unknown,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    await this.registries.registry(registryId);
    const table = { name: `registry-${registryId}`, sheet: 'Реестр', columns: COLUMNS };
    await sendRows(response, tableFormatOf(format), table, this.rowsOf(registryId));
  }

  private async *rowsOf(registryId: string): AsyncGenerator<readonly TableCell[]> {
    for (let after = 0, more = true; more;) {
      const page = await this.registries.lines(registryId, { after, limit: LINES_A_STEP });
      yield* page.lines.map(rowOf);
      after = page.lines.at(-1)?.ordinal ?? after;
      more = page.more;
    }
  }

  /** All of them, and the form for the debts of a day as it was sent. */
  private async showAll(
    request: Request,
    response: Response,
    asked: { readonly before?: string | undefined; typed?: DebtsTyped; errors?: readonly FieldError[] },
  ): Promise<void> {
    const { before, typed = debtsTyped({}, this.clock.today()), errors = [] } = asked;
    const [page, unaccepted, keptDays] = await Promise.all([
      this.registries.registries({ limit: REGISTRIES_A_PAGE, ...(before === undefined ? {} : { before }) }),
      this.registries.unaccepted(),
      this.registries.keptDays(),
    ]);
    await this.pages.show(request, response, {
      title: 'Реестры банков',
      errors,
      children: ({ timeZone }) => <RegistriesPage {...{ page, unaccepted, keptDays, timeZone, typed, errors }} />,
    });
  }

  private async showChecked(
    request: Request,
    response: Response,
    checked: CheckedRegistry,
    fileName: string,
  ): Promise<void> {
    const keptDays = await this.registries.keptDays();
    await this.pages.show(request, response, {
      title: checked.faults.count > 0 ? 'Реестр не принят' : 'Проверка реестра',
      status: checked.faults.count > 0 ? 422 : 200,
      children: ({ token }) => (
        <CheckedRegistryPage {...{ checked, token, keptDays, fileName }} formKey={newFormKey()} />
      ),
    });
  }

  private async showForm(
    request: Request,
    response: Response,
    officer: Officer,
    chosen: string,
    errors: readonly FieldError[],
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const [profiles, keptDays] = await Promise.all([this.registries.profiles(), this.registries.keptDays()]);
    await this.pages.show(request, response, {
      title: 'Загрузить реестр',
      errors,
      children: ({ token }) => <NewRegistryPage {...{ profiles, token, chosen, errors, keptDays }} />,
    });
  }
}

/** What is left out is as the form has it at first; what is sent empty was no day of any calendar. */
function debtsTyped(query: TableQuery, today: string): DebtsTyped {
  return {
    asOf: query['asOf'] === undefined ? today : askedDay(query, 'asOf'),
    payee: query['payee'] === undefined ? 'main' : askedText(query, 'payee'),
    format: query['format'] === undefined ? 'text' : askedText(query, 'format'),
  };
}

/** A bank shows payers what stands in the file: nothing else than what was asked for is handed out in its place. */
function wrongInDebts({ asOf, payee, format }: DebtsTyped): FieldError[] {
  const errors: FieldError[] = [];
  if (oneOf(PAYEES, payee) === undefined) errors.push({ field: 'payee', message: 'Выберите из списка, чьи деньги.' });
  if (!isCivilDate(asOf)) errors.push({ field: 'asOf', message: dayFault(asOf, 'Укажите день.') });
  if (oneOf(DEBT_FORMATS, format) === undefined)
    errors.push({ field: 'format', message: 'Выберите вид файла из списка.' });
  return errors;
}

const COLUMNS = [
  { heading: 'Строка файла', width: 10 },
  { heading: 'Лицевой счёт', width: 18 },
  { heading: 'День платежа', width: 14 },
  { heading: 'Сумма, руб.', width: 14 },
  { heading: 'Операция банка', width: 24 },
  { heading: 'Что стало', width: 36 },
  { heading: 'Почему', width: 44 },
];

function rowOf({ line, account, paidOn, amountKopecks, reference, outcome, note }: RegistryLineCard): TableCell[] {
  const what = [outcomeInWords(outcome), noteInWords(note)];
  return [{ quantity: String(line) }, account, paidOn, { kopecks: amountKopecks }, reference ?? '', ...what];
}

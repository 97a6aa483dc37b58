import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Rejection } from '#libs/kernel';
import {
  AcceptedRegistry,
  AcceptedRegistryAnswer,
  CheckedRegistry,
  CheckedRegistryAnswer,
  ProfilesAnswer,
  REGISTRIES_CLIENT,
  RegistriesAnswer,
  RegistriesClient,
  REGISTRY_BYTES_MAX,
  RegistryAnswer,
  RegistryLinesAnswer,
  UnacceptedRegistriesAnswer,
} from '#services/payments/api/client';
import { CompanyScope } from './company-scope';
import { DebtRegistry } from './debt-registry';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficePostedQuery, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import {
  AcceptRegistryBody,
  CheckRegistryBody,
  CheckRegistryForm,
  DebtRegistryQuery,
  RegistriesQuery,
  RegistryLinesQuery,
  RegistryPath,
} from './registries.dto';
import { sentFileOf, TakesFile, UPLOAD_REFUSALS, UploadLimit } from './upload';

/** What the file of debts of a day is refused with. */
const DEBT_REFUSALS = [
  'BILLING_BEFORE_FIRST_PERIOD',
  'BILLING_NO_RULE_IN_FORCE',
  'BILLING_DAY_BEYOND_RULES',
  'TABLE_TOO_LONG',
];

/** A bank’s file. */
export const REGISTRY_UPLOAD: UploadLimit = {
  bytes: REGISTRY_BYTES_MAX,
  tooLarge: new Rejection('PAYMENTS_REGISTRY_TOO_LARGE', { limit: REGISTRY_BYTES_MAX }),
};

/** Banks’ files: looked at, accepted, and what became of each line. */
@OfficeApi('registries', 'registries')
export class ApiRegistriesController {
  constructor(
    @Inject(REGISTRIES_CLIENT) private readonly registries: RegistriesClient,
    private readonly scope: CompanyScope,
    private readonly debtRegistry: DebtRegistry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The files that were taken, the latest first' })
  @ApiOkResponse({ type: RegistriesAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY')
  async all(@SignedIn() officer: Officer, @Query() query: RegistriesQuery): Promise<RegistriesAnswer> {
    await this.scope.requireCompany(officer);
    return this.registries.registries({ ...query });
  }

  @Get('profiles')
  @ApiOperation({ summary: 'The ways in which files are read today' })
  @ApiOkResponse({ type: ProfilesAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY')
  async profiles(@SignedIn() officer: Officer): Promise<ProfilesAnswer> {
    await this.scope.requireCompany(officer);
    return { profiles: await this.registries.profiles() };
  }

  @Get('debts')
  @ApiOperation({ summary: 'What is owed, account by account, as a file for a bank' })
  @ApiOkResponse({ description: 'The file' })
  @ApiProduces('text/plain', 'text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY', 'BACK_OFFICE_NO_RECIPIENT', ...DEBT_REFUSALS)
  async debts(
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() query: DebtRegistryQuery,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    await this.debtRegistry.send(response, query);
  }

  @Get('files/unaccepted')
  @ApiOperation({ summary: 'Files that were looked at and that nobody has accepted yet, the latest first' })
  @ApiOkResponse({ type: UnacceptedRegistriesAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY')
  async unaccepted(@SignedIn() officer: Officer): Promise<UnacceptedRegistriesAnswer> {
    await this.scope.requireCompany(officer);
    const [registries, keptDays] = await Promise.all([this.registries.unaccepted(), this.registries.keptDays()]);
    return { registries, keptDays };
  }

  // Not beside `:registryId`, which would answer at its address.
  @Post('files/checks')
  @ApiOperation({ summary: 'A dry run: what would become of each line. A file without a fault is kept to be accepted' })
  @ApiCreatedResponse({ type: CheckedRegistryAnswer })
  @OfficePostedQuery(
    'accountant',
    ...UPLOAD_REFUSALS,
    'BACK_OFFICE_NO_COMPANY',
    'PAYMENTS_UNKNOWN_REGISTRY_PROFILE',
    'PAYMENTS_REGISTRY_TOO_LARGE',
  )
  @TakesFile(REGISTRY_UPLOAD, CheckRegistryForm)
  async check(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { profileId }: CheckRegistryBody,
  ): Promise<CheckedRegistry> {
    await this.scope.requireCompany(officer);
    const { name, bytes } = sentFileOf(request);
    return this.registries.check({ bytes, fileName: name, profileId });
  }

  @Post()
  @ApiOperation({ summary: 'Accepts a file that was looked at; its lines are recorded from here on' })
  @ApiCreatedResponse({ type: AcceptedRegistryAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'PAYMENTS_REGISTRY_FILE_GONE',
    'PAYMENTS_REGISTRY_REFUSED',
    'PAYMENTS_REGISTRY_OTHER_PROFILE',
    'PAYMENTS_UNKNOWN_REGISTRY_PROFILE',
  )
  async accept(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() body: AcceptRegistryBody,
  ): Promise<AcceptedRegistry> {
    await this.scope.requireCompany(officer);
    return this.registries.accept(body, officeOriginOf(request, officer));
  }

  @Get(':registryId')
  @ApiOperation({ summary: 'How far a file is recorded, and its sums by outcome beside its own' })
  @ApiOkResponse({ type: RegistryAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY', 'PAYMENTS_UNKNOWN_REGISTRY')
  async one(@SignedIn() officer: Officer, @Param() { registryId }: RegistryPath): Promise<RegistryAnswer> {
    await this.scope.requireCompany(officer);
    return this.registries.registry(registryId);
  }

  @Get(':registryId/lines')
  @ApiOperation({ summary: 'What became of each line of a file' })
  @ApiOkResponse({ type: RegistryLinesAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY', 'PAYMENTS_UNKNOWN_REGISTRY')
  async lines(
    @SignedIn() officer: Officer,
    @Param() { registryId }: RegistryPath,
    @Query() query: RegistryLinesQuery,
  ): Promise<RegistryLinesAnswer> {
    await this.scope.requireCompany(officer);
    return this.registries.lines(registryId, { ...query });
  }
}

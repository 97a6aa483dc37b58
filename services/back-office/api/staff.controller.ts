import { Body, Get, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { CommandReceipt } from '#libs/platform';
import { STAFF_CLIENT, StaffClient, StaffLink } from '#services/identity/api/client';
import { BACK_OFFICE_SETTINGS, BackOfficeSettings } from '../settings';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { NewStaffBody, ReasonBody, RoleBody, StaffLinkAnswer, StaffMembersAnswer, StaffPath } from './staff.dto';

const OF_CHIEF = ['IDENTITY_STAFF_CHIEF_ONLY', 'IDENTITY_STAFF_OWN_ACCESS', 'IDENTITY_REASON_REQUIRED'];
const OF_MEMBER = [...OF_CHIEF, 'IDENTITY_UNKNOWN_STAFF'];
const OF_VAULT = ['IDENTITY_VAULT_UNAVAILABLE', 'IDENTITY_PERSON_ERASED'];

/** Who works in the office. */
@OfficeApi('staff', 'staff')
export class ApiStaffController {
  constructor(
    @Inject(STAFF_CLIENT) private readonly staff: StaffClient,
    @Inject(BACK_OFFICE_SETTINGS) private readonly settings: BackOfficeSettings,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The members of staff of the own companies' })
  @ApiOkResponse({ type: StaffMembersAnswer })
  @OfficeQuery('chief')
  async all(@SignedIn() { sessionToken }: Officer): Promise<StaffMembersAnswer> {
    return { staff: await this.staff.staff(sessionToken) };
  }

  @Post()
  @ApiOperation({ summary: 'Registers a member of staff; the link of the answer sets password and second factor' })
  @ApiCreatedResponse({ type: StaffLinkAnswer })
  @OfficeCommand(
    'chief',
    'IDENTITY_STAFF_NAME',
    'IDENTITY_STAFF_COMPANIES',
    'IDENTITY_STAFF_OTHER_COMPANY',
    'IDENTITY_STAFF_TAKEN',
    ...OF_CHIEF,
    ...OF_VAULT,
  )
  async register(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() { reason, ...member }: NewStaffBody,
  ): Promise<StaffLinkAnswer> {
    const origin = officeOriginOf(request, officer);
    return this.answerOf(await this.staff.register(officer.sessionToken, member, reason, origin));
  }

  @Post(':staffId/role')
  @ApiOperation({ summary: 'Gives another role; sessions with the one before are over' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('chief', ...OF_MEMBER)
  changeRole(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { staffId }: StaffPath,
    @Body() { role, reason }: RoleBody,
  ): Promise<CommandReceipt> {
    const origin = officeOriginOf(request, officer);
    return this.staff.changeRole(officer.sessionToken, { staffId, role }, reason, origin);
  }

  @Post(':staffId/suspensions')
  @ApiOperation({ summary: 'Lets somebody in no more; every session is over' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('chief', ...OF_MEMBER)
  suspend(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { staffId }: StaffPath,
    @Body() { reason }: ReasonBody,
  ): Promise<CommandReceipt> {
    return this.staff.suspend(officer.sessionToken, staffId, reason, officeOriginOf(request, officer));
  }

  @Post(':staffId/restorations')
  @ApiOperation({ summary: 'Lets somebody in again' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('chief', ...OF_MEMBER)
  restore(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { staffId }: StaffPath,
    @Body() { reason }: ReasonBody,
  ): Promise<CommandReceipt> {
    return this.staff.restore(officer.sessionToken, staffId, reason, officeOriginOf(request, officer));
  }

  @Post(':staffId/links')
  @ApiOperation({ summary: 'Takes password and second factor back; the link of the answer sets them anew' })
  @ApiCreatedResponse({ type: StaffLinkAnswer })
  @OfficeCommand('chief', 'IDENTITY_STAFF_SUSPENDED', ...OF_MEMBER, ...OF_VAULT)
  async issueLink(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { staffId }: StaffPath,
    @Body() { reason }: ReasonBody,
  ): Promise<StaffLinkAnswer> {
    const origin = officeOriginOf(request, officer);
    return this.answerOf(await this.staff.issueLink(officer.sessionToken, staffId, reason, origin));
  }

  private answerOf({ link, ...issued }: StaffLink): StaffLinkAnswer {
    return { ...issued, address: `${this.settings.publicAddress}/invitation/${link}` };
  }
}

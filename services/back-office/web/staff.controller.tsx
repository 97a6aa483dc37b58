import { Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey, wordsOfRefusal } from '#libs/gateway';
import { CommandReceipt } from '#libs/platform';
import { FieldError } from '#libs/web';
import { STAFF_CLIENT, STAFF_ROLES, StaffClient, StaffLink, StaffRole } from '#services/identity/api/client';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import {
  BACK_OFFICE_SETTINGS,
  BackOfficeSettings,
  OFFICE_FORM_TOKENS,
  OFFICE_WAITS_UNTIL_SEEN,
  WaitUntilSeen,
} from '../settings';
import { OfficeForm, readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { StaffLinkPage, StaffMemberPage, StaffPage } from './pages/staff.page';

const NEW_STAFF = /^(name|role|reason)$/;

/** Who works in the office: a chief registers, changes roles, suspends and makes links. */
@OfficePage('staff')
@ForRole('chief')
export class OfficeStaffController {
  constructor(
    @Inject(STAFF_CLIENT) private readonly staff: StaffClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(BACK_OFFICE_SETTINGS) private readonly settings: BackOfficeSettings,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async list(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.showList(request, response, officer, {}, []);
  }

  @Post()
  async register(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, NEW_STAFF);
    const role = roleIn(form['role']);
    const name = form['name'] ?? '';
    const reason = form['reason'] ?? '';
    const errors: FieldError[] = [
      ...(name === '' ? [{ field: 'name', message: 'Впишите имя сотрудника.' }] : []),
      ...(role === null ? [{ field: 'role', message: 'Выберите должность.' }] : []),
      ...(reason === '' ? [{ field: 'reason', message: 'Впишите, на каком основании: оно останется в журнале.' }] : []),
    ];
    if (role === null || errors.length > 0) return this.showList(request, response, officer, form, errors);
    try {
      const { companies, sessionToken } = officer;
      const link = await this.staff.register(sessionToken, { name, role, companies }, reason, origin);
      await this.showLink(request, response, link);
    } catch (error) {
      await this.showList(request, response, officer, form, [{ field: 'name', message: wordsOfRefusal(error) }]);
    }
  }

  @Get(':staffId')
  async one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('staffId') staffId: string,
  ): Promise<void> {
    await this.showMember(request, response, officer, staffId, []);
  }

  @Post(':staffId/role')
  changeRole(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('staffId') staffId: string,
  ): Promise<void> {
    return this.change(request, response, officer, staffId, async ({ form, origin }, reason) => {
      const role = roleIn(form['role']) ?? 'operator';
      return this.staff.changeRole(officer.sessionToken, { staffId, role }, reason, origin);
    });
  }

  @Post(':staffId/suspend')
  suspend(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('staffId') staffId: string,
  ): Promise<void> {
    return this.change(request, response, officer, staffId, ({ origin }, reason) =>
      this.staff.suspend(officer.sessionToken, staffId, reason, origin),
    );
  }

  @Post(':staffId/restore')
  restore(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('staffId') staffId: string,
  ): Promise<void> {
    return this.change(request, response, officer, staffId, ({ origin }, reason) =>
      this.staff.restore(officer.sessionToken, staffId, reason, origin),
    );
  }

  @Post(':staffId/link')
  async issueLink(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('staffId') staffId: string,
  ): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^reason$/);
    try {
      const link = await this.staff.issueLink(officer.sessionToken, staffId, form['reason'] ?? '', origin);
      await this.showLink(request, response, link);
    } catch (error) {
      const errors = [{ field: 'link-reason', message: wordsOfRefusal(error) }];
      await this.showMember(request, response, officer, staffId, errors);
    }
  }

  private async change(
    request: Request,
    response: Response,
    officer: Officer,
    staffId: string,
    work: (form: OfficeForm, reason: string) => Promise<CommandReceipt>,
  ): Promise<void> {
    const form = readOfficeCommand(request, this.tokens, /^(role|reason)$/);
    try {
      const { position } = await work(form, form.form['reason'] ?? '');
      await this.untilSeen(position);
      goTo(response, `/staff/${staffId}`);
    } catch (error) {
      const errors = [{ field: 'member', message: wordsOfRefusal(error) }];
      await this.showMember(request, response, officer, staffId, errors);
    }
  }

  private async showList(
    request: Request,
    response: Response,
    { sessionToken }: Officer,
    typed: Readonly<Record<string, string>>,
    errors: readonly FieldError[],
  ): Promise<void> {
    const staff = await this.staff.staff(sessionToken);
    await this.pages.show(request, response, {
      title: 'Сотрудники',
      errors,
      children: ({ token, timeZone }) => (
        <StaffPage {...{ staff, token, timeZone, typed, errors }} formKey={newFormKey()} />
      ),
    });
  }

  private async showMember(
    request: Request,
    response: Response,
    officer: Officer,
    staffId: string,
    errors: readonly FieldError[],
  ): Promise<void> {
    const member = (await this.staff.staff(officer.sessionToken)).find((one) => one.staffId === staffId) ?? null;
    const isSelf = officer.staffId === staffId;
    await this.pages.show(request, response, {
      title: member === null ? 'Сотрудника нет' : 'Сотрудник',
      ...(member === null ? { status: 404 } : {}),
      errors,
      children: ({ token, timeZone }) => (
        <StaffMemberPage {...{ member, isSelf, token, timeZone, errors }} newKey={newFormKey} />
      ),
    });
  }

  private async showLink(request: Request, response: Response, { link, staffId, position }: StaffLink): Promise<void> {
    await this.untilSeen(position);
    const address = `${this.settings.publicAddress}/invitation/${link}`;
    await this.pages.show(request, response, {
      title: 'Ссылка для входа',
      children: () => <StaffLinkPage staffId={staffId} address={address} />,
    });
  }
}

function roleIn(text: string | undefined): StaffRole | null {
  return STAFF_ROLES.find((role) => role === text) ?? null;
}

import { Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Form, FormTokens, goTo, newFormKey } from '#libs/gateway';
import { RejectedError, Rejection } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { isAtLeast } from '#services/identity/api/client';
import {
  METERING_CLIENT,
  METERING_OFFICE_CLIENT,
  MeteringClient,
  MeteringOfficeClient,
} from '#services/metering/api/client';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { SettleReading } from '../api/settle-reading';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { askedText, TableQuery } from './asked';
import { linkTo } from './links';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { DoubtPage } from './pages/reading-entry.page';
import { errorsOfValues, isAboutFields, isConfirmed, isQuestion, meterOfAccount, valuesTyped } from './reading-form';

/** A doubtful reading that a resident insists on: why it is one, and what the office decides. */
@OfficePage('readings')
export class OfficeReadingDoubtsController {
  constructor(
    @Inject(METERING_CLIENT) private readonly meters: MeteringClient,
    @Inject(METERING_OFFICE_CLIENT) private readonly metering: MeteringOfficeClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly settling: SettleReading,
    private readonly pages: OfficePages,
  ) {}

  @Get('doubt')
  doubt(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() asked: TableQuery,
  ): Promise<void> {
    const text = (name: string) => askedText(asked, name);
    const named = { account: text('account'), meterId: text('meterId'), takenOn: text('takenOn') };
    return this.show(request, response, officer, named, []);
  }

  @Post('decide')
  @ForRole('accountant')
  async decide(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const fields = /^(account|meterId|takenOn|verdict|reason|why|value[1-3])$/;
    const { form, origin } = readOfficeCommand(request, this.tokens, fields);
    const { account = '', meterId = '', takenOn = '' } = form;
    const verdict = form['verdict'] === 'confirmed' ? 'confirmed' : 'rejected';
    const field = verdict === 'confirmed' ? 'reason' : 'why';
    const isChecked = Object.entries(form).some(([name, value]) => name.startsWith('value') && value !== '');
    const values = isChecked ? valuesTyped(form, 'value') : null;
    const errors = errorsOfValues(values ?? [], 'value');
    if (errors.length > 0) return this.show(request, response, officer, form, errors);
    try {
      const found = { verdict, values: values as string[] | null, reason: form[field] ?? '' } as const;
      const { position } = await this.settling.settle({ account, meterId, takenOn, ...found }, origin);
      await this.untilSeen(position);
      goTo(response, `/readings?show=doubtful&done=${verdict}`);
    } catch (error) {
      if (!isAboutFields(error) || error.rejection.code === 'METERING_DOUBT_SETTLED') throw error;
      const isOfReason = error.rejection.code === 'METERING_REASON_REQUIRED' || verdict === 'confirmed';
      const message = wordsOf(error.rejection);
      await this.show(request, response, officer, form, [{ field: isOfReason ? field : 'value1', message }]);
    }
  }

  /** The reading before, which the doubtful one contradicts. */
  @Post('correct')
  @ForRole('accountant')
  async correct(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const fields = /^(account|meterId|takenOn|doubtOn|because|confirmed|earlier[1-3])$/;
    const { form, origin } = readOfficeCommand(request, this.tokens, fields);
    const { account = '', meterId = '', takenOn = '', doubtOn = '', because: reason = '' } = form;
    const doubt = { account, meterId, takenOn: doubtOn };
    const values = valuesTyped(form, 'earlier');
    const errors = errorsOfValues(values, 'earlier');
    if (errors.length > 0) return this.show(request, response, officer, { ...form, ...doubt }, errors);
    try {
      const correction = {
        account,
        meterId,
        takenOn,
        values: values as string[],
        reason,
        confirmed: isConfirmed(form),
      };
      await this.untilSeen((await this.metering.correctReading(correction, origin)).position);
      goTo(response, linkTo('/readings/doubt', doubt));
    } catch (error) {
      if (!isAboutFields(error)) throw error;
      const field = error.rejection.code === 'METERING_REASON_REQUIRED' ? 'because' : 'earlier1';
      const told = [{ field, message: wordsOf(error.rejection) }];
      await this.show(request, response, officer, { ...form, ...doubt }, told, isQuestion(error));
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    typed: Form,
    errors: readonly FieldError[],
    asks = false,
  ): Promise<void> {
    const { account = '', meterId = '', takenOn = '' } = typed;
    const meter = await meterOfAccount(this.meters, account, meterId);
    const waiting = await this.metering.waitingDoubts();
    const doubt = waiting.find((one) => one.meterId === meterId && one.takenOn === takenOn);
    if (doubt === undefined) {
      throw new RejectedError(new Rejection('METERING_DOUBT_SETTLED', { account, meterId, takenOn }));
    }
    const mayDecide = isAtLeast(officer.role, 'accountant');
    await this.pages.show(request, response, {
      title: 'Сомнительное показание',
      errors,
      children: ({ token }) => (
        <DoubtPage {...{ account, meter, doubt, mayDecide, token, typed, errors, asks }} newKey={newFormKey} />
      ),
    });
  }
}

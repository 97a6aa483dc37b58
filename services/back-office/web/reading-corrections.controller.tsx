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
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { askedText, TableQuery } from './asked';
import { linkTo } from './links';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { ReadingCorrectionPage } from './pages/reading-correction.page';
import { errorsOfValues, isAboutFields, isConfirmed, isQuestion, meterOfAccount, valuesTyped } from './reading-form';

/** A reading that was taken and nobody doubted, and is wrong all the same: the office gives it other values. */
@OfficePage('readings/correction')
export class OfficeReadingCorrectionsController {
  constructor(
    @Inject(METERING_CLIENT) private readonly meters: MeteringClient,
    @Inject(METERING_OFFICE_CLIENT) private readonly metering: MeteringOfficeClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  form(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() asked: TableQuery,
  ): Promise<void> {
    const text = (name: string) => askedText(asked, name);
    const named = { account: text('account'), meterId: text('meterId'), takenOn: text('takenOn') };
    return this.show(request, response, officer, named, []);
  }

  @Post()
  @ForRole('accountant')
  async correct(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const fields = /^(account|meterId|takenOn|reason|confirmed|value[1-3])$/;
    const { form, origin } = readOfficeCommand(request, this.tokens, fields);
    const { account = '', meterId = '', takenOn = '', reason = '' } = form;
    const values = valuesTyped(form, 'value');
    const errors = errorsOfValues(values, 'value');
    if (errors.length > 0) return this.show(request, response, officer, form, errors);
    try {
      const right = { values: values as string[], reason: reason.trim(), confirmed: isConfirmed(form) };
      const { position } = await this.metering.correctReading({ account, meterId, takenOn, ...right }, origin);
      await this.untilSeen(position);
      goTo(response, linkTo('/readings', { account, done: 'corrected' }));
    } catch (error) {
      if (!isAboutFields(error) || error.rejection.code === 'METERING_UNKNOWN_READING') throw error;
      const field = error.rejection.code === 'METERING_REASON_REQUIRED' ? 'reason' : 'value1';
      const told = [{ field, message: wordsOf(error.rejection) }];
      await this.show(request, response, officer, form, told, isQuestion(error));
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
    const reading = meter.readings.find((one) => one.takenOn === takenOn);
    if (reading === undefined) throw new RejectedError(new Rejection('METERING_UNKNOWN_READING', { meterId, takenOn }));
    const mayCorrect = isAtLeast(officer.role, 'accountant');
    await this.pages.show(request, response, {
      title: 'Исправить показание',
      errors,
      children: ({ token }) => (
        <ReadingCorrectionPage
          {...{ account, meter, reading, mayCorrect, token, typed, errors, asks }}
          newKey={newFormKey}
        />
      ),
    });
  }
}

import { Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Form, FormTokens, goTo, newFormKey, sendRows, TableFormat } from '#libs/gateway';
import { Clock } from '#libs/kernel';
import { CLOCK, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import {
  METERING_CLIENT,
  METERING_OFFICE_CLIENT,
  MeteringClient,
  MeteringOfficeClient,
  OFFICE_CHANNELS,
} from '#services/metering/api/client';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { READINGS_SHOWN, ReadingsFilter, ReadingsOfPeriod } from '../api/readings-view';
import { AccountIsTyped, unknownAccount } from '../api/typed-account';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { askedPage, askedText, dayOf, oneOf, TableQuery } from './asked';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { ReadingEntryPage } from './pages/reading-entry.page';
import { ReadingsPage } from './pages/readings.page';
import {
  errorsOfDay,
  errorsOfValues,
  isAboutFields,
  isConfirmed,
  isQuestion,
  meterOfAccount,
  valuesTyped,
} from './reading-form';
import { readingsRows, readingsTable } from './reading-words';

const DONE: Readonly<Record<string, string>> = {
  noted: 'Показание записано',
  corrected: 'Показание исправлено',
  confirmed: 'Показание подтверждено',
  rejected: 'Показание отклонено',
};

/** The readings of the open period: what is missing, what is doubtful, and what the office writes down for residents. */
@OfficePage('readings')
export class OfficeReadingsController {
  constructor(
    @Inject(METERING_CLIENT) private readonly meters: MeteringClient,
    @Inject(METERING_OFFICE_CLIENT) private readonly metering: MeteringOfficeClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly readings: ReadingsOfPeriod,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  @AccountIsTyped()
  async list(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() asked: TableQuery,
  ): Promise<void> {
    const unknown = unknownAccount(request);
    const filter = filterOf(asked);
    const view = await this.readings.look(officer, filter, askedPage(asked));
    const errors = unknown === null ? [] : [unknown.error];
    const done = DONE[askedText(asked, 'done')] ?? null;
    await this.pages.show(request, response, {
      title: 'Показания',
      errors,
      children: () => (
        <ReadingsPage {...{ view, done, errors }} filter={{ ...filter, account: unknown?.typed ?? filter.account }} />
      ),
    });
  }

  @Get('csv')
  csv(@Res() response: Response, @SignedIn() officer: Officer, @Query() asked: TableQuery): Promise<void> {
    return this.send(response, officer, asked, 'csv');
  }

  @Get('xlsx')
  xlsx(@Res() response: Response, @SignedIn() officer: Officer, @Query() asked: TableQuery): Promise<void> {
    return this.send(response, officer, asked, 'xlsx');
  }

  @Get('entry')
  entry(@Req() request: Request, @Res() response: Response, @Query() asked: TableQuery): Promise<void> {
    const named = { account: askedText(asked, 'account'), meterId: askedText(asked, 'meterId') };
    return this.showEntry(request, response, named, []);
  }

  @Post()
  async submit(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { form, origin } = readOfficeCommand(
      request,
      this.tokens,
      /^(account|meterId|takenOn|channel|confirmed|value[1-3])$/,
    );
    const { account = '', meterId = '' } = form;
    const takenOn = dayOf(form['takenOn'] ?? '');
    const values = valuesTyped(form, 'value');
    const channel = OFFICE_CHANNELS.find((one) => one === form['channel']) ?? 'phone';
    const errors = [...errorsOfValues(values, 'value'), ...errorsOfDay(takenOn)];
    if (errors.length > 0) return this.showEntry(request, response, form, errors);
    try {
      const reading = { account, meterId, takenOn, values: values as string[], channel, confirmed: isConfirmed(form) };
      await this.untilSeen((await this.metering.submitReading(reading, origin)).position);
      goTo(response, `/readings?account=${encodeURIComponent(account)}&done=noted`);
    } catch (error) {
      if (!isAboutFields(error)) throw error;
      const errors = [{ field: 'value1', message: wordsOf(error.rejection) }];
      await this.showEntry(request, response, form, errors, isQuestion(error));
    }
  }

  private async send(response: Response, officer: Officer, asked: TableQuery, format: TableFormat): Promise<void> {
    const { period, meters } = await this.readings.every(officer, filterOf(asked));
    await sendRows(response, format, readingsTable(period ?? 'none'), readingsRows(meters));
  }

  private async showEntry(
    request: Request,
    response: Response,
    typed: Form,
    errors: readonly FieldError[],
    asks = false,
  ): Promise<void> {
    const { account = '' } = typed;
    const meter = await meterOfAccount(this.meters, account, typed['meterId'] ?? '');
    await this.pages.show(request, response, {
      title: 'Записать показание',
      errors,
      children: ({ token }) => (
        <ReadingEntryPage
          {...{ account, meter, token, typed, errors, asks }}
          today={this.clock.today()}
          newKey={newFormKey}
        />
      ),
    });
  }
}

function filterOf(asked: TableQuery): ReadingsFilter {
  const show = oneOf(READINGS_SHOWN, asked['show']);
  const [houseId, account, utility] = ['houseId', 'account', 'utility'].map(
    (name) => askedText(asked, name) || undefined,
  );
  return { houseId, account, utility, show };
}

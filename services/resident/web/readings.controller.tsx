import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { awayIn } from '#libs/gateway';
import { isCivilDate, RejectedError, Rejection } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { decimalTyped, FieldError } from '#libs/web';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import {
  AccountMeterAnswer,
  METERING_CLIENT,
  MeterCardAnswer,
  MeteringClient,
  ReadingAcknowledgement,
} from '#services/metering/api/client';
import { forecastReading, outcomeOfLatest } from '../api/figures';
import { FormTokens } from '../api/form-token';
import { UtilityNames } from '../api/utility-names';
import { SignedIn, Visitor } from '../api/visitor';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { FORM_TOKENS } from '../tokens';
import { Form, readCommandForm } from './form';
import { goTo, newFormKey, originOf } from './page-request';
import { Pages } from './pages';
import { MeterPage } from './pages/meter.page';
import { AcceptedReading, AnsweredReading, EXPLANATIONS, fieldOf, ReadingsPage, toLookAt } from './pages/readings.page';
import { meterInWords } from './words';

/** What the buttons of a form do. */
const STEPS = ['send', 'forecast'] as const;
const NOT_A_NUMBER = 'Введите показание цифрами, например 123,45.';

/** Meters, their readings, and giving new ones. */
@ApiExcludeController()
@Controller('readings')
export class ReadingsPagesController {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(METERING_CLIENT) private readonly metering: MeteringClient,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly names: UtilityNames,
    private readonly pages: Pages,
  ) {}

  @Get()
  async all(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.show(request, response, visitor, null, this.accepted(visitor, query));
  }

  @Post()
  async give(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^(meterId|value[0-2]|step|explanation|doubted)$/);
    const step = STEPS.find((one) => one === form['step']);
    if (step === undefined) throw new RejectedError(new Rejection('MALFORMED_REQUEST'));
    const meter = await this.meterOf(visitor, form['meterId'] ?? '');
    const typed = meter.lastValues.map((_, register) => form[`value${String(register)}`] ?? '');
    const values = typed.map(decimalTyped);
    const errors = values.flatMap((value, register) =>
      value === null ? [{ field: fieldOf(meter.meterId, register), message: NOT_A_NUMBER }] : [],
    );
    const answered: AnsweredReading = {
      meterId: meter.meterId,
      typed,
      errors,
      forecast: null,
      isForecastAway: false,
      doubtful: null,
      explanation: form['explanation'] ?? null,
      isReasonMissing: form['doubted'] === 'yes' && !('explanation' in explanationOf(form)),
    };
    if (errors.length > 0) return this.show(request, response, visitor, answered, null);
    const given = values.filter((value) => value !== null);
    if (step === 'forecast') {
      return this.show(request, response, visitor, await this.forecast(visitor, meter, given, answered), null);
    }
    try {
      const acknowledged = await this.metering.submitReading(
        { meterId: meter.meterId, values: given, ...explanationOf(form) },
        originOf(request, visitor, form.key),
      );
      await this.leadOn(response, acknowledged);
    } catch (error) {
      await this.show(request, response, visitor, refused(answered, error), null);
    }
  }

  @Get(':meterId')
  async passport(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('meterId') meterId: string,
  ): Promise<void> {
    await this.showMeter(request, response, visitor, await this.cardOf(visitor, meterId), { errors: [], typed: [] });
  }

  @Post(':meterId/replace')
  async replace(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('meterId') meterId: string,
  ): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^(value[0-2]|takenOn)$/);
    const meter = await this.cardOf(visitor, meterId);
    const typed = meter.startValues.map((_, register) => form[`value${String(register)}`] ?? '');
    const values = typed.map(decimalTyped);
    const takenOn = form['takenOn'] ?? '';
    const errors: FieldError[] = values.flatMap((value, register) =>
      value === null ? [{ field: `replace-${String(register)}`, message: NOT_A_NUMBER }] : [],
    );
    if (!isCivilDate(takenOn)) throw new RejectedError(new Rejection('MALFORMED_REQUEST'));
    if (errors.length > 0) return this.showMeter(request, response, visitor, meter, { errors, typed });
    try {
      // Whoever corrects a misprint has looked at the meter again.
      const reading = {
        meterId,
        takenOn,
        values: values.filter((value) => value !== null),
        explanation: 'read_again' as const,
      };
      await this.leadOn(response, await this.metering.replaceReading(reading, originOf(request, visitor, form.key)));
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const faults = [{ field: 'replace-0', message: wordsOf(error.rejection) }];
      await this.showMeter(request, response, visitor, meter, { errors: faults, typed });
    }
  }

  private async leadOn(response: Response, { meterId, position, underReview }: ReadingAcknowledgement): Promise<void> {
    await this.untilSeen(position);
    goTo(response, `/readings?${underReview ? 'review' : 'accepted'}=${encodeURIComponent(meterId)}`);
  }

  /** A meter of another account is as unknown as one that is nowhere. */
  private async meterOf({ account }: Visitor, meterId: string): Promise<AccountMeterAnswer> {
    const { meters } = await this.metering.metersOf(account);
    const meter = meters.find((one) => one.meterId === meterId);
    if (meter === undefined) throw new RejectedError(new Rejection('METERING_UNKNOWN_METER', { meterId }));
    return meter;
  }

  private async cardOf(visitor: Visitor, meterId: string): Promise<MeterCardAnswer> {
    await this.meterOf(visitor, meterId);
    return this.metering.meter(meterId);
  }

  private async forecast(
    { account }: Visitor,
    meter: AccountMeterAnswer,
    values: readonly string[],
    answered: AnsweredReading,
  ): Promise<AnsweredReading> {
    const refusal = await this.metering.refusalOf({ meterId: meter.meterId, values });
    const warned = refusal === null ? answered : refused(answered, new RejectedError(refusal));
    // What would be refused, or kept aside, is not counted: its sum would say nothing.
    if (warned.errors.length > 0 || isKeptAside(refusal)) return warned;
    try {
      return { ...warned, forecast: await forecastReading(this.billing, account, meter, values) };
    } catch (error) {
      // To be given, a reading needs no price.
      return awayIn(error) === null ? refused(answered, error) : { ...warned, isForecastAway: true };
    }
  }

  /** What the address says was just taken, with what is known of it now. */
  private async accepted(
    visitor: Visitor,
    { accepted, review }: Readonly<Record<string, unknown>>,
  ): Promise<AcceptedReading | null> {
    const meterId = accepted ?? review;
    if (typeof meterId !== 'string') return null;
    const { meters } = await this.metering.metersOf(visitor.account);
    if (!meters.some((one) => one.meterId === meterId)) return null;
    if (accepted === undefined) return { meterId, underReview: true, outcome: null };
    const outcome = await outcomeOfLatest(this.billing, visitor.account, await this.metering.meter(meterId));
    return { meterId, underReview: false, outcome };
  }

  private async show(
    request: Request,
    response: Response,
    { account }: Visitor,
    answered: AnsweredReading | null,
    asked: Promise<AcceptedReading | null> | null,
  ): Promise<void> {
    // At once: a service that says nothing is waited for once alone.
    const [meters, utilities, accepted] = await Promise.all([
      this.metering.metersOf(account),
      this.names.of(account),
      asked,
    ]);
    await this.pages.show(request, response, {
      title: 'Показания',
      errors: toLookAt(answered),
      isStep: true,
      ...((answered?.doubtful ?? null) === null || answered?.forecast !== null ? {} : { status: 409 }),
      scripts: ['/assets/readings.js'],
      children: ({ token }) => (
        <ReadingsPage
          meters={meters}
          utilities={utilities}
          token={token}
          account={account}
          newKey={newFormKey}
          answered={answered}
          accepted={accepted}
        />
      ),
    });
  }

  private async showMeter(
    request: Request,
    response: Response,
    { account }: Visitor,
    meter: MeterCardAnswer,
    form: { readonly errors: readonly FieldError[]; readonly typed: readonly string[] },
  ): Promise<void> {
    const [meters, utilities] = await Promise.all([this.metering.metersOf(account), this.names.of(account)]);
    await this.pages.show(request, response, {
      title: meterInWords(utilities, meter),
      errors: form.errors,
      children: ({ token }) => (
        <MeterPage
          meter={meter}
          meters={meters}
          utilities={utilities}
          token={token}
          account={account}
          formKey={newFormKey()}
          {...form}
        />
      ),
    });
  }
}

function explanationOf(form: Form) {
  const explanation = EXPLANATIONS.find(({ value }) => value === form['explanation'])?.value;
  return explanation === undefined ? {} : { explanation };
}

/** A doubt is a question to the person; any other refusal stands at the first field. */
function refused(answered: AnsweredReading, error: unknown): AnsweredReading {
  if (!(error instanceof RejectedError)) throw error;
  const { rejection } = error;
  // With a reason it is kept aside, and the office looks at it.
  if (isKeptAside(rejection)) return { ...answered, doubtful: `${DOUBTS['below_previous'] ?? ''} ${INSIST}` };
  if (rejection.code === 'METERING_READING_DOUBTFUL') return { ...answered, doubtful: doubtInWords(rejection) };
  return { ...answered, errors: [{ field: fieldOf(answered.meterId, 0), message: wordsOf(rejection) }] };
}

function isKeptAside(rejection: Rejection | null): boolean {
  return rejection?.code === 'METERING_READING_BELOW_PREVIOUS';
}

const INSIST = 'Проверьте цифры. Если всё верно, выберите причину и передайте.';
const DOUBTS: Readonly<Record<string, string>> = {
  below_previous: 'Новое показание меньше прошлого.',
  rollover: 'Новое показание меньше прошлого: похоже, счётчик дошёл до конца и начал с нуля.',
  far_above_usual: 'Расход больше обычного более чем в три раза.',
};

function doubtInWords({ details }: Rejection): string {
  const doubts = String(details['doubts'] ?? '').split(' ');
  return `${doubts.map((doubt) => DOUBTS[doubt] ?? '').join(' ')} ${INSIST}`;
}

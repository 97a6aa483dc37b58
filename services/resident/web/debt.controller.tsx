import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Clock, RejectedError } from '#libs/kernel';
import { CLOCK, wordsOf } from '#libs/platform';
import { dayTyped, FieldError, pastDayFault } from '#libs/web';
import {
  AgedAccount,
  BILLING_CLIENT,
  BillingClient,
  INSTALMENTS_CLIENT,
  InstalmentsClient,
  SupposedOutcome,
} from '#services/billing/api/client';
import { METERING_CLIENT, MeteringClient } from '#services/metering/api/client';
import { forecastPenalty } from '../api/figures';
import { FormTokens } from '../api/form-token';
import { SignedIn, Visitor } from '../api/visitor';
import { FORM_TOKENS } from '../tokens';
import { Form, readAccountForm } from './form';
import { Pages } from './pages';
import { DebtPage } from './pages/debt.page';
import { WhatIfPage } from './pages/what-if.page';
import { changesTyped } from './what-if';

/** What is owed, what was, and what would be. */
@ApiExcludeController()
@Controller()
export class DebtController {
  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(INSTALMENTS_CLIENT) private readonly instalments: InstalmentsClient,
    @Inject(METERING_CLIENT) private readonly metering: MeteringClient,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  @Get('debt')
  async debt(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const today = this.clock.today();
    const asOf = textOf(query['asOf']) ?? today;
    const knownAt = textOf(query['knownAt']);
    const errors = faultsOf(asOf, knownAt, today);
    const card = await this.billing.card(account);
    const asked = errors.length > 0 ? null : await this.debts(account, asOf, knownAt, errors);
    const forecast = asOf === today && asked !== null ? await forecastPenalty(this.billing, account, today) : [];
    const instalments = asOf === today ? await this.instalments.all({ account, state: 'running' }) : [];
    await this.pages.show(request, response, {
      title: 'Долг и пени',
      errors,
      children: () => (
        <DebtPage
          today={today}
          asOf={asOf}
          knownAt={knownAt}
          debt={asked?.debt ?? null}
          knownToday={asked?.knownToday ?? null}
          forecast={forecast}
          instalments={instalments}
          utilities={card.utilities}
          errors={errors}
        />
      ),
    });
  }

  @Get('what-if')
  async whatIf(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    await this.showWhatIf(request, response, visitor, { typed: {}, errors: [], outcome: null });
  }

  @Post('what-if')
  async suppose(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const typed = readAccountForm(request, this.tokens, /^(what-if-[\w.-]{1,40}|amount|paidOn|registered|since)$/);
    const { account } = visitor;
    const { meters } = await this.metering.metersOf(account);
    const { changes, errors } = changesTyped(typed, meters);
    let outcome: SupposedOutcome | null = null;
    if (errors.length === 0) {
      try {
        outcome = await this.billing.whatIf(account, changes);
      } catch (error) {
        if (!(error instanceof RejectedError)) throw error;
        errors.push({ field: 'main', message: wordsOf(error.rejection) });
      }
    }
    await this.showWhatIf(request, response, visitor, { typed, errors, outcome });
  }

  private async debts(
    account: string,
    asOf: string,
    knownAt: string | null,
    errors: FieldError[],
  ): Promise<{ readonly debt: AgedAccount; readonly knownToday: AgedAccount | null } | null> {
    try {
      if (knownAt === null) return { debt: await this.billing.aging(account, asOf), knownToday: null };
      const [debt, knownToday] = await Promise.all([
        this.billing.aging(account, asOf, knownAt),
        this.billing.aging(account, asOf),
      ]);
      return { debt, knownToday };
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      errors.push({ field: 'asOf', message: wordsOf(error.rejection) });
      return null;
    }
  }

  private async showWhatIf(
    request: Request,
    response: Response,
    { account }: Visitor,
    form: { readonly typed: Form; readonly errors: readonly FieldError[]; readonly outcome: SupposedOutcome | null },
  ): Promise<void> {
    const [card, { meters }] = await Promise.all([this.billing.card(account), this.metering.metersOf(account)]);
    await this.pages.show(request, response, {
      title: 'Посчитать заранее',
      errors: form.errors,
      isStep: true,
      children: ({ token }) => (
        <WhatIfPage
          token={token}
          account={account}
          meters={meters.filter(({ removedOn }) => removedOn === null)}
          utilities={card.utilities}
          today={this.clock.today()}
          {...form}
        />
      ),
    });
  }
}

function textOf(value: unknown): string | null {
  // Where a browser has no field for days, people write them as they are used to.
  return typeof value === 'string' && value !== '' ? (dayTyped(value) ?? value) : null;
}

function faultsOf(asOf: string, knownAt: string | null, today: string): FieldError[] {
  const faults = [
    { field: 'asOf', message: pastDayFault(asOf, today) },
    { field: 'knownAt', message: pastDayFault(knownAt ?? '', today, 'optional') },
  ];
  return faults.flatMap(({ field, message }) => (message === null ? [] : [{ field, message }]));
}

import { Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { goTo } from '#libs/gateway';
import { addDays, Clock, isCivilDate, RejectedError } from '#libs/kernel';
import { CLOCK, wordsOf } from '#libs/platform';
import { dayFault, FieldError, pastDayFault, roublesTyped } from '#libs/web';
import {
  BILLING_CLIENT,
  BILLING_OFFICE_CLIENT,
  BillingClient,
  BillingOfficeClient,
  INSTALMENTS_CLIENT,
  InstalmentsClient,
  PAYEES,
} from '#services/billing/api/client';
import { isAtLeast } from '#services/identity/api/client';
import { CompanyScope } from '../api/company-scope';
import { sendDebtors } from '../api/debtors.controller';
import { DebtorsAsked, DebtorsList, OVERDUE_DAYS } from '../api/debtors-list';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { ROWS_PER_PAGE } from '../api/row-window';
import { askedDay, askedPage, askedText, oneOf, tableFormatOf } from './asked';
import { linkTo } from './links';
import { OfficePages } from './pages';
import { DebtLetter, DebtLettersPage, LetterKind } from './pages/debt-letters.page';
import { DebtorsPage, DebtorsTyped } from './pages/debtors.page';

/** Days that a letter gives to pay. */
const DAYS_TO_PAY: Readonly<Record<LetterKind, number>> = { reminder: 10, claim: 30 };

const NOBODY: ReadonlySet<string> = new Set();

/** Who owes and for how long, and letters to them. */
@OfficePage('debtors')
export class OfficeDebtorsController {
  constructor(
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    @Inject(BILLING_CLIENT) private readonly accounts: BillingClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(INSTALMENTS_CLIENT) private readonly instalments: InstalmentsClient,
    private readonly debtors: DebtorsList,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async list(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const today = this.clock.today();
    const typed = typedIn(request, today);
    const [names, asked] = [await this.billing.names(), readAsked(typed, today)];
    let { errors } = asked;
    let [found, reconciled] = [null, null] as [
      Awaited<ReturnType<DebtorsList['page']>> | null,
      Awaited<ReturnType<DebtorsList['reconciled']>>,
    ];
    if (errors.length === 0) {
      try {
        found = await this.debtors.page(asked.filter, askedPage(request.query));
        reconciled = await this.debtors.reconciled(asked.filter, found.total);
      } catch (error) {
        if (!(error instanceof RejectedError)) throw error;
        errors = [{ field: 'asOf', message: wordsOf(error.rejection) }];
      }
    }
    const mayAgree = isAtLeast(officer.role, 'accountant');
    const props = { typed, names, found, reconciled, today, errors, mayAgree };
    await this.pages.show(request, response, {
      title: 'Должники',
      errors,
      children: () => <DebtorsPage {...props} />,
    });
  }

  @Get('file')
  async file(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const typed = typedIn(request, this.clock.today());
    const { filter, errors } = readAsked(typed, this.clock.today());
    if (errors.length > 0) return goTo(response, linkTo('/debtors', { ...typed }));
    const format = tableFormatOf(request.query['format']);
    await sendDebtors(response, this.debtors, format, filter);
  }

  /** Letters to one account, or to everybody on a page of the list; each on a sheet of its own. */
  @Get('letters')
  async letters(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const today = this.clock.today();
    const typed = typedIn(request, today);
    const { filter, errors } = readAsked(typed, today);
    if (errors.length > 0) return goTo(response, linkTo('/debtors', { ...typed }));
    const kind: LetterKind = askedText(request.query, 'kind') === 'claim' ? 'claim' : 'reminder';
    const account = askedText(request.query, 'account');
    const accounts = account === '' ? await this.accountsOn(filter, askedPage(request.query)) : [account];
    const letters: DebtLetter[] = [];
    // Who keeps an agreement to pay by parts owes nothing that a claim could be written about.
    const kept = kind === 'claim' ? await this.instalments.runningOn(filter.asOf, filter.knownAt) : NOBODY;
    for (const one of accounts) letters.push(await this.letterTo(one, filter, kept));
    await this.pages.show(request, response, {
      title: kind === 'claim' ? 'Претензия' : 'Напоминание о долге',
      children: () => (
        <DebtLettersPage
          {...{ kind, letters, today }}
          asOf={filter.asOf}
          payUntil={addDays(today, DAYS_TO_PAY[kind])}
        />
      ),
    });
  }

  private async accountsOn(filter: DebtorsAsked, page: number): Promise<readonly string[]> {
    const { rows } = await this.debtors.page(filter, page);
    return [...new Set(rows.map(({ account }) => account))].slice(0, ROWS_PER_PAGE);
  }

  private async letterTo(
    account: string,
    { asOf, knownAt }: DebtorsAsked,
    kept: ReadonlySet<string>,
  ): Promise<DebtLetter> {
    const [card, { payees, penaltyThrough }] = await Promise.all([
      this.accounts.card(account),
      this.accounts.aging(account, asOf, knownAt),
    ]);
    return { card, payees: payees.filter(({ payee }) => !kept.has(`${account}|${payee}`)), penaltyThrough };
  }
}

function typedIn(request: Request, today: string): DebtorsTyped {
  const text = (name: string) => askedText(request.query, name);
  return {
    asOf: askedDay(request.query, 'asOf') || today,
    knownAt: askedDay(request.query, 'knownAt'),
    houseId: text('houseId'),
    payee: text('payee'),
    above: text('above'),
    overdueDays: text('overdueDays'),
    instalments: text('instalments'),
    order: text('order'),
  };
}

function readAsked(typed: DebtorsTyped, today: string): { filter: DebtorsAsked; errors: readonly FieldError[] } {
  const { asOf, knownAt, houseId, above } = typed;
  const errors: FieldError[] = [];
  if (!isCivilDate(asOf)) errors.push({ field: 'asOf', message: dayFault(asOf, 'Укажите день.') });
  const unknown = pastDayFault(knownAt, today, 'optional');
  if (unknown !== null) errors.push({ field: 'knownAt', message: unknown });
  const aboveKopecks = above === '' ? null : roublesTyped(above);
  if (above !== '' && aboveKopecks === null) {
    errors.push({ field: 'above', message: 'Введите сумму в рублях, например 5000.' });
  }
  const filter: DebtorsAsked = {
    asOf,
    knownAt: knownAt || undefined,
    house: houseId || undefined,
    payee: PAYEES.find((payee) => payee === typed.payee),
    aboveKopecks: aboveKopecks ?? undefined,
    overdueDays: OVERDUE_DAYS.find((days) => String(days) === typed.overdueDays),
    instalments: oneOf(['yes', 'no'], typed.instalments),
    order: typed.order === 'debt' ? 'debt' : undefined,
  };
  return { filter, errors };
}

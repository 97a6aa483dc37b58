import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { VNode } from 'preact';
import { sendTable, TableFile, TableFormat } from '#libs/gateway';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { FieldError } from '#libs/web';
import { ACCOUNT_HISTORY_CLIENT, AccountAt, AccountHistoryClient } from '#services/billing/api/client';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { debtsTable, linesTable, paymentsTable, statementsTable } from './account-tables';
import { askedMoment, Moment } from './moment';
import { askedOf, momentRefused } from './moment-refused';
import { OfficePages } from './pages';
import { AccountFrame, AccountPart } from './pages/account-frame';
import { AccountCardPage } from './pages/account-card.page';
import { DebtsPage } from './pages/account-debts.page';
import { PaymentsPage } from './pages/account-payments.page';
import { MonthPage, StatementsPage } from './pages/account-statements.page';

/** A part of what is known of an account: how it is asked for, shown, and taken away. */
interface Shown<Answer> {
  readonly part: AccountPart;
  readonly title: string;
  readonly ask: (moment: Moment) => Promise<Answer>;
  readonly page: (answer: Answer, card: AccountAt, moment: Moment) => VNode;
}

/** An account at any moment: its card, months, debts and payments, on the screen and as files. */
@OfficePage('accounts/:account')
export class OfficeAccountsController {
  constructor(
    @Inject(ACCOUNT_HISTORY_CLIENT) private readonly history: AccountHistoryClient,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  card(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('account') account: string,
  ) {
    return this.show(request, response, account, {
      part: '',
      title: 'Лицевой счёт',
      ask: (moment) => this.history.debts(account, askedOf(moment)),
      page: (debts, card, moment) => <AccountCardPage {...{ card, debts, moment }} role={officer.role} />,
    });
  }

  @Get('statements')
  statements(@Req() request: Request, @Res() response: Response, @Param('account') account: string) {
    return this.show(request, response, account, {
      part: 'statements',
      title: 'Начисления по месяцам',
      ask: (moment) => this.history.statements(account, askedOf(moment)),
      page: (statements, card, moment) => <StatementsPage {...{ statements, card, moment }} />,
    });
  }

  @Get('statements/:period')
  month(
    @Req() request: Request,
    @Res() response: Response,
    @Param('account') account: string,
    @Param('period') period: string,
  ) {
    return this.show(request, response, account, {
      part: 'statements',
      title: 'Начисления за месяц',
      ask: async (moment) => {
        const statements = await this.history.statements(account, askedOf(moment));
        const statement = statements.find((one) => one.period === period);
        if (statement === undefined)
          throw new RejectedError(new Rejection('BILLING_UNKNOWN_STATEMENT', { account, period }));
        return statement;
      },
      page: (statement, card, moment) => <MonthPage {...{ statement, card, moment }} />,
    });
  }

  @Get('debts')
  debts(@Req() request: Request, @Res() response: Response, @Param('account') account: string) {
    return this.show(request, response, account, {
      part: 'debts',
      title: 'Долг по месяцам',
      ask: (moment) => this.history.debts(account, askedOf(moment)),
      page: (debts, card, moment) => <DebtsPage {...{ debts, card, moment }} />,
    });
  }

  @Get('payments')
  payments(@Req() request: Request, @Res() response: Response, @Param('account') account: string) {
    return this.show(request, response, account, {
      part: 'payments',
      title: 'Платежи и что ими оплачено',
      ask: (moment) => this.history.payments(account, askedOf(moment)),
      page: (payments, card, moment) => <PaymentsPage {...{ payments, card, moment }} />,
    });
  }

  @Get(':table.:format')
  async file(
    @Req() request: Request,
    @Res() response: Response,
    @Param('account') account: string,
    @Param('table') table: string,
    @Param('format') format: string,
  ): Promise<void> {
    const { moment, errors } = askedMoment(request.query, this.clock.today());
    const made = TABLES[table];
    if (made === undefined || !isFormat(format) || errors.length > 0)
      throw new RejectedError(new Rejection('NOT_FOUND'));
    await sendTable(response, format, await made(this.history, account, moment));
  }

  private async show<Answer>(
    request: Request,
    response: Response,
    account: string,
    { part, title, ask, page }: Shown<Answer>,
  ): Promise<void> {
    const today = this.clock.today();
    const { moment, errors: mistyped } = askedMoment(request.query, today);
    let errors: readonly FieldError[] = mistyped;
    let shown: VNode | null = null;
    let card: AccountAt | null = null;
    try {
      const [answer, at] = await Promise.all([ask(moment), this.history.card(account, askedOf(moment))]);
      card = at;
      shown = page(answer, at, moment);
    } catch (error) {
      errors = momentRefused(error, moment);
    }
    await this.pages.show(request, response, {
      title: `${title} ${account}`,
      errors,
      ...(errors.length > 0 ? { status: 422 } : {}),
      children: () => (
        <AccountFrame {...{ account, card, part, title, moment, today, errors }} action={request.path}>
          {shown}
        </AccountFrame>
      ),
    });
  }
}

type Table = (history: AccountHistoryClient, account: string, moment: Moment) => Promise<TableFile>;

const TABLES: Readonly<Record<string, Table>> = {
  statements: async (history, account, moment) =>
    statementsTable(account, moment, await history.statements(account, askedOf(moment))),
  lines: async (history, account, moment) => {
    const [statements, card] = await Promise.all([
      history.statements(account, askedOf(moment)),
      history.card(account, askedOf(moment)),
    ]);
    return linesTable(account, moment, statements, card.utilities);
  },
  debts: async (history, account, moment) => debtsTable(moment, await history.debts(account, askedOf(moment))),
  payments: async (history, account, moment) => {
    const [payments, card] = await Promise.all([
      history.payments(account, askedOf(moment)),
      history.card(account, askedOf(moment)),
    ]);
    return paymentsTable(account, moment, payments, card.utilities);
  },
};

function isFormat(text: string): text is TableFormat {
  return text === 'csv' || text === 'xlsx';
}

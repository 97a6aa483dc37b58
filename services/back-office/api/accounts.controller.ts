import { Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import {
  ACCOUNT_HISTORY_CLIENT,
  AccountHistoryClient,
  AgedAccountAnswer,
  HOUSES_CLIENT,
  HousesClient,
} from '#services/billing/api/client';
import {
  AccountAtAnswer,
  AccountPaymentsAnswer,
  AccountStatementsAnswer,
  EventAnswer,
  EventPath,
  EventsAnswer,
  EventsQuery,
  KnownAtQuery,
  LineAnswer,
  LinePath,
  MomentQuery,
  OfficeAccountPath,
} from './accounts.dto';
import { CompanyScope } from './company-scope';
import { AccountsPageAnswer, AccountsQuery } from './houses.dto';
import { OfficeApi, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';

const ACCOUNTS_PER_PAGE = 50;
const OF_A_MOMENT = ['BILLING_UNKNOWN_ACCOUNT', 'BILLING_NO_COMPANY'];

/** Accounts at any moment, and the facts behind each of their sums. */
@OfficeApi('accounts', 'accounts')
export class ApiAccountsController {
  constructor(
    @Inject(HOUSES_CLIENT) private readonly houses: HousesClient,
    @Inject(ACCOUNT_HISTORY_CLIENT) private readonly history: AccountHistoryClient,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Accounts by the beginning of their number, or by a flat' })
  @ApiOkResponse({ type: AccountsPageAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async search(
    @SignedIn() officer: Officer,
    @Query() { query, after, limit = ACCOUNTS_PER_PAGE }: AccountsQuery,
  ): Promise<AccountsPageAnswer> {
    await this.scope.requireCompany(officer);
    return this.houses.accounts({ query, after, limit });
  }

  @Get(':account')
  @ApiOperation({ summary: 'The dwelling, who lives there, what is charged and by which meters' })
  @ApiOkResponse({ type: AccountAtAnswer })
  @OfficeQuery('operator', ...OF_A_MOMENT)
  async card(@Param() { account }: OfficeAccountPath, @Query() moment: MomentQuery): Promise<AccountAtAnswer> {
    const { payees: _payees, utilities: _utilities, ...card } = await this.history.card(account, moment);
    return card;
  }

  @Get(':account/statements')
  @ApiOperation({ summary: 'Closed months with every line' })
  @ApiOkResponse({ type: AccountStatementsAnswer })
  @OfficeQuery('operator', ...OF_A_MOMENT)
  async statements(
    @Param() { account }: OfficeAccountPath,
    @Query() moment: MomentQuery,
  ): Promise<AccountStatementsAnswer> {
    return { statements: await this.history.statements(account, moment) };
  }

  @Get(':account/debts')
  @ApiOperation({ summary: 'What is owed, by the month in which the debt arose' })
  @ApiOkResponse({ type: AgedAccountAnswer })
  @OfficeQuery(
    'operator',
    ...OF_A_MOMENT,
    'BILLING_BEFORE_FIRST_PERIOD',
    'BILLING_NO_RULE_IN_FORCE',
    'BILLING_DAY_BEYOND_RULES',
  )
  debts(@Param() { account }: OfficeAccountPath, @Query() moment: MomentQuery): Promise<AgedAccountAnswer> {
    return this.history.debts(account, moment);
  }

  @Get(':account/payments')
  @ApiOperation({ summary: 'Payments with what each was spent on' })
  @ApiOkResponse({ type: AccountPaymentsAnswer })
  @OfficeQuery('operator', ...OF_A_MOMENT)
  async payments(
    @Param() { account }: OfficeAccountPath,
    @Query() moment: MomentQuery,
  ): Promise<AccountPaymentsAnswer> {
    return { payments: await this.history.payments(account, moment) };
  }

  @Get(':account/lines/:period/:utility')
  @ApiOperation({ summary: 'How a sum was computed, with the facts that it follows from' })
  @ApiOkResponse({ type: LineAnswer })
  @OfficeQuery(
    'operator',
    ...OF_A_MOMENT,
    'BILLING_UNKNOWN_UTILITY',
    'BILLING_NOTHING_CHARGED',
    'BILLING_BEFORE_FIRST_PERIOD',
  )
  line(@Param() path: LinePath, @Query() { knownAt }: KnownAtQuery): Promise<LineAnswer> {
    return this.history.line({ ...path, knownAt });
  }

  @Get(':account/events')
  @ApiOperation({ summary: 'The facts of the account, or of one of its months' })
  @ApiOkResponse({ type: EventsAnswer })
  @OfficeQuery('operator', ...OF_A_MOMENT)
  async events(
    @Param() { account }: OfficeAccountPath,
    @Query() { period, knownAt }: EventsQuery,
  ): Promise<EventsAnswer> {
    return { events: await this.history.events(account, period, knownAt) };
  }

  @Get(':account/events/:eventId')
  @ApiOperation({ summary: 'One fact of the log, without personal data' })
  @ApiOkResponse({ type: EventAnswer })
  @OfficeQuery('operator', 'BILLING_UNKNOWN_ACCOUNT', 'BILLING_UNKNOWN_EVENT')
  event(@Param() { account, eventId }: EventPath): Promise<EventAnswer> {
    return this.history.event(account, eventId);
  }
}

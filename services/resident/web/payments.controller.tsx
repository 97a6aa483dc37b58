import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { sendTable, unlessAway } from '#libs/gateway';
import { isCivilDate } from '#libs/kernel';
import { dayFault, dayTyped, FieldError } from '#libs/web';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import { HistoryFilter, HistoryState, Payee, PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import { PaymentsUnderWay } from '../api/payments-under-way';
import { SignedIn, Visitor } from '../api/visitor';
import { Pages } from './pages';
import { HISTORY_STATES, PaymentsPage, TypedFilter } from './pages/payments.page';
import { ExportedHistory, historyTable } from './payments-export';

const PAYEES: readonly Payee[] = ['main', 'capital_repair'];
/** About four screens of a telephone. */
const ENTRIES_PER_PAGE = 15;

/** Every payment since the account was opened. */
@ApiExcludeController()
@Controller()
export class PaymentsPagesController {
  constructor(
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    private readonly underWay: PaymentsUnderWay,
    private readonly pages: Pages,
  ) {}

  @Get('payments')
  async all(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { account } = visitor;
    // First, so that what the bank confirms upon it is shown as received.
    const stages = await this.underWay.asked(visitor);
    const typed = typedIn(query);
    const errors = faultsOf(typed);
    const filter = errors.length > 0 ? {} : filterOf(typed);
    const [{ entries }, spent] = await Promise.all([
      this.payments.history(account, filter),
      unlessAway(this.spent(account)),
    ]);
    const page = Math.max(1, Number(/^\d{1,4}$/.exec(textOf(query['page']))?.[0] ?? 1));
    const first = (page - 1) * ENTRIES_PER_PAGE;
    await this.pages.show(request, response, {
      title: 'Платежи',
      errors,
      children: () => (
        <PaymentsPage
          entries={entries.slice(first, first + ENTRIES_PER_PAGE)}
          total={entries.length}
          page={page}
          pages={Math.max(1, Math.ceil(entries.length / ENTRIES_PER_PAGE))}
          spent={spent}
          stages={stages}
          typed={typed}
          errors={errors}
        />
      ),
    });
  }

  @Get('payments.csv')
  async csv(
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const history = await this.history(account, filterOf(typedIn(query)));
    await sendTable(response, 'csv', historyTable(history));
  }

  @Get('payments.xlsx')
  async xlsx(
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const history = await this.history(account, filterOf(typedIn(query)));
    await sendTable(response, 'xlsx', historyTable(history));
  }

  private async history(account: string, filter: HistoryFilter): Promise<ExportedHistory> {
    const [{ entries }, spent] = await Promise.all([this.payments.history(account, filter), this.spent(account)]);
    return { account, entries, ...spent };
  }

  private async spent(account: string): Promise<Pick<ExportedHistory, 'allocations' | 'utilities'>> {
    const [allocations, { utilities }] = await Promise.all([
      this.billing.allocations(account),
      this.billing.card(account),
    ]);
    return { allocations: new Map(allocations.map((allocation) => [allocation.paymentId, allocation])), utilities };
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** Where a browser has no field for days, people write them as they are used to. */
function dayOf(value: unknown): string {
  const text = textOf(value);
  return dayTyped(text) ?? text;
}

function typedIn(query: Readonly<Record<string, unknown>>): TypedFilter {
  return {
    from: dayOf(query['from']),
    to: dayOf(query['to']),
    state: textOf(query['state']),
    payee: textOf(query['payee']),
  };
}

function faultsOf({ from, to }: TypedFilter): FieldError[] {
  const wrong = (field: string, day: string) =>
    day === '' || isCivilDate(day) ? [] : [{ field, message: dayFault(day, 'Укажите день.') }];
  const faults = [...wrong('from', from), ...wrong('to', to)];
  if (faults.length === 0 && from !== '' && to !== '' && from > to) {
    return [{ field: 'to', message: 'Второй день раньше первого. Поменяйте их местами.' }];
  }
  return faults;
}

/** What cannot be understood filters nothing: a link that was changed by hand still answers. */
function filterOf({ from, to, state, payee }: TypedFilter): HistoryFilter {
  const known: HistoryState | undefined = HISTORY_STATES.find((one) => one === state);
  const whom = PAYEES.find((one) => one === payee);
  return {
    ...(isCivilDate(from) ? { from } : {}),
    ...(isCivilDate(to) ? { to } : {}),
    ...(known === undefined ? {} : { state: known }),
    ...(whom === undefined ? {} : { payee: whom }),
  };
}

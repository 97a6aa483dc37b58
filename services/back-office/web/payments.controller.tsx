import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { goTo, sendRows, TableCell } from '#libs/gateway';
import { Clock, firstDayOf, isCivilDate, periodOf, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, IDENTIFIER_FORM, wordsOf } from '#libs/platform';
import { dayFault, FieldError, payeeInWords } from '#libs/web';
import { isAtLeast } from '#services/identity/api/client';
import {
  AccountPayment,
  OfficePaymentsFilter,
  PAYEES,
  PAYMENT_CHANNELS,
  PAYMENTS_CLIENT,
  PAYMENTS_OFFICE_CLIENT,
  PaymentsClient,
  PaymentsOfficeClient,
} from '#services/payments/api/client';
import { CompanyScope } from '../api/company-scope';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { askedDay, askedText, oneOf, tableFormatOf, TableQuery } from './asked';
import { DebtFigures } from './debt-figures';
import { OfficePages } from './pages';
import { PaymentPage } from './pages/payment.page';
import { PaymentsPage } from './pages/payments.page';
import { channelInWords, paymentStateInWords } from './payment-words';

const PAYMENTS_A_PAGE = 200;
const STATES = ['received', 'reversed'] as const;

/** The payments of the company, and one of them. */
@OfficePage('payments')
export class OfficePaymentsController {
  constructor(
    @Inject(PAYMENTS_OFFICE_CLIENT) private readonly payments: PaymentsOfficeClient,
    @Inject(PAYMENTS_CLIENT) private readonly online: PaymentsClient,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly scope: CompanyScope,
    private readonly figures: DebtFigures,
    private readonly pages: OfficePages,
  ) {}

  /** What is looked for is a payment by its number, or the payments of an account at any time. */
  @Get()
  async all(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() query: TableQuery,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const find = askedText(query, 'find');
    if (find !== '' && (await this.isPayment(find))) return goTo(response, `/payments/${encodeURIComponent(find)}`);
    const wrongDays = errorsOfDays(query);
    const errors = [...wrongDays, ...(find === '' ? [] : await this.errorsOf(officer, find))];
    const filter = this.filterOf(query, errors.some(({ field }) => field === 'find') ? '' : find);
    const [payments, attention] = await Promise.all([
      this.payments.payments({ ...filter, limit: PAYMENTS_A_PAGE }),
      this.online.needingAttention(1),
    ]);
    await this.pages.show(request, response, {
      title: 'Платежи',
      errors,
      children: () => (
        <PaymentsPage
          {...{ payments, errors }}
          asked={{ ...filter, find }}
          typed={query}
          needingAttention={attention.total}
        />
      ),
    });
  }

  @Get('file')
  async file(@Res() response: Response, @SignedIn() officer: Officer, @Query() query: TableQuery): Promise<void> {
    await this.scope.requireCompany(officer);
    // A file for other days than were asked for would be taken for the right one.
    if (errorsOfDays(query).length > 0) throw new RejectedError(new Rejection('NOT_FOUND'));
    const filter = this.filterOf(query, askedText(query, 'account'));
    const name = `payments-${filter.from ?? ''}-${filter.to ?? ''}`;
    const table = { name, sheet: 'Платежи', columns: COLUMNS };
    await sendRows(response, tableFormatOf(query['format']), table, rowsOf(this.payments.allPayments(filter)));
  }

  @Get(':paymentId')
  async one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const payment = await this.payments.payment(paymentId);
    const [account, allocation] = await Promise.all([
      this.figures.brief(payment.account, payment.payee),
      this.figures.allocation(payment),
    ]);
    const mayCorrect = isAtLeast(officer.role, 'accountant');
    await this.pages.show(request, response, {
      title: 'Платёж',
      children: ({ timeZone }) => <PaymentPage {...{ payment, account, allocation, mayCorrect, timeZone }} />,
    });
  }

  private async isPayment(paymentId: string): Promise<boolean> {
    try {
      await this.payments.payment(paymentId);
      return true;
    } catch (error) {
      if (error instanceof RejectedError) return false;
      throw error;
    }
  }

  private async errorsOf(officer: Officer, find: string): Promise<readonly FieldError[]> {
    const message = 'Такого счёта и такого платежа нет. Проверьте номер.';
    if (!IDENTIFIER_FORM.test(find)) return [{ field: 'find', message }];
    try {
      await this.scope.requireAccount(officer, find);
      return [];
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      return [{ field: 'find', message: `${message} ${wordsOf(error.rejection)}` }];
    }
  }

  /** Of the present month where nothing else is asked for; of an account at any time. */
  private filterOf(query: TableQuery, account: string): OfficePaymentsFilter {
    const day = (name: 'from' | 'to') => {
      const asked = askedDay(query, name);
      return isCivilDate(asked) ? { [name]: asked } : {};
    };
    const days = { ...day('from'), ...day('to') };
    const isAnyTime = account !== '' || Object.keys(days).length > 0;
    const channel = oneOf(PAYMENT_CHANNELS, query['channel']);
    const state = oneOf(STATES, query['state']);
    const payee = oneOf(PAYEES, query['payee']);
    return {
      ...(isAnyTime ? days : { from: firstDayOf(periodOf(this.clock.today())) }),
      ...(channel === undefined ? {} : { channel }),
      ...(state === undefined ? {} : { state }),
      ...(payee === undefined ? {} : { payee }),
      ...(account === '' ? {} : { account }),
    };
  }
}

/** Days that are none, at the fields where they were typed: without a word the payments of another time would be shown. */
function errorsOfDays(query: TableQuery): FieldError[] {
  const [from, to] = [askedDay(query, 'from'), askedDay(query, 'to')];
  const wrong = Object.entries({ from, to })
    .filter(([field, day]) => (query[field] ?? '') !== '' && !isCivilDate(day))
    .map(([field, day]) => ({ field, message: dayFault(day, 'Укажите день.') }));
  if (wrong.length > 0 || to === '' || from <= to) return wrong;
  return [{ field: 'to', message: 'Последний день раньше первого. Исправьте один из них.' }];
}

const COLUMNS = [
  { heading: 'День платежа', width: 14 },
  { heading: 'Лицевой счёт', width: 18 },
  { heading: 'Сумма, руб.', width: 14 },
  { heading: 'Как пришёл', width: 22 },
  { heading: 'Чьи деньги', width: 28 },
  { heading: 'Месяц плательщика', width: 12 },
  { heading: 'Состояние', width: 18 },
  { heading: 'Возвращено, руб.', width: 16 },
  { heading: 'Отменён', width: 14 },
  { heading: 'Основание отмены', width: 40 },
  { heading: 'Номер платежа', width: 36 },
];

async function* rowsOf(payments: AsyncIterable<AccountPayment>): AsyncGenerator<readonly TableCell[]> {
  for await (const payment of payments) yield rowOf(payment);
}

function rowOf(payment: AccountPayment): TableCell[] {
  const { receivedOn, account, amountKopecks, channel, payee, namedPeriod, refundedKopecks } = payment;
  const { reversedOn, reversalReason, paymentId } = payment;
  return [
    ...[receivedOn, account, { kopecks: amountKopecks }, channelInWords(channel), payeeInWords(payee)],
    ...[namedPeriod ?? '', paymentStateInWords(payment), { kopecks: refundedKopecks }],
    ...[reversedOn ?? '', reversalReason ?? '', paymentId],
  ];
}

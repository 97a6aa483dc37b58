import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import {
  BillingPeriodField,
  CivilDateField,
  IdentifierField,
  IntegerField,
  IntegerQueryField,
  MayBeAbsent,
  MinPositionQuery,
} from '#libs/platform';
import { AMOUNT_KOPECKS_LIMIT } from '../domain/payment.decider';
import { Payee, PAYEES, PAYMENT_CHANNELS, PaymentChannel } from '../domain/payment.events';
import { REASON_CHARACTERS_LIMIT } from '../domain/payment-limits';

/** History from the system before comes by the import alone. */
const CHANNELS: readonly PaymentChannel[] = ['registry', 'cash_desk', 'online', 'accountant'];
export const PAYMENTS_PAGE_LIMIT = 1_000;

export class ReceivePaymentBody {
  @IdentifierField({ description: 'The payment, as whoever took it names it' })
  readonly paymentId!: string;

  @IdentifierField({ description: 'The dwelling account that is paid for' })
  readonly account!: string;

  @ApiPropertyOptional({ description: 'Whose money it is', enum: PAYEES, default: 'main' })
  @MayBeAbsent()
  @IsIn(PAYEES)
  readonly payee?: Payee;

  @IntegerField({ description: 'Whole kopecks', minimum: 1, maximum: AMOUNT_KOPECKS_LIMIT, example: 123_456 })
  readonly amountKopecks!: number;

  @CivilDateField({ description: 'The day the payer paid; today where absent', optional: true })
  readonly receivedOn?: string;

  @BillingPeriodField({ description: 'The month that the payer named', optional: true })
  readonly namedPeriod?: string;

  @ApiProperty({ description: 'How it reached the company', enum: CHANNELS })
  @IsIn(CHANNELS)
  readonly channel!: PaymentChannel;
}

export class ReversePaymentBody {
  @CivilDateField({ description: 'The day of the recall; today where absent', optional: true })
  readonly reversedOn?: string;

  @ApiProperty({ description: 'Why', minLength: 1, maxLength: REASON_CHARACTERS_LIMIT, example: 'Отозван банком' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, REASON_CHARACTERS_LIMIT)
  readonly reason!: string;
}

/** Payments of a bank at which residents pay bear its name and the bank's own id, which may be a long one. */
const PAYMENT_ID_FORM = /^[0-9A-Za-z_.-]{1,128}$/;

export class PaymentPath {
  @ApiProperty({ description: 'The payment', pattern: PAYMENT_ID_FORM.source, example: 'bank-yookassa-2f1c' })
  @IsString()
  @Matches(PAYMENT_ID_FORM)
  readonly paymentId!: string;
}

export class AccountPath {
  @IdentifierField({ description: 'The dwelling account' })
  readonly account!: string;
}

export class AccountPaymentsQuery extends MinPositionQuery {
  @CivilDateField({ description: 'Payments from this day on', optional: true })
  readonly from?: string;

  @CivilDateField({ description: 'Payments up to this day', optional: true })
  readonly to?: string;

  @IntegerQueryField({
    description: 'At most so many, the latest first',
    optional: true,
    minimum: 1,
    maximum: PAYMENTS_PAGE_LIMIT,
    example: 100,
  })
  readonly limit?: number;
}

export class AccountPaymentAnswer {
  @ApiProperty()
  readonly paymentId!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ format: 'date' })
  readonly receivedOn!: string;

  @ApiProperty({ type: String, nullable: true, example: '2026-09' })
  readonly namedPeriod!: string | null;

  @ApiProperty({ enum: PAYMENT_CHANNELS })
  readonly channel!: PaymentChannel;

  @ApiProperty({ enum: ['received', 'reversed'] })
  readonly state!: 'received' | 'reversed';

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly reversedOn!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly reversalReason!: string | null;

  @ApiProperty({ type: 'integer', description: 'Given back by the office, as a second person had agreed' })
  readonly refundedKopecks!: number;

  @ApiProperty({ type: String, nullable: true, description: 'The payment that counts in its place' })
  readonly replacedBy!: string | null;

  @ApiProperty({ format: 'date-time', description: 'The instant at which it became known here' })
  readonly recordedAt!: string;
}

export class PayeeTotal {
  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: 'integer', description: 'Payments that count' })
  readonly receivedKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'Payments that were recalled' })
  readonly reversedKopecks!: number;
}

export class AccountPaymentsAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: [AccountPaymentAnswer], description: 'The latest first, recalled ones included' })
  readonly payments!: readonly AccountPaymentAnswer[];

  @ApiProperty({ description: 'True when earlier ones did not fit' })
  readonly more!: boolean;

  @ApiProperty({ type: [PayeeTotal], description: 'Over all payments between the days asked for' })
  readonly totals!: readonly PayeeTotal[];
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { CivilDateField, IdentifierField, IntegerField, MayBeAbsent } from '#libs/platform';
import {
  HistoryEntry,
  HistoryFilter,
  ONLINE_AMOUNT_KOPECKS_MAX,
  Payee,
  PaymentStand,
} from '#services/payments/api/client';
import { AccountPath } from './resident.dto';

export const PAYEES: readonly Payee[] = ['main', 'capital_repair'];
const STATES = ['in_progress', 'received', 'reversed', 'refunded', 'partly_refunded', 'not_made'] as const;
const CHANNELS = ['import', 'registry', 'cash_desk', 'online', 'accountant'] as const;
const STATUSES = [
  'initiated',
  'authorized',
  'captured',
  'settled',
  'declined',
  'abandoned',
  'refunded',
] as const satisfies readonly PaymentStand['status'][];
const DAY_MAX = 28;

export class PaymentsQuery {
  @CivilDateField({ description: 'Payments from this day on', optional: true })
  readonly from?: string;

  @CivilDateField({ description: 'Payments up to this day', optional: true })
  readonly to?: string;

  @ApiPropertyOptional({ enum: STATES })
  @MayBeAbsent()
  @IsIn(STATES)
  readonly state?: NonNullable<HistoryFilter['state']>;

  @ApiPropertyOptional({ enum: PAYEES })
  @MayBeAbsent()
  @IsIn(PAYEES)
  readonly payee?: Payee;
}

class SpentShareAnswer {
  @ApiProperty()
  readonly utility!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

class SpentPartAnswer {
  @ApiProperty({ example: '2026-09' })
  readonly period!: string;

  @ApiProperty({ enum: ['principal', 'penalty'] })
  readonly part!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: [SpentShareAnswer], description: 'Empty for penalty' })
  readonly byUtility!: readonly SpentShareAnswer[];
}

export class HistoryEntryAnswer {
  @ApiProperty()
  readonly paymentId!: string;

  @ApiProperty({ format: 'date' })
  readonly paidOn!: string;

  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'Of the sum, what the bank gave back' })
  readonly refundedKopecks!: number;

  @ApiProperty({ enum: CHANNELS })
  readonly channel!: HistoryEntry['channel'];

  @ApiProperty({ enum: STATES })
  readonly state!: HistoryEntry['state'];

  @ApiProperty({ type: String, nullable: true, description: 'The payment at the bank behind it' })
  readonly onlinePaymentId!: string | null;

  @ApiProperty()
  readonly byAutopay!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'The additional service that was paid by it' })
  readonly orderId!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly reversedOn!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly reversalReason!: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty({ type: [SpentPartAnswer], description: 'What it was spent on, by month' })
  readonly spent!: readonly SpentPartAnswer[];

  @ApiProperty({ type: 'integer', description: 'Not spent yet: paid ahead' })
  readonly restKopecks!: number;
}

export class PaymentHistoryAnswer {
  @ApiProperty({ type: [HistoryEntryAnswer], description: 'The latest first' })
  readonly payments!: readonly HistoryEntryAnswer[];

  @ApiProperty({ description: 'True when earlier ones did not fit' })
  readonly more!: boolean;
}

export class StartPaymentBody {
  @ApiProperty({ enum: PAYEES })
  @IsIn(PAYEES)
  readonly payee!: Payee;

  @IntegerField({ description: 'Whole kopecks', minimum: 1, maximum: ONLINE_AMOUNT_KOPECKS_MAX, example: 123_456 })
  readonly amountKopecks!: number;
}

export class StartedPaymentAnswer {
  @ApiProperty()
  readonly paymentId!: string;

  @ApiProperty({ description: 'Where the payer goes on: the bank’s page, or ours where there is nothing more to do' })
  readonly redirectUrl!: string;

  @ApiProperty({ type: 'integer' })
  readonly position!: number;
}

export class OnlinePaymentPath extends AccountPath {
  @IdentifierField({ description: 'The payment, as it was named when it began' })
  readonly paymentId!: string;
}

export class PaymentStandAnswer {
  @ApiProperty()
  readonly paymentId!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: String, nullable: true })
  readonly orderId!: string | null;

  @ApiProperty({ enum: STATUSES })
  readonly status!: PaymentStand['status'];

  @ApiProperty({ type: 'integer', description: 'Of the sum, what the bank gave back' })
  readonly refundedKopecks!: number;

  @ApiProperty({ type: String, nullable: true, description: 'The bank’s own word' })
  readonly declineReason!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The bank’s page, while the payer may still pay there' })
  readonly pageUrl!: string | null;

  @ApiProperty({ description: 'False where the bank could not be asked' })
  readonly isAsked!: boolean;

  @ApiProperty({ type: 'integer' })
  readonly position!: number;
}

export class RequestAutopayBody {
  @ApiProperty({ enum: PAYEES })
  @IsIn(PAYEES)
  readonly payee!: Payee;

  @IntegerField({
    description: 'No charge is above it, kopecks',
    minimum: 100,
    maximum: ONLINE_AMOUNT_KOPECKS_MAX,
    example: 600_000,
  })
  readonly limitKopecks!: number;

  @IntegerField({
    description: 'Day of the month; when the slip is ready where absent',
    optional: true,
    minimum: 1,
    maximum: DAY_MAX,
    example: 10,
  })
  readonly day?: number;

  @IntegerField({
    description: 'The payment with which the bank keeps the card, kopecks',
    minimum: 100,
    maximum: ONLINE_AMOUNT_KOPECKS_MAX,
    example: 100,
  })
  readonly firstAmountKopecks!: number;
}

export class WithdrawAutopayBody {
  @ApiProperty({ enum: PAYEES })
  @IsIn(PAYEES)
  readonly payee!: Payee;
}

class AutopayTermsAnswer {
  @ApiProperty({ type: 'integer' })
  readonly limitKopecks!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: when the slip is ready' })
  readonly day!: number | null;

  @ApiProperty({ format: 'date' })
  readonly since!: string;
}

class AutopayAnswer {
  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: AutopayTermsAnswer, nullable: true, description: 'In force' })
  readonly active!: AutopayTermsAnswer | null;

  @ApiProperty({ type: AutopayTermsAnswer, nullable: true, description: 'Waiting for the first payment' })
  readonly requested!: AutopayTermsAnswer | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly withdrawnOn!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'It ended without the resident’s word' })
  readonly endedOn!: string | null;
}

export class AutopaysAnswer {
  @ApiProperty({ type: [AutopayAnswer] })
  readonly agreements!: readonly AutopayAnswer[];

  @ApiProperty({ description: 'Whether a notice of a charge can be sent: without one nothing is agreed to or charged' })
  readonly canGiveNotice!: boolean;
}

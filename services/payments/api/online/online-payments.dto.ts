import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { CivilDateField, IntegerQueryField } from '#libs/platform';
import {
  ATTENTION_FINDINGS,
  ATTENTION_REASONS,
  ATTENTION_VERDICTS,
  AttentionFinding,
  AttentionReason,
  AttentionVerdict,
} from '../../domain/online-payment.events';
import { Payee, PAYEES } from '../../domain/payment.events';
import { OnlinePaymentStatus } from '../../projections/online-payments.projection';
import { ATTENTION_PAGE_LIMIT } from './online-payments-office';

const FINDINGS: readonly AttentionFinding[] = [...new Set(Object.values(ATTENTION_FINDINGS).flat())];

const STATUSES: readonly OnlinePaymentStatus[] = [
  'initiated',
  'authorized',
  'captured',
  'settled',
  'declined',
  'abandoned',
  'refunded',
];

export class SettleOnlinePaymentBody {
  @CivilDateField({ description: 'The day of the transfer; today where absent', optional: true })
  readonly settledOn?: string;
}

export class AttentionQuery {
  @IntegerQueryField({
    description: 'At most so many, the longest waiting first',
    optional: true,
    minimum: 1,
    maximum: ATTENTION_PAGE_LIMIT,
    example: 50,
  })
  readonly limit?: number;
}

export class CloseAttentionBody {
  @ApiProperty({
    enum: ATTENTION_VERDICTS,
    description: 'No money was taken; or everything that had to be done is done',
  })
  @IsIn(ATTENTION_VERDICTS)
  readonly verdict!: AttentionVerdict;

  @ApiProperty({
    enum: FINDINGS,
    description:
      `What was found at the bank. For not_paid one of ${ATTENTION_FINDINGS.not_paid.join(', ')}; ` +
      `for dealt_with one of ${ATTENTION_FINDINGS.dealt_with.join(', ')}`,
  })
  @IsIn(FINDINGS)
  readonly finding!: AttentionFinding;
}

export class OnlinePaymentAnswer {
  @ApiProperty()
  readonly paymentId!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: String, nullable: true, description: 'The additional service that is paid by it' })
  readonly orderId!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The agreement by which it was charged' })
  readonly agreementId!: string | null;

  @ApiProperty({ enum: STATUSES })
  readonly status!: OnlinePaymentStatus;

  @ApiProperty({ type: String, nullable: true, description: 'As the bank names it' })
  readonly acquirerPaymentId!: string | null;

  @ApiProperty({ format: 'date' })
  readonly initiatedOn!: string;

  @ApiProperty({ format: 'date-time' })
  readonly initiatedAt!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly capturedOn!: string | null;

  @ApiProperty({ type: 'integer' })
  readonly refundedKopecks!: number;

  @ApiProperty({ type: String, nullable: true, description: 'The bank’s own word' })
  readonly declineReason!: string | null;

  @ApiProperty({ enum: ATTENTION_REASONS, nullable: true, description: 'Why a person has to look at it' })
  readonly attention!: AttentionReason | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Since when' })
  readonly attentionSince!: string | null;

  @ApiProperty({ description: 'A person has done what had to be done: the bank is not asked any more' })
  readonly isDealtWith!: boolean;
}

export class AttentionAnswer {
  @ApiProperty({ type: [OnlinePaymentAnswer], description: 'The longest waiting first' })
  readonly payments!: readonly OnlinePaymentAnswer[];

  @ApiProperty({ description: 'True when more did not fit' })
  readonly more!: boolean;

  @ApiProperty({ type: 'integer', description: 'All of them' })
  readonly total!: number;
}

import { ApiProperty } from '@nestjs/swagger';
import { CivilDateField } from '#libs/platform';
import { Payee, PAYEES } from '../../domain/payment.events';
import { OnlinePaymentStatus } from '../../projections/online-payments.projection';

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
}

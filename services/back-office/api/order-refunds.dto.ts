import { ApiProperty } from '@nestjs/swagger';
import { IdentifierField } from '#libs/platform';
import { OrderToRefund } from '#services/support/api/client';

export class OrderRefundPath {
  @IdentifierField({ description: 'The order' })
  readonly orderId!: string;
}

class OrderToRefundAnswer implements OrderToRefund {
  @ApiProperty()
  readonly orderId!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ description: 'What was ordered' })
  readonly title!: string;

  @ApiProperty({ enum: ['placed', 'confirmed', 'completed', 'cancelled'] })
  readonly state!: OrderToRefund['state'];

  @ApiProperty({ format: 'date' })
  readonly visitOn!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly cancelledBecause!: OrderToRefund['cancelledBecause'];

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'Paid at the bank and not given back' })
  readonly paidKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'What has to go back' })
  readonly refundKopecks!: number;

  @ApiProperty({ type: [String], description: 'Its payments, by their names here' })
  readonly paymentIds!: readonly string[];
}

export class OrderRefundsAnswer {
  @ApiProperty({ type: [OrderToRefundAnswer], description: 'To be asked for, the earliest visit first' })
  readonly due!: readonly OrderToRefundAnswer[];

  @ApiProperty({
    type: [OrderToRefundAnswer],
    description: 'Agreed to by two people: somebody gives it back at the bank',
  })
  readonly agreed!: readonly OrderToRefundAnswer[];

  @ApiProperty({ description: 'There are more of one of them' })
  readonly more!: boolean;
}

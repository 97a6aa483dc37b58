import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { CivilDateField, IdentifierField, IntegerQueryField, MayBeAbsent, MinPositionQuery } from '#libs/platform';
import {
  CANCELLATION_REASONS,
  CancellationReason,
  OrderAuthor,
  PartOfDay,
  PARTS_OF_DAY,
  PAYMENT_WAYS,
  PaymentWay,
} from '../domain/order.events';
import { OrderCard, OrderStateName, OrderStep, OrderStepReason } from '../projections/orders.projection';

export const ORDERS_PAGE_LIMIT = 200;
const STATES: readonly OrderStateName[] = ['placed', 'confirmed', 'completed', 'cancelled'];
const AUTHORS: readonly OrderAuthor[] = ['resident', 'office'];
const STEPS: readonly OrderStep['kind'][] = [
  'placed',
  'confirmed',
  'rescheduled',
  'cancelled',
  'completed',
  'paid',
  'refunded',
  'charged',
  'charge_withdrawn',
];

export class OrderPath {
  @IdentifierField({ description: 'The order' })
  readonly orderId!: string;
}

export class OrdersRequest extends MinPositionQuery {
  @ApiPropertyOptional({ enum: STATES, description: 'Only orders of this state' })
  @MayBeAbsent()
  @IsIn(STATES)
  readonly state?: OrderStateName;

  @ApiPropertyOptional({ enum: ['due'], description: 'Only orders whose money the office has to give back' })
  @MayBeAbsent()
  @IsIn(['due'])
  readonly refund?: 'due';

  @CivilDateField({ description: 'Visits from this day', optional: true })
  readonly from?: string;

  @CivilDateField({ description: 'Visits up to this day', optional: true })
  readonly to?: string;

  @IntegerQueryField({
    description: 'At most so many',
    optional: true,
    minimum: 1,
    maximum: ORDERS_PAGE_LIMIT,
    example: 50,
  })
  readonly limit?: number;
}

export class RescheduleOrderBody {
  @CivilDateField({ description: 'The day of the visit' })
  readonly visitOn!: string;

  @ApiProperty({ enum: PARTS_OF_DAY })
  @IsIn(PARTS_OF_DAY)
  readonly partOfDay!: PartOfDay;
}

export class CancelOrderBody {
  @ApiProperty({ enum: CANCELLATION_REASONS, description: 'Why the order is cancelled' })
  @IsIn(CANCELLATION_REASONS)
  readonly because!: CancellationReason;
}

export class CompleteOrderBody {
  @CivilDateField({ description: 'The day of the work; today where absent', optional: true })
  readonly completedOn?: string;
}

export class OrderStepAnswer implements OrderStep {
  @ApiProperty({ enum: STEPS })
  readonly kind!: OrderStep['kind'];

  @ApiProperty({ format: 'date', description: 'Of the visit where it was placed or moved, else of the step itself' })
  readonly on!: string;

  @ApiProperty({ enum: AUTHORS, nullable: true })
  readonly by!: OrderAuthor | null;

  @ApiProperty({ enum: [...CANCELLATION_REASONS, 'paid_at_once', 'payment_returned'], nullable: true })
  readonly because!: OrderStepReason | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly amountKopecks!: number | null;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;
}

/** An order without what the resident wrote, which stays sealed. */
export class OrderAnswer implements Omit<OrderCard, 'payments' | 'comment' | 'refundAgreedKopecks'> {
  @ApiProperty()
  readonly orderId!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly serviceId!: string;

  @ApiProperty({ description: 'The name of the service on the day of the order' })
  readonly title!: string;

  @ApiProperty({ type: 'integer' })
  readonly quantity!: number;

  @ApiProperty()
  readonly unit!: string;

  @ApiProperty({ type: 'integer' })
  readonly unitPriceKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ format: 'date' })
  readonly visitOn!: string;

  @ApiProperty({ enum: PARTS_OF_DAY })
  readonly partOfDay!: PartOfDay;

  @ApiProperty({ enum: PAYMENT_WAYS })
  readonly paid!: PaymentWay;

  @ApiProperty({ format: 'date', description: 'The last day on which the resident may cancel or move it' })
  readonly changeableUntil!: string;

  @ApiProperty({ enum: STATES })
  readonly state!: OrderStateName;

  @ApiProperty({ format: 'date' })
  readonly placedOn!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly completedOn!: string | null;

  @ApiProperty({ enum: CANCELLATION_REASONS, nullable: true })
  readonly cancelledBecause!: CancellationReason | null;

  @ApiProperty({ type: 'integer', description: 'Paid at the bank and not given back' })
  readonly paidKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'What can be paid at the bank now' })
  readonly payableKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'What the office has to give back' })
  readonly refundDueKopecks!: number;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The day as of which its sum stands on a slip',
  })
  readonly chargedOn!: string | null;

  @ApiProperty({ description: 'True where the resident has written a comment' })
  readonly commented!: boolean;

  @ApiProperty({ type: [OrderStepAnswer], description: 'In the order in which it happened' })
  readonly history!: readonly OrderStepAnswer[];
}

export class OrdersAnswer {
  @ApiProperty({ type: [OrderAnswer] })
  readonly orders!: readonly OrderAnswer[];

  @ApiProperty({ description: 'True when there are more' })
  readonly more!: boolean;
}

export class OrderReceiptAnswer {
  @ApiProperty()
  readonly orderId!: string;

  @ApiProperty({ description: 'Give it as minPosition to a query to see what the command did', example: 1234 })
  readonly position!: number;
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import { CivilDateField, IdentifierField, IntegerField, MayBeAbsent } from '#libs/platform';
import {
  COMMENT_CHARACTERS_LIMIT,
  OrderAnswer,
  PartOfDay,
  PARTS_OF_DAY,
  PAYMENT_WAYS,
  PaymentWay,
} from '#services/support/api/client';
import { AccountPath } from './resident.dto';

/** More than any company allows in one order; how much is allowed the terms of the service say. */
const QUANTITY_MAX = 999;

export class AccountServicePath extends AccountPath {
  @IdentifierField({ description: 'The additional service' })
  readonly serviceId!: string;
}

export class AccountOrderPath extends AccountPath {
  @IdentifierField({ description: 'An order of the account' })
  readonly orderId!: string;
}

export class OwnOrderAnswer extends OrderAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'What was written for the specialist' })
  readonly comment!: string | null;
}

export class OwnOrdersAnswer {
  @ApiProperty({ type: [OwnOrderAnswer], description: 'The latest visit first' })
  readonly orders!: readonly OwnOrderAnswer[];
}

export class RescheduleOwnOrderBody {
  @CivilDateField({ description: 'The day of the visit' })
  readonly visitOn!: string;

  @ApiProperty({ enum: PARTS_OF_DAY })
  @IsIn(PARTS_OF_DAY)
  readonly partOfDay!: PartOfDay;
}

export class PlaceOrderBody extends RescheduleOwnOrderBody {
  @IdentifierField({ description: 'The additional service' })
  readonly serviceId!: string;

  @IntegerField({ description: 'How many units', minimum: 1, maximum: QUANTITY_MAX, example: 1 })
  readonly quantity!: number;

  @ApiProperty({ enum: PAYMENT_WAYS, description: '`on_slip`: after the work, with the charges of its month' })
  @IsIn(PAYMENT_WAYS)
  readonly paid!: PaymentWay;

  @ApiPropertyOptional({
    description: 'What the specialist should know; only the holder of the account and the office read it',
    minLength: 1,
    maxLength: COMMENT_CHARACTERS_LIMIT,
    example: 'Домофон 42',
  })
  @MayBeAbsent()
  @IsString()
  @Length(1, COMMENT_CHARACTERS_LIMIT)
  readonly comment?: string;
}

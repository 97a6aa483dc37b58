import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { CivilDateField, IdentifierField, IntegerField, IntegerQueryField, MayBeAbsent } from '#libs/platform';
import { Payee, PAYEES, PAYMENT_CHANNELS, PaymentChannel } from '#services/payments/api/client';
import { ReasonBody } from './staff.dto';

const PAYMENTS_PAGE_MAX = 500;
/** 999,999,999.99 roubles: more than anybody pays at once. */
const KOPECKS_MAX = 99_999_999_999;

export class PaymentsQuery {
  @CivilDateField({ description: 'Paid on this day or later', optional: true })
  readonly from?: string;

  @CivilDateField({ description: 'Paid on this day or earlier', optional: true })
  readonly to?: string;

  @ApiPropertyOptional({ enum: PAYMENT_CHANNELS })
  @MayBeAbsent()
  @IsIn(PAYMENT_CHANNELS)
  readonly channel?: PaymentChannel;

  @ApiPropertyOptional({ enum: ['received', 'reversed'] })
  @MayBeAbsent()
  @IsIn(['received', 'reversed'])
  readonly state?: 'received' | 'reversed';

  @ApiPropertyOptional({ enum: PAYEES })
  @MayBeAbsent()
  @IsIn(PAYEES)
  readonly payee?: Payee;

  @IdentifierField({ description: 'Of this account', optional: true })
  readonly account?: string;

  @IntegerQueryField({
    ...{ description: 'At most so many, the latest first', optional: true },
    ...{ minimum: 1, maximum: PAYMENTS_PAGE_MAX, example: 100 },
  })
  readonly limit?: number;
}

export class RefundBody extends ReasonBody {
  @IntegerField({
    ...{ description: 'What goes back, kopecks; at most what was paid' },
    ...{ minimum: 1, maximum: KOPECKS_MAX, example: 150_000 },
  })
  readonly amountKopecks!: number;
}

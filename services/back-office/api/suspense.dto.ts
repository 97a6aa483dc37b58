import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IdentifierField, IntegerQueryField, MayBeAbsent } from '#libs/platform';
import {
  LikeAccount,
  SET_ASIDE_REASONS,
  SET_ASIDE_STATUSES,
  SetAsideReason,
  SetAsideStatus,
} from '#services/payments/api/client';

const SUSPENSE_PAGE_MAX = 500;

export class SuspenseQuery {
  @ApiPropertyOptional({ enum: SET_ASIDE_STATUSES, default: 'waiting' })
  @MayBeAbsent()
  @IsIn(SET_ASIDE_STATUSES)
  readonly status?: SetAsideStatus;

  @ApiPropertyOptional({ enum: SET_ASIDE_REASONS })
  @MayBeAbsent()
  @IsIn(SET_ASIDE_REASONS)
  readonly because?: SetAsideReason;

  @IdentifierField({ description: 'Only those of this file', optional: true })
  readonly registryId?: string;

  @IntegerQueryField({
    ...{ description: 'At most so many', optional: true },
    ...{ minimum: 1, maximum: SUSPENSE_PAGE_MAX, example: 100 },
  })
  readonly limit?: number;
}

class LikeAccountAnswer implements LikeAccount {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: 'integer', description: 'By how many slips of the hand its number differs' })
  readonly slips!: number;
}

export class LikeAccountsAnswer {
  @ApiProperty({ type: [LikeAccountAnswer], description: 'The nearest first' })
  readonly accounts!: readonly LikeAccountAnswer[];
}

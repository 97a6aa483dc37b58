import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { TableFormat } from '#libs/gateway';
import { BillingPeriodField, IdentifierField, KnownAtField, MayBeAbsent } from '#libs/platform';
import { TURNOVER_GROUPS, TurnoverGroup, TurnoverRowAnswer } from '#services/billing/api/client';
import { FormatField, PageField } from './sheet-file.dto';
import { BalancesAtEnd, TurnoverPage } from './turnover-sheet';

class TurnoverAsked {
  @BillingPeriodField({ description: 'The first closed period' })
  readonly from!: string;

  @BillingPeriodField({ description: 'The last closed period' })
  readonly to!: string;

  @ApiPropertyOptional({ enum: TURNOVER_GROUPS, default: 'house', description: 'A row for each' })
  @MayBeAbsent()
  @IsIn(TURNOVER_GROUPS)
  readonly by?: TurnoverGroup;

  @IdentifierField({ description: 'One house only', optional: true })
  readonly houseId?: string;

  @IdentifierField({ description: 'One account only', optional: true })
  readonly account?: string;

  @KnownAtField({ description: 'Only what had been closed by then: an instant or the end of a day', optional: true })
  readonly knownAt?: string;
}

export class TurnoverPageQuery extends TurnoverAsked {
  @PageField()
  readonly page?: number;
}

export class TurnoverFileQuery extends TurnoverAsked {
  @FormatField()
  readonly format!: TableFormat;
}

export class TurnoverTotalsAnswer {
  @ApiProperty({ type: 'integer' })
  readonly openingKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly chargedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly recalculatedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly penaltyKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly paidKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly returnedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly closingKopecks!: number;
}

export class BalancesAtEndAnswer implements BalancesAtEnd {
  @ApiProperty({ type: 'integer' })
  readonly debtsKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly overpaidKopecks!: number;
}

export class TurnoverPageAnswer implements TurnoverPage {
  @ApiProperty({ type: [TurnoverRowAnswer] })
  readonly rows!: readonly TurnoverRowAnswer[];

  @ApiProperty({ type: TurnoverTotalsAnswer, description: 'Of the rows of all pages' })
  readonly total!: TurnoverTotalsAnswer;

  @ApiProperty({ type: 'integer', description: 'Rows of all pages' })
  readonly count!: number;

  @ApiProperty({ type: 'integer' })
  readonly page!: number;

  @ApiProperty({ type: 'integer' })
  readonly pages!: number;

  @ApiProperty({
    type: BalancesAtEndAnswer,
    nullable: true,
    description: 'What the accounts owe and what they have overpaid, of all pages; null where a row is not an account',
  })
  readonly atEnd!: BalancesAtEndAnswer | null;
}

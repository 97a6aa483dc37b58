import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn } from 'class-validator';
import { TableFormat } from '#libs/gateway';
import { CivilDateField, IdentifierField, IntegerQueryField, KnownAtField, MayBeAbsent } from '#libs/platform';
import { DebtorAnswer, PAYEES, Payee } from '#services/billing/api/client';
import { OVERDUE_DAYS, OverdueDays } from './debtors-list';
import { FormatField, PageField } from './sheet-file.dto';

const KOPECKS_MAX = 99_999_999_999;

class DebtorsFilter {
  @CivilDateField({ description: 'Debts at the end of this day' })
  readonly asOf!: string;

  @KnownAtField({ description: 'Only what had been recorded by then: an instant or the end of a day', optional: true })
  readonly knownAt?: string;

  @IdentifierField({ description: 'One house only', optional: true })
  readonly houseId?: string;

  @ApiPropertyOptional({ enum: PAYEES, description: 'Debts to one payee only' })
  @MayBeAbsent()
  @IsIn(PAYEES)
  readonly payee?: Payee;

  @IntegerQueryField({
    description: 'Only debts above so many kopecks',
    optional: true,
    minimum: 0,
    maximum: KOPECKS_MAX,
    example: 500_000,
  })
  readonly aboveKopecks?: number;

  @ApiPropertyOptional({ enum: OVERDUE_DAYS, type: 'integer', description: 'Only what is overdue for longer' })
  @MayBeAbsent()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
  )
  @IsIn(OVERDUE_DAYS)
  readonly overdueDays?: OverdueDays;

  @ApiPropertyOptional({ enum: ['yes', 'no'], description: 'Only who pays by parts, or only who does not' })
  @MayBeAbsent()
  @IsIn(['yes', 'no'])
  readonly instalments?: 'yes' | 'no';

  @ApiPropertyOptional({ enum: ['debt'], description: 'The largest debt first; by account where absent' })
  @MayBeAbsent()
  @IsIn(['debt'])
  readonly order?: 'debt';
}

export class DebtorsPageQuery extends DebtorsFilter {
  @PageField()
  readonly page?: number;
}

export class DebtorsFileQuery extends DebtorsFilter {
  @FormatField()
  readonly format!: TableFormat;
}

export class DebtTotalsAnswer {
  @ApiProperty({ type: 'integer' })
  readonly notDueKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly upTo30DaysKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly upTo60DaysKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly upTo90DaysKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly upTo180DaysKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly over180DaysKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly penaltyKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly advanceKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly debtKopecks!: number;
}

export class ListedDebtorAnswer extends DebtorAnswer {
  @ApiProperty({ description: 'An agreement to pay by parts ran on the day' })
  readonly instalments!: boolean;
}

export class DebtorsPageAnswer {
  @ApiProperty({ type: [ListedDebtorAnswer] })
  readonly rows!: readonly ListedDebtorAnswer[];

  @ApiProperty({ type: DebtTotalsAnswer, description: 'Of the rows of all pages' })
  readonly total!: DebtTotalsAnswer;

  @ApiProperty({ type: 'integer', description: 'Rows of all pages' })
  readonly count!: number;

  @ApiProperty({ type: 'integer' })
  readonly page!: number;

  @ApiProperty({ type: 'integer' })
  readonly pages!: number;
}

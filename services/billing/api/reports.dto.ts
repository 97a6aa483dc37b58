import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import {
  BillingPeriodField,
  CivilDateField,
  IdentifierField,
  KnownAtField,
  MayBeAbsent,
  MinPositionQuery,
} from '#libs/platform';
import { Payee, PAYEES } from '../domain/reference-book';
import { PenaltyThroughField } from './accounts.dto';
import { TURNOVER_GROUPS, TurnoverGroup } from './turnover.query';

export class TurnoverRequest extends MinPositionQuery {
  @BillingPeriodField({ description: 'The first period' })
  readonly from!: string;

  @BillingPeriodField({ description: 'The last period' })
  readonly to!: string;

  @ApiPropertyOptional({ enum: TURNOVER_GROUPS, default: 'account', description: 'A row for each' })
  @MayBeAbsent()
  @IsIn(TURNOVER_GROUPS)
  readonly by?: TurnoverGroup;

  @IdentifierField({ description: 'One house only', optional: true })
  readonly house?: string;

  @IdentifierField({ description: 'One account only', optional: true })
  readonly account?: string;

  @KnownAtField({ description: 'Only what had been closed by then: an instant or the end of a day', optional: true })
  readonly knownAt?: string;
}

export class TurnoverRowAnswer {
  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: String, nullable: true, description: 'null where the sheet is by house or by utility' })
  readonly account!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'null where the sheet is by utility' })
  readonly houseId!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'By utility: the utility, `order:<id>`, or `#penalty`, `#advance`, `#brought_forward`',
  })
  readonly part!: string | null;

  @ApiProperty({ type: 'integer', description: 'Below zero it is an advance' })
  readonly openingKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly chargedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly recalculatedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly penaltyKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly paidKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'Payments taken back' })
  readonly returnedKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'opening + charged + recalculated + penalty − paid + returned' })
  readonly closingKopecks!: number;
}

export class TurnoverAnswer {
  @ApiProperty({ enum: ['kvitok-turnover/1'] })
  readonly format!: string;

  @ApiProperty({ description: 'The first period', example: '2026-09' })
  readonly from!: string;

  @ApiProperty({ description: 'The last period', example: '2026-09' })
  readonly to!: string;

  @ApiProperty({ enum: TURNOVER_GROUPS })
  readonly by!: TurnoverGroup;

  @ApiProperty({ type: [TurnoverRowAnswer] })
  readonly rows!: TurnoverRowAnswer[];
}

export class DebtorsRequest extends MinPositionQuery {
  @CivilDateField({ description: 'Debts at the end of this day' })
  readonly asOf!: string;

  @IdentifierField({ description: 'One house only', optional: true })
  readonly house?: string;

  @KnownAtField({ description: 'Only what had been recorded by then: an instant or the end of a day', optional: true })
  readonly knownAt?: string;
}

export class DebtorAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: 'integer', description: 'Principal of months whose due day has not passed' })
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

  @ApiProperty({ type: 'integer', description: 'Accrued to the day and not paid' })
  readonly penaltyKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly advanceKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'On the last day of a period its closing balance' })
  readonly debtKopecks!: number;

  @ApiProperty({ type: String, nullable: true, format: 'date' })
  readonly overdueSince!: string | null;

  @PenaltyThroughField()
  readonly penaltyThrough?: string;
}

export class DebtorsAnswer {
  @ApiProperty({ enum: ['kvitok-debtors/1'] })
  readonly format!: string;

  @ApiProperty({ format: 'date' })
  readonly asOf!: string;

  @ApiProperty({ type: [DebtorAnswer] })
  readonly debtors!: DebtorAnswer[];
}

import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import {
  BillingPeriodField,
  CivilDateField,
  IdentifierField,
  IntegerQueryField,
  KnownAtField,
  MayBeAbsent,
} from '#libs/platform';
import { InstalmentsCardAnswer, StatementAnswer } from '#services/billing/api/client';
import { READING_EXPLANATIONS, ReadingExplanation, RegisterValuesField } from '#services/metering/api/client';

const MONTHS_MAX = 24;
const KOPECKS_MAX = 99_999_999_999;

export class AccountPath {
  @IdentifierField({ description: 'One of the accounts of the sign-in' })
  readonly account!: string;
}

export class AccountPeriodPath extends AccountPath {
  @BillingPeriodField({ description: 'A billing period' })
  readonly period!: string;
}

export class AccountMeterPath extends AccountPath {
  @IdentifierField({ description: 'A meter of the account' })
  readonly meterId!: string;
}

class OwnAccountAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly address!: string;

  @ApiProperty()
  readonly flat!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The first day that is not billed' })
  readonly closedOn!: string | null;
}

export class OwnAccountsAnswer {
  @ApiProperty({ type: [OwnAccountAnswer] })
  readonly accounts!: readonly OwnAccountAnswer[];
}

export class StatementsAnswer {
  @ApiProperty({ type: [StatementAnswer], description: 'Closed periods, oldest first' })
  readonly statements!: readonly unknown[];
}

export class ExplainQuery {
  @IdentifierField({ description: 'One utility; all of them where absent', optional: true })
  readonly utility?: string;
}

export class DebtQuery {
  @CivilDateField({ description: 'The end of this day; of today where absent', optional: true })
  readonly asOf?: string;

  @KnownAtField({ description: 'As it was known by then; by now where absent', optional: true })
  readonly knownAt?: string;
}

class PenaltyForecastRow {
  @ApiProperty({ format: 'date' })
  readonly on!: string;

  @ApiProperty({ type: 'integer', description: 'Penalty at the end of the day when nothing is paid' })
  readonly penaltyKopecks!: number;
}

export class PenaltyForecastAnswer {
  @ApiProperty({ type: [PenaltyForecastRow], description: 'Days on which no rule is in force yet are left out' })
  readonly days!: readonly PenaltyForecastRow[];
}

export class ConsumptionQuery {
  @IdentifierField({ description: 'The utility' })
  readonly utility!: string;

  @IntegerQueryField({
    description: 'How many of the latest months; 12 where absent',
    optional: true,
    minimum: 1,
    maximum: MONTHS_MAX,
    example: 12,
  })
  readonly months?: number;
}

class ConsumptionMonth {
  @ApiProperty({ example: '2026-09' })
  readonly period!: string;

  @ApiProperty({ example: '4.231', description: 'All registers together' })
  readonly volume!: string;

  @ApiProperty({ example: 'm3' })
  readonly unit!: string;

  @ApiProperty({ type: [String], example: ['meter'], description: 'How the volume was found' })
  readonly bases!: readonly string[];

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly recalculatedKopecks!: number;
}

export class ConsumptionAnswer {
  @ApiProperty()
  readonly utility!: string;

  @ApiProperty({ type: [ConsumptionMonth], description: 'Oldest first' })
  readonly months!: readonly ConsumptionMonth[];
}

class RateRow {
  @ApiProperty({ format: 'date' })
  readonly from!: string;

  @ApiProperty({ example: '13.73', description: 'Roubles for a square metre a month' })
  readonly price!: string;
}

class ContributionMonth {
  @ApiProperty({ example: '2026-09' })
  readonly period!: string;

  @ApiProperty({ type: 'integer' })
  readonly chargedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly recalculatedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly penaltyKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly paymentsKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'Below zero: paid in advance' })
  readonly closingKopecks!: number;
}

class FundAnswer {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty()
  readonly inn!: string;

  @ApiProperty({ description: '20 digits' })
  readonly bankAccount!: string;

  @ApiProperty()
  readonly bankName!: string;

  @ApiProperty()
  readonly bic!: string;
}

export class CapitalRepairAnswer {
  @ApiProperty({ example: '64.9' })
  readonly totalAreaM2!: string;

  @ApiProperty({ type: 'integer', description: 'What is owed now; below zero: paid in advance' })
  readonly balanceKopecks!: number;

  @ApiProperty({ type: [RateRow], description: 'Oldest first' })
  readonly rates!: readonly RateRow[];

  @ApiProperty({ type: [ContributionMonth], description: 'Oldest first' })
  readonly months!: readonly ContributionMonth[];

  @ApiProperty({ type: FundAnswer, nullable: true })
  readonly fund!: FundAnswer | null;
}

export class ReadingForecastBody {
  @IdentifierField({ description: 'A meter of the account' })
  readonly meterId!: string;

  @RegisterValuesField()
  readonly values!: string[];
}

export class GiveReadingBody extends ReadingForecastBody {
  @ApiPropertyOptional({
    enum: READING_EXPLANATIONS,
    description: 'Why a doubtful reading is right; absent before the person was asked (METERING_READING_DOUBTFUL)',
  })
  @MayBeAbsent()
  @IsIn(READING_EXPLANATIONS)
  readonly explanation?: ReadingExplanation;
}

export class ReplaceReadingBody extends GiveReadingBody {
  @CivilDateField({ description: 'The day taken of the reading that is replaced' })
  readonly takenOn!: string;
}

export class ReadingForecastAnswer {
  @ApiProperty({ type: [String], description: 'What each register adds' })
  readonly growth!: readonly string[];

  @ApiProperty({ type: 'integer', description: 'The month’s charge for the utility with this reading' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'More or less than without it' })
  readonly differenceKopecks!: number;
}

export class FormSlipBody {
  @BillingPeriodField({ description: 'A closed billing period' })
  readonly period!: string;
}

export const PAYEES = ['main', 'capital_repair'] as const;

export class PaymentCodeQuery {
  @ApiProperty({ enum: PAYEES, description: 'Whose money it is' })
  @IsIn(PAYEES)
  readonly payee!: (typeof PAYEES)[number];

  @IntegerQueryField({
    description: 'The sum; the payer says it where absent',
    optional: true,
    minimum: 1,
    maximum: KOPECKS_MAX,
    example: 250_730,
  })
  readonly amountKopecks?: number;
}

/** What a resident sees of an agreement to pay by parts. */
class OwnInstalments extends PickType(InstalmentsCardAnswer, [
  'payee',
  'agreedOn',
  'amountKopecks',
  'leftKopecks',
  'parts',
  'next',
  'overdueKopecks',
]) {}

export class OwnInstalmentsAnswer {
  @ApiProperty({ type: [OwnInstalments] })
  readonly agreements!: readonly OwnInstalments[];
}

import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import {
  BillingPeriodField,
  CivilDateField,
  IdentifierField,
  KnownAtField,
  MayBeAbsent,
  MinPositionQuery,
} from '#libs/platform';
import { Payee, PAYEES } from '../domain/reference-book';

/** A utility of the company, or `order:<id>`: what a line of a statement names. */
function UtilityOrOrderField(): PropertyDecorator {
  const form = /^(order:)?[0-9A-Za-z_.-]{1,32}$/;
  return applyDecorators(
    ApiPropertyOptional({
      description: 'The lines of this utility only, or of one order for an additional service: `order:<id>`',
      type: 'string',
      pattern: form.source,
      example: 'cold_water',
    }),
    MayBeAbsent(),
    IsString(),
    Matches(form),
  );
}

/** Of a debt that is told on a day that the rules of penalty do not cover. */
export function PenaltyThroughField(): PropertyDecorator {
  return ApiPropertyOptional({
    type: String,
    format: 'date',
    description:
      'The last day through which penalty is counted: the last that the rules are known for. Absent where that is the day of the debts itself',
  });
}

export class AccountPath {
  @IdentifierField({ description: 'The dwelling account' })
  readonly account!: string;
}

export class AccountPeriodPath extends AccountPath {
  @BillingPeriodField({ description: 'The billing period' })
  readonly period!: string;
}

export class StatementsRequest extends MinPositionQuery {
  @BillingPeriodField({ description: 'The first period', optional: true })
  readonly from?: string;

  @BillingPeriodField({ description: 'The last period', optional: true })
  readonly to?: string;

  @KnownAtField({ description: 'Only what had been recorded by then: an instant or the end of a day', optional: true })
  readonly knownAt?: string;
}

export class AgingRequest extends MinPositionQuery {
  @CivilDateField({ description: 'Debts at the end of this day' })
  readonly asOf!: string;

  @KnownAtField({ description: 'Only what had been recorded by then: an instant or the end of a day', optional: true })
  readonly knownAt?: string;
}

export class ExplainRequest extends MinPositionQuery {
  @UtilityOrOrderField()
  readonly utility?: string;

  @KnownAtField({ description: 'The calculation that was in force then', optional: true })
  readonly knownAt?: string;
}

class ChargeAnswer {
  @ApiProperty({ example: 'cold_water' })
  readonly utility!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The part of a tariff of several parts' })
  readonly component!: string | null;

  @ApiProperty({ description: 'How the volume was found', example: 'meter' })
  readonly basis!: string;

  @ApiProperty({ description: 'Exact decimal, at most six places', example: '7.642' })
  readonly quantity!: string;

  @ApiProperty({ example: 'm3' })
  readonly unit!: string;

  @ApiProperty({ description: 'Roubles for a unit', example: '44.86' })
  readonly tariff!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The raising coefficient' })
  readonly coefficient!: string | null;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'The part of it that the raising coefficient adds' })
  readonly excessKopecks!: number;

  @ApiPropertyOptional({ description: 'Of an order for an additional service, whose utility is `order:<id>`' })
  readonly title?: string;
}

class RecalculationAnswer {
  @ApiProperty({ example: 'sewage' })
  readonly utility!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly component!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The utility from which the volume comes' })
  readonly source!: string | null;

  @ApiProperty({ example: 'true_up' })
  readonly reason!: string;

  @ApiProperty({ description: 'The period that is corrected', example: '2026-04' })
  readonly ofPeriod!: string;

  @ApiProperty({ example: '-2.5' })
  readonly quantity!: string;

  @ApiProperty({ example: '33.15' })
  readonly tariff!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiPropertyOptional({ description: 'Of an order for an additional service' })
  readonly title?: string;
}

class StatementPayeeAnswer {
  @ApiProperty({ enum: ['main', 'capital_repair'] })
  readonly payee!: string;

  @ApiProperty({ type: 'integer' })
  readonly openingKopecks!: number;

  @ApiProperty({ type: [ChargeAnswer] })
  readonly charges!: readonly ChargeAnswer[];

  @ApiProperty({ type: [RecalculationAnswer] })
  readonly recalculations!: readonly RecalculationAnswer[];

  @ApiProperty({ type: 'integer' })
  readonly chargedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly recalculatedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly penaltyKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'Received less reversed in the period' })
  readonly paymentsKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'Below zero it is an advance' })
  readonly closingKopecks!: number;
}

export class StatementAnswer {
  @ApiProperty({ example: '6301000017' })
  readonly account!: string;

  @ApiProperty({ example: '2026-09' })
  readonly period!: string;

  @ApiProperty({ format: 'date' })
  readonly dueDate!: string;

  @ApiProperty({ type: [StatementPayeeAnswer], description: 'Always two, main first' })
  readonly payees!: readonly StatementPayeeAnswer[];
}

export class StatementsAnswer {
  @ApiProperty({ enum: ['kvitok-statements/1'] })
  readonly format!: string;

  @ApiProperty({ type: [StatementAnswer] })
  readonly statements!: readonly StatementAnswer[];
}

class UtilityShareAnswer {
  @ApiProperty()
  readonly utility!: string;

  @ApiProperty({ type: 'integer' })
  readonly principalKopecks!: number;
}

class AgedLineAnswer {
  @ApiProperty({ description: 'The period in which the debt arose', example: '2026-05' })
  readonly period!: string;

  @ApiProperty({ format: 'date' })
  readonly dueDate!: string;

  @ApiProperty({ type: 'integer' })
  readonly principalKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'Accrued to the day and not paid' })
  readonly penaltyKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'The part of it that closes have posted' })
  readonly penaltyPostedKopecks!: number;

  @ApiProperty({ description: 'Past the limitation of actions' })
  readonly timeBarred!: boolean;

  @ApiProperty({ type: [UtilityShareAnswer] })
  readonly byUtility!: readonly UtilityShareAnswer[];
}

class AgedPayeeAnswer {
  @ApiProperty({ enum: ['main', 'capital_repair'] })
  readonly payee!: string;

  @ApiProperty({ type: [AgedLineAnswer] })
  readonly lines!: readonly AgedLineAnswer[];

  @ApiProperty({ type: 'integer' })
  readonly principalKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly penaltyKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly advanceKopecks!: number;
}

export class AgedAccountAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: [AgedPayeeAnswer] })
  readonly payees!: readonly AgedPayeeAnswer[];

  @PenaltyThroughField()
  readonly penaltyThrough?: string;
}

export class AgingAnswer {
  @ApiProperty({ enum: ['kvitok-aging/1'] })
  readonly format!: string;

  @ApiProperty({ format: 'date' })
  readonly asOf!: string;

  @ApiProperty({ type: [AgedAccountAnswer] })
  readonly accounts!: readonly AgedAccountAnswer[];
}

class ExplainedInputAnswer {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty()
  readonly value!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The event that supplied it' })
  readonly eventId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly type!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly recordedAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly actor!: string | null;
}

class ExplainedLineAnswer {
  @ApiProperty({ enum: ['charge', 'recalculation'] })
  readonly kind!: string;

  @ApiProperty()
  readonly utility!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly component!: string | null;

  @ApiProperty()
  readonly basis!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly source!: string | null;

  @ApiProperty()
  readonly ofPeriod!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ description: 'The formula with its numbers' })
  readonly formula!: string;

  @ApiProperty({ description: 'The result before rounding' })
  readonly exact!: string;

  @ApiProperty({ description: 'The branch of the rules that was taken, and why' })
  readonly why!: string;

  @ApiProperty({ type: [ExplainedInputAnswer] })
  readonly inputs!: readonly ExplainedInputAnswer[];

  @ApiPropertyOptional({ description: 'Of an order for an additional service' })
  readonly title?: string;
}

class CalculatedByAnswer {
  @ApiProperty()
  readonly eventId!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty()
  readonly actor!: string;
}

class ExplainedWaiverAnswer {
  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ description: 'The month whose debt bore the penalty' })
  readonly ofPeriod!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty()
  readonly cause!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly document!: string | null;

  @ApiProperty()
  readonly eventId!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;
}

export class ExplanationAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly period!: string;

  @ApiProperty({ type: CalculatedByAnswer })
  readonly calculatedBy!: CalculatedByAnswer;

  @ApiProperty({ type: [ExplainedLineAnswer] })
  readonly lines!: readonly ExplainedLineAnswer[];

  @ApiPropertyOptional({ type: [ExplainedWaiverAnswer], description: 'Penalty that is given up' })
  readonly waivers?: readonly ExplainedWaiverAnswer[];
}

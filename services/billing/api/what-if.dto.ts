import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { CivilDateField, IdentifierField, IntegerField, MayBeAbsent } from '#libs/platform';
import { COMPONENTS, Payee, PAYEES } from '../domain/reference-book';
import { PERSONS_MAX } from '../domain/what-if.policy';

const LIST_MAX = 20;
const REGISTERS_MAX = 3;
const VALUE_CHARACTERS_MAX = 22;
const PRICE_FORM = /^\d{1,7}(\.\d{1,6})?$/;
const KOPECKS_MAX = 99_999_999_999;

/** Why a supposition is not answered, besides an unknown account. */
export const WHAT_IF_REFUSALS = [
  'BILLING_NO_RULE_IN_FORCE',
  'BILLING_PERIOD_CLOSED',
  'BILLING_WHAT_IF_CHANGES',
  'BILLING_WHAT_IF_DATE',
  'BILLING_WHAT_IF_UNKNOWN_METER',
  'BILLING_WHAT_IF_READING',
  'BILLING_WHAT_IF_READING_BELOW',
  'BILLING_WHAT_IF_UNKNOWN_UTILITY',
  'BILLING_WHAT_IF_PRICE',
  'BILLING_WHAT_IF_NO_SUCH_TARIFF',
  'BILLING_WHAT_IF_NEEDS_HISTORY',
];

function ListOf(type: new () => object, description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: [type], minItems: 1, maxItems: LIST_MAX, description }),
    MayBeAbsent(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(LIST_MAX),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => type),
  );
}

export class SupposedReading {
  @IdentifierField({ description: 'The meter' })
  readonly meterId!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', maxLength: VALUE_CHARACTERS_MAX },
    minItems: 1,
    maxItems: REGISTERS_MAX,
    example: ['123.4'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(REGISTERS_MAX)
  @IsString({ each: true })
  @MaxLength(VALUE_CHARACTERS_MAX, { each: true })
  readonly values!: string[];
}

export class SupposedPayment {
  @ApiProperty({ enum: PAYEES })
  @IsIn(PAYEES)
  readonly payee!: Payee;

  @IntegerField({ description: 'Kopecks', minimum: 1, maximum: KOPECKS_MAX, example: 150_000 })
  readonly amountKopecks!: number;

  @CivilDateField({ description: 'The day of the payment, in the present period or later' })
  readonly on!: string;
}

export class SupposedResidents {
  @IntegerField({ description: 'How many persons are registered', minimum: 0, maximum: PERSONS_MAX, example: 3 })
  readonly registered!: number;

  @CivilDateField({ description: 'Since this day' })
  readonly from!: string;
}

export class SupposedTariff {
  @IdentifierField({ description: 'The utility' })
  readonly utility!: string;

  @ApiPropertyOptional({ enum: COMPONENTS, description: 'Of a tariff of several parts' })
  @MayBeAbsent()
  @IsIn(COMPONENTS)
  readonly part?: (typeof COMPONENTS)[number];

  @ApiProperty({ example: '49.35', pattern: PRICE_FORM.source, description: 'Roubles for a unit' })
  @IsString()
  @Matches(PRICE_FORM)
  readonly price!: string;

  @CivilDateField({ description: 'Since this day' })
  readonly from!: string;
}

export class WhatIfBody {
  @ListOf(SupposedReading, 'Readings that would be given today')
  readonly readings?: SupposedReading[];

  @ListOf(SupposedPayment, 'Payments')
  readonly payments?: SupposedPayment[];

  @ListOf(SupposedResidents, 'Who would be registered')
  readonly residents?: SupposedResidents[];

  @ListOf(SupposedTariff, 'Tariffs for the house')
  readonly tariffs?: SupposedTariff[];
}

class SupposedAmountAnswer {
  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty()
  readonly formula!: string;

  @ApiProperty({ description: 'Roubles before rounding' })
  readonly exact!: string;
}

class SupposedLineAnswer {
  @ApiProperty({ enum: ['charge', 'recalculation'] })
  readonly kind!: 'charge' | 'recalculation';

  @ApiProperty()
  readonly utility!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly component!: string | null;

  @ApiProperty({ type: SupposedAmountAnswer, nullable: true })
  readonly before!: SupposedAmountAnswer | null;

  @ApiProperty({ type: SupposedAmountAnswer, nullable: true })
  readonly after!: SupposedAmountAnswer | null;

  @ApiProperty({ type: 'integer' })
  readonly differenceKopecks!: number;
}

class SupposedFiguresAnswer {
  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: 'integer' })
  readonly openingKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly chargedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly recalculatedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly penaltyKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly paymentsKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly closingKopecks!: number;
}

class SupposedPeriodAnswer {
  @ApiProperty({ example: '2026-09' })
  readonly period!: string;

  @ApiProperty({ type: [SupposedFiguresAnswer], description: 'As it will be when nothing else happens' })
  readonly before!: readonly SupposedFiguresAnswer[];

  @ApiProperty({ type: [SupposedFiguresAnswer], description: 'As it would be' })
  readonly after!: readonly SupposedFiguresAnswer[];

  @ApiProperty({ type: [SupposedLineAnswer] })
  readonly lines!: readonly SupposedLineAnswer[];
}

export class WhatIfAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({
    type: [SupposedPeriodAnswer],
    description: 'From the present period to the last that a change reaches',
  })
  readonly periods!: readonly SupposedPeriodAnswer[];

  @ApiProperty({ type: 'integer', description: 'More or less owed in the end' })
  readonly differenceKopecks!: number;
}

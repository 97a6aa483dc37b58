import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsNotEmptyObject,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { BillingPeriodField, CivilDateField, IdentifierField, IntegerField, MayBeAbsent } from '#libs/platform';
import { Component, COMPONENTS, Payee, PAYEES } from '../../domain/reference-book';
import { ALLOWED_HOURS } from '../../domain/quality-recalculation.policy';
import { TAMPERING_MONTHS_MAX } from '../../domain/tampering-recalculation.policy';

const TEXT_MAX = 300;
const LIST_MAX = 60;
const KOPECKS_MAX = 99_999_999_999;
/** What no recalculation comes to. */
const SUM_MAX = 9_999_999_999_999;
const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;
const PERCENT = /^(100|\d{1,2}(\.\d{1,2})?)$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const YEAR = /^20\d{2}$/;
export const SUPPLIES = Object.keys(ALLOWED_HOURS) as (keyof typeof ALLOWED_HOURS)[];

function Said(form: RegExp, description: string, example: string): PropertyDecorator {
  return applyDecorators(ApiProperty({ pattern: form.source, description, example }), IsString(), Matches(form));
}

/** Words of an accountant: anything but nothing. */
export function WordsField(description: string, optional = false): PropertyDecorator {
  const shape = { description, minLength: 1, maxLength: TEXT_MAX };
  return applyDecorators(
    ...(optional ? [ApiPropertyOptional(shape), MayBeAbsent()] : [ApiProperty(shape)]),
    IsString(),
    MinLength(1),
    MaxLength(TEXT_MAX),
  );
}

function StartedOnField(): PropertyDecorator {
  return CivilDateField({
    description: 'The day on which it began; the first of the month for what goes on from an earlier month',
  });
}

function StartedAtField(): PropertyDecorator {
  const description =
    'The time of that day, by which hours of one day are told apart; without it they count from its beginning';
  return applyDecorators(
    ApiPropertyOptional({ pattern: TIME.source, description, example: '14:30' }),
    MayBeAbsent(),
    IsString(),
    Matches(TIME),
  );
}

/** What the preview came to. */
export function ExpectedSumField(): PropertyDecorator {
  const description = 'What the preview came to, kopecks; where it is something else by now, nothing is recorded';
  return IntegerField({ description, minimum: -SUM_MAX, maximum: SUM_MAX, example: -626 });
}

export function Part(type: new () => object, description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type, description, minProperties: 1 }),
    MayBeAbsent(),
    IsObject(),
    IsNotEmptyObject({ nullable: false }),
    ValidateNested(),
    Type(() => type),
  );
}

export function PartsOf(type: new () => object, description: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: [type], minItems: 1, maxItems: LIST_MAX, description }),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(LIST_MAX),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => type),
  );
}

class UtilityOfMonth {
  @IdentifierField({ description: 'The utility' })
  readonly utility!: string;

  @BillingPeriodField({ description: 'The closed period' })
  readonly period!: string;
}

class LineOfMonth extends UtilityOfMonth {
  @ApiPropertyOptional({ enum: COMPONENTS, description: 'Of a tariff of several parts' })
  @MayBeAbsent()
  @IsIn(COMPONENTS)
  readonly component?: Component;
}

class InterruptionActBody {
  @StartedOnField()
  readonly startedOn!: string;

  @StartedAtField()
  readonly startedAt?: string;

  @Said(DECIMAL, 'Hours without the supply, of the month alone', '30')
  readonly hours!: string;
}

class InterruptionBody extends UtilityOfMonth {
  @ApiProperty({ enum: SUPPLIES, description: 'What was interrupted: it decides the hours that are allowed' })
  @IsIn(SUPPLIES)
  readonly supply!: (typeof SUPPLIES)[number];

  @PartsOf(InterruptionActBody, 'The interruptions of the month')
  readonly acts!: InterruptionActBody[];
}

class ColdBody extends UtilityOfMonth {
  @StartedOnField()
  readonly startedOn!: string;

  @StartedAtField()
  readonly startedAt?: string;

  @Said(DECIMAL, 'Hours in which it was too cold, of the month alone', '48')
  readonly hours!: string;

  @Said(DECIMAL, 'Degrees below the norm', '2')
  readonly degreesBelow!: string;
}

class ProviderErrorBody extends LineOfMonth {
  @Said(DECIMAL, 'The right quantity of the whole month, after readings and absences that were recalculated', '5')
  readonly rightQuantity!: string;

  @Said(DECIMAL, 'The right tariff, roubles for a unit', '44.86')
  readonly rightTariff!: string;

  @CivilDateField({ description: 'The claim before which it was not put right: it bears a fine', optional: true })
  readonly claimedOn?: string;
}

class ReliefBody extends LineOfMonth {
  @Said(PERCENT, 'The percentage of the relief', '50')
  readonly percent!: string;

  @ApiPropertyOptional({
    pattern: DECIMAL.source,
    description: 'The norm up to which it is given, in units of the line',
  })
  @MayBeAbsent()
  @IsString()
  @Matches(DECIMAL)
  readonly limit?: string;
}

class TamperingBody {
  @IdentifierField({ description: 'The utility' })
  readonly utility!: string;

  @CivilDateField({ description: 'The day of the act' })
  readonly foundOn!: string;

  @IntegerField({ description: 'Months before that of the act', minimum: 1, maximum: TAMPERING_MONTHS_MAX, example: 3 })
  readonly months!: number;
}

class HeatingYearBody {
  @IdentifierField({ description: 'The utility' })
  readonly utility!: string;

  @Said(YEAR, 'The calendar year', '2025')
  readonly year!: string;
}

class WaivedMonthBody {
  @BillingPeriodField({ description: 'The month whose debt bears the penalty' })
  readonly period!: string;

  @IntegerField({ description: 'Kopecks of penalty', minimum: 1, maximum: KOPECKS_MAX, example: 9_500 })
  readonly amountKopecks!: number;
}

class PenaltyWaiverBody {
  @ApiProperty({ enum: PAYEES })
  @IsIn(PAYEES)
  readonly payee!: Payee;

  @PartsOf(WaivedMonthBody, 'What is given up, month by month')
  readonly months!: WaivedMonthBody[];
}

class ReversalBody {
  @Said(/^[A-Za-z0-9_.:-]{1,64}$/, 'The recalculation that is taken back', 'act-0017')
  readonly recalculationId!: string;
}

/** The grounds of a recalculation: exactly one of these. */
export class GroundsBody {
  @Part(InterruptionBody, 'A supply was interrupted')
  readonly interruption?: InterruptionBody;

  @Part(ColdBody, 'The dwelling was too cold')
  readonly cold?: ColdBody;

  @Part(ProviderErrorBody, 'The provider charged wrongly')
  readonly providerError?: ProviderErrorBody;

  @Part(ReliefBody, 'A relief that is given on the bill')
  readonly relief?: ReliefBody;

  @Part(TamperingBody, 'A tampering act')
  readonly tampering?: TamperingBody;

  @Part(HeatingYearBody, 'A year of heating that was paid evenly')
  readonly heatingYear?: HeatingYearBody;

  @Part(PenaltyWaiverBody, 'Penalty that is given up; needs an approval')
  readonly penaltyWaiver?: PenaltyWaiverBody;

  @Part(ReversalBody, 'An earlier recalculation that is taken back')
  readonly reversal?: ReversalBody;
}

export class RecalculationBody extends GroundsBody {
  @WordsField('Why, in words that the resident may read')
  readonly cause!: string;

  @WordsField('The act, claim or decision it rests on', true)
  readonly document?: string;

  @ExpectedSumField()
  readonly expectedKopecks!: number;
}

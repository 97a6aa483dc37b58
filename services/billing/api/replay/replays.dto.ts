import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsString, Matches, ValidateNested } from 'class-validator';
import { BillingPeriodField, CivilDateField, IdentifierField, IntegerField, MayBeAbsent } from '#libs/platform';
import { Component, COMPONENTS, NORM_MEASURES, NormMeasure } from '../../domain/reference-book';
import { Part } from '../recalculations/recalculations.dto';

/** Lists of the longest rows still fit into a body. */
const ROWS_MAX = 30;
const SETTING_VALUE = /^[ -~]{1,60}$/;
const ACCOUNTS_MAX = 200;
const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;

function Rows(type: new () => object, description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: [type], maxItems: ROWS_MAX, description }),
    MayBeAbsent(),
    IsArray(),
    ArrayMaxSize(ROWS_MAX),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => type),
  );
}

function NumberText(description: string): PropertyDecorator {
  return applyDecorators(ApiProperty({ pattern: DECIMAL.source, description }), IsString(), Matches(DECIMAL));
}

class FromDay {
  @CivilDateField({ description: 'In force from this day' })
  readonly from!: string;
}

class SupposedSettingBody extends FromDay {
  @IdentifierField({ description: 'The setting' })
  readonly key!: string;

  @ApiProperty({ pattern: SETTING_VALUE.source, description: 'As the settings of a company are written' })
  @IsString()
  @Matches(SETTING_VALUE)
  readonly value!: string;
}

class OfHouse extends FromDay {
  @IdentifierField({ description: 'The utility' })
  readonly utility!: string;

  @IdentifierField({ description: 'One house only', optional: true })
  readonly house?: string;
}

class SupposedTariffBody extends OfHouse {
  @ApiPropertyOptional({ enum: COMPONENTS })
  @MayBeAbsent()
  @IsIn(COMPONENTS)
  readonly part?: Component;

  @NumberText('Roubles for a unit')
  readonly price!: string;
}

class SupposedNormBody extends OfHouse {
  @ApiProperty({ enum: NORM_MEASURES })
  @IsIn(NORM_MEASURES)
  readonly per!: NormMeasure;

  @NumberText('The norm')
  readonly norm!: string;
}

class SupposedCoefficientBody extends FromDay {
  @IdentifierField({ description: 'The utility' })
  readonly utility!: string;

  @NumberText('The raising coefficient')
  readonly coefficient!: string;
}

class SupposedKeyRateBody extends FromDay {
  @NumberText('Percent')
  readonly percent!: string;
}

class SupposedHouseVolumeBody {
  @IdentifierField({ description: 'The house' })
  readonly house!: string;

  @IdentifierField({ description: 'The utility' })
  readonly utility!: string;

  @BillingPeriodField({ description: 'The month' })
  readonly period!: string;

  @NumberText('Gcal')
  readonly volume!: string;
}

/** Dated rules that are supposed to have been in force; a row of the same key and day takes the place of the known one. */
export class SupposedRulesBody {
  @Rows(SupposedSettingBody, 'Settings')
  readonly settings?: SupposedSettingBody[];

  @Rows(SupposedTariffBody, 'Tariffs')
  readonly tariffs?: SupposedTariffBody[];

  @Rows(SupposedNormBody, 'Norms')
  readonly norms?: SupposedNormBody[];

  @Rows(SupposedCoefficientBody, 'Raising coefficients')
  readonly coefficients?: SupposedCoefficientBody[];

  @Rows(SupposedKeyRateBody, 'Key rates')
  readonly keyRates?: SupposedKeyRateBody[];

  @Rows(SupposedHouseVolumeBody, 'Volumes of house meters')
  readonly houseVolumes?: SupposedHouseVolumeBody[];
}

export class ReplayPeriods {
  @BillingPeriodField({ description: 'The first period' })
  readonly from!: string;

  @BillingPeriodField({ description: 'The last period' })
  readonly to!: string;

  @Part(SupposedRulesBody, 'Other rules; those of today where absent')
  readonly rules?: SupposedRulesBody;
}

export class ReplayBody extends ReplayPeriods {
  @IdentifierField({ description: 'One house only', optional: true })
  readonly house?: string;

  @IdentifierField({ description: 'Go on after this account', optional: true })
  readonly after?: string;

  @IntegerField({
    description: 'How many accounts; the answer names where to go on',
    minimum: 1,
    maximum: ACCOUNTS_MAX,
    example: 100,
    optional: true,
  })
  readonly limit?: number;
}

class ChangedInputAnswer {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly before!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly after!: string | null;
}

class ReplayedLineAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly period!: string;

  @ApiProperty({ enum: ['charge', 'recalculation', 'penalty'] })
  readonly kind!: string;

  @ApiProperty()
  readonly payee!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly utility!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly component!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly reason!: string | null;

  @ApiProperty({ type: 'integer' })
  readonly beforeKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly afterKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly differenceKopecks!: number;

  @ApiProperty({ type: String, nullable: true })
  readonly beforeFormula!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly afterFormula!: string | null;

  @ApiProperty({ enum: ['settings', 'earlier_month', 'rules', 'posted', 'put_right'] })
  readonly cause!: string;

  @ApiProperty({ type: [ChangedInputAnswer] })
  readonly changed!: readonly ChangedInputAnswer[];
}

export class ReplayedAccountAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty({ type: 'integer', description: 'What would be posted' })
  readonly differenceKopecks!: number;

  @ApiProperty({ type: String, nullable: true, description: 'Why the account could not be charged anew' })
  readonly refused!: string | null;

  @ApiProperty({ type: [ReplayedLineAnswer] })
  readonly lines!: readonly ReplayedLineAnswer[];
}

export class ReplayAnswer {
  @ApiProperty()
  readonly replayId!: string;

  @ApiProperty({ type: [ReplayedAccountAnswer], description: 'Only accounts that differ or were refused' })
  readonly accounts!: readonly ReplayedAccountAnswer[];

  @ApiProperty({ type: String, nullable: true, description: 'The account to go on after; null where all were told' })
  readonly next!: string | null;
}

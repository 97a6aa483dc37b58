import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsString, Length, MaxLength } from 'class-validator';
import { CivilDateField, CommandReceipt, IdentifierField, MayBeAbsent } from '#libs/platform';
import { READING_EXPLANATIONS, ReadingChannel, ReadingExplanation } from '../domain/meter.events';

/** History from the system before comes by the import alone, which checks it as a whole. */
const CHANNELS: readonly ReadingChannel[] = ['cabinet', 'phone', 'paper', 'accountant'];
const REGISTERS_MAX = 3;
const VALUE_CHARACTERS_MAX = 22;
const REASON_CHARACTERS_MAX = 300;

/** One value a register; whether each is a number that the meter can show is told register by register. */
export function RegisterValuesField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      description: 'One value a register, exact decimals with a point, at most six places',
      type: 'array',
      items: { type: 'string', maxLength: VALUE_CHARACTERS_MAX },
      minItems: 1,
      maxItems: REGISTERS_MAX,
      example: ['00123.456'],
    }),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(REGISTERS_MAX),
    IsString({ each: true }),
    MaxLength(VALUE_CHARACTERS_MAX, { each: true }),
  );
}

function ChannelField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ description: 'How the reading reached the company', enum: CHANNELS, default: 'cabinet' }),
    MayBeAbsent(),
    IsIn(CHANNELS),
  );
}

function ExplanationField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description:
        'Why a doubtful reading is right after all; absent before anybody was asked (METERING_READING_DOUBTFUL)',
      enum: READING_EXPLANATIONS,
    }),
    MayBeAbsent(),
    IsIn(READING_EXPLANATIONS),
  );
}

/** Whether the office has been asked about a reading that jumps, and says that it is right. */
export function ConfirmedField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: 'boolean',
      description:
        'True where the office was asked (METERING_READING_FAR_ABOVE_USUAL, METERING_READING_ROLLS_OVER) and it is right',
    }),
    MayBeAbsent(),
    IsBoolean(),
  );
}

export class SubmitReadingBody {
  @IdentifierField({ description: 'The meter' })
  readonly meterId!: string;

  @CivilDateField({ description: 'The day the values were read; today where absent', optional: true })
  readonly takenOn?: string;

  @RegisterValuesField()
  readonly values!: string[];

  @ChannelField()
  readonly channel?: ReadingChannel;

  @ExplanationField()
  readonly explanation?: ReadingExplanation;

  @ConfirmedField()
  readonly confirmed?: boolean;
}

export class ReplaceReadingBody {
  @IdentifierField({ description: 'The meter' })
  readonly meterId!: string;

  @CivilDateField({ description: 'The day taken of the reading that is replaced' })
  readonly takenOn!: string;

  @RegisterValuesField()
  readonly values!: string[];

  @ExplanationField()
  readonly explanation?: ReadingExplanation;
}

export class CorrectReadingBody {
  @IdentifierField({ description: 'The meter' })
  readonly meterId!: string;

  @CivilDateField({ description: 'The day taken of the reading that is corrected' })
  readonly takenOn!: string;

  @RegisterValuesField()
  readonly values!: string[];

  @ApiProperty({ description: 'Why', minLength: 1, maxLength: REASON_CHARACTERS_MAX, example: 'Переставлены цифры' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, REASON_CHARACTERS_MAX)
  readonly reason!: string;

  @ConfirmedField()
  readonly confirmed?: boolean;
}

/** The dated answer to a reading: what was accepted, when, and for which month. */
export class ReadingAcknowledgement extends CommandReceipt {
  @ApiProperty({ description: 'The meter' })
  readonly meterId!: string;

  @ApiProperty({ description: 'The dwelling account of the meter' })
  readonly account!: string;

  @ApiProperty({ format: 'date', description: 'The day the values were read' })
  readonly takenOn!: string;

  @ApiProperty({ format: 'date', description: 'The day the reading was received' })
  readonly receivedOn!: string;

  @ApiProperty({ type: [String], description: 'The values as they are kept' })
  readonly values!: readonly string[];

  @ApiProperty({ description: 'True when the verification had run out: the reading is kept and not billed on' })
  readonly information!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '2026-09',
    description: 'The month it counts for; null when it is not billed on or the window of the house is not known yet',
  })
  readonly belongsTo!: string | null;

  @ApiProperty({
    description: 'True when it is kept aside: it contradicts what is known, and the office looks at it first',
  })
  readonly underReview!: boolean;
}

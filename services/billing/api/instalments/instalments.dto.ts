import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { CivilDateField, MayBeAbsent } from '#libs/platform';
import { INSTALMENT_PARTS_MAX } from '../../domain/instalment.policy';
import { Payee, PAYEES } from '../../domain/reference-book';

const KOPECKS_MAX = 99_999_999_999;
const STATES = ['running', 'broken', 'fulfilled', 'withdrawn'] as const;

export class InstalmentPartBody {
  @CivilDateField({ description: 'The last day on which the part is paid in time' })
  readonly dueOn!: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: KOPECKS_MAX })
  @IsInt()
  @Min(1)
  @Max(KOPECKS_MAX)
  readonly amountKopecks!: number;
}

/** Either `count` and `firstDueOn`, or `parts`. */
export class InstalmentsAskedBody {
  @ApiProperty({ enum: PAYEES })
  @IsIn(PAYEES)
  readonly payee!: Payee;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 2,
    maximum: INSTALMENT_PARTS_MAX,
    description: 'So many equal parts, a month apart',
  })
  @MayBeAbsent()
  @IsInt()
  @Min(2)
  @Max(INSTALMENT_PARTS_MAX)
  readonly count?: number;

  @CivilDateField({ description: 'The due day of the first of equal parts', optional: true })
  readonly firstDueOn?: string;

  @ApiPropertyOptional({ type: [InstalmentPartBody], minItems: 2, maxItems: INSTALMENT_PARTS_MAX })
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(INSTALMENT_PARTS_MAX)
  @ValidateNested({ each: true })
  @Type(() => InstalmentPartBody)
  readonly parts?: InstalmentPartBody[];
}

class CoveredMonthAnswer {
  @ApiProperty({ example: '2026-08' })
  readonly period!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

class InstalmentPartAnswer {
  @ApiProperty({ format: 'date' })
  readonly dueOn!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

class StandingPartAnswer extends InstalmentPartAnswer {
  @ApiProperty()
  readonly paid!: boolean;
}

class InstalmentTermsAnswer {
  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: [CoveredMonthAnswer], description: 'Open principal of overdue months' })
  readonly months!: readonly CoveredMonthAnswer[];

  @ApiProperty({ type: [InstalmentPartAnswer], description: 'They add up to the months' })
  readonly parts!: readonly InstalmentPartAnswer[];

  @ApiProperty({ type: 'integer', description: 'Days after a due day that money may be on its way' })
  readonly graceDays!: number;
}

export class InstalmentsPreviewAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: InstalmentTermsAnswer })
  readonly terms!: InstalmentTermsAnswer;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Penalty that is not charged when every part is paid on its day; null where a rule is not known yet',
  })
  readonly forgonePenaltyKopecks!: number | null;
}

export class InstalmentsCardAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly agreementId!: string;

  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ enum: STATES })
  readonly state!: (typeof STATES)[number];

  @ApiProperty({ format: 'date' })
  readonly agreedOn!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly endedOn!: string | null;

  @ApiProperty({ type: [CoveredMonthAnswer] })
  readonly months!: readonly CoveredMonthAnswer[];

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly graceDays!: number;

  @ApiProperty({ type: 'integer', description: 'Of the covered months, not paid' })
  readonly leftKopecks!: number;

  @ApiProperty({ type: [StandingPartAnswer] })
  readonly parts!: readonly StandingPartAnswer[];

  @ApiProperty({ type: 'integer' })
  readonly leftParts!: number;

  @ApiProperty({ type: InstalmentPartAnswer, nullable: true, description: 'What is missing of the next part' })
  readonly next!: InstalmentPartAnswer | null;

  @ApiProperty({ type: 'integer', description: 'Missing of parts whose due day has passed' })
  readonly overdueKopecks!: number;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The last day without penalty' })
  readonly suspendedUntil!: string | null;

  @ApiProperty()
  readonly cause!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly document!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly withdrawnBecause!: string | null;

  @ApiProperty()
  readonly requestedBy!: string;

  @ApiProperty()
  readonly grantedBy!: string;
}

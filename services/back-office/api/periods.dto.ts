import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { CommandReceipt, IdentifierField, MayBeAbsent } from '#libs/platform';
import { LookedAt, ODDITIES, Oddity, PreviewTotals } from './oddities';
import { PageField } from './sheet-file.dto';

export class PreviewQuery {
  @IdentifierField({ description: 'One house only', optional: true })
  readonly houseId?: string;

  @ApiPropertyOptional({ enum: ODDITIES, description: 'Accounts that are odd in this way only' })
  @MayBeAbsent()
  @IsIn(ODDITIES)
  readonly oddity?: Oddity;

  @PageField()
  readonly page?: number;
}

class LookedAtAnswer implements LookedAt {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty({ example: '2026-10' })
  readonly period!: string;

  @ApiProperty({ type: 'integer' })
  readonly chargedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly recalculatedKopecks!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Charges of the month before; null where there is none',
  })
  readonly chargedBeforeKopecks!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly differenceKopecks!: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Of the charges of the month before, to a tenth of a per cent',
  })
  readonly differencePercent!: number | null;

  @ApiProperty({ type: 'integer', description: 'What is overdue today of earlier months' })
  readonly owedKopecks!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'What earlier months had left a month before' })
  readonly owedBeforeKopecks!: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it cannot be closed: a code of the catalogue of errors',
  })
  readonly refused!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What the code is about' })
  readonly refusedDetails!: LookedAt['refusedDetails'];

  @ApiProperty({ enum: ODDITIES, isArray: true, description: 'Rules by which it is odd, the gravest first' })
  readonly oddities!: readonly Oddity[];
}

class PreviewTotalsAnswer implements PreviewTotals {
  @ApiProperty({ type: 'integer', description: 'Accounts that are closed' })
  readonly accounts!: number;

  @ApiProperty({ type: 'integer' })
  readonly refused!: number;

  @ApiProperty({ type: 'integer' })
  readonly odd!: number;

  @ApiProperty({ type: 'integer' })
  readonly chargedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly recalculatedKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly chargedBeforeKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly differenceKopecks!: number;

  @ApiProperty({ type: Number, nullable: true })
  readonly differencePercent!: number | null;
}

export class PreviewAnswer {
  @ApiProperty({ type: String, nullable: true })
  readonly period!: string | null;

  @ApiProperty({ type: PreviewTotalsAnswer, description: 'Of the accounts of all pages' })
  readonly totals!: PreviewTotalsAnswer;

  @ApiProperty({ type: [LookedAtAnswer], description: 'Oddities first' })
  readonly accounts!: readonly LookedAtAnswer[];

  @ApiProperty({ type: 'integer', description: 'Accounts of all pages' })
  readonly count!: number;

  @ApiProperty({ type: 'integer' })
  readonly page!: number;

  @ApiProperty({ type: 'integer' })
  readonly pages!: number;
}

export class CalculationAnswer {
  @ApiProperty({ enum: ['none', 'running', 'finished', 'failed'] })
  readonly state!: 'none' | 'running' | 'finished' | 'failed';

  @ApiProperty({ type: String, nullable: true })
  readonly period!: string | null;

  @ApiProperty({ type: 'integer' })
  readonly accountsDone!: number;

  @ApiProperty({ type: 'integer' })
  readonly accountsDue!: number;

  @ApiProperty({ type: 'integer', description: 'Accounts that could not be calculated' })
  readonly parked!: number;
}

export class CalculationReceiptAnswer extends CommandReceipt {
  @ApiProperty({ enum: ['started', 'joined'] })
  readonly state!: 'started' | 'joined';

  @ApiProperty()
  readonly period!: string;
}

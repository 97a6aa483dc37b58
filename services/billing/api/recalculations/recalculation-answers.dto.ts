import { ApiProperty } from '@nestjs/swagger';
import { RecalculationKind } from '../../domain/recalculation';
import { Component, Payee, PAYEES } from '../../domain/reference-book';

class LineInputAnswer {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty()
  readonly value!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly eventId!: string | null;
}

class RecalculatedLineAnswer {
  @ApiProperty({ example: 'cold_water' })
  readonly utility!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly component!: Component | null;

  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ example: 'interruption' })
  readonly reason!: string;

  @ApiProperty({ example: '2026-03' })
  readonly ofPeriod!: string;

  @ApiProperty()
  readonly formula!: string;
}

class PreviewedLineAnswer extends RecalculatedLineAnswer {
  @ApiProperty({
    type: 'integer',
    description: 'As charged, with what the monthly run has recalculated of it and recalculations recorded before',
  })
  readonly beforeKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly afterKopecks!: number;

  @ApiProperty({ type: 'integer' })
  readonly differenceKopecks!: number;

  @ApiProperty({ description: 'Roubles before rounding' })
  readonly exact!: string;

  @ApiProperty()
  readonly why!: string;

  @ApiProperty({ type: [LineInputAnswer] })
  readonly inputs!: readonly LineInputAnswer[];
}

class WaiverAnswer {
  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty()
  readonly ofPeriod!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

class StandingReliefAnswer {
  @ApiProperty()
  readonly recalculationId!: string;

  @ApiProperty({ format: 'date' })
  readonly recordedOn!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

export class RecalculationPreviewAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: String })
  readonly kind!: RecalculationKind;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: [PreviewedLineAnswer] })
  readonly lines!: readonly PreviewedLineAnswer[];

  @ApiProperty({ type: [WaiverAnswer] })
  readonly waivers!: readonly WaiverAnswer[];

  @ApiProperty({ description: 'Whether a second person has to agree before it is recorded' })
  readonly needsApproval!: boolean;

  @ApiProperty({
    type: [StandingReliefAnswer],
    description: 'Reliefs of the same line and month that stand: another one may be the same, recorded twice',
  })
  readonly reliefsBefore!: readonly StandingReliefAnswer[];
}

class CardLineAnswer extends RecalculatedLineAnswer {
  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

class CorrectedAnswer {
  @ApiProperty()
  readonly period!: string;

  @ApiProperty({ description: 'The event that charged it' })
  readonly eventId!: string;
}

export class RecalculationCardAnswer {
  @ApiProperty()
  readonly recalculationId!: string;

  @ApiProperty({ type: String })
  readonly kind!: RecalculationKind;

  @ApiProperty({ format: 'date' })
  readonly recordedOn!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty()
  readonly actor!: string;

  @ApiProperty()
  readonly cause!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly document!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly approvalId!: string | null;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ enum: ['waiting', 'posted'] })
  readonly state!: 'waiting' | 'posted';

  @ApiProperty({ type: String, nullable: true })
  readonly takenBackBy!: string | null;

  @ApiProperty({ type: [CorrectedAnswer] })
  readonly corrects!: readonly CorrectedAnswer[];

  @ApiProperty({ type: [CardLineAnswer] })
  readonly lines!: readonly CardLineAnswer[];

  @ApiProperty({ type: [WaiverAnswer] })
  readonly waivers!: readonly WaiverAnswer[];

  @ApiProperty()
  readonly eventId!: string;
}

export class RecalculationsAnswer {
  @ApiProperty({ type: [RecalculationCardAnswer] })
  readonly recalculations!: readonly RecalculationCardAnswer[];
}

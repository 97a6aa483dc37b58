import { ApiProperty } from '@nestjs/swagger';
import { CivilDateField, IdentifierField } from '#libs/platform';

export class NightPath {
  @CivilDateField({ description: 'The day whose night it is' })
  readonly date!: string;
}

export class DueRequest {
  @IdentifierField({ description: 'One account only', optional: true })
  readonly account?: string;

  @IdentifierField({ description: 'One house only', optional: true })
  readonly house?: string;
}

export class RunNightBody extends DueRequest {
  @CivilDateField({ description: 'The day whose night it is; it must have ended' })
  readonly date!: string;
}

class DueAccountAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ example: '2026-09' })
  readonly period!: string;

  @ApiProperty({ enum: ['open', 'calculate', 'close'] })
  readonly action!: string;
}

export class DueAnswer {
  @ApiProperty({ format: 'date' })
  readonly date!: string;

  @ApiProperty({ type: 'integer', description: 'How many there are, also where not all are shown' })
  readonly total!: number;

  @ApiProperty({ type: [DueAccountAnswer] })
  readonly due!: readonly DueAccountAnswer[];
}

class ParkedAccountAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ example: '2026-09' })
  readonly period!: string;

  @ApiProperty({ enum: ['calculate', 'close'] })
  readonly step!: string;

  @ApiProperty({ description: 'Code of the catalogue of errors', example: 'BILLING_NO_RULE_IN_FORCE' })
  readonly code!: string;

  @ApiProperty({ type: 'object', additionalProperties: { nullable: true } })
  readonly details!: Readonly<Record<string, string | number | boolean | null>>;
}

export class NightAnswer {
  @ApiProperty({ format: 'date' })
  readonly date!: string;

  @ApiProperty({ enum: ['running', 'finished'], description: 'A night that takes long goes on by itself' })
  readonly state!: 'running' | 'finished';

  @ApiProperty({ type: 'integer' })
  readonly calculated!: number;

  @ApiProperty({ type: 'integer' })
  readonly unchanged!: number;

  @ApiProperty({ type: 'integer' })
  readonly closed!: number;

  @ApiProperty({ type: [ParkedAccountAnswer], description: 'Accounts that the night went on without' })
  readonly parked!: readonly ParkedAccountAnswer[];

  @ApiProperty({ type: [String], description: 'Houses that another process is doing' })
  readonly heldByOthers!: readonly string[];
}

class NightHouseAnswer {
  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty({ enum: ['waiting', 'taken', 'completed'] })
  readonly status!: string;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly calculated!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly closed!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly parked!: number | null;
}

export class NightRunAnswer {
  @ApiProperty({ format: 'date' })
  readonly date!: string;

  @ApiProperty({ enum: ['not_started', 'running', 'completed'] })
  readonly status!: string;

  @ApiProperty({ type: [NightHouseAnswer] })
  readonly houses!: readonly NightHouseAnswer[];
}

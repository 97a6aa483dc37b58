import { ApiProperty } from '@nestjs/swagger';
import { CommandReceipt, IdentifierField } from '#libs/platform';
import { NightRunCard, ParkedCard } from '#services/billing/api/client';
import { JobGo, OfficeJob } from '../settings';

export class RetryBody {
  @IdentifierField({ description: 'A parked account' })
  readonly account!: string;
}

export class RetryAnswer extends CommandReceipt {
  @ApiProperty({ enum: ['done', 'parked', 'waiting'], description: 'waiting: it is tried after what runs now' })
  readonly state!: 'done' | 'parked' | 'waiting';

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it is parked again: a code of the catalogue of errors',
  })
  readonly code!: string | null;
}

class AskedCalculationAnswer {
  @ApiProperty({ example: 'staff:48210935' })
  readonly by!: string;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;

  @ApiProperty({ example: '2026-10' })
  readonly period!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null for all accounts' })
  readonly account!: string | null;
}

class NightRunAnswer implements NightRunCard {
  @ApiProperty({ format: 'date' })
  readonly date!: string;

  @ApiProperty({ enum: ['asked', 'running', 'completed'] })
  readonly status!: 'asked' | 'running' | 'completed';

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly startedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly completedAt!: string | null;

  @ApiProperty({ type: 'integer' })
  readonly workedMilliseconds!: number;

  @ApiProperty({ type: 'integer' })
  readonly houses!: number;

  @ApiProperty({ type: 'integer' })
  readonly housesDone!: number;

  @ApiProperty({ type: 'integer' })
  readonly calculated!: number;

  @ApiProperty({ type: 'integer' })
  readonly unchanged!: number;

  @ApiProperty({ type: 'integer' })
  readonly closed!: number;

  @ApiProperty({ type: 'integer' })
  readonly parked!: number;

  @ApiProperty({ type: [AskedCalculationAnswer], description: 'What people had calculated on that day' })
  readonly asked!: readonly AskedCalculationAnswer[];
}

class ParkedAnswer implements ParkedCard {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty()
  readonly period!: string;

  @ApiProperty({ format: 'date', description: 'The night that has left it out' })
  readonly date!: string;

  @ApiProperty({ enum: ['close', 'calculate'] })
  readonly step!: 'close' | 'calculate';

  @ApiProperty({ description: 'A code of the catalogue of errors' })
  readonly code!: string;

  @ApiProperty({ type: 'object', additionalProperties: { nullable: true }, description: 'What the code is about' })
  readonly details!: ParkedCard['details'];
}

class JobGoAnswer implements JobGo {
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The day it was for' })
  readonly date!: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly endedAt!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'A code of the catalogue of errors, or the name of a fault',
  })
  readonly failure!: string | null;
}

class JobHoursAnswer {
  @ApiProperty({ example: '00:30' })
  readonly from!: string;

  @ApiProperty({ example: '06:00' })
  readonly until!: string;
}

class JobAnswer implements OfficeJob {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ type: JobHoursAnswer, nullable: true, description: 'Null where it goes on all day' })
  readonly hours!: JobHoursAnswer | null;

  @ApiProperty({ type: JobGoAnswer, nullable: true })
  readonly last!: JobGoAnswer | null;

  @ApiProperty({ type: JobGoAnswer, nullable: true })
  readonly lastFailure!: JobGoAnswer | null;
}

export class JobBoardAnswer {
  @ApiProperty({ type: [NightRunAnswer], description: 'The latest first' })
  readonly nights!: readonly NightRunAnswer[];

  @ApiProperty({ type: [ParkedAnswer] })
  readonly parked!: readonly ParkedAnswer[];

  @ApiProperty({ type: [JobAnswer] })
  readonly jobs!: readonly JobAnswer[];
}

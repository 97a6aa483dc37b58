import { ApiProperty } from '@nestjs/swagger';
import { CommandReceipt, IdentifierField } from '#libs/platform';

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

class NightRunAnswer {
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
}

class ParkedAnswer {
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
}

class JobGoAnswer {
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

class JobAnswer {
  @ApiProperty()
  readonly name!: string;

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

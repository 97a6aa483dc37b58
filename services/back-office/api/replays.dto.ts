import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { TableFormat } from '#libs/gateway';
import { IdentifierField } from '#libs/platform';
import { ReplayPeriods, ReplayRun } from '#services/billing/api/client';
import { OrderFiguresAnswer } from './recalculations.dto';
import { FormatField, PageField } from './sheet-file.dto';

const RUN_ID_FORM = /^[0-9a-f]{16}$/;

export class ReplayRunPath {
  @ApiProperty({ pattern: RUN_ID_FORM.source })
  @IsString()
  @Matches(RUN_ID_FORM)
  readonly runId!: string;
}

export class StartReplayBody extends ReplayPeriods {
  @IdentifierField({ description: 'One house only', optional: true })
  readonly houseId?: string;
}

export class ReplayRunQuery {
  @PageField()
  readonly page?: number;
}

export class ReplayFileQuery {
  @FormatField()
  readonly format!: TableFormat;
}

class ReplayRunAccountAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty({ type: 'integer' })
  readonly lines!: number;

  @ApiProperty({ type: 'integer' })
  readonly differenceKopecks!: number;

  @ApiProperty({ type: String, nullable: true, description: 'Why the account could not be charged anew' })
  readonly refused!: string | null;
}

export class ReplayRunAnswer {
  @ApiProperty()
  readonly runId!: string;

  @ApiProperty()
  readonly replayId!: string;

  @ApiProperty({
    enum: ['running', 'done', 'failed', 'interrupted'],
    description: 'Interrupted: its process ended in the middle; the same question begins it again',
  })
  readonly state!: ReplayRun['state'];

  @ApiProperty({ type: 'integer', description: 'Accounts that were gone through' })
  readonly done!: number;

  @ApiProperty({ type: 'integer' })
  readonly total!: number;

  @ApiProperty({ type: 'integer', description: 'Lines that would differ' })
  readonly lines!: number;

  @ApiProperty({ type: 'integer', description: 'What all accounts together would be posted' })
  readonly differenceKopecks!: number;

  @ApiProperty({ type: OrderFiguresAnswer, nullable: true, description: 'null until it is done' })
  readonly figures!: OrderFiguresAnswer | null;

  @ApiProperty({ type: [ReplayRunAccountAnswer], description: 'Those that differ or were refused, page by page' })
  readonly accounts!: readonly ReplayRunAccountAnswer[];

  @ApiProperty({ type: 'integer', description: 'Accounts of all pages' })
  readonly count!: number;
}

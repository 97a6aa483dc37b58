import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { NOTIFICATION_KINDS } from '#services/support/api/client';

const KINDS = NOTIFICATION_KINDS.map(({ kind }) => kind);

class NotificationKindAnswer {
  @ApiProperty({ enum: KINDS })
  readonly kind!: string;

  @ApiProperty({ description: 'What it is called on the page' })
  readonly title!: string;

  @ApiProperty({ description: 'When such a letter comes' })
  readonly says!: string;

  @ApiProperty()
  readonly on!: boolean;
}

export class NotificationsAnswer {
  @ApiProperty({ type: [String], description: 'Where letters go, shortened: `a•••@example.ru`' })
  readonly addresses!: readonly string[];

  @ApiProperty({ type: [NotificationKindAnswer] })
  readonly kinds!: readonly NotificationKindAnswer[];
}

export class ChooseNotificationsBody {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', enum: KINDS },
    uniqueItems: true,
    maxItems: KINDS.length,
    example: ['answer_written', 'overdue'],
    description: 'The kinds of letters that are wanted; all others are turned off',
  })
  @IsArray()
  @ArrayMaxSize(KINDS.length)
  @ArrayUnique()
  @IsIn(KINDS, { each: true })
  readonly on!: string[];
}

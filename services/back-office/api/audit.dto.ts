import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { IntegerQueryField, MayBeAbsent } from '#libs/platform';

const SUBJECT_FORM = /^[0-9A-Za-z_.:-]{1,64}$/;

export class AuditQuery {
  @ApiPropertyOptional({
    description: 'An account, a house, a member of staff, an approval',
    pattern: SUBJECT_FORM.source,
  })
  @MayBeAbsent()
  @IsString()
  @Matches(SUBJECT_FORM)
  readonly subject?: string;

  @ApiPropertyOptional({ description: 'Who acted', pattern: SUBJECT_FORM.source, example: 'staff:48210935' })
  @MayBeAbsent()
  @IsString()
  @Matches(SUBJECT_FORM)
  readonly actor?: string;

  @IntegerQueryField({
    description: 'Older than this position',
    optional: true,
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 1234,
  })
  readonly before?: number;
}

export class AuditedFieldAnswer {
  @ApiProperty()
  readonly field!: string;

  @ApiProperty({ type: String, nullable: true, description: 'What was said before; null where nothing is known' })
  readonly before!: string | null;

  @ApiProperty()
  readonly after!: string;
}

export class AuditEntryAnswer {
  @ApiProperty({ type: 'integer' })
  readonly position!: number;

  @ApiProperty()
  readonly eventId!: string;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;

  @ApiProperty()
  readonly actor!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly actorName!: string | null;

  @ApiProperty({ description: 'The type of the event' })
  readonly type!: string;

  @ApiProperty()
  readonly stream!: string;

  @ApiProperty()
  readonly subject!: string;

  @ApiProperty({ type: [AuditedFieldAnswer] })
  readonly fields!: readonly AuditedFieldAnswer[];
}

export class AuditAnswer {
  @ApiProperty({ type: [AuditEntryAnswer], description: 'The newest first' })
  readonly entries!: readonly AuditEntryAnswer[];

  @ApiProperty({ description: 'True where older ones did not fit' })
  readonly more!: boolean;
}

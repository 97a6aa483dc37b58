import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import { IdentifierField, MayBeAbsent } from '#libs/platform';
import {
  ConversationSubject,
  MESSAGE_UNITS_LIMIT,
  MessageAnswer,
  OwnConversationAnswer,
} from '#services/support/api/client';
import { AccountPath } from './resident.dto';

const KINDS: readonly ConversationSubject['kind'][] = ['account', 'charge_line', 'order'];
const REFERENCE_FORM = /^[0-9A-Za-z_.:/-]{1,100}$/;
const FILES_MAX = 5;

export class OwnConversationPath extends AccountPath {
  @IdentifierField({ description: 'A conversation of the account' })
  readonly conversationId!: string;
}

export class OwnFilePath extends OwnConversationPath {
  @IdentifierField({ description: 'A file of the conversation' })
  readonly attachmentId!: string;
}

export class ConversationWithMessagesAnswer {
  @ApiProperty({ type: OwnConversationAnswer })
  readonly conversation!: OwnConversationAnswer;

  @ApiProperty({ type: [MessageAnswer], description: 'In the order in which they were written' })
  readonly messages!: readonly MessageAnswer[];
}

/** Parts of a form, without its files: those the reader of forms has taken before the others are looked at. */
export class WriteMessageForm {
  @ApiProperty({ minLength: 1, maxLength: MESSAGE_UNITS_LIMIT, example: 'Почему воды больше, чем в августе?' })
  @IsString()
  @Length(1, MESSAGE_UNITS_LIMIT)
  readonly text!: string;
}

export class OpenConversationForm extends WriteMessageForm {
  @ApiPropertyOptional({ enum: KINDS, description: 'What is asked about; the account where absent' })
  @MayBeAbsent()
  @IsIn(KINDS)
  readonly kind?: ConversationSubject['kind'];

  @ApiPropertyOptional({
    pattern: REFERENCE_FORM.source,
    description: 'Of a charge line its month, utility and part, as `2026-09/hot_water/heat`; of an order its id',
    example: '2026-09/cold_water',
  })
  @MayBeAbsent()
  @IsString()
  @Matches(REFERENCE_FORM)
  readonly reference?: string;
}

const FILES = {
  type: 'array',
  items: { type: 'string', format: 'binary' },
  maxItems: FILES_MAX,
  description: 'JPG, PNG or PDF, 10 MB each; what a file is its content tells, not its name',
} as const;

/** For the document: what a program sends. */
export class WriteMessageParts extends WriteMessageForm {
  @ApiPropertyOptional(FILES)
  readonly files?: readonly string[];
}

/** For the document: what a program sends. */
export class OpenConversationParts extends OpenConversationForm {
  @ApiPropertyOptional(FILES)
  readonly files?: readonly string[];
}

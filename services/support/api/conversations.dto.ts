import { ApiProperty } from '@nestjs/swagger';
import { IdentifierField } from '#libs/platform';
import { ConversationSubject, MessageAuthor } from '../domain/conversation.events';

const AUTHORS: readonly MessageAuthor[] = ['resident', 'specialist'];
const STATES = ['waiting', 'settled', 'closed'] as const;

export class AccountPath {
  @IdentifierField({ description: 'The dwelling account' })
  readonly account!: string;
}

export class ConversationPath {
  @IdentifierField({ description: 'The conversation' })
  readonly conversationId!: string;
}

export class SubjectAnswer implements ConversationSubject {
  @ApiProperty({ enum: ['account', 'charge_line', 'order'] })
  readonly kind!: ConversationSubject['kind'];

  @ApiProperty({ example: '2026-09/heating' })
  readonly reference!: string;
}

export class ConversationAnswer {
  @ApiProperty()
  readonly conversationId!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: SubjectAnswer })
  readonly subject!: SubjectAnswer;

  @ApiProperty({ enum: STATES, description: '`waiting`: a resident waits for an answer' })
  readonly state!: (typeof STATES)[number];

  @ApiProperty({ format: 'date' })
  readonly openedOn!: string;

  @ApiProperty({ enum: AUTHORS })
  readonly openedBy!: MessageAuthor;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The day by which an answer is promised' })
  readonly answerPromisedOn!: string | null;

  @ApiProperty({ description: 'True when that day went by' })
  readonly overdue!: boolean;

  @ApiProperty({ type: 'integer', description: 'How many messages' })
  readonly messages!: number;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly lastWrittenOn!: string | null;

  @ApiProperty({ enum: AUTHORS, nullable: true })
  readonly lastAuthor!: MessageAuthor | null;
}

export class ConversationsAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: [ConversationAnswer], description: 'In which something was written last come first' })
  readonly conversations!: readonly ConversationAnswer[];

  @ApiProperty({ description: 'True when earlier ones did not fit' })
  readonly more!: boolean;
}

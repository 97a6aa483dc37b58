import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { IdentifierField } from '#libs/platform';
import {
  ATTACHMENT_TYPES,
  AttachmentType,
  ConversationSubject,
  Correction,
  MessageAuthor,
} from '../domain/conversation.events';

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

/** A conversation as the person who has part in it sees it in a list. */
export class OwnConversationAnswer extends ConversationAnswer {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'With which words it was opened, at most 60 characters; null when the person was erased',
    example: 'Почему воды больше, чем в августе?',
  })
  readonly firstWords!: string | null;
}

export class OwnConversationsAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: [OwnConversationAnswer], description: 'In which something was written last come first' })
  readonly conversations!: readonly OwnConversationAnswer[];

  @ApiProperty({ description: 'True when earlier ones did not fit' })
  readonly more!: boolean;
}

/** As the office sees it. */
export class OfficeConversationAnswer extends ConversationAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'The member of staff who takes care of it' })
  readonly assignedTo!: string | null;
}

export class ConversationsAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: [ConversationAnswer], description: 'In which something was written last come first' })
  readonly conversations!: readonly ConversationAnswer[];

  @ApiProperty({ description: 'True when earlier ones did not fit' })
  readonly more!: boolean;
}

export class QueueAnswer {
  @ApiProperty({ type: [OfficeConversationAnswer] })
  readonly conversations!: readonly OfficeConversationAnswer[];

  @ApiProperty({ description: 'True when later promises did not fit' })
  readonly more!: boolean;
}

export class AttachmentAnswer {
  @ApiProperty()
  readonly attachmentId!: string;

  @ApiProperty({ description: 'As the person’s file was called' })
  readonly name!: string;

  @ApiProperty({ enum: ATTACHMENT_TYPES, description: 'Found by the content of the file' })
  readonly mediaType!: AttachmentType;

  @ApiProperty({ type: 'integer' })
  readonly bytes!: number;
}

/** What an answer has put right. */
export class CorrectionAnswer implements Correction {
  @ApiProperty({ description: 'The recalculation' })
  readonly recalculationId!: string;

  @ApiProperty({ type: 'integer', description: 'What it changes of what is owed; below zero it is given back' })
  readonly amountKopecks!: number;

  @ApiProperty({ description: 'Why' })
  readonly cause!: string;
}

export class MessageAnswer {
  @ApiProperty()
  readonly messageId!: string;

  @ApiProperty({ enum: AUTHORS })
  readonly author!: MessageAuthor;

  @ApiProperty({ type: String, nullable: true, description: 'Null when the person was erased' })
  readonly text!: string | null;

  @ApiProperty({ format: 'date' })
  readonly writtenOn!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty({ type: [AttachmentAnswer] })
  readonly attachments!: readonly AttachmentAnswer[];

  @ApiProperty({ type: CorrectionAnswer, nullable: true, description: 'The recalculation by which it answers' })
  readonly correction!: CorrectionAnswer | null;
}

export class MessagesAnswer {
  @ApiProperty()
  readonly conversationId!: string;

  @ApiProperty({ type: [MessageAnswer], description: 'In the order in which they were written' })
  readonly messages!: readonly MessageAnswer[];
}

export class AttachmentPath extends ConversationPath {
  @IdentifierField({ description: 'The file' })
  readonly attachmentId!: string;
}

/** Longer than any message in code units: how many characters it has is counted after it was cleaned. */
export const MESSAGE_UNITS_LIMIT = 16_000;

export class AnswerBody {
  @ApiProperty({ minLength: 1, maxLength: MESSAGE_UNITS_LIMIT, example: 'Перерасчёт сделан, он войдёт в квитанцию.' })
  @IsString()
  @MinLength(1)
  @MaxLength(MESSAGE_UNITS_LIMIT)
  readonly text!: string;
}

const TRANSITIONS = ['closed', 'open'] as const;

export class TransitionBody {
  @ApiProperty({ enum: TRANSITIONS })
  @IsIn(TRANSITIONS)
  readonly to!: (typeof TRANSITIONS)[number];
}

export class WrittenAnswer {
  @ApiProperty()
  readonly conversationId!: string;

  @ApiProperty()
  readonly messageId!: string;

  @ApiProperty({ description: 'Give it as minPosition to a query to see the message', example: 1234 })
  readonly position!: number;

  @ApiProperty({ description: 'True when an access code stood in the text: it was not recorded; tell the person' })
  readonly accessCodeRemoved!: boolean;
}

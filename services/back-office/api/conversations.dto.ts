import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches, MaxLength, MinLength } from 'class-validator';
import { CivilDateField, IdentifierField, MayBeAbsent } from '#libs/platform';
import {
  AnswerBody,
  AnswerTemplateCard,
  MessageAnswer,
  OfficeConversationAnswer,
  QueueAsked,
  TEMPLATE_CHARACTERS_LIMIT,
  TEMPLATE_TITLE_CHARACTERS_LIMIT,
} from '#services/support/api/client';
import { STAFF_ID_FORM } from './session.dto';
import { ReasonBody } from './staff.dto';

const SHOWN: readonly QueueAsked['show'][] = ['waiting', 'unassigned', 'mine', 'all'];
const RECALCULATION_FORM = /^[0-9A-Za-z_.:-]{1,160}$/;
const TRANSITIONS = ['closed', 'open'] as const;

export class QueueQuery {
  @ApiPropertyOptional({
    enum: SHOWN,
    description: 'Who waits; who waits and belongs to nobody; the own ones; all, the newest first',
  })
  @MayBeAbsent()
  @IsIn(SHOWN)
  readonly show?: QueueAsked['show'];
}

export class ConversationPath {
  @IdentifierField({ description: 'The conversation' })
  readonly conversationId!: string;
}

export class ConversationFilePath extends ConversationPath {
  @IdentifierField({ description: 'The file' })
  readonly attachmentId!: string;
}

export class WholeConversationAnswer {
  @ApiProperty({ type: OfficeConversationAnswer })
  readonly conversation!: OfficeConversationAnswer;

  @ApiProperty({ type: [MessageAnswer], description: 'In the order in which they were written' })
  readonly messages!: readonly MessageAnswer[];
}

export class CorrectionChoiceAnswer {
  @ApiProperty()
  readonly recalculationId!: string;

  @ApiProperty({ format: 'date' })
  readonly recordedOn!: string;

  @ApiProperty()
  readonly cause!: string;

  @ApiProperty({ type: 'integer', description: 'What it changes of what is owed; below zero it is given back' })
  readonly amountKopecks!: number;

  @ApiProperty({ enum: ['waiting', 'posted'], description: 'Waiting for the close of the open period, or posted' })
  readonly state!: 'waiting' | 'posted';
}

export class CorrectionsAnswer {
  @ApiProperty({ type: [CorrectionChoiceAnswer], description: 'Those of the line that the question is about first' })
  readonly corrections!: readonly CorrectionChoiceAnswer[];
}

export class OfficeAnswerBody extends AnswerBody {
  @ApiPropertyOptional({
    description: 'The recalculation by which it answers, recorded for the account since the question',
    pattern: RECALCULATION_FORM.source,
  })
  @MayBeAbsent()
  @IsString()
  @Matches(RECALCULATION_FORM)
  readonly recalculationId?: string;
}

export class AssignmentBody {
  @ApiProperty({ pattern: STAFF_ID_FORM.source, example: '48210935' })
  @IsString()
  @Matches(STAFF_ID_FORM)
  readonly staffId!: string;
}

export class PromiseBody extends ReasonBody {
  @CivilDateField({ description: 'The day by which the answer is promised now' })
  readonly answerPromisedOn!: string;
}

export class ConversationTransitionBody {
  @ApiProperty({ enum: TRANSITIONS })
  @IsIn(TRANSITIONS)
  readonly to!: (typeof TRANSITIONS)[number];
}

export class AnswerTemplateAnswer implements AnswerTemplateCard {
  @ApiProperty()
  readonly companyId!: string;

  @ApiProperty()
  readonly templateId!: string;

  @ApiProperty()
  readonly title!: string;

  @ApiProperty()
  readonly text!: string;
}

export class AnswerTemplatesAnswer {
  @ApiProperty({ type: [AnswerTemplateAnswer], description: 'By title' })
  readonly templates!: readonly AnswerTemplateAnswer[];
}

export class AnswerTemplateBody {
  @IdentifierField({ description: 'The template that is changed; a new one where absent', optional: true })
  readonly templateId?: string;

  @ApiProperty({ minLength: 1, maxLength: TEMPLATE_TITLE_CHARACTERS_LIMIT })
  @IsString()
  @Length(1, TEMPLATE_TITLE_CHARACTERS_LIMIT)
  readonly title!: string;

  @ApiProperty({ minLength: 1, maxLength: TEMPLATE_CHARACTERS_LIMIT, description: 'Names nobody' })
  @IsString()
  @MinLength(1)
  @MaxLength(TEMPLATE_CHARACTERS_LIMIT)
  readonly text!: string;
}

export class TemplateWithdrawalBody {
  @IdentifierField({ description: 'The template' })
  readonly templateId!: string;
}

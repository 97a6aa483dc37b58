import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsString, Matches } from 'class-validator';
import { BillingPeriodField, CommandReceipt, MayBeAbsent } from '#libs/platform';
import { APPROVAL_KINDS, ApprovalCard, ApprovalKind } from '#services/identity/api/client';
import { ReasonBody } from './staff.dto';

const APPROVAL_ID_FORM = /^[0-9a-f]{32}$/;
const HASH_FORM = /^[0-9a-f]{64}$/;
const STATES: readonly ApprovalCard['state'][] = [
  'open',
  'granted',
  'refused',
  'withdrawn',
  'expired',
  'carried_out',
  'failed',
];

export class ApprovalPath {
  @ApiProperty({ pattern: APPROVAL_ID_FORM.source })
  @IsString()
  @Matches(APPROVAL_ID_FORM)
  readonly approvalId!: string;
}

/** The answer to the question that is asked before a month is closed over what waits. */
function DespiteDoubtsField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: 'boolean',
      description:
        'Of a close: true where it is to be closed though doubtful readings wait (BACK_OFFICE_CLOSE_UNDECIDED) or though ' +
        'not everything can be told (BACK_OFFICE_CLOSE_UNSEEN)',
    }),
    MayBeAbsent(),
    IsBoolean(),
  );
}

export class GrantBody {
  @ApiProperty({ description: 'Of the plan that was seen', pattern: HASH_FORM.source })
  @IsString()
  @Matches(HASH_FORM)
  readonly planHash!: string;

  @DespiteDoubtsField()
  readonly despiteDoubts?: boolean;
}

export class ClosePeriodBody extends ReasonBody {
  @BillingPeriodField({ description: 'The oldest open period; its last day has come' })
  readonly period!: string;

  @DespiteDoubtsField()
  readonly despiteDoubts?: boolean;
}

export class ApprovalReceiptAnswer extends CommandReceipt {
  @ApiProperty()
  readonly approvalId!: string;
}

export class ApprovalAnswer implements ApprovalCard {
  @ApiProperty()
  readonly approvalId!: string;

  @ApiProperty({ enum: APPROVAL_KINDS })
  readonly kind!: ApprovalKind;

  @ApiProperty()
  readonly companyId!: string;

  @ApiProperty({ description: 'What it is about, by the name that its service gives it' })
  readonly subject!: string;

  @ApiProperty({ description: 'The same for people' })
  readonly summary!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What is done when it is granted' })
  readonly plan!: ApprovalCard['plan'];

  @ApiProperty()
  readonly planHash!: string;

  @ApiProperty({ enum: STATES })
  readonly state!: ApprovalCard['state'];

  @ApiProperty({ example: 'staff:48210935' })
  readonly requestedBy!: string;

  @ApiProperty({ format: 'date-time' })
  readonly requestedAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly answeredBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly answeredAt!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The event that granted it' })
  readonly grantId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly refusal!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  readonly outcome!: ApprovalCard['outcome'];

  @ApiProperty({ type: String, nullable: true, description: 'A code of the catalogue of errors' })
  readonly failure!: string | null;
}

export class ApprovalsAnswer {
  @ApiProperty({ type: [ApprovalAnswer], description: 'The newest first' })
  readonly approvals!: readonly ApprovalAnswer[];
}

export class PeriodStandingAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'The oldest open period; null where none is open' })
  readonly period!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly endsOn!: string | null;

  @ApiProperty()
  readonly hasEnded!: boolean;

  @ApiProperty({ type: 'integer' })
  readonly openAccounts!: number;

  @ApiProperty({ type: 'integer', description: 'Of these, accounts that have changed since they were calculated' })
  readonly uncalculatedAccounts!: number;

  @ApiProperty({ enum: ['night', 'two_people'] })
  readonly closedBy!: 'night' | 'two_people';
}

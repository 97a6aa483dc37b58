import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { CommandReceipt, IdentifierField } from '#libs/platform';
import { JournalKind } from '#services/identity/api/client';

const NAME_FORM = /^[0-9A-Za-z_-]{1,128}$/;
const JOURNAL_KINDS = [
  'entered',
  'entered_elsewhere',
  'shared',
  'sharing_ended',
  'account_attached',
  'account_detached',
  'sessions_ended',
  'locked',
  'suspended',
  'resumed',
  'code_asked',
  'code_issued',
  'code_replaced',
  'code_revoked',
  'code_printed',
  'code_shown',
] as const satisfies readonly JournalKind[];

function NameField(description: string): PropertyDecorator {
  return applyDecorators(ApiProperty({ description, pattern: NAME_FORM.source }), IsString(), Matches(NAME_FORM));
}

export class SessionPath {
  @NameField('One of the sessions of the sign-in')
  readonly sessionId!: string;
}

export class DevicePath {
  @NameField('One of the devices of the sign-in')
  readonly deviceId!: string;
}

class AttachedAccountAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ description: 'False where its code was replaced since, or its sign-in is frozen' })
  readonly isOpen!: boolean;
}

class SessionOfSignInAnswer {
  @ApiProperty()
  readonly sessionId!: string;

  @ApiProperty({ description: 'In words', example: 'Chrome на Windows' })
  readonly device!: string;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly usedAt!: string;

  @ApiProperty({ description: 'The one that asks' })
  readonly isThis!: boolean;
}

class OtherSessionAnswer {
  @ApiProperty({ description: 'In words' })
  readonly device!: string;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly usedAt!: string;
}

class SharedWithAnswer {
  @ApiProperty({ description: 'The account of the other sign-in' })
  readonly account!: string;

  @ApiProperty({ format: 'date' })
  readonly sharedOn!: string;

  @ApiProperty({ type: [OtherSessionAnswer], description: 'Who is inside by it now' })
  readonly sessions!: readonly OtherSessionAnswer[];
}

class DeviceAnswer {
  @ApiProperty()
  readonly deviceId!: string;

  @ApiProperty({ description: 'In words' })
  readonly device!: string;

  @ApiProperty({ format: 'date-time' })
  readonly firstSeenAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly lastSeenAt!: string;

  @ApiProperty()
  readonly isThis!: boolean;
}

export class AccessAnswer {
  @ApiProperty()
  readonly login!: string;

  @ApiProperty({ description: 'The account of the login' })
  readonly account!: string;

  @ApiProperty({ type: [AttachedAccountAnswer] })
  readonly attached!: readonly AttachedAccountAnswer[];

  @ApiProperty({ type: [SharedWithAnswer], description: 'Other sign-ins that show the account of this one' })
  readonly sharedWith!: readonly SharedWithAnswer[];

  @ApiProperty({ type: [SessionOfSignInAnswer] })
  readonly sessions!: readonly SessionOfSignInAnswer[];

  @ApiProperty({ type: [DeviceAnswer] })
  readonly devices!: readonly DeviceAnswer[];
}

class JournalEntryAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;

  @ApiProperty({ enum: JOURNAL_KINDS })
  readonly kind!: JournalKind;

  @ApiProperty({ type: String, nullable: true, description: 'In words, where somebody signed in' })
  readonly device!: string | null;

  @ApiProperty()
  readonly isNewDevice!: boolean;

  @ApiProperty({ type: String, nullable: true })
  readonly otherAccount!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'How long sign-in waits where it was locked' })
  readonly minutes!: number | null;
}

export class JournalAnswer {
  @ApiProperty({ type: [JournalEntryAnswer], description: 'The newest first' })
  readonly entries!: readonly JournalEntryAnswer[];
}

export class AttachedReceipt extends CommandReceipt {
  @ApiProperty()
  readonly account!: string;
}

export class DetachAccountBody {
  @IdentifierField({ description: 'An account that is attached to the sign-in' })
  readonly account!: string;
}

export class EndSharingBody {
  @IdentifierField({ description: 'The account of a sign-in that shows the account of this one' })
  readonly account!: string;
}

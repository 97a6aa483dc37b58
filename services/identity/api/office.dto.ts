import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { CommandReceipt, IDENTIFIER_FORM, IdentifierField } from '#libs/platform';

const REASON_CHARACTERS_MAX = 300;
const ADDRESS_CHARACTERS_MAX = 254;
const RUN_ACCOUNTS_MAX = 500;
const CONTACT_FORM = /^[0-9a-f]{32}$/;
const LINK_FORM = /^[A-Za-z0-9_-]{43}$/;
/** A mail address; what counts is checked again before a letter is sent. */
const ADDRESS_FORM = /^[^\s"(),:;<>@[\\\]]+@[^\s"(),:;<>@[\\\]]+$/;

/** Why the office acts. */
export class OfficeBody {
  @ApiProperty({ description: 'Why; stands in the log', minLength: 1, maxLength: REASON_CHARACTERS_MAX })
  @IsString()
  @MinLength(1)
  @MaxLength(REASON_CHARACTERS_MAX)
  readonly reason!: string;
}

export class PrintRunBody extends OfficeBody {
  @IdentifierField({ description: 'The number of the run, made by the caller' })
  readonly runId!: string;

  @ApiProperty({
    description: 'Whose codes are printed; more than 50 need a second person',
    type: 'array',
    items: { type: 'string', pattern: IDENTIFIER_FORM.source },
    minItems: 1,
    maxItems: RUN_ACCOUNTS_MAX,
    example: ['6301000017'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(RUN_ACCOUNTS_MAX)
  @IsString({ each: true })
  @Matches(IDENTIFIER_FORM, { each: true })
  readonly accounts!: string[];
}

/** A run, and why something is done about it. */
export class RunBody extends OfficeBody {
  @IdentifierField({ description: 'The run' })
  readonly runId!: string;
}

export class PrintRunReceipt extends CommandReceipt {
  @ApiProperty({ description: 'True where a second person has to agree first' })
  readonly needsApproval!: boolean;
}

export class PrintLinkReceipt extends CommandReceipt {
  @ApiProperty({ description: 'Prints the run once; give it to POST /identity/prints' })
  readonly link!: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt!: string;
}

export class PrintBody {
  @ApiProperty({ description: 'The link of a run; posted, so that it stands in no address', pattern: LINK_FORM.source })
  @IsString()
  @Matches(LINK_FORM)
  readonly link!: string;
}

export class PrintRunAnswer {
  @ApiProperty()
  readonly runId!: string;

  @ApiProperty({ enum: ['waits_for_approval', 'ready', 'printed'] })
  readonly state!: 'waits_for_approval' | 'ready' | 'printed';

  @ApiProperty({ type: 'integer' })
  readonly accounts!: number;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty()
  readonly requestedBy!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly approvedBy!: string | null;

  @ApiProperty({ type: 'integer', description: 'How many links were made' })
  readonly links!: number;

  @ApiProperty({ format: 'date-time' })
  readonly requestedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly printedAt!: string | null;
}

export class PrintRunsAnswer {
  @ApiProperty({ type: [PrintRunAnswer], description: 'The newest first' })
  readonly runs!: readonly PrintRunAnswer[];
}

export class ContactBody extends OfficeBody {
  @IdentifierField({ description: 'The dwelling account' })
  readonly account!: string;

  @ApiProperty({ description: 'Whose address it is', maxLength: 64, pattern: '^[0-9A-Za-z_.:-]{1,64}$' })
  @IsString()
  @Matches(/^[0-9A-Za-z_.:-]{1,64}$/)
  readonly personId!: string;

  @ApiProperty({
    description: 'Seen by the office to be the person’s own',
    example: 'anna@example.ru',
    pattern: ADDRESS_FORM.source,
    maxLength: 254,
  })
  @IsString()
  @MaxLength(ADDRESS_CHARACTERS_MAX)
  @Matches(ADDRESS_FORM)
  readonly address!: string;
}

export class ContactReceipt extends CommandReceipt {
  @ApiProperty()
  readonly contactId!: string;
}

export class ContactWithdrawalBody extends OfficeBody {
  @IdentifierField({ description: 'The dwelling account' })
  readonly account!: string;

  @ApiProperty({ pattern: CONTACT_FORM.source })
  @IsString()
  @Matches(CONTACT_FORM)
  readonly contactId!: string;
}

export class ErasureBody extends OfficeBody {
  @ApiProperty({ description: 'Who demands it', maxLength: 64, pattern: '^[0-9A-Za-z_.:-]{1,64}$' })
  @IsString()
  @Matches(/^[0-9A-Za-z_.:-]{1,64}$/)
  readonly personId!: string;
}

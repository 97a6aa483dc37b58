import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsString, Matches } from 'class-validator';
import { CommandReceipt, IDENTIFIER_FORM, IdentifierField, MayBeAbsent } from '#libs/platform';
import { CODES_SHOWN, CodesShown, CodeView, HouseCodes, PrintChoice } from '#services/identity/api/client';
import { ReasonBody } from './staff.dto';

const ACCOUNTS_MAX = 500;
const CHOICES: readonly PrintChoice['what'][] = ['house', 'unprinted', 'asked'];

export class CodePath {
  @IdentifierField({ description: 'The dwelling account' })
  readonly account!: string;
}

export class CodesQuery {
  @IdentifierField({ description: 'Accounts of this house', optional: true })
  readonly houseId?: string;

  @ApiPropertyOptional({
    enum: CODES_SHOWN,
    description: 'Without a code; never printed; waited for; all where absent',
  })
  @MayBeAbsent()
  @IsIn(CODES_SHOWN)
  readonly show?: CodesShown;

  @IdentifierField({ description: 'Accounts after this one: the last of the page before', optional: true })
  readonly afterAccount?: string;
}

export class CodeAnswer implements CodeView {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty({ enum: ['missing', 'issued', 'revoked'] })
  readonly state!: CodeView['state'];

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly codeIssuedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly lastPrintedAt!: string | null;

  @ApiProperty({ type: 'integer', description: 'How often the code in force was printed' })
  readonly timesPrinted!: number;

  @ApiProperty({ description: 'It goes into the next payment slip' })
  readonly printAsked!: boolean;

  @ApiProperty({ description: 'The resident has frozen the cabinet' })
  readonly suspended!: boolean;
}

export class CodesAnswer {
  @ApiProperty({ type: [CodeAnswer], description: 'In the order of the account numbers; never with a code' })
  readonly codes!: readonly CodeAnswer[];

  @ApiProperty({ description: 'True when further ones did not fit' })
  readonly more!: boolean;
}

export class HouseCodesAnswer implements HouseCodes {
  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty({ type: 'integer' })
  readonly accounts!: number;

  @ApiProperty({ type: 'integer', description: 'Accounts without a code' })
  readonly missing!: number;

  @ApiProperty({ type: 'integer', description: 'Accounts whose code was never printed' })
  readonly unprinted!: number;

  @ApiProperty({ type: 'integer', description: 'Accounts whose code is waited for' })
  readonly asked!: number;
}

export class HousesOfCodesAnswer {
  @ApiProperty({ type: [HouseCodesAnswer] })
  readonly houses!: readonly HouseCodesAnswer[];
}

export class BulkReissueBody extends ReasonBody {
  @IdentifierField({
    description: 'The house of the accounts; one request for it at a time',
  })
  readonly houseId!: string;

  @ApiProperty({
    description: 'Whose codes are replaced',
    type: 'array',
    items: { type: 'string', pattern: IDENTIFIER_FORM.source },
    minItems: 1,
    maxItems: ACCOUNTS_MAX,
    example: ['6301000017'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ACCOUNTS_MAX)
  @IsString({ each: true })
  @Matches(IDENTIFIER_FORM, { each: true })
  readonly accounts!: string[];
}

export class FirstCodesBody extends ReasonBody {
  @IdentifierField({ description: 'Of this house; of every house where absent', optional: true })
  readonly houseId?: string;
}

export class FirstCodesAnswer {
  @ApiProperty({ description: 'Give it as minPosition to a query' })
  readonly position!: number;

  @ApiProperty({ type: 'integer' })
  readonly issued!: number;

  @ApiProperty({ description: 'True when further accounts wait for their codes' })
  readonly more!: boolean;
}

export class PrintLinkAnswer extends CommandReceipt {
  @ApiProperty()
  readonly runId!: string;

  @ApiProperty({ description: 'Prints once; give it to POST /api/print-runs/prints' })
  readonly link!: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt!: string;
}

export class PrintRunRequestBody extends FirstCodesBody implements PrintChoice {
  @ApiProperty({ enum: CHOICES, description: 'All of a house; those never printed; those that are waited for' })
  @IsIn(CHOICES)
  readonly what!: PrintChoice['what'];
}

export class PrintRunAskedAnswer {
  @ApiProperty({ description: 'Give it as minPosition to a query' })
  readonly position!: number;

  @ApiProperty({ type: String, nullable: true, description: 'Null while a second person has to agree' })
  readonly runId!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What the second person agrees to; the run goes by it. Of several parts, the first',
  })
  readonly approvalId!: string | null;

  @ApiProperty({ type: [String], description: 'Of every part: what is more than 2,000 accounts is printed in several' })
  readonly approvalIds!: readonly string[];

  @ApiProperty({ type: 'integer', description: 'In all parts' })
  readonly accounts!: number;
}

export class RunLinkBody {
  @IdentifierField({ description: 'The run' })
  readonly runId!: string;
}

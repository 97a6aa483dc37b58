import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IdentifierField, IntegerQueryField, MayBeAbsent, MinPositionQuery } from '#libs/platform';

type CredentialCardState = 'missing' | 'issued' | 'revoked';

const STATES: readonly CredentialCardState[] = ['missing', 'issued', 'revoked'];
export const CREDENTIALS_PAGE_LIMIT = 500;

export class AccountPath {
  @IdentifierField({ description: 'The dwelling account' })
  readonly account!: string;
}

export class CredentialsQuery extends MinPositionQuery {
  @IdentifierField({ description: 'Accounts of this house', optional: true })
  readonly houseId?: string;

  @ApiPropertyOptional({ description: 'Accounts whose credential is in this state', enum: STATES })
  @MayBeAbsent()
  @IsIn(STATES)
  readonly state?: CredentialCardState;

  @IdentifierField({ description: 'Accounts after this one: the last of the page before', optional: true })
  readonly afterAccount?: string;

  @IntegerQueryField({
    description: 'At most so many',
    optional: true,
    minimum: 1,
    maximum: CREDENTIALS_PAGE_LIMIT,
    example: 100,
  })
  readonly limit?: number;
}

/** What staff see: that a code was issued and printed, never the code. */
export class CredentialAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty({ enum: STATES })
  readonly state!: CredentialCardState;

  @ApiProperty({ type: String, nullable: true })
  readonly login!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly codeIssuedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly lastPrintedAt!: string | null;

  @ApiProperty({ type: 'integer', description: 'How often the code in force was printed' })
  readonly timesPrinted!: number;
}

export class CredentialsAnswer {
  @ApiProperty({ type: [CredentialAnswer], description: 'In the order of the account numbers' })
  readonly credentials!: readonly CredentialAnswer[];

  @ApiProperty({ description: 'True when further ones did not fit' })
  readonly more!: boolean;
}

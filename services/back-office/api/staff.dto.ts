import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsString, Length, Matches } from 'class-validator';
import { CommandReceipt, IDENTIFIER_FORM } from '#libs/platform';
import { STAFF_ROLES, StaffRole } from '#services/identity/api/client';
import { STAFF_ID_FORM } from './session.dto';

const REASON_CHARACTERS_MAX = 300;
const NAME_CHARACTERS_MAX = 120;
const COMPANIES_MAX = 50;

export class StaffPath {
  @ApiProperty({ pattern: STAFF_ID_FORM.source, example: '48210935' })
  @IsString()
  @Matches(STAFF_ID_FORM)
  readonly staffId!: string;
}

/** Why it is done; stands in the log. */
export class ReasonBody {
  @ApiProperty({ description: 'Why; stands in the log', minLength: 1, maxLength: REASON_CHARACTERS_MAX })
  @IsString()
  @Length(1, REASON_CHARACTERS_MAX)
  readonly reason!: string;
}

export class RoleBody extends ReasonBody {
  @ApiProperty({ enum: STAFF_ROLES })
  @IsIn(STAFF_ROLES)
  readonly role!: StaffRole;
}

export class NewStaffBody extends RoleBody {
  @ApiProperty({ description: 'Kept in the vault of persons alone', minLength: 1, maxLength: NAME_CHARACTERS_MAX })
  @IsString()
  @Length(1, NAME_CHARACTERS_MAX)
  readonly name!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: IDENTIFIER_FORM.source },
    minItems: 1,
    maxItems: COMPANIES_MAX,
    example: ['6316000000'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(COMPANIES_MAX)
  @IsString({ each: true })
  @Matches(IDENTIFIER_FORM, { each: true })
  readonly companies!: string[];
}

export class StaffMemberAnswer {
  @ApiProperty()
  readonly staffId!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null where the person was erased' })
  readonly name!: string | null;

  @ApiProperty({ enum: STAFF_ROLES })
  readonly role!: StaffRole;

  @ApiProperty({ type: [String] })
  readonly companies!: readonly string[];

  @ApiProperty({ enum: ['invited', 'active', 'suspended'] })
  readonly state!: 'invited' | 'active' | 'suspended';

  @ApiProperty({ format: 'date-time' })
  readonly registeredAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly lastSignedInAt!: string | null;
}

export class StaffMembersAnswer {
  @ApiProperty({ type: [StaffMemberAnswer] })
  readonly staff!: readonly StaffMemberAnswer[];
}

export class StaffLinkAnswer extends CommandReceipt {
  @ApiProperty()
  readonly staffId!: string;

  @ApiProperty({ description: 'The address of the page on which password and second factor are set, once' })
  readonly address!: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt!: string;
}

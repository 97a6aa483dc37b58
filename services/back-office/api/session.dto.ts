import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import { PASSWORD_CHARACTERS_MAX, STAFF_ROLES, StaffRole } from '#services/identity/api/client';

export const STAFF_ID_FORM = /^\d{8}$/;
const PROOF_FORM = /^[A-Za-z0-9_-]{43}$/;

export class PasswordBody {
  @ApiProperty({ description: 'The number of the member of staff', pattern: STAFF_ID_FORM.source, example: '48210935' })
  @IsString()
  @Matches(STAFF_ID_FORM)
  readonly staffId!: string;

  @ApiProperty({ minLength: 1, maxLength: PASSWORD_CHARACTERS_MAX })
  @IsString()
  @Length(1, PASSWORD_CHARACTERS_MAX)
  readonly password!: string;
}

export class PasswordAnswer {
  @ApiProperty({ description: 'Give it with the code of the second factor, within 5 minutes' })
  readonly proof!: string;
}

export class CodeBody {
  @ApiProperty({ description: 'What the password was answered with', pattern: PROOF_FORM.source })
  @IsString()
  @Matches(PROOF_FORM)
  readonly proof!: string;

  @ApiProperty({ description: 'Six digits of the authenticator', pattern: '^\\d{6}$', example: '123456' })
  @IsString()
  @Matches(/^\d{6}$/)
  readonly code!: string;
}

export class OfficeSessionAnswer {
  @ApiProperty({ example: '48210935' })
  readonly staffId!: string;

  @ApiProperty({ enum: STAFF_ROLES })
  readonly role!: StaffRole;

  @ApiProperty({ type: [String], description: 'The companies whose houses and accounts may be seen' })
  readonly companies!: readonly string[];
}

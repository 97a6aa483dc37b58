import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

const LOGIN_CHARACTERS_MAX = 24;
const CODE_CHARACTERS_MAX = 32;

export class AskForCodeBody {
  @ApiProperty({
    description: 'As printed on the slip; spaces and dashes may stand between the digits',
    minLength: 1,
    maxLength: LOGIN_CHARACTERS_MAX,
    example: '1234-5678-4',
  })
  @IsString()
  @Length(1, LOGIN_CHARACTERS_MAX)
  readonly login!: string;
}

export class SignInBody extends AskForCodeBody {
  @ApiProperty({
    description: 'The access code, in the same way',
    minLength: 1,
    maxLength: CODE_CHARACTERS_MAX,
    example: '4821-0935-7716-4',
  })
  @IsString()
  @Length(1, CODE_CHARACTERS_MAX)
  readonly code!: string;
}

export class SessionAnswer {
  @ApiProperty({ example: '123456784' })
  readonly login!: string;

  @ApiProperty({ type: [String], description: 'The accounts that the sign-in opens; that of the login first' })
  readonly accounts!: readonly string[];
}

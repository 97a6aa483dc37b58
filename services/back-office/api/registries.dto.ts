import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import { CivilDateField, IdentifierField, IntegerQueryField, KnownAtField, MayBeAbsent } from '#libs/platform';
import { Payee, PAYEES, REGISTRY_OUTCOMES, RegistryOutcome } from '#services/payments/api/client';

const PLACES_MAX = 1_000_000;
const REGISTRIES_A_PAGE_MAX = 500;
const FILE_NAME_CHARACTERS_MAX = 200;

export class RegistryPath {
  @IdentifierField({ description: 'The registry' })
  readonly registryId!: string;
}

export class RegistriesQuery {
  @ApiPropertyOptional({ enum: ['recording', 'reconciled'] })
  @MayBeAbsent()
  @IsIn(['recording', 'reconciled'])
  readonly status?: 'recording' | 'reconciled';

  @KnownAtField({ description: 'Only those taken before this instant, for the next page', optional: true })
  readonly before?: string;

  @IntegerQueryField({
    ...{ description: 'At most so many', optional: true },
    ...{ minimum: 1, maximum: REGISTRIES_A_PAGE_MAX, example: 50 },
  })
  readonly limit?: number;
}

export class RegistryLinesQuery {
  @ApiPropertyOptional({ enum: REGISTRY_OUTCOMES })
  @MayBeAbsent()
  @IsIn(REGISTRY_OUTCOMES)
  readonly outcome?: RegistryOutcome;

  @IntegerQueryField({
    ...{ description: 'Only those behind this place in the file', optional: true },
    ...{ minimum: 0, maximum: PLACES_MAX, example: 500 },
  })
  readonly after?: number;
}

/** The form with a file. */
export class CheckRegistryForm {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The file as the bank sent it' })
  readonly file!: unknown;

  @IdentifierField({ description: 'How the file is read' })
  readonly profileId!: string;
}

/** What stands in the form besides the file. */
export class CheckRegistryBody {
  @IdentifierField({ description: 'How the file is read' })
  readonly profileId!: string;
}

export class AcceptRegistryBody {
  @ApiProperty({ description: 'As the dry run named it', pattern: '^[0-9a-f]{32}$' })
  @IsString()
  @Matches(/^[0-9a-f]{32}$/)
  readonly registryId!: string;

  @IdentifierField({ description: 'How the file is read' })
  readonly profileId!: string;

  @ApiProperty({ description: 'For the list', minLength: 1, maxLength: FILE_NAME_CHARACTERS_MAX })
  @IsString()
  @Length(1, FILE_NAME_CHARACTERS_MAX)
  readonly fileName!: string;
}

export const DEBT_FORMATS = ['text', 'csv', 'xlsx'] as const;
export type DebtFormat = (typeof DEBT_FORMATS)[number];

export class DebtRegistryQuery {
  @ApiProperty({ enum: DEBT_FORMATS, description: 'For a bank, or as a table' })
  @IsIn(DEBT_FORMATS)
  readonly format!: DebtFormat;

  @ApiProperty({ enum: PAYEES, description: 'Whose money it is' })
  @IsIn(PAYEES)
  readonly payee!: Payee;

  @CivilDateField({ description: 'The end of which day; today where absent', optional: true })
  readonly asOf?: string;
}

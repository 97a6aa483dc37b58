import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsString, Length } from 'class-validator';
import {
  BillingPeriodField,
  CommandReceipt,
  IdentifierField,
  IntegerQueryField,
  MayBeAbsent,
  MinPositionQuery,
} from '#libs/platform';

const REASON_CHARACTERS_MAX = 200;
const CODE_CHARACTERS_MAX = 64;
const PAYEES = ['main', 'capital_repair'] as const;
/** Far above every bill. */
const AMOUNT_KOPECKS_MAX = 99_999_999_999;
const VERSIONS_MAX = 9_999;

const trimmed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim() : value);

export class IssueSlipBody {
  @IdentifierField({ description: 'The dwelling account' })
  readonly account!: string;

  @BillingPeriodField({ description: 'A closed billing period' })
  readonly period!: string;

  @ApiPropertyOptional({
    description: 'Why a new version is made',
    minLength: 1,
    maxLength: REASON_CHARACTERS_MAX,
    pattern: '\\S',
  })
  @MayBeAbsent()
  @Transform(trimmed)
  @IsString()
  @Length(1, REASON_CHARACTERS_MAX)
  readonly reason?: string;
}

export class IssuedSlipAnswer extends CommandReceipt {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ example: '2026-09' })
  readonly period!: string;

  @ApiProperty({ type: 'integer', description: 'The version in force' })
  readonly version!: number;

  @ApiProperty({ format: 'date-time' })
  readonly issuedAt!: string;

  @ApiProperty({ type: 'integer' })
  readonly payableKopecks!: number;

  @ApiProperty({ description: 'SHA-256 of what the slip says' })
  readonly contentHash!: string;
}

export class SlipAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ example: '2026-09' })
  readonly period!: string;

  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty({ format: 'date-time' })
  readonly issuedAt!: string;

  @ApiProperty({ description: 'True where a later version is in force' })
  readonly superseded!: boolean;

  @ApiProperty({ type: 'integer' })
  readonly payableKopecks!: number;
}

export class SlipsAnswer {
  @ApiProperty({ type: [SlipAnswer], description: 'The newest period and version first' })
  readonly slips!: readonly SlipAnswer[];
}

export class SlipPdfRequest {
  @IntegerQueryField({
    description: 'The version; the one in force where absent',
    optional: true,
    minimum: 1,
    maximum: VERSIONS_MAX,
    example: 1,
  })
  readonly version?: number;
}

export class PaymentCodeRequest extends MinPositionQuery {
  @ApiProperty({ enum: PAYEES, description: 'Whose money it is' })
  @IsIn(PAYEES)
  readonly payee!: (typeof PAYEES)[number];

  @IntegerQueryField({
    description: 'The sum; the payer says it where absent',
    optional: true,
    minimum: 1,
    maximum: AMOUNT_KOPECKS_MAX,
    example: 250_730,
  })
  readonly amountKopecks?: number;
}

class RequisitesAnswer {
  @ApiProperty({ enum: PAYEES })
  readonly payee!: string;

  @ApiProperty()
  readonly name!: string;

  @ApiProperty()
  readonly inn!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly kpp!: string | null;

  @ApiProperty()
  readonly ogrn!: string;

  @ApiProperty()
  readonly bankName!: string;

  @ApiProperty()
  readonly bic!: string;

  @ApiProperty()
  readonly bankAccount!: string;

  @ApiProperty()
  readonly correspondentAccount!: string;

  @ApiProperty()
  readonly address!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly phone!: string | null;
}

export class PaymentCodeAnswer {
  @ApiProperty({ enum: PAYEES })
  readonly payee!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The latest closed period', example: '2026-09' })
  readonly period!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly amountKopecks!: number | null;

  @ApiProperty({ description: 'The text of the payment QR, ГОСТ Р 56042-2014' })
  readonly text!: string;

  @ApiProperty({ description: 'The text as bytes in the encoding that it names, base64: what a QR has to hold' })
  readonly base64!: string;

  @ApiProperty({ type: RequisitesAnswer })
  readonly requisites!: RequisitesAnswer;
}

export class VerifySlipBody {
  @ApiProperty({
    description: 'The code as it is printed, in any case',
    minLength: 1,
    maxLength: CODE_CHARACTERS_MAX,
    example: '7KX2-4PAH-9MTC',
  })
  @IsString()
  @Length(1, CODE_CHARACTERS_MAX)
  readonly code!: string;
}

export class SlipVerdictAnswer {
  @ApiProperty({ enum: ['genuine', 'superseded', 'unknown'] })
  readonly state!: string;
}

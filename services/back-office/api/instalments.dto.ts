import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Matches } from 'class-validator';
import { IdentifierField, MayBeAbsent } from '#libs/platform';
import { InstalmentsAskedBody, InstalmentsCard, InstalmentsCardAnswer, WordsField } from '#services/billing/api/client';

/** The name of an approval is that of the agreement. */
const AGREEMENT_ID_FORM = /^[0-9a-f]{32}$/;

export const INSTALMENTS_STATES = [
  'running',
  'broken',
  'fulfilled',
  'withdrawn',
] as const satisfies readonly InstalmentsCard['state'][];

export class InstalmentsQuery {
  @IdentifierField({ description: 'One account only', optional: true })
  readonly account?: string;

  @ApiPropertyOptional({ enum: INSTALMENTS_STATES })
  @MayBeAbsent()
  @IsIn(INSTALMENTS_STATES)
  readonly state?: InstalmentsCard['state'];
}

export class InstalmentsPreviewBody extends InstalmentsAskedBody {
  @IdentifierField({ description: 'The account' })
  readonly account!: string;
}

export class InstalmentsAskBody extends InstalmentsPreviewBody {
  @WordsField('Why')
  readonly cause!: string;

  @WordsField('The agreement on paper', true)
  readonly document?: string;
}

export class InstalmentsPath {
  @IdentifierField({ description: 'The account' })
  readonly account!: string;

  @ApiProperty({ pattern: AGREEMENT_ID_FORM.source })
  @IsString()
  @Matches(AGREEMENT_ID_FORM)
  readonly agreementId!: string;
}

export class WithdrawInstalmentsBody {
  @WordsField('Why')
  readonly cause!: string;
}

export class InstalmentsAnswers {
  @ApiProperty({ type: [InstalmentsCardAnswer] })
  readonly agreements!: readonly InstalmentsCardAnswer[];
}

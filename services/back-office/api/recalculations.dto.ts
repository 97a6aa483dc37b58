import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsString, Matches } from 'class-validator';
import { IDENTIFIER_FORM, IdentifierField, IntegerQueryField, MayBeAbsent } from '#libs/platform';
import {
  GroundsBody,
  OrderFigures,
  RecalculationKind,
  RecalculationOrderRow,
  RecalculationPreviewAnswer,
  RecordedRecalculationRow,
  WordsField,
} from '#services/billing/api/client';

const ORDER_ID_FORM = /^[0-9a-f]{32}$/;
const DIGEST_FORM = /^[0-9a-f]{64}$/;
const LEFT_OUT_MAX = 500;

export const RECALCULATION_KINDS: readonly RecalculationKind[] = [
  'interruption',
  'cold',
  'provider_error',
  'relief',
  'tampering',
  'heating_year',
  'penalty_waiver',
  'replay',
  'reversal',
];

export class RecordedQuery {
  @IdentifierField({ description: 'Of one account only', optional: true })
  readonly account?: string;

  @ApiPropertyOptional({ enum: RECALCULATION_KINDS })
  @MayBeAbsent()
  @IsIn(RECALCULATION_KINDS)
  readonly kind?: RecalculationKind;

  @IntegerQueryField({
    description: 'Recorded before the one of this position',
    optional: true,
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 1234,
  })
  readonly before?: number;
}

export class PreviewBody extends GroundsBody {
  @IdentifierField({ description: 'The account' })
  readonly account!: string;
}

export class RecordBody extends PreviewBody {
  @WordsField('Why, in words that the resident may read')
  readonly cause!: string;

  @WordsField('The act, claim or decision it rests on', true)
  readonly document?: string;
}

function LeftOut(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: 'array',
      items: { type: 'string', pattern: IDENTIFIER_FORM.source },
      maxItems: LEFT_OUT_MAX,
      description: 'Accounts that are left out',
    }),
    MayBeAbsent(),
    IsArray(),
    ArrayMaxSize(LEFT_OUT_MAX),
    IsString({ each: true }),
    Matches(IDENTIFIER_FORM, { each: true }),
  );
}

export class HousePreviewBody extends GroundsBody {
  @IdentifierField({ description: 'The house' })
  readonly houseId!: string;

  @LeftOut()
  readonly except?: string[];
}

export class HouseOrderBody extends HousePreviewBody {
  @ApiProperty({ pattern: DIGEST_FORM.source, description: 'Of the preview that was seen' })
  @IsString()
  @Matches(DIGEST_FORM)
  readonly digest!: string;

  @WordsField('Why, in words that residents may read')
  readonly cause!: string;

  @WordsField('The act it rests on', true)
  readonly document?: string;
}

export class OrderPath {
  @ApiProperty({ pattern: ORDER_ID_FORM.source })
  @IsString()
  @Matches(ORDER_ID_FORM)
  readonly orderId!: string;
}

export class OrderFiguresAnswer implements OrderFigures {
  @ApiProperty({ type: 'integer' })
  readonly accounts!: number;

  @ApiProperty({ type: 'integer' })
  readonly differenceKopecks!: number;

  @ApiProperty({ description: 'Of every sum and line: other ones have another digest' })
  readonly digest!: string;
}

class HouseAccountAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: RecalculationPreviewAnswer, nullable: true })
  readonly preview!: RecalculationPreviewAnswer | null;

  @ApiProperty({ type: String, nullable: true, description: 'A code of the catalogue of errors' })
  readonly refused!: string | null;
}

export class HousePreviewAnswer {
  @ApiProperty({ type: [HouseAccountAnswer] })
  readonly accounts!: readonly HouseAccountAnswer[];

  @ApiProperty({ type: OrderFiguresAnswer })
  readonly figures!: OrderFiguresAnswer;
}

class RefusedAccountAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly code!: string;
}

export class OrderAnswer {
  @ApiProperty()
  readonly orderId!: string;

  @ApiProperty({ type: OrderFiguresAnswer })
  readonly figures!: OrderFiguresAnswer;

  @ApiProperty()
  readonly cause!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly document!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly approvalId!: string | null;

  @ApiProperty({ example: 'staff:48210935' })
  readonly orderedBy!: string;

  @ApiProperty({ format: 'date-time' })
  readonly orderedAt!: string;

  @ApiProperty({ enum: ['approved', 'begun', 'done', 'failed'] })
  readonly state!: RecalculationOrderRow['state'];

  @ApiProperty({ type: 'integer', description: 'Accounts that have their recalculation' })
  readonly recordedSoFar!: number;

  @ApiProperty({ type: [RefusedAccountAnswer] })
  readonly refused!: readonly RefusedAccountAnswer[];

  @ApiProperty({ type: String, nullable: true, description: 'A code of the catalogue of errors' })
  readonly failure!: string | null;
}

export class RecordedAnswer implements RecordedRecalculationRow {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly recalculationId!: string;

  @ApiProperty({ enum: RECALCULATION_KINDS })
  readonly kind!: RecalculationKind;

  @ApiProperty({ format: 'date' })
  readonly recordedOn!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty()
  readonly actor!: string;

  @ApiProperty()
  readonly cause!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly document!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly approvalId!: string | null;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: [String], description: 'The months that it corrects' })
  readonly periods!: readonly string[];

  @ApiProperty({ type: String, nullable: true, description: 'The period whose close has posted it' })
  readonly postedIn!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly takenBackBy!: string | null;

  @ApiProperty()
  readonly eventId!: string;

  @ApiProperty({ type: 'integer' })
  readonly position!: number;
}

export class RecordedAnswers {
  @ApiProperty({ type: [RecordedAnswer], description: 'The newest first' })
  readonly recalculations!: readonly RecordedAnswer[];
}

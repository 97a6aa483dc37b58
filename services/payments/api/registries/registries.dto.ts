import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsString, Length } from 'class-validator';
import { BillingPeriodField, IdentifierField, IntegerQueryField, MayBeAbsent, MinPositionQuery } from '#libs/platform';
import { ReturnedTo, SET_ASIDE_REASONS, SetAsideReason } from '../../domain/payment.events';
import { REASON_CHARACTERS_LIMIT } from '../../domain/payment-limits';
import { REGISTRY_OUTCOMES, RegistryOutcome } from '../../domain/registries/registry.events';
import { SET_ASIDE_STATUSES, SetAsideStatus } from '../../projections/registries/set-aside-payments.projection';
import { REGISTRY_PAGE_LIMIT } from './registries.query';

const PLACES_MAX = 1_000_000;

function ReasonField(): PropertyDecorator {
  return (target, name) => {
    ApiProperty({ description: 'Why', minLength: 1, maxLength: REASON_CHARACTERS_LIMIT })(target, name);
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))(target, name);
    IsString()(target, name);
    Length(1, REASON_CHARACTERS_LIMIT)(target, name);
  };
}

function LimitField(): PropertyDecorator {
  const [description, maximum] = ['At most so many', REGISTRY_PAGE_LIMIT];
  return IntegerQueryField({ description, optional: true, minimum: 1, maximum, example: 100 });
}

export class RegistryPath {
  @IdentifierField({ description: 'The registry' })
  readonly registryId!: string;
}

export class RegistriesListQuery extends MinPositionQuery {
  @ApiPropertyOptional({ enum: ['recording', 'reconciled'] })
  @MayBeAbsent()
  @IsIn(['recording', 'reconciled'])
  readonly status?: 'recording' | 'reconciled';

  @LimitField()
  readonly limit?: number;
}

export class RegistryLinesQuery extends MinPositionQuery {
  @ApiPropertyOptional({ enum: REGISTRY_OUTCOMES })
  @MayBeAbsent()
  @IsIn(REGISTRY_OUTCOMES)
  readonly outcome?: RegistryOutcome;

  @IntegerQueryField({
    description: 'Only those behind this place in the file: the last one of the page before',
    optional: true,
    minimum: 0,
    maximum: PLACES_MAX,
    example: 500,
  })
  readonly after?: number;

  @LimitField()
  readonly limit?: number;
}

export class SetAsideQuery extends MinPositionQuery {
  @ApiPropertyOptional({ enum: SET_ASIDE_STATUSES, default: 'waiting' })
  @MayBeAbsent()
  @IsIn(SET_ASIDE_STATUSES)
  readonly status?: SetAsideStatus;

  @ApiPropertyOptional({ enum: SET_ASIDE_REASONS })
  @MayBeAbsent()
  @IsIn(SET_ASIDE_REASONS)
  readonly because?: SetAsideReason;

  @LimitField()
  readonly limit?: number;
}

export class AssignPaymentBody {
  @IdentifierField({ description: 'The dwelling account that it is for' })
  readonly account!: string;

  @BillingPeriodField({ description: 'The month for which it was paid, where that was found out', optional: true })
  readonly namedPeriod?: string;

  @ReasonField()
  readonly reason!: string;
}

export class ReturnPaymentBody {
  @ApiProperty({ enum: ['bank', 'payer'] })
  @IsIn(['bank', 'payer'])
  readonly to!: ReturnedTo;

  @ReasonField()
  readonly reason!: string;
}

export class RefusePaymentBody {
  @ReasonField()
  readonly reason!: string;
}

export class TransferPaymentBody {
  @IdentifierField({ description: 'The right account' })
  readonly account!: string;

  @ReasonField()
  readonly reason!: string;
}

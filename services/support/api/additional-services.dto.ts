import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import { CivilDateField, IdentifierField, IntegerField, MinPositionQuery } from '#libs/platform';
import { ServiceTerms } from '../domain/additional-service.events';
import { TERMS_LIMITS } from '../domain/service-terms.policy';

const DONE_ON: readonly ServiceTerms['doneOn'][] = ['every_day', 'weekdays'];

function TextField(description: string, maxLength: number): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ description, type: 'string', minLength: 1, maxLength }),
    IsString(),
    Length(1, maxLength),
  );
}

export class ServicePath {
  @IdentifierField({ description: 'The additional service' })
  readonly serviceId!: string;
}

export class OfferedServicesRequest extends MinPositionQuery {
  @CivilDateField({ description: 'As they can be ordered on this day; today where absent', optional: true })
  readonly on?: string;
}

export class TermsBody implements ServiceTerms {
  @TextField('As it is printed on a slip', TERMS_LIMITS.nameCharacters)
  readonly name!: string;

  @TextField('What is done', TERMS_LIMITS.descriptionCharacters)
  readonly description!: string;

  @TextField('What is counted, such as `шт.` or `час`', TERMS_LIMITS.unitCharacters)
  readonly unit!: string;

  @IntegerField({
    description: 'The price of a unit, kopecks',
    minimum: 1,
    maximum: TERMS_LIMITS.unitPriceKopecks,
    example: 150_000,
  })
  readonly unitPriceKopecks!: number;

  @IntegerField({
    description: 'The most units of one order',
    minimum: 1,
    maximum: TERMS_LIMITS.quantity,
    example: 5,
  })
  readonly quantityLimit!: number;

  @IntegerField({
    description: 'Days ahead at the earliest',
    minimum: 0,
    maximum: TERMS_LIMITS.horizonDays,
    example: 1,
  })
  readonly leadDays!: number;

  @IntegerField({
    description: 'Days ahead at the latest',
    minimum: 0,
    maximum: TERMS_LIMITS.horizonDays,
    example: 30,
  })
  readonly horizonDays!: number;

  @IntegerField({
    description: 'Orders that can be done on a day',
    minimum: 1,
    maximum: TERMS_LIMITS.slotsPerDay,
    example: 4,
  })
  readonly slotsPerDay!: number;

  @ApiProperty({ enum: DONE_ON })
  @IsIn(DONE_ON)
  readonly doneOn!: ServiceTerms['doneOn'];

  @IntegerField({
    description: 'A resident may cancel or move an order up to so many days before it',
    minimum: 0,
    maximum: TERMS_LIMITS.horizonDays,
    example: 1,
  })
  readonly changeDaysBefore!: number;
}

export class OfferServiceBody extends TermsBody {
  @IdentifierField({ description: 'The additional service' })
  readonly serviceId!: string;

  @CivilDateField({ description: 'The first day on which it can be ordered' })
  readonly from!: string;
}

export class ChangeServiceBody extends TermsBody {
  @CivilDateField({ description: 'The first day of these terms' })
  readonly from!: string;
}

export class WithdrawServiceBody {
  @CivilDateField({ description: 'The first day on which it cannot be ordered' })
  readonly from!: string;
}

export class OfferedServiceAnswer extends TermsBody {
  @ApiProperty()
  readonly serviceId!: string;
}

export class OfferedServicesAnswer {
  @ApiProperty({ type: [OfferedServiceAnswer], description: 'By name' })
  readonly services!: readonly OfferedServiceAnswer[];
}

class FreeDayAnswer {
  @ApiProperty({ format: 'date' })
  readonly day!: string;

  @ApiProperty({ type: 'integer', description: 'Places that are left' })
  readonly free!: number;
}

export class FreeDaysAnswer {
  @ApiProperty()
  readonly serviceId!: string;

  @ApiProperty({ type: [FreeDayAnswer], description: 'Days for which it can be ordered now, those that are full too' })
  readonly days!: readonly FreeDayAnswer[];
}

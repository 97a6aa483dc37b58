import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { IdentifierField, IntegerQueryField, MayBeAbsent } from '#libs/platform';

/** The beginning of an account number, or a flat such as `12а` or `3/1`. */
export const ACCOUNTS_QUERY_FORM = /^[0-9A-Za-zА-Яа-яЁё_./ -]{1,32}$/;
const ACCOUNTS_PER_PAGE_MAX = 500;

export class HousePath {
  @IdentifierField({ description: 'The house' })
  readonly houseId!: string;
}

export class AccountsQuery {
  @ApiPropertyOptional({
    description: 'The beginning of an account number, or the number of a flat',
    pattern: ACCOUNTS_QUERY_FORM.source,
    example: '6301',
  })
  @MayBeAbsent()
  @IsString()
  @Matches(ACCOUNTS_QUERY_FORM)
  readonly query?: string;

  @IdentifierField({ description: 'The last account of the page before', optional: true })
  readonly after?: string;

  @IntegerQueryField({
    description: 'Accounts of a page',
    optional: true,
    minimum: 1,
    maximum: ACCOUNTS_PER_PAGE_MAX,
    example: 50,
  })
  readonly limit?: number;
}

class HouseUtilityAnswer {
  @ApiProperty({ example: 'cold_water' })
  readonly utility!: string;

  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ type: 'integer', description: 'Open accounts that are charged for it' })
  readonly accounts!: number;
}

export class HouseAnswer {
  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty()
  readonly address!: string;

  @ApiProperty({ type: 'integer' })
  readonly floors!: number;

  @ApiProperty({ description: 'All premises without the common property, square metres', example: '2541.2' })
  readonly totalAreaM2!: string;

  @ApiProperty({ description: 'The common property, square metres' })
  readonly commonAreaM2!: string;

  @ApiProperty({ description: 'Whether the house has a heat meter' })
  readonly heatMeter!: boolean;

  @ApiProperty({ type: 'integer' })
  readonly windowFromDay!: number;

  @ApiProperty({ type: 'integer' })
  readonly windowToDay!: number;

  @ApiProperty({ type: 'integer', description: 'Open accounts' })
  readonly accounts!: number;

  @ApiProperty({ type: [HouseUtilityAnswer], description: 'In the order of print' })
  readonly utilities!: readonly HouseUtilityAnswer[];
}

export class HousesAnswer {
  @ApiProperty({ type: [HouseAnswer], description: 'By address' })
  readonly houses!: readonly HouseAnswer[];
}

class ListedAccountAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty()
  readonly address!: string;

  @ApiProperty()
  readonly flat!: string;

  @ApiProperty({ example: '54.3' })
  readonly totalAreaM2!: string;

  @ApiProperty({ type: 'integer', description: 'Persons registered today' })
  readonly registered!: number;

  @ApiProperty({ format: 'date' })
  readonly openedOn!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly closedOn!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The latest period that was opened' })
  readonly period!: string | null;
}

export class AccountsPageAnswer {
  @ApiProperty({
    type: [ListedAccountAnswer],
    description: 'In the order of their numbers; whose they are is not told',
  })
  readonly accounts!: readonly ListedAccountAnswer[];

  @ApiProperty({ description: 'True where others follow: ask again after the last one' })
  readonly more!: boolean;
}

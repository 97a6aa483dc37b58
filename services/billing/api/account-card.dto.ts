import { ApiProperty } from '@nestjs/swagger';
import { IdentifierField } from '#libs/platform';
import { PAYEES } from '../domain/reference-book';
import { AccountPath, AgedAccountAnswer, StatementAnswer } from './accounts.dto';

export class CompanyCardAnswer {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty()
  readonly address!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The hotline' })
  readonly phone!: string | null;

  @ApiProperty({ example: 'Europe/Samara' })
  readonly timeZone!: string;
}

export class AccountUtilityPath extends AccountPath {
  @IdentifierField({ description: 'The utility' })
  readonly utility!: string;
}

class PayeeRequisitesAnswer {
  @ApiProperty({ enum: PAYEES })
  readonly payee!: string;

  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ example: '6321994179' })
  readonly inn!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly kpp!: string | null;

  @ApiProperty()
  readonly ogrn!: string;

  @ApiProperty()
  readonly bankName!: string;

  @ApiProperty({ example: '043699950' })
  readonly bic!: string;

  @ApiProperty({ description: '20 digits' })
  readonly bankAccount!: string;

  @ApiProperty({ description: '20 digits' })
  readonly correspondentAccount!: string;

  @ApiProperty()
  readonly address!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly phone!: string | null;
}

class UtilityCardAnswer {
  @ApiProperty({ example: 'cold_water' })
  readonly utility!: string;

  @ApiProperty({ example: 'Холодная вода' })
  readonly name!: string;

  @ApiProperty({ example: 'metered', description: '`order` of an additional service that was charged' })
  readonly kind!: string;

  @ApiProperty({ example: 'm3' })
  readonly unit!: string;

  @ApiProperty({ enum: PAYEES })
  readonly payee!: string;
}

export class AccountCardAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ description: 'The payer, whose name only the vault of persons knows' })
  readonly payerId!: string;

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

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The first day that is not billed' })
  readonly closedOn!: string | null;

  @ApiProperty({ example: 'Europe/Samara' })
  readonly timeZone!: string;

  @ApiProperty({ type: 'integer', description: 'The day of the month on which the window of readings opens' })
  readonly windowFromDay!: number;

  @ApiProperty({ type: 'integer', description: 'Its last day' })
  readonly windowToDay!: number;

  @ApiProperty({ type: [PayeeRequisitesAnswer] })
  readonly payees!: readonly PayeeRequisitesAnswer[];

  @ApiProperty({ type: [UtilityCardAnswer], description: 'In the order of print' })
  readonly utilities!: readonly UtilityCardAnswer[];

  @ApiProperty({ example: '2026-03' })
  readonly firstPeriod!: string;

  @ApiProperty({ type: String, nullable: true, example: '2026-10' })
  readonly openPeriod!: string | null;
}

export class AccountOverviewAnswer {
  @ApiProperty({ type: AccountCardAnswer })
  readonly card!: AccountCardAnswer;

  @ApiProperty({ format: 'date' })
  readonly asOf!: string;

  @ApiProperty({ format: 'date-time', description: 'When it was asked' })
  readonly at!: string;

  @ApiProperty({ type: AgedAccountAnswer })
  readonly debt!: AgedAccountAnswer;

  @ApiProperty({ type: StatementAnswer, nullable: true })
  readonly lastStatement!: StatementAnswer | null;
}

class TariffRowAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'The part of a tariff of several parts' })
  readonly part!: string | null;

  @ApiProperty({ format: 'date' })
  readonly from!: string;

  @ApiProperty({ description: 'Roubles for a unit', example: '49.35' })
  readonly price!: string;
}

export class TariffsAnswer {
  @ApiProperty()
  readonly utility!: string;

  @ApiProperty({ type: [TariffRowAnswer] })
  readonly tariffs!: readonly TariffRowAnswer[];
}

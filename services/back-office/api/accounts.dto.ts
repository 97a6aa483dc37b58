import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { BillingPeriodField, CivilDateField, IdentifierField, KnownAtField } from '#libs/platform';
import { ExplanationAnswer, StatementAnswer } from '#services/billing/api/client';

/** A utility of the company, or `order:<id>`: what a line of a statement names. */
const UTILITY_FORM = /^(order:)?[0-9A-Za-z_.-]{1,32}$/;
const EVENT_FORM = /^[0-9A-Za-z_.:-]{1,128}$/;

export class OfficeAccountPath {
  @IdentifierField({ description: 'The dwelling account' })
  readonly account!: string;
}

export class LinePath extends OfficeAccountPath {
  @BillingPeriodField({ description: 'The billing period' })
  readonly period!: string;

  @ApiProperty({
    description: 'A utility, or an order: `order:<id>`',
    pattern: UTILITY_FORM.source,
    example: 'cold_water',
  })
  @IsString()
  @Matches(UTILITY_FORM)
  readonly utility!: string;
}

export class EventPath extends OfficeAccountPath {
  @ApiProperty({ description: 'The fact of the log', pattern: EVENT_FORM.source })
  @IsString()
  @Matches(EVENT_FORM)
  readonly eventId!: string;
}

export class KnownAtQuery {
  @KnownAtField({ description: 'Only what had been recorded by then: an instant or the end of a day', optional: true })
  readonly knownAt?: string;
}

export class MomentQuery extends KnownAtQuery {
  @CivilDateField({ description: 'At the end of this day; today where it is absent', optional: true })
  readonly asOf?: string;
}

export class EventsQuery extends KnownAtQuery {
  @BillingPeriodField({ description: 'Of this period; of the account itself where it is absent', optional: true })
  readonly period?: string;
}

class ConnectionAnswer {
  @ApiProperty({ example: 'cold_water' })
  readonly utility!: string;

  @ApiProperty({ format: 'date' })
  readonly from!: string;

  @ApiProperty({ type: Boolean, nullable: true, description: 'Null for a utility without meters' })
  readonly meterPossible!: boolean | null;
}

class MeterInServiceAnswer {
  @ApiProperty()
  readonly meterId!: string;

  @ApiProperty()
  readonly utility!: string;

  @ApiProperty()
  readonly serial!: string;

  @ApiProperty({ format: 'date' })
  readonly installedOn!: string;

  @ApiProperty({ format: 'date' })
  readonly verifiedUntil!: string;
}

class AbsenceAnswer {
  @ApiProperty({ format: 'date' })
  readonly leftOn!: string;

  @ApiProperty({ format: 'date' })
  readonly returnedOn!: string;

  @ApiProperty({ type: 'integer' })
  readonly persons!: number;
}

class ReliefAnswer {
  @ApiProperty({ format: 'date' })
  readonly recordedOn!: string;

  @ApiProperty()
  readonly cause!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

export class AccountAtAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ format: 'date' })
  readonly asOf!: string;

  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty()
  readonly address!: string;

  @ApiProperty()
  readonly flat!: string;

  @ApiProperty({ example: '54.3' })
  readonly totalAreaM2!: string;

  @ApiProperty({ type: 'integer' })
  readonly registered!: number;

  @ApiProperty({ type: 'integer' })
  readonly owners!: number;

  @ApiProperty({ format: 'date' })
  readonly openedOn!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The first day that is not billed' })
  readonly closedOn!: string | null;

  @ApiProperty({ type: [ConnectionAnswer], description: 'What is charged on the day, in the order of print' })
  readonly connections!: readonly ConnectionAnswer[];

  @ApiProperty({ type: [MeterInServiceAnswer] })
  readonly meters!: readonly MeterInServiceAnswer[];

  @ApiProperty({ type: [AbsenceAnswer] })
  readonly absences!: readonly AbsenceAnswer[];

  @ApiProperty({ type: [ReliefAnswer], description: 'Reliefs recorded by the day' })
  readonly reliefs!: readonly ReliefAnswer[];

  @ApiProperty({ example: '2026-03' })
  readonly firstPeriod!: string;
}

export class AccountStatementsAnswer {
  @ApiProperty({ type: [StatementAnswer], description: 'Closed periods that had ended by the day, oldest first' })
  readonly statements!: readonly StatementAnswer[];
}

class PaidUtilityAnswer {
  @ApiProperty()
  readonly utility!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

class PaidPartAnswer {
  @ApiProperty({ example: '2026-09' })
  readonly period!: string;

  @ApiProperty({ enum: ['principal', 'penalty'] })
  readonly part!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: [PaidUtilityAnswer] })
  readonly byUtility!: readonly PaidUtilityAnswer[];
}

class PaymentAtAnswer {
  @ApiProperty()
  readonly paymentId!: string;

  @ApiProperty({ enum: ['main', 'capital_repair'] })
  readonly payee!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ enum: ['held', 'credited', 'withdrawn'] })
  readonly state!: string;

  @ApiProperty({ format: 'date', description: 'The day the payer paid' })
  readonly effectiveOn!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty()
  readonly eventId!: string;

  @ApiProperty({ type: [PaidPartAnswer] })
  readonly parts!: readonly PaidPartAnswer[];

  @ApiProperty({ type: 'integer', description: 'Not spent: an advance, or reserved for a month' })
  readonly restKopecks!: number;

  @ApiProperty({ type: String, nullable: true })
  readonly reservedFor!: string | null;
}

export class AccountPaymentsAnswer {
  @ApiProperty({ type: [PaymentAtAnswer], description: 'By payee, the earliest first' })
  readonly payments!: readonly PaymentAtAnswer[];
}

class EventFieldAnswer {
  @ApiProperty({ example: 'charges.3.amountKopecks' })
  readonly path!: string;

  @ApiProperty()
  readonly value!: string;
}

export class EventAnswer {
  @ApiProperty()
  readonly eventId!: string;

  @ApiProperty({ example: 'ReadingAccepted' })
  readonly type!: string;

  @ApiProperty()
  readonly stream!: string;

  @ApiProperty({ type: 'integer', description: 'Place in the log' })
  readonly position!: number;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty({ example: 'staff:48210935' })
  readonly actor!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The day or the month from which it counts' })
  readonly effective!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The fact that it followed from' })
  readonly causationId!: string | null;

  @ApiProperty({ type: [EventFieldAnswer], description: 'Without personal data' })
  readonly fields!: readonly EventFieldAnswer[];
}

export class EventsAnswer {
  @ApiProperty({ type: [EventAnswer], description: 'In the order of the log' })
  readonly events!: readonly EventAnswer[];
}

export class LineAnswer extends ExplanationAnswer {
  @ApiProperty({ type: [EventAnswer], description: 'The facts that these lines follow from, in the order of the log' })
  readonly events!: readonly EventAnswer[];
}

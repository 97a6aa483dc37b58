import { ApiProperty } from '@nestjs/swagger';
import { Payee, PAYEES, SET_ASIDE_REASONS, SetAsideReason } from '../../domain/payment.events';
import { REGISTRY_OUTCOMES, RegistryLineNote, RegistryOutcome } from '../../domain/registries/registry.events';
import { RegistryProfile } from '../../domain/registries/registry-profile';
import { SET_ASIDE_STATUSES, SetAsideStatus } from '../../projections/registries/set-aside-payments.projection';

export const REGISTRY_LINE_NOTES: readonly RegistryLineNote[] = [
  'unknown_account',
  'wrong_check_digit',
  'closed_account',
  'repeated_in_file',
  'known_before',
  'differs',
];

class OutcomeSumsAnswer {
  @ApiProperty({ type: 'integer' })
  readonly lines!: number;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

export class SumsByOutcomeAnswer {
  @ApiProperty({ type: OutcomeSumsAnswer, description: 'Payments of their accounts' })
  readonly received!: OutcomeSumsAnswer;

  @ApiProperty({ type: OutcomeSumsAnswer, description: 'Their accounts are not known: they stand aside' })
  readonly suspended!: OutcomeSumsAnswer;

  @ApiProperty({ type: OutcomeSumsAnswer, description: 'The identity of a known payment and other content: aside' })
  readonly conflict!: OutcomeSumsAnswer;

  @ApiProperty({ type: OutcomeSumsAnswer, description: 'Known already' })
  readonly duplicate!: OutcomeSumsAnswer;
}

class SummaryOrderAnswer {
  @ApiProperty()
  readonly number!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly date!: string | null;
}

export class RegistryTotalsAnswer {
  @ApiProperty({ type: 'integer' })
  readonly payments!: number;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'What the bank transfers' })
  readonly transferKopecks!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly commissionKopecks!: number | null;

  @ApiProperty({ type: SummaryOrderAnswer, nullable: true, description: 'The payment order of the transfer' })
  readonly order!: SummaryOrderAnswer | null;
}

export class RegistryAnswer {
  @ApiProperty()
  readonly registryId!: string;

  @ApiProperty({ description: 'SHA-256 over the bytes of the file' })
  readonly fileHash!: string;

  @ApiProperty()
  readonly fileName!: string;

  @ApiProperty()
  readonly profileId!: string;

  @ApiProperty({ format: 'date' })
  readonly profileFrom!: string;

  @ApiProperty({ format: 'date' })
  readonly acceptedOn!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty({ description: 'Who took it' })
  readonly actor!: string;

  @ApiProperty({ enum: ['recording', 'reconciled'] })
  readonly status!: 'recording' | 'reconciled';

  @ApiProperty({ type: RegistryTotalsAnswer, description: 'As the file states' })
  readonly totals!: RegistryTotalsAnswer;

  @ApiProperty({ type: 'integer', description: 'Payments that have their outcome' })
  readonly recorded!: number;

  @ApiProperty({ type: SumsByOutcomeAnswer, description: 'As the lines came out' })
  readonly sums!: SumsByOutcomeAnswer;
}

export class RegistriesAnswer {
  @ApiProperty({ type: [RegistryAnswer], description: 'The latest first' })
  readonly registries!: readonly RegistryAnswer[];

  @ApiProperty()
  readonly more!: boolean;
}

/** A payment of a file, and what became or would become of it. */
export class RecordedLineAnswer {
  @ApiProperty({ type: 'integer', description: 'The line of the file' })
  readonly line!: number;

  @ApiProperty()
  readonly paymentId!: string;

  @ApiProperty({ type: String, nullable: true, description: 'By what the bank finds it again' })
  readonly reference!: string | null;

  @ApiProperty({ description: 'As the bank states it; empty where that is no number of an account' })
  readonly account!: string;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ format: 'date' })
  readonly paidOn!: string;

  @ApiProperty({ enum: REGISTRY_OUTCOMES })
  readonly outcome!: RegistryOutcome;

  @ApiProperty({ enum: REGISTRY_LINE_NOTES, nullable: true, type: String })
  readonly note!: RegistryLineNote | null;
}

export class RegistryLineAnswer extends RecordedLineAnswer {
  @ApiProperty()
  readonly registryId!: string;

  @ApiProperty({ type: 'integer', description: 'The place among the payments of the file' })
  readonly ordinal!: number;
}

export class RegistryLinesAnswer {
  @ApiProperty({ type: [RegistryLineAnswer], description: 'In the order of the file' })
  readonly lines!: readonly RegistryLineAnswer[];

  @ApiProperty()
  readonly more!: boolean;
}

class SetAsideDecisionAnswer {
  @ApiProperty({ type: String, nullable: true })
  readonly account!: string | null;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({ format: 'date' })
  readonly decidedOn!: string;

  @ApiProperty()
  readonly actor!: string;
}

export class SetAsidePaymentAnswer {
  @ApiProperty()
  readonly paymentId!: string;

  @ApiProperty({ enum: SET_ASIDE_STATUSES })
  readonly status!: SetAsideStatus;

  @ApiProperty({ enum: SET_ASIDE_REASONS })
  readonly because!: SetAsideReason;

  @ApiProperty({ description: 'As the bank states it; empty where that is no number of an account' })
  readonly statedAccount!: string;

  @ApiProperty({ enum: PAYEES })
  readonly payee!: Payee;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;

  @ApiProperty({ format: 'date', description: 'The day on which it was paid' })
  readonly receivedOn!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly namedPeriod!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The payment that it contradicts' })
  readonly conflictsWith!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The file; null for what stood in the list of a bank' })
  readonly registryId!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly line!: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The bank in whose list it stood; null for a line of a file',
  })
  readonly acquirer!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly reference!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Under this id the vault keeps who paid' })
  readonly payerId!: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty({ type: SetAsideDecisionAnswer, nullable: true })
  readonly decision!: SetAsideDecisionAnswer | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    nullable: true,
    description: 'Who paid, in the bank’s words: personal data',
  })
  readonly payer!: Readonly<Record<string, string>> | null;
}

class SetAsideTotalAnswer {
  @ApiProperty({ type: 'integer' })
  readonly payments!: number;

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

export class SetAsideAnswer {
  @ApiProperty({ type: [SetAsidePaymentAnswer], description: 'The oldest payments first' })
  readonly payments!: readonly SetAsidePaymentAnswer[];

  @ApiProperty()
  readonly more!: boolean;

  @ApiProperty({ type: SetAsideTotalAnswer, description: 'Over all that match' })
  readonly total!: SetAsideTotalAnswer;
}

class ProfileVersionAnswer {
  @ApiProperty({ format: 'date' })
  readonly from!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Columns, encoding, separator, closing line',
  })
  readonly profile!: RegistryProfile;
}

export class ProfilesAnswer {
  @ApiProperty({ type: [ProfileVersionAnswer] })
  readonly profiles!: readonly ProfileVersionAnswer[];
}

class UnacceptedRegistryAnswer {
  @ApiProperty()
  readonly registryId!: string;

  @ApiProperty()
  readonly fileName!: string;

  @ApiProperty({ description: 'How the file is read' })
  readonly profileId!: string;

  @ApiProperty({ format: 'date-time', description: 'When it was checked last' })
  readonly keptAt!: string;
}

export class UnacceptedRegistriesAnswer {
  @ApiProperty({ type: [UnacceptedRegistryAnswer] })
  readonly registries!: readonly UnacceptedRegistryAnswer[];

  @ApiProperty({ type: 'integer', description: 'So many days each waits, from its check' })
  readonly keptDays!: number;
}

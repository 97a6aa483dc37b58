import { ApiProperty } from '@nestjs/swagger';
import { REGISTRY_OUTCOMES, RegistryLineNote, RegistryOutcome } from '../../domain/registries/registry.events';
import { REGISTRY_LINE_NOTES, RegistryTotalsAnswer, SumsByOutcomeAnswer } from './registries-answers.dto';

class RecordedLineAnswer {
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

class FaultAnswer {
  @ApiProperty()
  readonly code!: string;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly line!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly column!: number | null;

  @ApiProperty({ description: 'In Russian' })
  readonly message!: string;
}

class FaultsAnswer {
  @ApiProperty({ type: 'integer' })
  readonly count!: number;

  @ApiProperty({ type: [FaultAnswer], description: 'The first of them' })
  readonly told!: readonly FaultAnswer[];
}

/** What would become of a file. */
export class CheckedRegistryAnswer {
  @ApiProperty()
  readonly registryId!: string;

  @ApiProperty({ description: 'SHA-256 over the bytes of the file' })
  readonly fileHash!: string;

  @ApiProperty()
  readonly profileId!: string;

  @ApiProperty({ format: 'date' })
  readonly profileFrom!: string;

  @ApiProperty({ type: RegistryTotalsAnswer, description: 'As the file states' })
  readonly totals!: RegistryTotalsAnswer;

  @ApiProperty({ type: FaultsAnswer, description: 'Any refuses the file' })
  readonly faults!: FaultsAnswer;

  @ApiProperty({ enum: ['recording', 'reconciled'], nullable: true, type: String, description: 'It was taken before' })
  readonly taken!: 'recording' | 'reconciled' | null;

  @ApiProperty({ type: SumsByOutcomeAnswer })
  readonly sums!: SumsByOutcomeAnswer;

  @ApiProperty({ type: [RecordedLineAnswer], description: 'The first lines that are not simply received' })
  readonly lines!: readonly RecordedLineAnswer[];

  @ApiProperty()
  readonly more!: boolean;

  @ApiProperty({ type: [RecordedLineAnswer], description: 'The first lines that are simply received' })
  readonly ordinary!: readonly RecordedLineAnswer[];
}

/** How a file stands that was accepted. */
export class AcceptedRegistryAnswer {
  @ApiProperty()
  readonly registryId!: string;

  @ApiProperty({ enum: ['recording', 'reconciled'] })
  readonly status!: 'recording' | 'reconciled';

  @ApiProperty({ type: RegistryTotalsAnswer })
  readonly totals!: RegistryTotalsAnswer;

  @ApiProperty({ type: 'integer' })
  readonly recorded!: number;

  @ApiProperty({ type: SumsByOutcomeAnswer })
  readonly sums!: SumsByOutcomeAnswer;

  @ApiProperty({ type: 'integer' })
  readonly position!: number;

  @ApiProperty({ description: 'True for a file that had been taken to its end before' })
  readonly repeated!: boolean;
}

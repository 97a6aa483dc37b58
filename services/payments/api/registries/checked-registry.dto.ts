import { ApiProperty } from '@nestjs/swagger';
import { RecordedLineAnswer, RegistryTotalsAnswer, SumsByOutcomeAnswer } from './registries-answers.dto';

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

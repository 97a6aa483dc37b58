import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { CivilDateField, IdentifierField, MayBeAbsent } from '#libs/platform';
import {
  DOUBT_VERDICTS,
  DoubtVerdict,
  OFFICE_CHANNELS,
  OfficeChannel,
  RegisterValuesField,
} from '#services/metering/api/client';
import { READINGS_SHOWN, ReadingsFilter, ReadingsShown } from './readings-view';
import { PageField } from './sheet-file.dto';
import { ReasonBody } from './staff.dto';

export class ReadingsRequest implements ReadingsFilter {
  @IdentifierField({ description: 'One house', optional: true })
  readonly houseId?: string;

  @IdentifierField({ description: 'One account', optional: true })
  readonly account?: string;

  @IdentifierField({ description: 'One utility', optional: true })
  readonly utility?: string;

  @ApiPropertyOptional({ description: 'Everything where absent', enum: READINGS_SHOWN })
  @MayBeAbsent()
  @IsIn(READINGS_SHOWN)
  readonly show?: ReadingsShown;

  @PageField()
  readonly page?: number;
}

export class OfficeReadingBody {
  @IdentifierField({ description: 'The account of the meter' })
  readonly account!: string;

  @IdentifierField({ description: 'The meter' })
  readonly meterId!: string;

  @CivilDateField({ description: 'The day the values were read; today where absent', optional: true })
  readonly takenOn?: string;

  @RegisterValuesField()
  readonly values!: string[];

  @ApiProperty({ description: 'How the resident has told it', enum: OFFICE_CHANNELS })
  @IsIn(OFFICE_CHANNELS)
  readonly channel!: OfficeChannel;
}

export class SettleReadingBody extends ReasonBody {
  @IdentifierField({ description: 'The account of the meter' })
  readonly account!: string;

  @IdentifierField({ description: 'The meter' })
  readonly meterId!: string;

  @CivilDateField({ description: 'The day the doubtful values were read' })
  readonly takenOn!: string;

  @ApiProperty({ enum: DOUBT_VERDICTS })
  @IsIn(DOUBT_VERDICTS)
  readonly verdict!: DoubtVerdict;

  @MayBeAbsent()
  @RegisterValuesField()
  readonly values?: string[];
}

export class CorrectOfficeReadingBody extends ReasonBody {
  @IdentifierField({ description: 'The account of the meter' })
  readonly account!: string;

  @IdentifierField({ description: 'The meter' })
  readonly meterId!: string;

  @CivilDateField({ description: 'The day taken of the reading that is corrected' })
  readonly takenOn!: string;

  @RegisterValuesField()
  readonly values!: string[];
}

class ShownValuesAnswer {
  @ApiProperty({ format: 'date' })
  readonly takenOn!: string;

  @ApiProperty({ type: [String] })
  readonly values!: readonly string[];
}

class CountingReadingAnswer extends ShownValuesAnswer {
  @ApiProperty({ format: 'date' })
  readonly receivedOn!: string;

  @ApiProperty({ type: [String], description: 'Days on which it got other values' })
  readonly replacedOn!: readonly string[];
}

class ControlledMeterAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly houseId!: string;

  @ApiProperty()
  readonly address!: string;

  @ApiProperty()
  readonly flat!: string;

  @ApiProperty()
  readonly utility!: string;

  @ApiProperty()
  readonly utilityName!: string;

  @ApiProperty()
  readonly unit!: string;

  @ApiProperty()
  readonly meterId!: string;

  @ApiProperty()
  readonly serial!: string;

  @ApiProperty({ format: 'date' })
  readonly verifiedUntil!: string;

  @ApiProperty({ enum: ['read', 'missing', 'failed'] })
  readonly state!: 'read' | 'missing' | 'failed';

  @ApiProperty({ type: CountingReadingAnswer, nullable: true })
  readonly reading!: CountingReadingAnswer | null;

  @ApiProperty({ type: ShownValuesAnswer, description: 'What was known before' })
  readonly before!: ShownValuesAnswer;

  @ApiProperty({ enum: ['meter', 'average', 'norm', 'norm_raised'], description: 'What is charged by' })
  readonly basis!: string;

  @ApiProperty({ description: 'The rule, with its paragraph' })
  readonly rule!: string;

  @ApiProperty({ type: 'integer', description: 'Actual months behind a mean; 0 where no mean is charged' })
  readonly averagedMonths!: number;

  @ApiProperty({ type: [String], description: 'By register, exact' })
  readonly volumes!: readonly string[];

  @ApiProperty({ type: 'integer' })
  readonly amountKopecks!: number;
}

class DoubtAnswer extends ShownValuesAnswer {
  @ApiProperty({ format: 'date' })
  readonly receivedOn!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly meterId!: string;

  @ApiProperty()
  readonly utility!: string;

  @ApiProperty({ type: [String], description: 'below_previous, rollover, far_above_usual' })
  readonly doubts!: readonly string[];

  @ApiProperty({ description: 'What the resident answered' })
  readonly explanation!: string;

  @ApiProperty({ description: 'False where nothing is billed on it before the decision' })
  readonly counted!: boolean;
}

class CountsAnswer {
  @ApiProperty({ type: 'integer' })
  readonly missing!: number;

  @ApiProperty({ type: 'integer', description: 'Not verified any more, or taken off' })
  readonly failed!: number;

  @ApiProperty({ type: 'integer', description: 'Waiting for a decision' })
  readonly doubtful!: number;

  @ApiProperty({ type: 'integer', description: 'Of these, below what was shown before' })
  readonly below!: number;

  @ApiProperty({ type: 'integer' })
  readonly replaced!: number;

  @ApiProperty({ type: 'integer' })
  readonly read!: number;
}

export class ReadingsAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'The open period' })
  readonly period!: string | null;

  @ApiProperty({ type: CountsAnswer })
  readonly counts!: CountsAnswer;

  @ApiProperty({ type: [ControlledMeterAnswer], description: 'Those without a reading first' })
  readonly meters!: readonly ControlledMeterAnswer[];

  @ApiProperty({ type: 'integer', description: 'Meters of all pages' })
  readonly count!: number;

  @ApiProperty({ type: 'integer' })
  readonly page!: number;

  @ApiProperty({ type: 'integer' })
  readonly pages!: number;

  @ApiProperty({ type: [DoubtAnswer] })
  readonly doubts!: readonly DoubtAnswer[];
}

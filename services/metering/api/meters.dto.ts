import { ApiProperty } from '@nestjs/swagger';
import { IdentifierField } from '#libs/platform';
import { READING_CHANNELS, ReadingChannel } from '../domain/meter.events';

export class AccountPath {
  @IdentifierField({ description: 'The dwelling account' })
  readonly account!: string;
}

export class MeterPath {
  @IdentifierField({ description: 'The meter' })
  readonly meterId!: string;
}

class MeterPassport {
  @ApiProperty()
  readonly meterId!: string;

  @ApiProperty({ description: 'What it measures' })
  readonly utility!: string;

  @ApiProperty()
  readonly serial!: string;

  @ApiProperty({ type: 'integer', description: 'Digits before the point' })
  readonly digits!: number;

  @ApiProperty({ format: 'date' })
  readonly installedOn!: string;

  @ApiProperty({ format: 'date', description: 'The last day of a valid verification' })
  readonly verifiedUntil!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly removedOn!: string | null;
}

export class AccountMeterAnswer extends MeterPassport {
  @ApiProperty({ format: 'date', description: 'The day of the last values' })
  readonly lastOn!: string;

  @ApiProperty({ type: [String], description: 'What the next reading is compared with' })
  readonly lastValues!: readonly string[];
}

export class AccountMetersAnswer {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: String, nullable: true, description: 'null until billing has told of the account' })
  readonly houseId!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'First day of the month of the reading window' })
  readonly windowFromDay!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Last day of the month of the reading window' })
  readonly windowToDay!: number | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The first day that is not billed' })
  readonly closedOn!: string | null;

  @ApiProperty({ format: 'date' })
  readonly today!: string;

  @ApiProperty({
    enum: ['before', 'open', 'after'],
    nullable: true,
    description: 'Whether readings are asked for today; after the window they count for the next month',
  })
  readonly windowToday!: 'before' | 'open' | 'after' | null;

  @ApiProperty({ type: String, nullable: true, description: 'The month that a reading received today counts for' })
  readonly belongsToToday!: string | null;

  @ApiProperty({ type: [AccountMeterAnswer], description: 'Removed meters included' })
  readonly meters!: readonly AccountMeterAnswer[];
}

export class CardReadingAnswer {
  @ApiProperty({ format: 'date' })
  readonly takenOn!: string;

  @ApiProperty({ format: 'date' })
  readonly receivedOn!: string;

  @ApiProperty({ type: [String] })
  readonly values!: readonly string[];

  @ApiProperty({ enum: READING_CHANNELS })
  readonly channel!: ReadingChannel;

  @ApiProperty({ description: 'True when the verification had run out: nothing is billed on it' })
  readonly information!: boolean;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The day of its last correction' })
  readonly correctedOn!: string | null;
}

export class MeterCardAnswer extends MeterPassport {
  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ type: [String] })
  readonly startValues!: readonly string[];

  @ApiProperty({ type: [String], nullable: true })
  readonly finalValues!: readonly string[] | null;

  @ApiProperty({ type: String, nullable: true, description: 'The removed meter in whose place it stands' })
  readonly replaces!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The largest plausible volume of a rollover' })
  readonly maxMonthly!: string | null;

  @ApiProperty({ type: [CardReadingAnswer], description: 'The latest readings, the latest first' })
  readonly readings!: readonly CardReadingAnswer[];
}

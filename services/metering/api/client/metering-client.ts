import { defineClient } from '#libs/clients';
import { Rejection } from '#libs/kernel';
import { CommandOrigin } from '#libs/platform';
import { ReadingExplanation } from '../../domain/meter.events';
import { AccountMetersAnswer, MeterCardAnswer } from '../meters.dto';
import { ReadingAcknowledgement } from '../readings.dto';

export { AccountMeterAnswer, AccountMetersAnswer, MeterCardAnswer } from '../meters.dto';
export { ConfirmedField, ReadingAcknowledgement, RegisterValuesField } from '../readings.dto';
export { READING_EXPLANATIONS } from '../../domain/meter.events';
export type { ReadingExplanation } from '../../domain/meter.events';

export const METERING_CLIENT = Symbol('METERING_CLIENT');

/** A person's reading of one meter, received today. */
export interface PersonalReading {
  readonly meterId: string;
  readonly values: readonly string[];
  /** Why a doubtful reading is right; absent before the person was asked. */
  readonly explanation?: ReadingExplanation | undefined;
}

/** What a gateway asks of metering. In one process a direct call; between processes HTTP. Throws RejectedError. */
export interface MeteringClient {
  metersOf(account: string): Promise<AccountMetersAnswer>;
  meter(meterId: string): Promise<MeterCardAnswer>;
  submitReading(reading: PersonalReading, origin: CommandOrigin): Promise<ReadingAcknowledgement>;
  /** What `submitReading` would refuse the reading with, or ask about; null where it would take it. Records nothing. */
  refusalOf(reading: PersonalReading): Promise<Rejection | null>;
  /** Gives the reading that was taken on a day other values, until the window of its month ends. */
  replaceReading(
    reading: PersonalReading & { readonly takenOn: string },
    origin: CommandOrigin,
  ): Promise<ReadingAcknowledgement>;
}

export const meteringClient = defineClient<MeteringClient>()({
  name: 'metering',
  token: METERING_CLIENT,
  operations: {
    metersOf: 'ask',
    meter: 'ask',
    submitReading: 'tell',
    refusalOf: 'ask',
    replaceReading: 'tell',
  },
});

import { Module } from '@nestjs/common';
import { MetersController } from './api/meters.controller';
import { ReadingsController } from './api/readings.controller';
import { WhenAccountClosedThenCloseMeteredAccount } from './automation/when-account-closed-then-close-metered-account.reaction';
import { WhenAccountOpenedThenNoteMeteredAccount } from './automation/when-account-opened-then-note-metered-account.reaction';

/** Meters, readings, verification, replacement. */
@Module({
  controllers: [
    ReadingsController,
    MetersController,
    WhenAccountOpenedThenNoteMeteredAccount,
    WhenAccountClosedThenCloseMeteredAccount,
  ],
})
export class MeteringModule {}

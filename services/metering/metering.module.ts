import { Module } from '@nestjs/common';
import { METERING_CLIENT, METERING_OFFICE_CLIENT } from './api/client';
import { EmbeddedMeteringClient } from './api/client/embedded-metering-client';
import { EmbeddedMeteringOfficeClient } from './api/client/embedded-metering-office-client';
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
  providers: [
    { provide: METERING_CLIENT, useClass: EmbeddedMeteringClient },
    { provide: METERING_OFFICE_CLIENT, useClass: EmbeddedMeteringOfficeClient },
  ],
  exports: [METERING_CLIENT, METERING_OFFICE_CLIENT],
})
export class MeteringModule {}

import { Module } from '@nestjs/common';
import { AfterAnswer } from './api/access/after-answer';
import { Alarms } from './api/access/alarms';
import { AttachedAccounts } from './api/access/attached-accounts';
import { CabinetAccess } from './api/access/cabinet-access';
import { CabinetSessions } from './api/access/cabinet-session';
import { Devices } from './api/access/devices';
import { FindCredentials } from './api/access/find-credentials';
import { ForgottenCode } from './api/access/forgotten-code';
import { Guesses } from './api/access/guesses';
import { Sessions } from './api/access/sessions';
import { SignIn } from './api/access/sign-in';
import { IDENTITY_CLIENT } from './api/client';
import { EmbeddedIdentityClient } from './api/client/embedded-identity-client';
import { HandOutCodes } from './api/codes/hand-out-codes';
import { PrintCodes } from './api/codes/print-codes';
import { PrintRuns } from './api/codes/print-runs';
import { Contacts } from './api/contacts';
import { CredentialsController } from './api/credentials.controller';
import { ErasePeople } from './api/erase-person';
import { OfficeController } from './api/office.controller';
import { PrintRunsController } from './api/print-runs.controller';
import { SweepAccess } from './api/sweep-access';
import { WhenAccountOpenedThenNoteCabinetAccount } from './automation/when-account-opened-then-note-cabinet-account.reaction';

/** Credentials of the cabinet and the way in. The vaults are opened where the process is put together. */
@Module({
  controllers: [CredentialsController, OfficeController, PrintRunsController, WhenAccountOpenedThenNoteCabinetAccount],
  providers: [
    AfterAnswer,
    Alarms,
    FindCredentials,
    AttachedAccounts,
    Guesses,
    Devices,
    Sessions,
    CabinetSessions,
    SignIn,
    HandOutCodes,
    PrintCodes,
    PrintRuns,
    Contacts,
    ErasePeople,
    SweepAccess,
    ForgottenCode,
    CabinetAccess,
    { provide: IDENTITY_CLIENT, useClass: EmbeddedIdentityClient },
  ],
  exports: [
    IDENTITY_CLIENT,
    HandOutCodes,
    PrintCodes,
    PrintRuns,
    Contacts,
    ErasePeople,
    SweepAccess,
    FindCredentials,
    AfterAnswer,
  ],
})
export class IdentityModule {}

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
import { LimitedAttempts } from './api/access/limited-attempts';
import { Sessions } from './api/access/sessions';
import { SignIn } from './api/access/sign-in';
import { APPROVALS_CLIENT, AUDIT_CLIENT, CODES_CLIENT, IDENTITY_CLIENT, STAFF_CLIENT } from './api/client';
import { EmbeddedApprovalsClient } from './api/client/embedded-approvals-client';
import { EmbeddedAuditClient } from './api/client/embedded-audit-client';
import { EmbeddedCodesClient } from './api/client/embedded-codes-client';
import { EmbeddedStaffClient } from './api/client/embedded-staff-client';
import { EmbeddedIdentityClient } from './api/client/embedded-identity-client';
import { CarryOutCodeApprovals } from './api/codes/carry-out-code-approvals';
import { CodeOffice } from './api/codes/code-office';
import { HandOutCodes } from './api/codes/hand-out-codes';
import { PrintCodes } from './api/codes/print-codes';
import { PrintRuns } from './api/codes/print-runs';
import { Contacts } from './api/contacts';
import { CredentialsController } from './api/credentials.controller';
import { ErasePeople } from './api/erase-person';
import { OfficeController } from './api/office.controller';
import { ChangePersonFields } from './api/person-fields';
import { PrintRunsController } from './api/print-runs.controller';
import { Approvals } from './api/staff/approvals';
import { AuditTrail } from './api/staff/audit-trail';
import { FindStaff } from './api/staff/find-staff';
import { StaffEnrolment } from './api/staff/staff-enrolment';
import { StaffOffice } from './api/staff/staff-office';
import { StaffSecrets } from './api/staff/staff-secrets';
import { StaffSessions } from './api/staff/staff-sessions';
import { StaffSignIn } from './api/staff/staff-sign-in';
import { SweepAccess } from './api/sweep-access';
import { ExpireApprovalsJob } from './automation/expire-approvals.job';
import { WhenApprovedWorkEndedThenSettleApproval } from './automation/when-approved-work-ended-then-settle-approval.reaction';
import { WhenAccountOpenedThenNoteCabinetAccount } from './automation/when-account-opened-then-note-cabinet-account.reaction';

/** Credentials of the cabinet and the way in. The vaults are opened where the process is put together. */
@Module({
  controllers: [
    CredentialsController,
    OfficeController,
    PrintRunsController,
    WhenAccountOpenedThenNoteCabinetAccount,
    WhenApprovedWorkEndedThenSettleApproval,
  ],
  providers: [
    AfterAnswer,
    Alarms,
    FindCredentials,
    AttachedAccounts,
    Guesses,
    LimitedAttempts,
    Devices,
    Sessions,
    CabinetSessions,
    SignIn,
    HandOutCodes,
    PrintCodes,
    PrintRuns,
    ChangePersonFields,
    Contacts,
    ErasePeople,
    SweepAccess,
    ForgottenCode,
    CabinetAccess,
    { provide: IDENTITY_CLIENT, useClass: EmbeddedIdentityClient },
    FindStaff,
    StaffSecrets,
    StaffSessions,
    StaffSignIn,
    StaffOffice,
    StaffEnrolment,
    { provide: STAFF_CLIENT, useClass: EmbeddedStaffClient },
    Approvals,
    ExpireApprovalsJob,
    AuditTrail,
    CarryOutCodeApprovals,
    CodeOffice,
    { provide: CODES_CLIENT, useClass: EmbeddedCodesClient },
    { provide: AUDIT_CLIENT, useClass: EmbeddedAuditClient },
    { provide: APPROVALS_CLIENT, useClass: EmbeddedApprovalsClient },
  ],
  exports: [
    IDENTITY_CLIENT,
    STAFF_CLIENT,
    APPROVALS_CLIENT,
    AUDIT_CLIENT,
    CODES_CLIENT,
    CarryOutCodeApprovals,
    Approvals,
    ExpireApprovalsJob,
    StaffOffice,
    StaffEnrolment,
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

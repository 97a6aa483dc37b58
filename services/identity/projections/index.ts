import { Projection } from '#libs/read-models';
import { accessAlarms } from './access-alarms.projection';
import { approvals } from './approvals.projection';
import { contacts } from './contacts.projection';
import { credentials } from './credentials.projection';
import { printRuns } from './print-runs.projection';
import { signInJournal } from './sign-in-journal.projection';
import { staffMembers } from './staff-members.projection';

/** Every read model of identity. */
export const IDENTITY_PROJECTIONS: readonly Projection[] = [
  credentials,
  signInJournal,
  contacts,
  printRuns,
  accessAlarms,
  staffMembers,
  approvals,
];

import type { ClientDefinition } from '#libs/clients';
import { identityClient } from './identity-client';
import { staffClient } from './staff-client';
import { approvalsClient } from './approvals-client';
import { auditClient } from './audit-client';
import { codesClient } from './codes-client';

export * from './identity-client';
export * from './staff-client';
export * from './approvals-client';
export * from './audit-client';
export * from './codes-client';

/** All that may be asked of this service, by whoever runs elsewhere. */
export const IDENTITY_CLIENTS: readonly ClientDefinition[] = [
  identityClient,
  staffClient,
  approvalsClient,
  auditClient,
  codesClient,
];

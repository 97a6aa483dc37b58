import { defineClient, long } from '#libs/clients';
import { AuditAsked, AuditPage } from '../staff/audit-trail';

export type { AuditAsked, AuditedField, AuditEntry, AuditPage } from '../staff/audit-trail';

export const AUDIT_CLIENT = Symbol('AUDIT_CLIENT');

/** Who did what, and when. Throws IDENTITY_STAFF_SESSION_ENDED, IDENTITY_APPROVAL_ROLE for an operator. */
export interface AuditClient {
  trail(session: string, asked: AuditAsked): Promise<AuditPage>;
}

export const auditClient = defineClient<AuditClient>()({
  name: 'audit',
  token: AUDIT_CLIENT,
  operations: {
    trail: long('ask'),
  },
});

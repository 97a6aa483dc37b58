import { INestApplication } from '@nestjs/common';
import { BillingPeriod } from '#libs/kernel';
import { READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { ApprovalCard, approvals } from '#services/identity';

/** A period that nothing closes before a second person agrees. */
export interface WaitingClose {
  readonly waits: 'two_people';
  readonly openAccounts: number;
  /** What was asked for and is not settled; null where nobody has asked yet. */
  readonly approval: Pick<ApprovalCard, 'approvalId' | 'state' | 'requestedBy' | 'expiresAt'> | null;
}

/** For whom the close of a period waits; null where it waits for nobody. */
export async function waitingCloseOf(app: INestApplication, period: BillingPeriod): Promise<WaitingClose | null> {
  const standing = await app.get<PeriodsClient>(PERIODS_CLIENT, { strict: false }).standing();
  if (standing?.period !== period || standing.closedBy !== 'two_people') return null;
  const readModels = app.get<ReadModels>(READ_MODELS, { strict: false });
  const where = { kind: 'close-period', subject: period, state: { in: ['open', 'granted'] } };
  const [asked] = await readModels.find(approvals, { where, limit: 1 });
  const { openAccounts } = standing;
  if (asked === undefined) return { waits: 'two_people', openAccounts, approval: null };
  const { approvalId, state, requestedBy, expiresAt } = asked.document;
  return { waits: 'two_people', openAccounts, approval: { approvalId, state, requestedBy, expiresAt } };
}

/** What the operator is told: who has to do what, and where. */
export function waitingInWords(period: BillingPeriod, { openAccounts, approval }: WaitingClose): string {
  const left = `${period} is closed by two people: ${String(openAccounts)} accounts stay open`;
  if (approval === null) {
    return `${left}. Nobody has asked yet: an accountant asks for the close on /period of the back-office, and another member of staff agrees on /approvals.`;
  }
  const { approvalId, state, requestedBy, expiresAt } = approval;
  if (state === 'granted') {
    return `${left} until the serving process carries out what was agreed to (/approvals/${approvalId}).`;
  }
  return `${left}. ${requestedBy} has asked; another member of staff agrees on /approvals/${approvalId} before ${expiresAt}.`;
}

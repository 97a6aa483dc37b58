import { z } from 'zod';
import { contract } from './contract';

const approvalId = z.string().min(1).max(64).describe('The approval, by which its outcome is told');

/** What two people have agreed to. The service concerned recognises its own kinds and passes over the others. */
export const approvalGranted = contract(
  'identity.approval-granted.v1',
  'Two people have agreed to something; the service concerned carries it out and tells what came of it.',
  z.object({
    approvalId,
    kind: z
      .string()
      .describe(
        'close-period, bulk-reissue, print-codes, write-off, refund, return-payment, refund-order, replay, import, recalculation or instalments',
      ),
    companyId: z.string().describe('The company, by the number under which it pays taxes'),
    subject: z.string().describe('What it is about, by the name that its service gives it'),
    plan: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))
      .describe('What is to be done, as data'),
    planHash: z.string().describe('SHA-256 of the plan in canonical JSON'),
    requestedBy: z.string().describe('Who asked, as an actor of the log'),
    grantedBy: z.string().describe('Who agreed, another person'),
  }),
);

const carriedOut = z.object({
  approvalId,
  outcome: z.record(z.string(), z.union([z.string(), z.number()])).describe('What came of it, in figures'),
});

const failed = z.object({
  approvalId,
  code: z.string().describe('Why it was not carried out: a code of the catalogue of errors'),
});

export const billingApprovalCarriedOut = contract(
  'billing.approval-carried-out.v1',
  'Billing has done what two people agreed to.',
  carriedOut,
);

export const billingApprovalFailed = contract(
  'billing.approval-failed.v1',
  'Billing has not done what two people agreed to.',
  failed,
);

export const paymentsApprovalCarriedOut = contract(
  'payments.approval-carried-out.v1',
  'Payments has done what two people agreed to.',
  carriedOut,
);

export const paymentsApprovalFailed = contract(
  'payments.approval-failed.v1',
  'Payments has not done what two people agreed to.',
  failed,
);

export const supportApprovalCarriedOut = contract(
  'support.approval-carried-out.v1',
  'Support has noted what two people agreed to.',
  carriedOut,
);

export const supportApprovalFailed = contract(
  'support.approval-failed.v1',
  'Support has not noted what two people agreed to.',
  failed,
);

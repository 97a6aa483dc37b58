import { ApprovalKind } from './approval.events';
import { StaffRole } from './staff.events';

/** The least role that may ask for something, and the least one that another person needs to agree. */
export interface ApprovalRule {
  readonly asks: StaffRole;
  readonly agrees: StaffRole;
}

/** The whole table of what needs two people. Money that is given up or given back needs a chief’s word. */
export const APPROVAL_RULES: Readonly<Record<ApprovalKind, ApprovalRule>> = {
  'close-period': { asks: 'accountant', agrees: 'accountant' },
  'bulk-reissue': { asks: 'accountant', agrees: 'accountant' },
  'print-codes': { asks: 'operator', agrees: 'operator' },
  'write-off': { asks: 'accountant', agrees: 'chief' },
  refund: { asks: 'accountant', agrees: 'chief' },
  'return-payment': { asks: 'accountant', agrees: 'chief' },
  'refund-order': { asks: 'accountant', agrees: 'chief' },
  replay: { asks: 'accountant', agrees: 'chief' },
  import: { asks: 'accountant', agrees: 'accountant' },
  recalculation: { asks: 'accountant', agrees: 'chief' },
  instalments: { asks: 'accountant', agrees: 'chief' },
};

/** How long somebody may agree to what was asked for. */
export const APPROVAL_OPEN_DAYS = 7;

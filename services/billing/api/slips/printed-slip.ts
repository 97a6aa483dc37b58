import { CivilDate } from '#libs/kernel';
import { SlipContent } from '../../domain/slip-content';

/** What opens the cabinet: on paper runs only. */
export interface PrintedAccess {
  readonly login: string;
  /** As it is printed: `4821-0935-7716-4`. */
  readonly code: string;
}

/** A slip with what is not in its event: who pays, and what is read from sealed texts at the moment of printing. */
export interface PrintedSlip {
  readonly content: SlipContent;
  readonly version: number;
  readonly issuedOn: CivilDate;
  /** `7KX2-4PAH-9MTC`. */
  readonly verificationCode: string;
  /** Null for an erased person. */
  readonly payerName: string | null;
  /** Null in the form that is downloaded. */
  readonly access: PrintedAccess | null;
}

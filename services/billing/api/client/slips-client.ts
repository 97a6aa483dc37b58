import { defineClient } from '#libs/clients';
import { CommandOrigin } from '#libs/platform';
import {
  IssuedSlipAnswer,
  PaymentCodeAnswer,
  SlipAnswer,
  SlipPdfRequest,
  SlipsAnswer,
  SlipVerdictAnswer,
  VerifySlipBody,
} from '../slips/slips.dto';

export {
  IssuedSlipAnswer,
  PaymentCodeAnswer,
  SlipAnswer,
  SlipPdfRequest,
  SlipsAnswer,
  SlipVerdictAnswer,
  VerifySlipBody,
};

export const SLIPS_CLIENT = Symbol('SLIPS_CLIENT');

/** All that a slip's code tells to whoever has it. */
export type SlipVerdict = 'genuine' | 'superseded' | 'unknown';

/** What a gateway asks about payment slips. In one process a direct call; between processes HTTP. Throws RejectedError. */
export interface SlipsClient {
  /**
   * Issues the slip of a closed period; where it would say nothing new the one in force is answered.
   * BILLING_UNKNOWN_ACCOUNT, BILLING_SLIP_PERIOD_NOT_CLOSED.
   */
  issueSlip(account: string, period: string, origin: CommandOrigin): Promise<IssuedSlipAnswer>;
  /** Every version, the newest period and version first. BILLING_UNKNOWN_ACCOUNT. */
  slips(account: string): Promise<readonly SlipAnswer[]>;
  /**
   * The PDF in the form that is downloaded, without the access code; the version in force where none is named.
   * BILLING_SLIP_NOT_ISSUED.
   */
  slipPdf(account: string, period: string, version?: number): Promise<Buffer>;
  /** Paying at any time: the text of a QR and the requisites; the payer says the sum where none is named. */
  slipPaymentQr(account: string, payee: 'main' | 'capital_repair', amountKopecks?: number): Promise<PaymentCodeAnswer>;
  /** Callers limit how often it is asked. */
  verifySlip(code: string): Promise<SlipVerdict>;
}

export const slipsClient = defineClient<SlipsClient>()({
  name: 'slips',
  token: SLIPS_CLIENT,
  operations: {
    issueSlip: 'tell',
    slips: 'ask',
    slipPdf: 'ask',
    slipPaymentQr: 'ask',
    verifySlip: 'ask',
  },
});

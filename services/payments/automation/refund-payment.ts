import { createHash } from 'node:crypto';
import { CommandHandler, CommandResult } from '#libs/event-store';
import { CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { goingOnAs, paymentStream } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';

/** A refund to which a second person has agreed. */
export interface ApprovedRefund {
  readonly paymentId: string;
  readonly amountKopecks: Kopecks;
  /** The day on which the money goes back. */
  readonly refundedOn: CivilDate;
  readonly reason: string;
  /** The approval; the same one is one refund, however often it is told. */
  readonly approvalId: string;
  readonly today: CivilDate;
}

export interface RefundCause {
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string | null;
}

const ID_DIGITS = 32;

/**
 * Gives money of a payment back to the payer: the only way to do so. No API leads here: whoever asks for a refund asks for
 * an approval, and what hears of the approval states this.
 * Rejections: PAYMENTS_APPROVAL_REQUIRED, PAYMENTS_UNKNOWN_PAYMENT, PAYMENTS_ALREADY_REVERSED,
 * PAYMENTS_AMOUNT_OUT_OF_RANGE, PAYMENTS_REVERSAL_BEFORE_PAYMENT, PAYMENTS_REVERSAL_IN_FUTURE, PAYMENTS_REASON_REQUIRED.
 */
export function refundPayment(
  commands: CommandHandler,
  refund: ApprovedRefund,
  cause: RefundCause,
): Promise<CommandResult> {
  const { paymentId, approvalId } = refund;
  const digits = createHash('sha256').update(`refund|${approvalId}`).digest('hex').slice(0, ID_DIGITS);
  const replacementId = goingOnAs(paymentId, digits);
  // Told again on a later day it is the same refund, made on the first.
  const { today, refundedOn, ...input } = refund;
  void today;
  void refundedOn;
  return commands.execute({
    stream: paymentStream(paymentId),
    decider: paymentDecider,
    command: { kind: 'RefundPayment', ...refund, replacementId },
    commandId: `refund:${approvalId}`,
    input,
    ...cause,
  });
}

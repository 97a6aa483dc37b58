import { createHash } from 'node:crypto';
import { approvalGranted, DataOf } from '#libs/contracts';
import { canonicalJson, CommandHandler, EventStore } from '#libs/event-store';
import { fold, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { MessageContext } from '#libs/messaging';
import { paymentStream } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';
import { PaymentStreamEvent } from '../domain/payment.events';
import { PaymentState } from '../domain/payment.state';
import { refundStream } from '../domain/refund.commands';
import { refundDecider } from '../domain/refund.decider';
import { PAYMENTS_ACTOR } from './payments-consumer';

type Granted = DataOf<typeof approvalGranted>;

/** The cause of whatever is done upon a message. */
export function causeOf(context: MessageContext) {
  const { source } = context.getMessage();
  return { actor: PAYMENTS_ACTOR, correlationId: source.correlationId, causationId: source.eventId };
}

/** Whether the plan is the one whose hash both people have agreed to, as whoever keeps the approval computes it. */
export function isPlanAgreedTo({ plan, planHash }: Granted): boolean {
  return createHash('sha256').update(canonicalJson(plan), 'utf8').digest('hex') === planHash;
}

/** A payment as the log has it. */
export async function paymentAt(store: Pick<EventStore, 'readStream'>, paymentId: string): Promise<PaymentState> {
  const history = await store.readStream(paymentStream(paymentId));
  return fold(paymentDecider, history as unknown as readonly (PaymentStreamEvent & RecordedEvent)[]);
}

/** Money did not go back, and the approval hears why. Throws RejectedError, upon which the key is parked. */
export async function noteNotGivenBack(
  commands: CommandHandler,
  { approvalId, subject }: Granted,
  rejection: Rejection,
  context: MessageContext,
): Promise<void> {
  const { messageId } = context.getMessage();
  const result = await commands.execute({
    stream: refundStream(approvalId),
    decider: refundDecider,
    command: { kind: 'NoteRefundFailed', approvalId, paymentId: subject, code: rejection.code },
    commandId: `${messageId}:note-refund-failed`,
    ...causeOf(context),
  });
  if (result.kind === 'rejected') throw new RejectedError(result.rejection);
}

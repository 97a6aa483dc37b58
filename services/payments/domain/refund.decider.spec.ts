import { deciderSpec } from '#libs/testing';
import { refundDecider } from './refund.decider';
import { RefundEvent } from './refund.events';

const spec = deciderSpec(refundDecider);
const failed = (code: string): RefundEvent => ({
  type: 'RefundFailed',
  version: 1,
  data: { approvalId: 'a1', paymentId: 'p1', code },
});
const note = (code: string) => ({ kind: 'NoteRefundFailed' as const, approvalId: 'a1', paymentId: 'p1', code });

it('a refund that could not be made says why', () => {
  spec.when(note('PAYMENTS_ALREADY_REVERSED')).then([failed('PAYMENTS_ALREADY_REVERSED')]);
});

it('a refund fails once', () => {
  spec
    .given([failed('PAYMENTS_ALREADY_REVERSED')])
    .when(note('PAYMENTS_UNKNOWN_PAYMENT'))
    .thenNothing();
});

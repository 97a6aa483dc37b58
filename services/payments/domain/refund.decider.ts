import { Decider, unreachable } from '#libs/kernel';
import { NoteRefundFailed } from './refund.commands';
import { RefundEvent } from './refund.events';

export type RefundState = 'unknown' | 'failed';

export const refundDecider: Decider<RefundState, NoteRefundFailed, RefundEvent> = {
  initialState: () => 'unknown',
  evolve(_state, event) {
    switch (event.type) {
      case 'RefundFailed':
        return 'failed';
      default:
        return unreachable(event.type);
    }
  },
  decide: noteRefundFailed,
};

/** An agreement fails once: whatever is tried of it afterwards has failed already. */
export function noteRefundFailed({ kind, ...failed }: NoteRefundFailed, state: RefundState): readonly RefundEvent[] {
  void kind;
  return state === 'failed' ? [] : [{ type: 'RefundFailed', version: 1, data: failed }];
}

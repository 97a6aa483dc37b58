import { Decider, lastDayOf, Rejection, unreachable } from '#libs/kernel';
import { IssueSlip, SlipCommand } from './slip.commands';
import { SlipEvent, SlipIssued } from './slip.events';
import { slipImbalance } from './slip-balance.policy';

/** The slips of an account for a period: what the version in force says. */
export type SlipState =
  | { readonly status: 'not_issued' }
  | {
      readonly status: 'issued';
      readonly version: number;
      readonly contentHash: string;
      readonly codeHash: string;
    };

type Decision = readonly SlipEvent[] | Rejection;

export const slipDecider: Decider<SlipState, SlipCommand, SlipEvent> = {
  initialState: () => ({ status: 'not_issued' }),
  evolve(state, event) {
    switch (event.type) {
      case 'SlipIssued': {
        const { version, contentHash, code } = event.data;
        return { status: 'issued', version, contentHash, codeHash: code.hash };
      }
      // The version that supersedes follows in the same commit.
      case 'SlipSuperseded':
        return state;
      default:
        return unreachable(event);
    }
  },
  decide: (command, state) => issueSlip(command, state),
};

/**
 * Issues the slip of a closed period. What has been issued is never changed: the same content again is no event, other
 * content makes a version that names the one it supersedes. A slip whose sums do not add up is refused.
 */
export function issueSlip({ account, period, draft, reason }: IssueSlip, state: SlipState): Decision {
  if (draft === null) return new Rejection('BILLING_SLIP_PERIOD_NOT_CLOSED', { account, period });
  const { content, contentHash, snapshotPosition, code } = draft;
  const imbalance = slipImbalance(content);
  if (imbalance !== null) return new Rejection('BILLING_SLIP_DOES_NOT_ADD_UP', { account, period, ...imbalance });
  const before = state.status === 'issued' ? state : null;
  if (before?.contentHash === contentHash) return [];
  const version = (before?.version ?? 0) + 1;
  const effectiveOn = lastDayOf(period);
  const issued: SlipIssued = {
    type: 'SlipIssued',
    version: 1,
    data: {
      account,
      period,
      version,
      effectiveOn,
      content,
      contentHash,
      snapshotPosition,
      code,
      payableKopecks: content.payableKopecks,
      reason,
      replaces: before && { version: before.version, contentHash: before.contentHash },
    },
  };
  if (before === null) return [issued];
  const { version: superseded, codeHash } = before;
  const data = { account, period, version: superseded, effectiveOn, codeHash, byVersion: version };
  return [{ type: 'SlipSuperseded', version: 1, data }, issued];
}

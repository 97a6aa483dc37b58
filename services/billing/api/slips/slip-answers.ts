import { IssuedSlip } from './issue-slips';
import { IssuedSlipAnswer } from './slips.dto';

export function issuedSlipAnswer({ slip, position, eventIds }: IssuedSlip): IssuedSlipAnswer {
  const { account, period, version, payableKopecks, contentHash } = slip.data;
  const { recordedAt: issuedAt } = slip.metadata;
  return { account, period, version, issuedAt, payableKopecks, contentHash, position, eventIds };
}

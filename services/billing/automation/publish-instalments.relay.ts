import { billingApprovalCarriedOut, billingApprovalFailed } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { InstalmentsAgreed, InstalmentsNotAgreed } from '../domain/instalment.events';

type Told = InstalmentsAgreed | InstalmentsNotAgreed;

/** Tells what came of an agreement to pay by parts that two people agreed to. */
export const INSTALMENTS_RELAY: RelayTranslation = {
  service: 'billing',
  handles: ['InstalmentsAgreed', 'InstalmentsNotAgreed'] satisfies Told['type'][],
  translate(recorded) {
    const event = recorded as RecordedEvent & Told;
    const approvalId = event.data.agreementId;
    if (event.type === 'InstalmentsNotAgreed') {
      const { code } = event.data;
      return { contract: billingApprovalFailed.name, key: approvalId, data: { approvalId, code } };
    }
    const { terms, amountKopecks } = event.data;
    const outcome = { parts: terms.parts.length, amountKopecks };
    return { contract: billingApprovalCarriedOut.name, key: approvalId, data: { approvalId, outcome } };
  },
};

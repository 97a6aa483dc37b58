/** Lifts an event of an earlier release to the version after it. */
interface EarlierVersion {
  readonly type: string;
  readonly fromVersion: number;
  upcast(data: Record<string, unknown>): object;
}

/**
 * Events of earlier releases. They held in clear by what a payer knows a card, and what a person had found at the bank in
 * words of their own; nothing that reads the log is handed either any more. The agreement goes on without the words, and
 * of what was found the verdict stays: the words are dropped, and `other` stands for them, since no program can tell
 * which of the list they meant.
 */
export const PAYMENTS_UPCASTERS: readonly EarlierVersion[] = [
  {
    type: 'OnlinePaymentCaptured',
    fromVersion: 1,
    upcast({ method, ...data }) {
      const kept = method as { readonly methodId: string } | null;
      return { ...data, method: kept === null ? null : { methodId: kept.methodId, sealedTitle: null } };
    },
  },
  {
    type: 'OnlinePaymentAttentionClosed',
    fromVersion: 1,
    upcast({ note, ...data }) {
      void note;
      return { ...data, finding: 'other' };
    },
  },
  // What stood aside came from files of banks alone.
  { type: 'PaymentSetAside', fromVersion: 1, upcast: (data) => ({ ...data, acquirer: null }) },
  // One person was enough, and the sum stood with the payment alone.
  {
    type: 'SetAsidePaymentReturned',
    fromVersion: 1,
    upcast: (data) => ({ ...data, amountKopecks: null, approvalId: null }),
  },
  { type: 'AutopayRequested', fromVersion: 1, upcast: (data) => ({ ...data, personId: null }) },
  {
    type: 'AutopayAgreed',
    fromVersion: 1,
    upcast({ methodTitle, ...data }) {
      void methodTitle;
      return { ...data, sealedMethodTitle: null, personId: null };
    },
  },
];

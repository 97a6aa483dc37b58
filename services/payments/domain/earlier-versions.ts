/** Lifts an event of an earlier release to the version after it. */
interface EarlierVersion {
  readonly type: string;
  readonly fromVersion: number;
  upcast(data: Record<string, unknown>): object;
}

/**
 * Events of earlier releases. They held in clear by what a payer knows a card; nothing that reads the log is handed it any
 * more, and the agreement goes on without these words.
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

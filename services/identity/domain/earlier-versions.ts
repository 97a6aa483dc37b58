/**
 * Print runs of version 1 named accounts alone and printed whatever code was in force when the paper came out. Which codes
 * they were asked for nobody knows any more: what was not printed yet is asked for again.
 */
export const IDENTITY_UPCASTERS = [
  {
    type: 'PrintRunRequested',
    fromVersion: 1,
    upcast({ accounts, ...data }: Record<string, unknown>): object {
      const codes = (accounts as readonly string[]).map((account) => ({ account, codeId: null, timesOnPaper: 0 }));
      return { ...data, codes };
    },
  },
] as const;

import { Decider, DomainEvent, Rejection, unreachable } from '#libs/kernel';

/** A package was taken as the history of the company. */
export type PackageAccepted = DomainEvent<
  'PackageAccepted',
  {
    readonly companyId: string;
    /** SHA-256 over the facts of the package: the same package gives the same one. */
    readonly fingerprint: string;
  }
>;

export interface AcceptPackage {
  readonly kind: 'AcceptPackage';
  readonly companyId: string;
  readonly fingerprint: string;
  /** The company that the data belong to already; null while they are empty. */
  readonly presentCompanyId: string | null;
}

export type PackageImportState = { readonly fingerprint: string | null };

export function packageImportStream(companyId: string): string {
  return `cli_package_import-${companyId}`;
}

/** One store holds one company; the same package again is no news. */
export const packageImportDecider: Decider<PackageImportState, AcceptPackage, PackageAccepted> = {
  initialState: () => ({ fingerprint: null }),
  evolve: (_, event) => ({ fingerprint: event.data.fingerprint }),
  decide: (command, state) =>
    command.kind === 'AcceptPackage' ? acceptPackage(command, state) : unreachable(command.kind),
};

export function acceptPackage(
  command: AcceptPackage,
  state: PackageImportState,
): readonly PackageAccepted[] | Rejection {
  const { companyId, fingerprint, presentCompanyId } = command;
  if (presentCompanyId !== null && presentCompanyId !== companyId) {
    return new Rejection('IMPORT_OTHER_COMPANY', { company: companyId, present: presentCompanyId });
  }
  if (state.fingerprint === fingerprint) return [];
  return [{ type: 'PackageAccepted', version: 1, data: { companyId, fingerprint } }];
}

import { BlobStore } from '#libs/blob-store';
import { CodeChecks, CodePrints, SecretKeeps } from '#libs/code-vault';
import { PersonVault } from '#libs/person-vault';

/** Why whoever uses a vault that is not open is refused. */
export type Refusal = () => Error;

/** In place of vaults that a process has not opened: whoever asks is refused, and none of their collections is touched. */
export function closedPersonVault(refusal: Refusal): PersonVault {
  const ofPersons = ['put', 'putMany', 'change', 'changeMany', 'get', 'getMany', 'erase'] as const;
  const ofTexts = ['seal', 'open', 'sealBytes', 'openBytes'] as const;
  return { ...refusing([...ofPersons, ...ofTexts], refusal), close: () => Promise.resolve() };
}

export function closedCodeChecks(refusal: Refusal): CodeChecks {
  return refusing(['matches'], refusal);
}

export function closedCodePrints(refusal: Refusal): CodePrints {
  return refusing(['put', 'open', 'remove', 'putBefore'], refusal);
}

export function closedSecretKeeps(refusal: Refusal): SecretKeeps {
  return refusing(['keep', 'forget'], refusal);
}

export function closedBlobStore(refusal: Refusal): BlobStore {
  return { ...refusing(['put', 'get', 'remove'], refusal), close: () => Promise.resolve() };
}

function refusing<Name extends string>(
  names: readonly Name[],
  refusal: Refusal,
): Readonly<Record<Name, () => Promise<never>>> {
  const entries = names.map((name) => [name, () => Promise.reject(refusal())]);
  return Object.fromEntries(entries) as Record<Name, () => Promise<never>>;
}

import { EventStore } from '#libs/event-store';
import { Person, PersonVault } from '#libs/person-vault';
import { personStream } from '#services/identity';
import { CompanyPackage } from '../company-package';
import { personIdOf } from './package-facts';

export interface PayerParts {
  readonly store: Pick<EventStore, 'readStreams'>;
  /** Where the payers' names go; events carry an id alone. */
  readonly vault: Pick<PersonVault, 'changeMany'>;
}

/** Names of the package in place of those kept; an address that the office has verified stays, and who was erased stays so. */
export async function keepPayers(source: CompanyPackage, { store, vault }: PayerParts): Promise<void> {
  const payers = payersOf(source);
  const erased = await store.readStreams(payers.map(({ personId }) => personStream(personId)));
  const living = payers.filter(({ personId }) => !erased.has(personStream(personId)));
  const named = new Map(living.map(({ personId, fields }) => [personId, fields]));
  // The office may verify an address, or withdraw one, at the same moment: each is decided by what is kept when it is written.
  await vault.changeMany([...named.keys()], (personId, known) => {
    const addresses = Object.entries(known ?? {}).filter(([name]) => name.startsWith('mail:'));
    return { ...Object.fromEntries(addresses), ...named.get(personId) };
  });
}

function payersOf(source: CompanyPackage): Person[] {
  return source.accounts.map((account) => {
    const { lastName, firstName, middleName } = account;
    return {
      personId: personIdOf(source, account),
      fields: { lastName, firstName, ...(middleName === null ? {} : { middleName }) },
    };
  });
}

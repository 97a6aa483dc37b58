import { Inject, Injectable } from '@nestjs/common';
import { PersonFields, PersonVault } from '#libs/person-vault';
import { PERSON_VAULT } from '#libs/platform';

/**
 * Changes of what is kept of people. All fields of a person are written at once, and none undoes another, in whichever copy
 * of the process it is made: the vault writes over the very fields that a change was decided upon, and else it is decided again.
 */
@Injectable()
export class ChangePersonFields {
  constructor(@Inject(PERSON_VAULT) private readonly vault: PersonVault) {}

  /** The change is pure, and upon its own outcome it changes nothing more. Throws PersonErasedError, and StorageError. */
  change(personId: string, change: (fields: PersonFields) => PersonFields): Promise<void> {
    return this.vault.change(personId, (fields) => {
      const changed = change(fields ?? {});
      return fields === null && Object.keys(changed).length === 0 ? null : changed;
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { PersonFields, PersonVault } from '#libs/person-vault';
import { PERSON_VAULT } from '#libs/platform';

/** Changes of what is kept of people, one after another: the vault puts all fields at once, and none may undo another. */
@Injectable()
export class ChangePersonFields {
  private lastChange: Promise<void> = Promise.resolve();

  constructor(@Inject(PERSON_VAULT) private readonly vault: PersonVault) {}

  /** Throws PersonErasedError. */
  change(personId: string, change: (fields: PersonFields) => PersonFields): Promise<void> {
    const turn = this.lastChange.then(async () => {
      const fields = await this.vault.get(personId);
      const changed = change(fields ?? {});
      if (fields === null && Object.keys(changed).length === 0) return;
      await this.vault.put(personId, changed);
    });
    this.lastChange = turn.catch(() => undefined);
    return turn;
  }
}

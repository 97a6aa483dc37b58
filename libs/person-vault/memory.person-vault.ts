import { MemoryKeyMarks } from './memory.key-marks';
import { MasterKey, PersonVault } from './person-vault.port';
import { createSealedPersonVault, PersonRow, PersonRows, WrappedKey } from './sealed-person-vault';

/** A vault for tests and trials: sealed like any other, gone with the process. */
export function createMemoryPersonVault(masterKeys: readonly MasterKey[]): PersonVault {
  return createSealedPersonVault(new MemoryPersonRows(), masterKeys);
}

/** Rows for tests and trials: gone with the process. */
export class MemoryPersonRows implements PersonRows {
  readonly keyMarks = new MemoryKeyMarks();
  private readonly rows = new Map<string, PersonRow>();

  async addMissing(keys: Parameters<PersonRows['addMissing']>[0]): Promise<void> {
    for (const key of keys) {
      if (!this.rows.has(key.personId)) this.rows.set(key.personId, { status: 'kept', sealedFields: null, ...key });
    }
  }

  async read(personIds: readonly string[]): Promise<readonly PersonRow[]> {
    return [...new Set(personIds)].flatMap((personId) => this.rows.get(personId) ?? []);
  }

  async writeFields(people: Parameters<PersonRows['writeFields']>[0]): Promise<string | null> {
    const erased = people.find(({ personId }) => this.rows.get(personId)?.status !== 'kept');
    if (erased) return erased.personId;
    for (const { personId, sealedFields } of people) {
      const row = this.rows.get(personId);
      if (row?.status === 'kept') this.rows.set(personId, { ...row, sealedFields });
    }
    return null;
  }

  async writeWhereSame(writes: Parameters<PersonRows['writeWhereSame']>[0]): Promise<readonly string[]> {
    return writes.flatMap(({ personId, former, sealedFields }) => {
      const row = this.rows.get(personId);
      if (row?.status !== 'kept' || !isSame(row.sealedFields, former)) return [personId];
      this.rows.set(personId, { ...row, sealedFields });
      return [];
    });
  }

  async erase(personId: string): Promise<void> {
    this.rows.set(personId, { status: 'erased', personId });
  }

  async anyKey(): Promise<WrappedKey | null> {
    return [...this.rows.values()].find((row) => row.status === 'kept') ?? null;
  }

  async close(): Promise<void> {
    this.rows.clear();
  }
}

function isSame(left: Buffer | null, right: Buffer | null): boolean {
  return left === null || right === null ? left === right : left.equals(right);
}

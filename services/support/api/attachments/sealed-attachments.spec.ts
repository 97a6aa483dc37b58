import { randomBytes } from 'node:crypto';
import { BlobStoreError, MemoryBlobStore } from '#libs/blob-store';
import { createMemoryPersonVault, PersonVault } from '#libs/person-vault';
import { SealedAttachments } from './sealed-attachments';

const PERSON = 'p-1';
const PDF = Buffer.from('%PDF-1.4\n%%EOF');
const file = (name: string) => ({ name, bytes: PDF });

/** A store that breaks at one put, and knows what lies in it. */
class BreakingBlobStore extends MemoryBlobStore {
  readonly ids = new Set<string>();
  private puts = 0;

  constructor(
    private readonly breaksAt: number,
    private readonly keepsAllTheSame: boolean,
  ) {
    super();
  }

  override async put(blobId: string, bytes: Uint8Array): Promise<void> {
    this.puts += 1;
    const breaks = this.puts === this.breaksAt;
    if (!breaks || this.keepsAllTheSame) this.ids.add(blobId);
    if (breaks) throw new BlobStoreError('No space left');
    await super.put(blobId, bytes);
  }

  override async remove(blobId: string): Promise<void> {
    this.ids.delete(blobId);
    await super.remove(blobId);
  }
}

describe('files of a message', () => {
  let vault: PersonVault;
  beforeEach(async () => {
    vault = createMemoryPersonVault([{ version: 'first', key: randomBytes(32) }]);
    await vault.put(PERSON, { name: 'Анна' });
  });

  it('are kept all of them', async () => {
    const blobs = new BreakingBlobStore(0, false);
    const kept = await new SealedAttachments(blobs, vault).keep(PERSON, [file('a.pdf'), file('b.pdf')]);
    expect(kept.map(({ attachmentId }) => attachmentId)).toEqual([...blobs.ids]);
  });

  it.each([
    ['keeps nothing of it', false],
    ['keeps it all the same', true],
  ])('leave nothing behind where the store breaks at the second one and %s', async (_, keepsAllTheSame) => {
    const blobs = new BreakingBlobStore(2, keepsAllTheSame);
    const keeping = new SealedAttachments(blobs, vault).keep(PERSON, [file('a.pdf'), file('b.pdf'), file('c.pdf')]);
    await expect(keeping).rejects.toThrow('No space left');
    expect([...blobs.ids]).toEqual([]);
  });

  it('leave nothing behind where the person is erased meanwhile', async () => {
    const blobs = new BreakingBlobStore(0, false);
    let seals = 0;
    const erasing = Object.assign(Object.create(vault) as PersonVault, {
      sealBytes: async (...sealed: Parameters<PersonVault['sealBytes']>) => {
        seals += 1;
        if (seals === 2) await vault.erase(PERSON);
        return vault.sealBytes(...sealed);
      },
      seal: (...sealed: Parameters<PersonVault['seal']>) => vault.seal(...sealed),
    });
    const keeping = new SealedAttachments(blobs, erasing).keep(PERSON, [file('a.pdf'), file('b.pdf')]);
    await expect(keeping).rejects.toMatchObject({ code: 'IDENTITY_PERSON_ERASED' });
    expect([...blobs.ids]).toEqual([]);
  });
});

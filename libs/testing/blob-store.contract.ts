import { BlobExistsError, BlobStore } from '#libs/blob-store';

const ID = 'a1b2c3d4e5f6a7b8c9d0';
const BYTES = Buffer.from([0, 255, 1, 254, 13, 10]);

/** What every store of blobs does. `openStore` gives an empty one. */
export function blobStoreContract(name: string, openStore: () => BlobStore | Promise<BlobStore>): void {
  describe(`a store of blobs, ${name}`, () => {
    let store: BlobStore;
    beforeEach(async () => {
      store = await openStore();
    });
    afterEach(() => store.close());

    it('gives back the bytes that were put, whatever they are', async () => {
      await store.put(ID, BYTES);
      expect(await store.get(ID)).toEqual(BYTES);
    });

    it('keeps also nothing and a lot', async () => {
      const large = Buffer.alloc(11 * 1024 * 1024, 7);
      await store.put(`${ID}0`, Buffer.alloc(0));
      await store.put(`${ID}1`, large);
      expect(await store.get(`${ID}0`)).toEqual(Buffer.alloc(0));
      expect((await store.get(`${ID}1`))?.equals(large)).toBe(true);
    });

    it('knows nothing of what nobody has put', async () => {
      expect(await store.get(ID)).toBeNull();
    });

    it('takes the same bytes again, and no others under the same id', async () => {
      await store.put(ID, BYTES);
      await store.put(ID, BYTES);
      await expect(store.put(ID, Buffer.from('other'))).rejects.toThrow(BlobExistsError);
      expect(await store.get(ID)).toEqual(BYTES);
    });

    it('does not let go of what it keeps when the bytes given are changed afterwards', async () => {
      const bytes = Buffer.from(BYTES);
      await store.put(ID, bytes);
      bytes.fill(0);
      (await store.get(ID))?.fill(0);
      expect(await store.get(ID)).toEqual(BYTES);
    });

    it('removes once or again', async () => {
      await store.put(ID, BYTES);
      await store.remove(ID);
      await store.remove(ID);
      expect(await store.get(ID)).toBeNull();
    });

    it.each([
      '../../../../etc/passwd',
      'A1B2C3D4E5F6A7B8C9D0',
      'short',
      `${'a'.repeat(65)}`,
      '',
      'a/b/c/d/e/f/g/h/i/j',
    ])('takes no id like "%s"', async (blobId) => {
      await expect(store.put(blobId, BYTES)).rejects.toThrow(RangeError);
      await expect(store.get(blobId)).rejects.toThrow(RangeError);
      await expect(store.remove(blobId)).rejects.toThrow(RangeError);
    });
  });
}

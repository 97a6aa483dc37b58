import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobStoreContract } from '#libs/testing';
import { BlobStoreError, FileBlobStore, MemoryBlobStore } from '.';

const ID = 'a1b2c3d4e5f6a7b8c9d0';
const BYTES = Buffer.from([0, 255, 1, 254, 13, 10]);

const folder = mkdtempSync(join(tmpdir(), 'blobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let folders = 0;
const newFolder = () => join(folder, `store-${(folders += 1)}`);

blobStoreContract('memory', () => new MemoryBlobStore());
blobStoreContract('files', () => new FileBlobStore({ folder: newFolder() }));

describe('the folder of blobs', () => {
  it('is its owner’s alone and holds no unfinished file', async () => {
    const place = newFolder();
    const store = new FileBlobStore({ folder: place });
    await Promise.all([store.put(ID, BYTES), store.put(ID, BYTES)]);
    expect(readdirSync(join(place, 'a1'))).toEqual([ID]);
    expect(statSync(place).mode & 0o077).toBe(0);
    expect(statSync(join(place, 'a1', ID)).mode & 0o077).toBe(0);
  });

  it('that cannot be written is told from a blob that is not there', async () => {
    const place = newFolder();
    writeFileSync(place, 'a file where the folder should be');
    const store = new FileBlobStore({ folder: place });
    await expect(store.put(ID, BYTES)).rejects.toThrow(BlobStoreError);
    await expect(store.get(ID)).rejects.toThrow(BlobStoreError);
  });
});

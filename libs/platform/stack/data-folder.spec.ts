import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolderError, makeDataFolder } from './data-folder';

describe('the folder of the data', () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'kvitok-data-'));
  });
  afterEach(() => {
    rmSync(place, { recursive: true });
  });

  it('is made with every folder above it, and may be there already', () => {
    const folder = join(place, 'town', 'company');
    makeDataFolder(folder);
    makeDataFolder(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  it('is refused where a file stands, at its place or above it', () => {
    const file = join(place, 'file');
    writeFileSync(file, '');
    for (const folder of [file, join(file, 'below')]) {
      expect(() => {
        makeDataFolder(folder);
      }).toThrow(DataFolderError);
    }
  });

  it('is refused at once where no folder can be made', () => {
    expect(() => {
      makeDataFolder('/proc/company/data');
    }).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_UNUSABLE' }));
  });
});

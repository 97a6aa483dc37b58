import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PackageSource } from './read-tables';

/** A package that lies in a directory. A file that cannot be read for another reason than absence is an error thrown. */
export function directorySource(directory: string): PackageSource {
  return {
    read(fileName) {
      try {
        return readFileSync(join(directory, fileName));
      } catch (error) {
        if (isAbsence(error)) return null;
        throw error;
      }
    },
  };
}

/** A directory of that name, or a package path that is no directory, holds no such file either. */
function isAbsence(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

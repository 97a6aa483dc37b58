import { createHash } from 'node:crypto';
import { ReferenceBookDocument } from '../domain/reference-book';

/** A short name of everything in the reference book that charges depend on: two books with one name charge alike. */
export function bookFingerprint(book: ReferenceBookDocument): string {
  const { utilities, houses, tariffs, norms, coefficients, houseVolumes, settings } = book;
  const rules = JSON.stringify({ utilities, houses, tariffs, norms, coefficients, houseVolumes, settings });
  return createHash('sha256').update(rules).digest('hex').slice(0, 16);
}

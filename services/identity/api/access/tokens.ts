import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** 256 bits that say nothing; only its holder has it, the records keep its hash. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Under this key the record of a token is found: whoever reads the records can pretend to be nobody. */
export function keyOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('base64url');
}

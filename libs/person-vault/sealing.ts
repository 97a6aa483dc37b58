import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { MasterKey, PersonVaultError } from './person-vault.port';

const CIPHER = 'aes-256-gcm';
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function newDataKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/**
 * AES-256-GCM with a fresh nonce: nonce, tag and cipher text in one. The context is associated data: bytes that are
 * moved to another person, purpose or key version do not open.
 */
export function sealBytes(key: Uint8Array, context: readonly string[], clear: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  cipher.setAAD(associatedData(context));
  const text = Buffer.concat([cipher.update(clear), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Throws PersonVaultError when the bytes were not sealed with this key in this context, or were changed since. */
export function openBytes(key: Uint8Array, context: readonly string[], sealed: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(context));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (error) {
    // Neither key nor content may reach a log by way of a message.
    throw new PersonVaultError(`What is sealed as ${context[0] ?? ''} does not open`, { cause: error });
  }
}

/** What `open` opens; null where it was sealed with other keys. */
export function openedOrNull<Opened>(open: () => Opened): Opened | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof PersonVaultError) return null;
    throw error;
  }
}

/** JSON keeps the parts apart: no part can grow into its neighbour. */
function associatedData(context: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(context), 'utf8');
}

/** Throws RangeError without a key, on a key that is not 32 bytes long, or when a version stands twice. */
export function checkMasterKeys(masterKeys: readonly MasterKey[]): void {
  if (masterKeys.length === 0) throw new RangeError('A vault needs a master key');
  if (new Set(masterKeys.map(({ version }) => version)).size < masterKeys.length) {
    throw new RangeError('Two master keys have the same version');
  }
  for (const { version, key } of masterKeys) {
    if (key.length !== KEY_BYTES) throw new RangeError(`Master key ${version} is not ${KEY_BYTES} bytes long`);
  }
}

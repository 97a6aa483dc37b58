import { createHmac, randomBytes } from 'node:crypto';
import {
  checkMasterKeys,
  MasterKey,
  newDataKey,
  openBytes,
  openedOrNull,
  PersonVaultError,
  sealBytes,
} from '#libs/person-vault';
import { CodePage, CodeRow, CodeRows, KeptCode } from './code-rows.port';
import { CodeChecks, CodeHasher, CodePrints, NewCode, SecretKeeps } from './code-vault.port';

/** What a sealed copy may be opened for; bound to it, so that it opens for nothing else. */
const PURPOSE = 'print';
const KEY_PURPOSE = 'code data key';
const PEPPER_BYTES = 32;

export interface CodeChecksParts {
  readonly rows: CodeRows;
  /** 32 bytes, kept apart from the rows: without it a stolen file says nothing of the codes, which are short. */
  readonly pepper: Uint8Array;
  readonly hasher: CodeHasher;
}

export interface SecretKeepsParts extends CodeChecksParts {
  /** The present instant, UTC. */
  readonly now: () => string;
}

export interface CodePrintsParts extends CodeChecksParts {
  /** The first wraps new data keys; the others open what they wrapped. */
  readonly printKeys: readonly MasterKey[];
  /** The present instant, UTC. */
  readonly now: () => string;
}

/** Throws RangeError for a pepper that is not 32 bytes long. */
export function createCodeChecks({ rows, pepper, hasher }: CodeChecksParts): CodeChecks {
  checkPepper(pepper);
  // Whoever asks for what is not there is answered after the same work. Made at the first question, once; a hash that
  // could not be made is made at the next one, or nobody would sign in until the process is started again.
  let nobodys: Promise<string> | null = null;
  const hashOfNobody = (): Promise<string> => {
    nobodys ??= hasher.hash(randomBytes(PEPPER_BYTES).toString('base64url')).catch((error: unknown) => {
      nobodys = null;
      throw error;
    });
    return nobodys;
  };
  return {
    async matches(codeId, code) {
      const nobody = await hashOfNobody();
      const [row] = await rows.read([codeId ?? 'nobody']);
      const isRight = await hasher.verify(row?.hashed ?? nobody, peppered(pepper, code));
      return isRight && row !== undefined;
    },
  };
}

/** Without a data key there is nothing to open: a row of a chosen secret has none. */
const NO_KEY = Buffer.alloc(0);

/** Throws RangeError for a pepper that is not 32 bytes long. */
export function createSecretKeeps({ rows, pepper, hasher, now }: SecretKeepsParts): SecretKeeps {
  checkPepper(pepper);
  return {
    async keep({ account, codeId, code }) {
      const hashed = await hasher.hash(peppered(pepper, code));
      await rows.add([{ account, codeId, putAt: now(), hashed, keyVersion: '', wrappedKey: NO_KEY, sealed: NO_KEY }]);
    },
    async forget(secretIds) {
      await rows.remove(secretIds);
    },
  };
}

/** Throws RangeError for a pepper or a print key that is not 32 bytes long, and without a print key. */
export function createCodePrints(parts: CodePrintsParts): CodePrints {
  checkPepper(parts.pepper);
  checkMasterKeys(parts.printKeys);
  return new SealedCodePrints(parts);
}

export interface CodeKeysOpen {
  readonly printKey: boolean;
  /** Null where the print key is another one: then no code can be had to try the pepper on. */
  readonly pepper: boolean | null;
}

/**
 * Whether these keys are those of the newest code that is kept; null where nothing is kept that could tell. Rejects with
 * CodeVaultError, StorageError.
 */
export async function codeKeysOpen(
  parts: CodeChecksParts & Pick<CodePrintsParts, 'printKeys'>,
): Promise<CodeKeysOpen | null> {
  const { rows, pepper, hasher, printKeys } = parts;
  const newest = await rows.newestSealed();
  if (newest === null) return null;
  const code = openedOrNull(() => codeIn(newest, printKeys));
  if (code === null) return { printKey: false, pepper: null };
  return { printKey: true, pepper: await hasher.verify(newest.hashed, peppered(pepper, code)) };
}

class SealedCodePrints implements CodePrints {
  constructor(private readonly parts: CodePrintsParts) {}

  async put(codes: readonly NewCode[]): Promise<void> {
    const { rows, hasher, pepper, now } = this.parts;
    const hashes = await Promise.all(codes.map(({ code }) => hasher.hash(peppered(pepper, code))));
    const dataKeys = new Map<string, AccountKey>();
    const putAt = now();
    for (const { account } of codes) {
      if (!dataKeys.has(account)) dataKeys.set(account, await this.dataKeyOf(account));
    }
    await rows.add(
      codes.map(({ account, codeId, code }, index): CodeRow => {
        const { keyVersion, wrappedKey, clear } = dataKeys.get(account) as AccountKey;
        const sealed = sealBytes(clear, [account, codeId, PURPOSE, keyVersion], Buffer.from(code, 'utf8'));
        return { codeId, account, putAt, hashed: hashes[index] ?? '', keyVersion, wrappedKey, sealed };
      }),
    );
  }

  async open(codeIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const codes = new Map<string, string>();
    for (const row of await this.parts.rows.read(codeIds)) {
      if (row.sealed.length === 0) continue;
      codes.set(row.codeId, codeIn(row, this.parts.printKeys));
    }
    return codes;
  }

  async remove(codeIds: readonly string[]): Promise<void> {
    await this.parts.rows.remove(codeIds);
  }

  async putBefore(instant: string, page: CodePage): Promise<readonly KeptCode[]> {
    return this.parts.rows.putBefore(instant, page);
  }

  /** The account's own key: that of the code before, or a new one where there is none or the print key has been replaced. */
  private async dataKeyOf(account: string): Promise<AccountKey> {
    const [{ version, key }] = this.parts.printKeys as [MasterKey];
    const newest = await this.parts.rows.newestOf(account);
    const kept = newest?.keyVersion === version ? openedOrNull(() => unwrap(newest, this.parts.printKeys)) : null;
    if (newest !== null && kept !== null) {
      return { keyVersion: version, wrappedKey: newest.wrappedKey, clear: kept };
    }
    const clear = newDataKey();
    return { keyVersion: version, wrappedKey: sealBytes(key, [account, KEY_PURPOSE, version], clear), clear };
  }
}

/** Throws PersonVaultError where the row was sealed under other keys. */
function codeIn(row: CodeRow, printKeys: readonly MasterKey[]): string {
  const context = [row.account, row.codeId, PURPOSE, row.keyVersion];
  return openBytes(unwrap(row, printKeys), context, row.sealed).toString('utf8');
}

/** The data key of a row. Throws PersonVaultError where it was wrapped by another key, under whatever label that stood. */
function unwrap({ account, keyVersion, wrappedKey }: CodeRow, printKeys: readonly MasterKey[]): Buffer {
  const printKey = printKeys.find(({ version }) => version === keyVersion);
  if (!printKey) throw new PersonVaultError(`The vault was not given the print key ${keyVersion}`);
  return openBytes(printKey.key, [account, KEY_PURPOSE, keyVersion], wrappedKey);
}

interface AccountKey {
  readonly keyVersion: string;
  readonly wrappedKey: Buffer;
  readonly clear: Buffer;
}

/** As text: the hasher takes bytes for UTF-8, and a digest is none. */
function peppered(pepper: Uint8Array, code: string): string {
  return createHmac('sha256', pepper).update(code, 'utf8').digest('base64url');
}

function checkPepper(pepper: Uint8Array): void {
  if (pepper.length !== PEPPER_BYTES) throw new RangeError(`The pepper is not ${String(PEPPER_BYTES)} bytes long`);
}

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MasterKey, PersonVaultError } from '#libs/person-vault';
import { createArgon2Hasher, HashTurns } from './argon2-hasher';
import { CodeRows, CodeVaultError } from './code-rows.port';
import { CodeHasher, CodeVaultBusyError } from './code-vault.port';
import { MemoryCodeRows } from './memory.code-rows';
import { createCodeChecks, createCodePrints } from './sealed-code-vault';
import { openSqliteCodeRows } from './sqlite.code-rows';

const PEPPER = Buffer.alloc(32, 3);
const FIRST: MasterKey = { version: 'first', key: Buffer.alloc(32, 7) };
const SECOND: MasterKey = { version: 'second', key: Buffer.alloc(32, 8) };
const CODE = { account: '0017', codeId: 'code-1', code: '4821093577164' };
const OTHER = { account: '0018', codeId: 'code-2', code: '1111222233334' };

const folder = mkdtempSync(join(tmpdir(), 'code-vault-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `codes-${(files += 1)}.db`);

/** Counts what costs time, and costs none. */
class CountingHasher implements CodeHasher {
  hashes = 0;
  verifications = 0;

  async hash(secret: string): Promise<string> {
    this.hashes += 1;
    return `hashed ${secret}`;
  }

  async verify(hashed: string, secret: string): Promise<boolean> {
    this.verifications += 1;
    return hashed === `hashed ${secret}`;
  }
}

function vaultOver(rows: CodeRows, { pepper = PEPPER, printKeys = [FIRST], now = '2026-10-01T08:00:00.000Z' } = {}) {
  const hasher = new CountingHasher();
  return {
    hasher,
    rows,
    checks: createCodeChecks({ rows, pepper, hasher }),
    prints: createCodePrints({ rows, pepper, hasher, printKeys, now: () => now }),
  };
}

describe.each<[string, () => CodeRows]>([
  ['memory', () => new MemoryCodeRows()],
  ['sqlite', () => openSqliteCodeRows({ file: newFile() })],
])('a vault of codes, %s', (_name, openRows) => {
  let vault: ReturnType<typeof vaultOver>;
  beforeEach(() => {
    vault = vaultOver(openRows());
  });
  afterEach(() => vault.rows.close());

  it('tells the right code from a wrong one, and one account’s code from another’s', async () => {
    await vault.prints.put([CODE, OTHER]);
    expect(await vault.checks.matches('code-1', CODE.code)).toBe(true);
    expect(await vault.checks.matches('code-1', OTHER.code)).toBe(false);
    expect(await vault.checks.matches('code-2', CODE.code)).toBe(false);
  });

  it('answers who has no code with no, after the same work', async () => {
    await vault.prints.put([CODE]);
    const work: number[] = [];
    for (const codeId of ['code-1', 'code-9', null]) {
      const before = vault.hasher.verifications;
      expect(await vault.checks.matches(codeId, OTHER.code)).toBe(false);
      work.push(vault.hasher.verifications - before);
    }
    expect(work).toEqual([1, 1, 1]);
  });

  it('makes the hash for whoever has no code again where it could not be made', async () => {
    await vault.prints.put([CODE]);
    jest.spyOn(vault.hasher, 'hash').mockRejectedValueOnce(new CodeVaultBusyError());
    await expect(vault.checks.matches(null, CODE.code)).rejects.toBeInstanceOf(CodeVaultBusyError);
    expect(await vault.checks.matches(null, CODE.code)).toBe(false);
    expect(await vault.checks.matches('code-1', CODE.code)).toBe(true);
  });

  it('opens codes for the printer, leaving out those it does not have', async () => {
    await vault.prints.put([CODE, OTHER]);
    expect(await vault.prints.open(['code-2', 'code-9', 'code-1'])).toEqual(
      new Map([
        ['code-1', CODE.code],
        ['code-2', OTHER.code],
      ]),
    );
  });

  it('neither checks nor opens what was removed', async () => {
    await vault.prints.put([CODE, OTHER]);
    await vault.prints.remove(['code-1', 'code-9']);
    expect(await vault.checks.matches('code-1', CODE.code)).toBe(false);
    expect([...(await vault.prints.open(['code-1', 'code-2'])).keys()]).toEqual(['code-2']);
  });

  it('puts all or none: an id that is taken leaves the others out', async () => {
    await vault.prints.put([CODE]);
    await expect(vault.prints.put([OTHER, { ...OTHER, codeId: 'code-1' }])).rejects.toThrow(CodeVaultError);
    expect(await vault.prints.open(['code-2'])).toEqual(new Map());
    expect(await vault.checks.matches('code-1', CODE.code)).toBe(true);
  });

  it('keeps no code in the clear in its rows, and seals the same code differently each time', async () => {
    await vault.prints.put([CODE, { ...CODE, codeId: 'code-3' }]);
    const [first, again] = vault.rows.read(['code-1', 'code-3']);
    expect(JSON.stringify([first, again])).not.toContain(CODE.code);
    expect(first?.sealed.includes(CODE.code)).toBe(false);
    expect(first?.sealed.equals(again?.sealed as Buffer)).toBe(false);
  });

  it('has a data key for each account, the same for all its codes', async () => {
    await vault.prints.put([CODE]);
    await vault.prints.put([{ ...CODE, codeId: 'code-3' }, OTHER]);
    const [first, again, other] = ['code-1', 'code-3', 'code-2'].map((id) => vault.rows.read([id])[0]?.wrappedKey);
    expect(again?.equals(first as Buffer)).toBe(true);
    expect(other?.equals(first as Buffer)).toBe(false);
  });

  it('takes nothing for right under another pepper', async () => {
    await vault.prints.put([CODE]);
    const other = vaultOver(vault.rows, { pepper: Buffer.alloc(32, 4) });
    expect(await other.checks.matches('code-1', CODE.code)).toBe(false);
  });

  it('goes on under a new print key while the old one is at hand, and opens nothing without it', async () => {
    await vault.prints.put([CODE]);
    const both = vaultOver(vault.rows, { printKeys: [SECOND, FIRST] });
    await both.prints.put([{ ...CODE, codeId: 'code-3' }]);
    expect((await both.prints.open(['code-1', 'code-3'])).size).toBe(2);
    const second = vaultOver(vault.rows, { printKeys: [SECOND] });
    expect((await second.prints.open(['code-3'])).get('code-3')).toBe(CODE.code);
    await expect(second.prints.open(['code-1'])).rejects.toThrow(PersonVaultError);
  });

  it('names the codes that were put before an instant', async () => {
    await vault.prints.put([CODE]);
    await vaultOver(vault.rows, { now: '2026-10-02T08:00:00.000Z' }).prints.put([OTHER]);
    expect(await vault.prints.idsPutBefore('2026-10-02T08:00:00.000Z')).toEqual(['code-1']);
  });

  it.each([
    ['a short pepper', { pepper: Buffer.alloc(16) }],
    ['no print key', { printKeys: [] }],
    ['a short print key', { printKeys: [{ version: 'first', key: Buffer.alloc(16) }] }],
  ])('does not open with %s', (_fault, keys) => {
    expect(() => vaultOver(vault.rows, keys)).toThrow(RangeError);
  });
});

describe('the file of the codes', () => {
  const bytesOf = (file: string) =>
    Buffer.concat(
      readdirSync(folder)
        .filter((name) => join(folder, name).startsWith(file))
        .map((name) => readFileSync(join(folder, name))),
    );

  it('holds nothing of a code that was removed, its log included', async () => {
    const file = newFile();
    const { prints, rows } = vaultOver(openSqliteCodeRows({ file }));
    await prints.put([CODE, OTHER]);
    const [row] = rows.read(['code-1']);
    expect(bytesOf(file).includes(row?.sealed as Buffer)).toBe(true);
    await prints.remove(['code-1']);
    expect(bytesOf(file).includes(row?.sealed as Buffer)).toBe(false);
    expect(bytesOf(file).includes(row?.hashed ?? '')).toBe(false);
    rows.close();
  });

  it('does not print the row of one account for another', async () => {
    const file = newFile();
    const { prints, rows } = vaultOver(openSqliteCodeRows({ file }));
    await prints.put([CODE, OTHER]);
    const database = new Database(file);
    database.exec(
      "UPDATE codes SET (wrapped_key, sealed) = (SELECT wrapped_key, sealed FROM codes WHERE code_id = 'code-1') WHERE code_id = 'code-2'",
    );
    database.close();
    await expect(prints.open(['code-2'])).rejects.toThrow(PersonVaultError);
    rows.close();
  });

  it('is read by the next process', async () => {
    const file = newFile();
    const first = vaultOver(openSqliteCodeRows({ file }));
    await first.prints.put([CODE]);
    first.rows.close();
    const next = vaultOver(openSqliteCodeRows({ file }));
    expect(await next.checks.matches('code-1', CODE.code)).toBe(true);
    next.rows.close();
  });

  it('of another program is left alone', () => {
    const file = newFile();
    const database = new Database(file);
    database.exec('CREATE TABLE other (id INTEGER)');
    database.close();
    expect(() => openSqliteCodeRows({ file })).toThrow(CodeVaultError);
  });
});

describe('the hash of a code', () => {
  it('is Argon2id with 19 MiB, two passes and one lane', async () => {
    const hasher = createArgon2Hasher();
    const hashed = await hasher.hash('secret');
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(hashed, 'secret')).toBe(true);
    expect(await hasher.verify(hashed, 'Secret')).toBe(false);
  });

  it('checks the codes of a vault, whatever bytes the pepper makes of them', async () => {
    const rows = new MemoryCodeRows();
    const hasher = createArgon2Hasher();
    const prints = createCodePrints({ rows, pepper: PEPPER, hasher, printKeys: [FIRST], now: () => '' });
    const checks = createCodeChecks({ rows, pepper: PEPPER, hasher });
    const codes = Array.from({ length: 8 }, (_, index) => ({
      account: '0017',
      codeId: `code-${index}`,
      code: `482109357716${index}`,
    }));
    await prints.put(codes);
    for (const { codeId, code } of codes) {
      expect(await checks.matches(codeId, code)).toBe(true);
      expect(await checks.matches(codeId, '1111222233334')).toBe(false);
    }
  });

  it('is computed for two at a time; the others wait in their order, and too many are sent away', async () => {
    const turns = new HashTurns();
    const finish: (() => void)[] = [];
    const order: number[] = [];
    const all = Array.from({ length: 103 }, (_, index) =>
      turns.take(() => {
        order.push(index);
        return new Promise<number>((resolve) => finish.push(() => resolve(index)));
      }),
    );
    await expect(all.at(-1)).rejects.toThrow(CodeVaultBusyError);
    expect(order).toEqual([0, 1]);
    finish[0]?.();
    await all[0];
    await Promise.resolve();
    expect(order).toEqual([0, 1, 2]);
    for (let next = 1; next < 102; next += 1) {
      finish[next]?.();
      await all[next];
      await Promise.resolve();
    }
    expect(order).toEqual(Array.from({ length: 102 }, (_, index) => index));
  });
});

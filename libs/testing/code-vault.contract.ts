import {
  CodeHasher,
  CodeRows,
  CodeVaultBusyError,
  CodeVaultError,
  createCodeChecks,
  createCodePrints,
  createSecretKeeps,
} from '#libs/code-vault';
import { MasterKey, PersonVaultError } from '#libs/person-vault';

const PEPPER = Buffer.alloc(32, 3);
const FIRST: MasterKey = { version: 'first', key: Buffer.alloc(32, 7) };
const SECOND: MasterKey = { version: 'second', key: Buffer.alloc(32, 8) };
const CODE = { account: '0017', codeId: 'code-1', code: '4821093577164' };
const OTHER = { account: '0018', codeId: 'code-2', code: '1111222233334' };

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

/** A vault with a hasher that costs no time. */
export function codeVaultOver(
  rows: CodeRows,
  { pepper = PEPPER, printKeys = [FIRST], now = '2026-10-01T08:00:00.000Z' } = {},
) {
  const hasher = new CountingHasher();
  return {
    hasher,
    rows,
    checks: createCodeChecks({ rows, pepper, hasher }),
    prints: createCodePrints({ rows, pepper, hasher, printKeys, now: () => now }),
    secrets: createSecretKeeps({ rows, pepper, hasher, now: () => now }),
  };
}

/** What every store of rows does for a vault of codes. `openRows` gives an empty one. */
export function codeVaultContract(name: string, openRows: () => CodeRows | Promise<CodeRows>): void {
  describe(`a vault of codes, ${name}`, () => {
    let vault: ReturnType<typeof codeVaultOver>;
    beforeEach(async () => {
      vault = codeVaultOver(await openRows());
    });
    afterEach(() => vault.rows.close());

    it('checks a secret that somebody has chosen, and opens it for nobody', async () => {
      await vault.secrets.keep({ account: 'staff:1', codeId: 'password-1', code: 'correct horse' });
      expect(await vault.checks.matches('password-1', 'correct horse')).toBe(true);
      expect(await vault.checks.matches('password-1', 'correct horses')).toBe(false);
      expect(await vault.prints.open(['password-1'])).toEqual(new Map());
      await vault.secrets.forget(['password-1']);
      expect(await vault.checks.matches('password-1', 'correct horse')).toBe(false);
    });

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
      const [first, again] = await vault.rows.read(['code-1', 'code-3']);
      expect(JSON.stringify([first, again])).not.toContain(CODE.code);
      expect(first?.sealed.includes(CODE.code)).toBe(false);
      expect(first?.sealed.equals(again?.sealed as Buffer)).toBe(false);
    });

    it('has a data key for each account, the same for all its codes', async () => {
      await vault.prints.put([CODE]);
      await vault.prints.put([{ ...CODE, codeId: 'code-3' }, OTHER]);
      const keyOf = async (id: string) => (await vault.rows.read([id]))[0]?.wrappedKey;
      const [first, again, other] = await Promise.all(['code-1', 'code-3', 'code-2'].map(keyOf));
      expect(again?.equals(first as Buffer)).toBe(true);
      expect(other?.equals(first as Buffer)).toBe(false);
    });

    it('takes nothing for right under another pepper', async () => {
      await vault.prints.put([CODE]);
      const other = codeVaultOver(vault.rows, { pepper: Buffer.alloc(32, 4) });
      expect(await other.checks.matches('code-1', CODE.code)).toBe(false);
    });

    it('goes on under a new print key while the old one is at hand, and opens nothing without it', async () => {
      await vault.prints.put([CODE]);
      const both = codeVaultOver(vault.rows, { printKeys: [SECOND, FIRST] });
      await both.prints.put([{ ...CODE, codeId: 'code-3' }]);
      expect((await both.prints.open(['code-1', 'code-3'])).size).toBe(2);
      const second = codeVaultOver(vault.rows, { printKeys: [SECOND] });
      expect((await second.prints.open(['code-3'])).get('code-3')).toBe(CODE.code);
      await expect(second.prints.open(['code-1'])).rejects.toThrow(PersonVaultError);
    });

    it('names the codes that were put before an instant', async () => {
      await vault.prints.put([CODE]);
      await codeVaultOver(vault.rows, { now: '2026-10-02T08:00:00.000Z' }).prints.put([OTHER]);
      const page = { after: null, limit: 10 };
      expect(await vault.prints.putBefore('2026-10-02T08:00:00.000Z', page)).toEqual([
        { codeId: 'code-1', account: CODE.account },
      ]);
    });

    it('names them page by page in the order of their ids, whatever was removed meanwhile', async () => {
      const ids = ['code-5', 'code-1', 'code-4', 'code-2', 'code-3'];
      await vault.prints.put(ids.map((codeId) => ({ ...CODE, codeId })));
      const later = '2099-01-01T00:00:00.000Z';
      const pageAfter = async (after: string | null, limit = 2) =>
        (await vault.prints.putBefore(later, { after, limit })).map(({ codeId }) => codeId);
      expect(await pageAfter(null)).toEqual(['code-1', 'code-2']);
      await vault.prints.remove(['code-2', 'code-3']);
      expect(await pageAfter('code-2')).toEqual(['code-4', 'code-5']);
      expect(await pageAfter('code-5')).toEqual([]);
      expect(await pageAfter(null, 0)).toEqual([]);
    });

    it.each([
      ['a short pepper', { pepper: Buffer.alloc(16) }],
      ['no print key', { printKeys: [] }],
      ['a short print key', { printKeys: [{ version: 'first', key: Buffer.alloc(16) }] }],
    ])('does not open with %s', (_fault, keys) => {
      expect(() => codeVaultOver(vault.rows, keys)).toThrow(RangeError);
    });
  });
}

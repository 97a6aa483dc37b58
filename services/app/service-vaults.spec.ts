import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TOKENS_OF_VAULTS, VaultName, VAULTS } from '#libs/platform';
import { createKvitok } from './create-kvitok';
import { ServiceParts, SERVICES, vaultsOf } from './services';

const ROOT = join(__dirname, '..', '..');
const NO_SOURCE = /\.spec\.tsx?$|\/testing\//;
/** The import of the office lies with the command line, and runs in the process of billing. */
const BESIDES: Readonly<Record<string, readonly string[]>> = { billing: ['services/cli/import'] };

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(join(ROOT, path)).isDirectory() ? sourcesIn(path) : [path]))
    .filter((path) => !NO_SOURCE.test(path));
}

/** The vaults that its sources name, by a token or as a part of the stack. */
function usedBy(service: string): readonly VaultName[] {
  const folders = [`services/${service}`, ...(BESIDES[service] ?? [])];
  const text = folders
    .flatMap(sourcesIn)
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('\n');
  const words: Readonly<Record<VaultName, RegExp>> = {
    persons: /\bPERSON_VAULT\b|\bvault\b[^\n]* = (this\.)?kvitok\.stack/,
    codes: /\b(CODE_CHECKS|CODE_PRINTS|SECRET_KEEPS)\b/,
    files: /\bBLOB_STORE\b|\bblobs\b[^\n]* = (this\.)?kvitok\.stack/,
  };
  return VAULTS.filter((vault) => words[vault].test(text));
}

const namesOf = (parts: readonly ServiceParts[]) => parts.map(({ name }) => name);

describe('the vaults of a service', () => {
  it.each(namesOf(SERVICES))('%s declares those that it uses, and no other one', (name) => {
    const declared = vaultsOf(SERVICES.filter((service) => service.name === name));
    expect({ name, declared }).toEqual({ name, declared: usedBy(name) });
  });

  it('sign-in and the printing of codes are in one service alone, and so are their keys', () => {
    expect(namesOf(SERVICES.filter(({ vaults }) => vaults.includes('codes')))).toEqual(['identity']);
    expect(namesOf(SERVICES.filter(({ vaults }) => vaults.length === 0))).toEqual(['metering']);
  });

  it.each(namesOf(SERVICES))('%s starts alone and is given no other one', async (name) => {
    const services = SERVICES.filter((service) => service.name === name);
    const kvitok = await createKvitok({ dataDir: null, services, follow: false });
    try {
      const given = VAULTS.filter((vault) => TOKENS_OF_VAULTS[vault].every((token) => isGiven(kvitok.app, token)));
      expect(given).toEqual(vaultsOf(services));
    } finally {
      await kvitok.close();
    }
  });

  it('a service that uses a vault and has not declared it does not start', async () => {
    const services = SERVICES.filter(({ name }) => name === 'support').map((parts) => ({ ...parts, vaults: [] }));
    await expect(createKvitok({ dataDir: null, services, follow: false })).rejects.toThrow(/PERSON_VAULT|BLOB_STORE/);
  });

  it('docs/security.md says who has which collections and keys', () => {
    const text = readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8');
    const COLLECTIONS = {
      persons: '`person_vault_people`, `person_vault_key_marks`',
      codes: '`code_vault_codes`, `code_vault_key_marks`, `code_vault_sets`',
    };
    const FILES = '`blobs`, `blob_chunks`, `blob_unfinished`';
    const KEYS = {
      persons: '`KVITOK_PERSON_MASTER_KEY`',
      codes: '`KVITOK_CODE_PEPPER`, `KVITOK_CODE_PRINT_KEY`',
      files: '',
    };
    const rows = SERVICES.map(({ name, vaults }) => {
      const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join(', ') || '—';
      const collections = joined(vaults.map((vault) => ({ ...COLLECTIONS, files: FILES })[vault]));
      return `| ${name} | ${collections} | ${joined(vaults.map((vault) => KEYS[vault]))} |`;
    });
    expect(rows.filter((row) => !text.includes(row))).toEqual([]);
  });
});

function isGiven(app: { get(token: symbol, options: { strict: boolean }): unknown }, token: symbol): boolean {
  try {
    app.get(token, { strict: false });
    return true;
  } catch {
    return false;
  }
}

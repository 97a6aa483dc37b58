import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettableClock } from '#libs/platform';
import { rebuildAll } from '#libs/read-models';
import { createKvitok, Kvitok } from '#services/app';
import { StatementsQuery } from '#services/billing';
import { accountStream } from '../../services/billing';
import { Contacts, ErasePeople, HandOutCodes } from '../../services/identity';
import { playedCompany } from '../support/played-company';

/** Figure 18: a person is erased, everything is rebuilt: no trace is left, and no sum has changed. */
const ACCOUNT = '0045120023';
const ADDRESS = 'kanareika@example.ru';
const CAUSE = { reason: 'Заявление № 5', actorRole: 'chief' } as const;

let commands = 0;
const origin = () => {
  commands += 1;
  const commandId = `test:erase:${String(commands)}`;
  return { commandId, correlationId: commandId, causationId: null, actor: 'staff:chief', input: undefined };
};

/** The bytes of every file of a folder. */
const bytesOf = (path: string): Buffer =>
  statSync(path).isDirectory()
    ? Buffer.concat(readdirSync(path).map((name) => bytesOf(join(path, name))))
    : readFileSync(path);

async function sumsOf(kvitok: Kvitok): Promise<string> {
  const statements: unknown[] = [];
  for await (const statement of kvitok.app.get(StatementsQuery).all({})) statements.push(statement);
  return JSON.stringify(statements);
}

describe('an erased person', () => {
  let dataDir: string;
  let kvitok: Kvitok;
  beforeAll(async () => {
    dataDir = await playedCompany();
    const clock = new SettableClock('2026-10-15T06:00:00.000Z', '2026-10-15');
    kvitok = await createKvitok({ dataDir, clock, follow: false });
    await kvitok.drain();
  });
  afterAll(async () => {
    await kvitok.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('leaves no trace in the log, the read models, the vault and a copy of them all, and every sum as it was', async () => {
    const { app, stack } = kvitok;
    const opened = (await stack.store.readStream(accountStream(ACCOUNT))).find(({ type }) => type === 'AccountOpened');
    const { personId } = opened?.data as { personId: string };
    const fields = (await stack.vault.get(personId)) ?? {};
    await app.get(HandOutCodes).issue(ACCOUNT, CAUSE, origin());
    await app.get(Contacts).verifyMail({ account: ACCOUNT, personId, address: ADDRESS }, CAUSE, origin());
    await kvitok.drain();
    const sealed = await stack.vault.seal(personId, 'message:1', 'Прошу перезвонить');
    const before = await sumsOf(kvitok);

    await app.get(ErasePeople).erase(personId, CAUSE, origin());
    await kvitok.drain();

    expect(await stack.vault.get(personId)).toBeNull();
    expect(await stack.vault.open(personId, 'message:1', sealed)).toBeNull();
    expect(await app.get(Contacts).of(ACCOUNT)).toEqual([]);
    const { store, readModelStore, projections } = stack;
    const rebuilt = await rebuildAll(projections, {
      events: store,
      store: readModelStore,
      restart: true,
      afterwards: 'drop',
    });
    expect(rebuilt.map(({ comparison }) => comparison)).toEqual(projections.map(() => 'equal'));
    expect(await sumsOf(kvitok)).toBe(before);
    expect(await store.verify()).toMatchObject({ ok: true });

    const backup = mkdtempSync(join(tmpdir(), 'kvitok-backup-'));
    cpSync(dataDir, backup, { recursive: true });
    const bytes = Buffer.concat([bytesOf(dataDir), bytesOf(backup)]);
    rmSync(backup, { recursive: true, force: true });
    // First names are common: others of the company have them. The whole of a person is the family name with it.
    const traces = [ADDRESS, fields['lastName'] ?? '', `${fields['lastName'] ?? ''} ${fields['firstName'] ?? ''}`];
    for (const trace of traces) {
      expect(trace.trim()).not.toBe('');
      expect(bytes.includes(trace)).toBe(false);
    }
    // What may stand there does: the account, and that somebody was erased.
    expect(bytes.includes(ACCOUNT)).toBe(true);
    expect(bytes.includes('PersonErased')).toBe(true);
  });

  it('is erased once or again, and a number that nobody has erases nobody', async () => {
    const erase = kvitok.app.get(ErasePeople);
    const head = await kvitok.stack.store.head();
    await expect(erase.erase('payer-nobody', CAUSE, origin())).rejects.toThrow('IDENTITY_UNKNOWN_PERSON');
    expect(await kvitok.stack.store.head()).toBe(head);
  });
});

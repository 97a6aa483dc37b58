import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDigit } from '#libs/kernel';
import { readAccessCode } from '../domain/access-code.policy';
import { HandOutCodes } from './codes/hand-out-codes';
import { PrintableAccess } from './codes/print-codes';
import { SweepAccess } from './sweep-access';
import { anOrigin, CAUSE, Identity, MovedClock, refusalOf, startIdentity } from './testing/start-identity';

/** Another code whose check digit holds. */
function wrong({ login, code }: PrintableAccess): PrintableAccess {
  const digits = code.replace(/\D/g, '').slice(0, 12);
  const other = `${digits.slice(0, 11)}${String((Number(digits[11]) + 1) % 10)}`;
  return { login, code: other + checkDigit(other) };
}

describe('signing in', () => {
  let identity: Identity;
  let access: PrintableAccess;
  beforeEach(async () => {
    identity = await startIdentity();
    await identity.openAccounts([
      ['0017', 'h-1'],
      ['0018', 'h-1'],
    ]);
    access = await identity.handOut('0017');
  });
  afterEach(() => identity.close());

  it('opens the account with login and code as they stand on paper', async () => {
    const { sessionToken, accounts } = await identity.signIn(access);
    expect(accounts).toEqual(['0017']);
    expect(await identity.client.session(sessionToken)).toEqual({
      accounts: ['0017'],
      login: access.login.replace(/\D/g, ''),
    });
    expect(await identity.eventsOf('CabinetEntered')).toMatchObject([
      { data: { account: '0017', device: 'Chrome, Android', isNewDevice: true } },
    ]);
  });

  it('knows the device the next time', async () => {
    const first = await identity.signIn(access);
    await identity.signIn(access, { deviceToken: first.deviceToken });
    expect(
      (await identity.eventsOf('CabinetEntered')).map(({ data }) => (data as { isNewDevice: boolean }).isNewDevice),
    ).toEqual([true, false]);
  });

  it('ends the session that the browser had before: each sign-in has a token of its own', async () => {
    const first = await identity.signIn(access);
    const second = await identity.signIn(access, { previousSession: first.sessionToken });
    expect(second.sessionToken).not.toBe(first.sessionToken);
    expect(await identity.client.session(first.sessionToken)).toBeNull();
  });

  it('costs no attempt where the check digit does not hold, and no hash', async () => {
    const digits = readAccessCode(access.code) ?? '';
    const mistyped = `${digits.slice(0, 12)}${String((Number(digits[12]) + 1) % 10)}`;
    const before = identity.hasher.computed;
    for (let attempt = 0; attempt < 30; attempt += 1) {
      expect(await refusalOf(identity.signIn({ ...access, code: mistyped }))).toBe('IDENTITY_SIGN_IN_MISTYPED');
    }
    expect(identity.hasher.computed).toBe(before);
    expect(await refusalOf(identity.signIn(access))).toBeNull();
  });

  it('waits after five wrong codes, and forgets them after a right one', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expect(await refusalOf(identity.signIn(wrong(access)))).toBe('IDENTITY_SIGN_IN_WRONG');
      }
      expect(await refusalOf(identity.signIn(access))).toBe('IDENTITY_SIGN_IN_LOCKED');
      identity.clock.goOn(1);
      expect(await refusalOf(identity.signIn(access))).toBeNull();
    }
  });

  it('counts attempts of one moment one by one', async () => {
    const attempts = Array.from({ length: 50 }, (_, index) =>
      refusalOf(identity.signIn(wrong(access), { address: `198.51.100.${String(index)}` })),
    );
    const refusals = await Promise.all(attempts);
    expect(refusals.filter((code) => code === 'IDENTITY_SIGN_IN_WRONG')).toHaveLength(5);
  });

  it('is not shut for the owner’s telephone by strangers', async () => {
    const { deviceToken } = await identity.signIn(access);
    for (let attempt = 0; attempt < 6; attempt += 1) await refusalOf(identity.signIn(wrong(access)));
    expect(await refusalOf(identity.signIn(access))).toBe('IDENTITY_SIGN_IN_LOCKED');
    expect(await refusalOf(identity.signIn(access, { deviceToken }))).toBeNull();
  });

  it('is stopped for an address after twenty failures, whatever logins it tries', async () => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const digits = String(10_000_000 + attempt);
      const unknown = { login: digits + checkDigit(digits), code: access.code };
      expect(await refusalOf(identity.signIn(unknown))).toBe('IDENTITY_SIGN_IN_WRONG');
    }
    expect(await refusalOf(identity.signIn(access))).toBe('IDENTITY_ADDRESS_BLOCKED');
    expect(await refusalOf(identity.signIn(access, { address: '203.0.113.7' }))).toBeNull();
    identity.clock.goOn(10);
    expect(await refusalOf(identity.signIn(access))).toBeNull();
  });

  it('is over after a hundred wrong codes in a row, until the office replaces the code', async () => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const address = `198.51.100.${String(attempt)}`;
      expect(await refusalOf(identity.signIn(wrong(access), { address }))).toBe('IDENTITY_SIGN_IN_WRONG');
      identity.clock.goOn(60);
    }
    expect(await refusalOf(identity.signIn(access))).toBe('IDENTITY_SIGN_IN_CLOSED');
    await identity.settle();
    expect((await identity.eventsOf('SignInLocked')).map(({ data }) => data)).toMatchObject([
      { failuresInARow: 8, minutes: 60 },
      { failuresInARow: 100, minutes: null },
    ]);
    expect(await refusalOf(identity.signIn(await identity.handOut('0017')))).toBeNull();
  });
});

describe('a session', () => {
  let identity: Identity;
  let access: PrintableAccess;
  beforeEach(async () => {
    identity = await startIdentity();
    await identity.openAccounts([['0017', 'h-1']]);
    access = await identity.handOut('0017');
  });
  afterEach(() => identity.close());

  it('ends after thirty minutes without use', async () => {
    const { sessionToken } = await identity.signIn(access);
    for (let visit = 0; visit < 3; visit += 1) {
      identity.clock.goOn(29);
      expect(await identity.client.session(sessionToken)).not.toBeNull();
    }
    identity.clock.goOn(30);
    expect(await identity.client.session(sessionToken)).toBeNull();
  });

  it('ends twelve hours after the sign-in, however it is used', async () => {
    const { sessionToken } = await identity.signIn(access);
    for (let visit = 0; visit < 35; visit += 1) {
      identity.clock.goOn(20);
      expect(await identity.client.session(sessionToken)).not.toBeNull();
    }
    identity.clock.goOn(20);
    expect(await identity.client.session(sessionToken)).toBeNull();
  });

  it('ends with signing out', async () => {
    const { sessionToken } = await identity.signIn(access);
    await identity.client.signOut(sessionToken);
    expect(await identity.client.session(sessionToken)).toBeNull();
  });

  it.each(['reissue', 'revoke'] as const)(
    'ends at once when the office states %s, and the code is void',
    async (act) => {
      const { sessionToken } = await identity.signIn(access);
      const office = identity.app.get(HandOutCodes);
      await office[act]('0017', CAUSE, anOrigin());
      expect(await identity.client.session(sessionToken)).toBeNull();
      expect(await refusalOf(identity.signIn(access))).toBe('IDENTITY_SIGN_IN_WRONG');
    },
  );

  it('of a token that nobody was given is none', async () => {
    expect(await identity.client.session('x'.repeat(43))).toBeNull();
  });
});

describe('a restart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'identity-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('forgets neither codes nor sessions nor failures', async () => {
    const clock = new MovedClock(Date.parse('2026-03-10T08:00:00.000Z'));
    const before = await startIdentity({ dataDir: folder, clock });
    await before.openAccounts([['0017', 'h-1']]);
    const access = await before.handOut('0017');
    const { sessionToken } = await before.signIn(access);
    for (let attempt = 0; attempt < 5; attempt += 1) await refusalOf(before.signIn(wrong(access)));
    await before.close();

    const after = await startIdentity({ dataDir: folder, clock });
    expect(await after.client.session(sessionToken)).not.toBeNull();
    expect(await refusalOf(after.signIn(access))).toBe('IDENTITY_SIGN_IN_LOCKED');
    clock.goOn(1);
    expect(await refusalOf(after.signIn(access))).toBeNull();
    await after.close();
  });
});

describe('handing out codes', () => {
  let identity: Identity;
  beforeEach(async () => {
    identity = await startIdentity();
    await identity.openAccounts([
      ['0017', 'h-1'],
      ['0018', 'h-1'],
      ['0019', 'h-2'],
    ]);
  });
  afterEach(() => identity.close());

  it('gives many accounts their codes, each its own login', async () => {
    const office = identity.app.get(HandOutCodes);
    const results = await office.issueMany(['0017', '0018', '0019', '0099'], CAUSE, anOrigin());
    expect(results.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'rejected']);
    const logins = (await identity.eventsOf('CredentialIssued')).map(({ data }) => (data as { login: string }).login);
    expect(new Set(logins).size).toBe(3);
  });

  const keptCodes = () => identity.stack.codeVault.prints.putBefore(identity.clock.now(), { after: null, limit: 10 });

  it('stated again under the same id hands out nothing new, and no code is left in the vault that nobody has', async () => {
    const office = identity.app.get(HandOutCodes);
    const origin = anOrigin();
    const first = await office.handOut('0017', CAUSE, origin);
    expect(await office.handOut('0017', CAUSE, origin)).toEqual(first);
    expect(await identity.eventsOf('CredentialIssued')).toHaveLength(1);
    expect(await identity.eventsOf('CredentialReissued')).toEqual([]);
    identity.clock.goOn(1);
    expect(await keptCodes()).toHaveLength(1);
  });

  it('keeps the login through another code, and deletes the code before', async () => {
    const first = await identity.handOut('0017');
    const second = await identity.handOut('0017');
    expect(second.login).toBe(first.login);
    expect(second.code).not.toBe(first.code);
    identity.clock.goOn(1);
    expect(await keptCodes()).toHaveLength(1);
    expect(await identity.eventsOf('CodePrinted')).toHaveLength(2);
  });

  it('gives a revoked account another code under its old login', async () => {
    const first = await identity.handOut('0017');
    await identity.app.get(HandOutCodes).revoke('0017', CAUSE, anOrigin());
    const second = await identity.handOut('0017');
    expect(second.login).toBe(first.login);
    expect(await refusalOf(identity.signIn(second))).toBeNull();
  });

  it('leaves nothing behind for ever: what nobody refers to is swept at night, and nothing else', async () => {
    const access = await identity.handOut('0017');
    const stray = { account: '0018', codeId: 'stray', code: '4821093577164' };
    await identity.stack.codeVault.prints.put([stray]);
    await identity.signIn(access);
    await identity.catchUp();
    const sweep = identity.app.get(SweepAccess);
    expect(await sweep.sweep()).toEqual({ codes: 0, records: 0 });
    identity.clock.goOn(24 * 60 + 1);
    expect(await sweep.sweep()).toMatchObject({ codes: 1 });
    expect(await identity.stack.codeVault.prints.open(['stray'])).toEqual(new Map());
    expect(await refusalOf(identity.signIn(access))).toBeNull();
  });
});

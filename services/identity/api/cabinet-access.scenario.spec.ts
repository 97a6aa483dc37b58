import { HandOutCodes } from './codes/hand-out-codes';
import { PrintableAccess } from './codes/print-codes';
import { anOrigin, CAUSE, Identity, refusalOf, startIdentity } from './testing/start-identity';

describe('what whoever is signed in settles', () => {
  let identity: Identity;
  let own: PrintableAccess;
  let other: PrintableAccess;
  let token: string;
  beforeEach(async () => {
    identity = await startIdentity();
    await identity.openAccounts([
      ['0017', 'h-1'],
      ['0018', 'h-1'],
    ]);
    own = await identity.handOut('0017');
    other = await identity.handOut('0018');
    token = (await identity.signIn(own)).sessionToken;
  });
  afterEach(() => identity.close());

  const proof = (access: PrintableAccess) => ({ ...access, address: '192.0.2.1', deviceToken: null });
  const attach = () => identity.client.attachAccount(token, proof(other), anOrigin());
  const accountsOf = async (session: string) => (await identity.client.session(session))?.accounts;

  it('shows another account to whoever knows its login and code', async () => {
    await attach();
    expect(await accountsOf(token)).toEqual(['0017', '0018']);
    expect(await accountsOf((await identity.signIn(own)).sessionToken)).toEqual(['0017', '0018']);
    expect(await accountsOf((await identity.signIn(other)).sessionToken)).toEqual(['0018']);
  });

  it('shows it no more when its code was replaced, until it is attached anew', async () => {
    await attach();
    const replaced = await identity.handOut('0018');
    expect(await accountsOf(token)).toEqual(['0017']);
    expect((await identity.client.access(token, null)).attached).toEqual([{ account: '0018', isOpen: false }]);
    await identity.client.attachAccount(token, proof(replaced), anOrigin());
    expect(await accountsOf(token)).toEqual(['0017', '0018']);
  });

  it('detaches an account', async () => {
    await attach();
    await identity.client.detachAccount(token, '0018', anOrigin());
    expect(await accountsOf(token)).toEqual(['0017']);
  });

  it('guesses at other accounts under the limits of signing in', async () => {
    const wrong = { ...proof(other), code: own.code };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await refusalOf(identity.client.attachAccount(token, wrong, anOrigin()))).toBe('IDENTITY_SIGN_IN_WRONG');
    }
    expect(await refusalOf(attach())).toBe('IDENTITY_SIGN_IN_LOCKED');
  });

  it('keeps what was typed out of the log', async () => {
    const origin = { ...anOrigin(), input: { login: other.login, code: other.code } };
    await identity.client.attachAccount(token, proof(other), origin);
    const again = { ...origin, input: { login: other.login, code: 'another' } };
    await identity.client.attachAccount(token, proof(other), again);
    expect(await identity.eventsOf('AccountAttached')).toHaveLength(1);
  });

  it('ends every session and forgets every device', async () => {
    const second = await identity.signIn(own);
    await identity.client.signOutEverywhere(token, anOrigin());
    expect([await accountsOf(token), await accountsOf(second.sessionToken)]).toEqual([undefined, undefined]);
    await identity.signIn(own, { deviceToken: second.deviceToken });
    expect((await identity.eventsOf('CabinetEntered')).at(-1)?.data).toMatchObject({ isNewDevice: true });
  });

  it('ends one session, and forgets one device', async () => {
    const second = await identity.signIn(own, { userAgent: 'Firefox/1 Windows' });
    const { sessions, devices } = await identity.client.access(token, null);
    expect(sessions.map(({ device }) => device).sort()).toEqual(['Chrome, Android', 'Firefox, Windows']);
    const [strange] = sessions.filter(({ isThis }) => !isThis);
    await identity.client.endSession(token, strange?.sessionId ?? '');
    expect(await accountsOf(second.sessionToken)).toBeUndefined();
    expect(await accountsOf(token)).toEqual(['0017']);
    await identity.client.forgetDevice(token, devices[0]?.deviceId ?? '');
    expect((await identity.client.access(token, null)).devices).toHaveLength(1);
  });

  it('neither ends the sessions nor forgets the devices of another login', async () => {
    const stranger = await identity.signIn(other);
    const { sessions, devices } = await identity.client.access(stranger.sessionToken, null);
    await identity.client.endSession(token, sessions[0]?.sessionId ?? '');
    await identity.client.forgetDevice(token, devices[0]?.deviceId ?? '');
    expect(await accountsOf(stranger.sessionToken)).toEqual(['0018']);
    expect((await identity.client.access(stranger.sessionToken, null)).devices).toHaveLength(1);
  });

  it('freezes the cabinet: nobody signs in until the office lets people in', async () => {
    const { deviceToken } = await identity.signIn(own);
    await identity.client.suspendSignIn(token, anOrigin());
    expect(await accountsOf(token)).toBeUndefined();
    expect(await refusalOf(identity.signIn(own, { deviceToken }))).toBe('IDENTITY_SIGN_IN_SUSPENDED');
    await identity.app.get(HandOutCodes).resume('0017', CAUSE, anOrigin());
    expect(await refusalOf(identity.signIn(own))).toBeNull();
  });

  it('reads a journal of what happened, the newest first', async () => {
    await attach();
    await identity.client.signOutEverywhere(token, anOrigin());
    token = (await identity.signIn(own)).sessionToken;
    await identity.catchUp();
    expect((await identity.client.journal(token)).map(({ kind }) => kind)).toEqual([
      'entered',
      'sessions_ended',
      'account_attached',
      'entered',
      'code_printed',
      'code_issued',
    ]);
  });

  it('nothing without a session', async () => {
    await identity.client.signOut(token);
    for (const refused of [
      identity.client.access(token, null),
      identity.client.journal(token),
      attach(),
      identity.client.detachAccount(token, '0018', anOrigin()),
      identity.client.signOutEverywhere(token, anOrigin()),
      identity.client.endSession(token, 's-1'),
      identity.client.forgetDevice(token, 'd-1'),
      identity.client.suspendSignIn(token, anOrigin()),
    ]) {
      expect(await refusalOf(refused)).toBe('IDENTITY_SESSION_ENDED');
    }
  });
});

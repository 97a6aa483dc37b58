import { NO_STREAM } from '#libs/event-store';
import { rebuildAll } from '#libs/read-models';
import { recordedEvents } from '#libs/testing';
import { cabinetAccessStream } from '../domain/cabinet-access.commands';
import { IssuedCredential } from '../domain/credential.decider';
import { IDENTITY_PROJECTIONS } from '../projections';
import { FindCredentials } from './access/find-credentials';
import { HandOutCodes } from './codes/hand-out-codes';
import { PrintableAccess } from './codes/print-codes';
import { anOrigin, CAUSE, Identity, refusalOf, startIdentity } from './testing/start-identity';

const digits = (text: string) => text.replace(/\D/g, '');

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

  it('shows no account that was attached before its people were told of it', async () => {
    const before = { login: digits(own.login), account: '0017', attachedAccount: '0018' };
    const { state } = (await identity.app.get(FindCredentials).byLogin(digits(other.login))) ?? {};
    const data = { ...before, codeId: (state as IssuedCredential).codeId };
    await identity.stack.store.append({
      stream: cabinetAccessStream(before.login),
      expectedRevision: NO_STREAM,
      events: recordedEvents([{ type: 'AccountAttached', version: 1, data }]),
    });
    expect((await identity.client.access(token, null)).attached).toEqual([{ account: '0018', isOpen: false }]);
    await attach();
    expect(await accountsOf(token)).toEqual(['0017', '0018']);
  });

  it('opens nothing that was attached to whoever is given another code for the sign-in: the flat may be sold', async () => {
    await attach();
    const replaced = await identity.handOut('0017');
    const session = (await identity.signIn(replaced)).sessionToken;
    expect(await accountsOf(session)).toEqual(['0017']);
    expect((await identity.client.access(session, null)).attached).toEqual([]);
    const owners = (await identity.signIn(other)).sessionToken;
    expect((await identity.client.access(owners, null)).sharedWith).toEqual([]);
    await identity.client.attachAccount(session, proof(other), anOrigin());
    expect(await accountsOf(session)).toEqual(['0017', '0018']);
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

  describe('where somebody else has attached the own account', () => {
    let ownersToken: string;
    beforeEach(async () => {
      ownersToken = (await identity.signIn(other, { userAgent: 'Firefox/1 Windows' })).sessionToken;
      await identity.signIn(own, { userAgent: 'Safari/1 iPhone' });
      await attach();
    });
    const journalOf = async (session: string) => {
      await identity.catchUp();
      return (await identity.client.journal(session)).map(({ kind, otherAccount, device }) => [
        kind,
        otherAccount,
        device,
      ]);
    };

    it('reads in the journal that it was attached, and every sign-in that could see it', async () => {
      await identity.signIn(own, { userAgent: 'Chrome/1 Windows' });
      const elsewhere = (await journalOf(ownersToken)).slice(0, 3);
      expect(elsewhere).toEqual([
        ['entered_elsewhere', '0017', 'Chrome, Windows'],
        [
          'shared',
          '0017',
          expect.stringMatching(/^(Chrome, Android; Safari, iPhone|Safari, iPhone; Chrome, Android)$/),
        ],
        ['entered', null, 'Firefox, Windows'],
      ]);
    });

    it('sees who has it, and who is inside by them at this moment', async () => {
      const { sharedWith } = await identity.client.access(ownersToken, null);
      expect(sharedWith).toMatchObject([{ account: '0017', sharedOn: '2026-03-10' }]);
      expect(sharedWith[0]?.sessions.map(({ device }) => device).sort()).toEqual(['Chrome, Android', 'Safari, iPhone']);
      expect((await identity.client.access(token, null)).sharedWith).toEqual([]);
    });

    it('ends that at once, without the others', async () => {
      await identity.client.endSharing(ownersToken, '0017', anOrigin());
      expect(await accountsOf(token)).toEqual(['0017']);
      expect((await identity.client.access(token, null)).attached).toEqual([{ account: '0018', isOpen: false }]);
      expect((await identity.client.access(ownersToken, null)).sharedWith).toEqual([]);
      await identity.signIn(own);
      expect((await journalOf(ownersToken))[0]).toEqual(['sharing_ended', '0017', null]);
      await attach();
      expect(await accountsOf(token)).toEqual(['0017', '0018']);
    });

    it.each(['signOutEverywhere', 'suspendSignIn'] as const)('ends that with %s, too', async (end) => {
      await identity.client[end](ownersToken, anOrigin());
      if (end === 'suspendSignIn') await identity.app.get(HandOutCodes).resume('0018', CAUSE, anOrigin());
      expect(await accountsOf(token)).toEqual(['0017']);
    });

    it('is rid of it by another code, with which nothing that was attached before opens', async () => {
      const replaced = await identity.handOut('0018');
      const session = (await identity.signIn(replaced)).sessionToken;
      expect(await accountsOf(token)).toEqual(['0017']);
      expect((await identity.client.access(session, null)).sharedWith).toEqual([]);
      expect(await refusalOf(attach())).toBe('IDENTITY_SIGN_IN_WRONG');
    });

    it('reads that the others have detached it themselves', async () => {
      await identity.client.detachAccount(token, '0018', anOrigin());
      expect((await identity.client.access(ownersToken, null)).sharedWith).toEqual([]);
      expect((await journalOf(ownersToken))[0]).toEqual(['sharing_ended', '0017', null]);
    });

    it('ends nothing of others: an account that is not attached stays as it is', async () => {
      const head = await identity.stack.store.head();
      await identity.client.endSharing(token, '0018', anOrigin());
      await identity.client.detachAccount(ownersToken, '0017', anOrigin());
      expect(await identity.stack.store.head()).toBe(head);
      expect(await accountsOf(token)).toEqual(['0017', '0018']);
    });

    it('is the same after every read model was rebuilt', async () => {
      await identity.client.endSharing(ownersToken, '0017', anOrigin());
      await identity.catchUp();
      const rebuilt = await rebuildAll(IDENTITY_PROJECTIONS, {
        events: identity.stack.store,
        store: identity.stack.readModelStore,
        restart: true,
        afterwards: 'drop',
      });
      expect(rebuilt.map(({ comparison }) => comparison)).toEqual(IDENTITY_PROJECTIONS.map(() => 'equal'));
    });
  });

  it('nothing without a session', async () => {
    await identity.client.signOut(token);
    for (const refused of [
      identity.client.access(token, null),
      identity.client.journal(token),
      attach(),
      identity.client.detachAccount(token, '0018', anOrigin()),
      identity.client.endSharing(token, '0018', anOrigin()),
      identity.client.signOutEverywhere(token, anOrigin()),
      identity.client.endSession(token, 's-1'),
      identity.client.forgetDevice(token, 'd-1'),
      identity.client.suspendSignIn(token, anOrigin()),
    ]) {
      expect(await refusalOf(refused)).toBe('IDENTITY_SESSION_ENDED');
    }
  });
});

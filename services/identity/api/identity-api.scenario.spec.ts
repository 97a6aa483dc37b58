import { createDocument } from '#libs/platform';
import { IDENTITY_CONSUMER } from '../automation/identity-consumer';
import { loginOf } from '../domain/access-code.policy';
import { credentialStream } from '../domain/credential.commands';
import { credentialDecider } from '../domain/credential.decider';
import { CONSUMER } from './credentials.controller';
import { Identity, startIdentity } from './testing/start-identity';

const LOGIN = loginOf(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]));

describe('identity over HTTP', () => {
  let identity: Identity;
  beforeEach(async () => {
    identity = await startIdentity();
    await identity.openAccounts([
      ['0017', 'h-1'],
      ['0018', 'h-1'],
      ['0019', 'h-2'],
    ]);
    await identity.stack.commands.execute({
      stream: credentialStream('0017'),
      decider: credentialDecider,
      command: {
        kind: 'IssueCredential',
        account: '0017',
        codeId: 'code-1',
        login: LOGIN,
        reason: 'moved in',
        actorRole: 'accountant',
      },
      commandId: 'issue:0017',
      actor: 'staff:1',
    });
    await identity.catchUp();
  });
  afterEach(() => identity.close());

  it('shows that a code was issued, and neither the code nor its id', async () => {
    const { status, body } = await identity.get('/identity/credentials/0017');
    expect([status, body]).toEqual([
      200,
      {
        account: '0017',
        houseId: 'h-1',
        state: 'issued',
        login: LOGIN,
        codeIssuedAt: '2026-03-10T08:00:00.000Z',
        lastPrintedAt: null,
        timesPrinted: 0,
      },
    ]);
  });

  it('lists the accounts of a house that have no credential yet', async () => {
    const { body } = await identity.get('/identity/credentials?houseId=h-1&state=missing');
    expect(body).toMatchObject({ credentials: [{ account: '0018', state: 'missing' }], more: false });
  });

  it('goes through all accounts page by page', async () => {
    const first = await identity.get('/identity/credentials?limit=2');
    expect([first.body.credentials.length, first.body.more]).toEqual([2, true]);
    const next = await identity.get('/identity/credentials?limit=2&afterAccount=0018');
    expect(next.body).toMatchObject({ credentials: [{ account: '0019' }], more: false });
  });

  it('knows no account that nobody has told of', async () => {
    const { status, body } = await identity.get('/identity/credentials/0099');
    expect([status, body.code]).toEqual([404, 'IDENTITY_UNKNOWN_ACCOUNT']);
  });

  it('waits for the consumer under which its reactions subscribe', () => {
    expect(CONSUMER).toBe(IDENTITY_CONSUMER.description);
  });

  it('documents every operation with its answers', () => {
    const { paths } = createDocument(identity.app);
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/identity/credentials', '/identity/credentials/{account}', '/identity/print-runs']),
    );
    const responses = paths['/identity/credentials/{account}']?.get?.responses ?? {};
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '404', '503']));
  });
});

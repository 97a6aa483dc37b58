import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import request from 'supertest';
import { accountOpened } from '#libs/contracts';
import { NO_STREAM } from '#libs/event-store';
import { BusErrorFilter, InProcessServer, RelayTranslation } from '#libs/messaging';
import { configureHttp, createDocument, createEmbeddedStack, PlatformModule, SettableClock } from '#libs/platform';
import { IDENTITY_CONSUMER } from '../automation/identity-consumer';
import { loginOf } from '../domain/access-code.policy';
import { credentialStream } from '../domain/credential.commands';
import { credentialDecider } from '../domain/credential.decider';
import { IdentityModule } from '../identity.module';
import { IDENTITY_PROJECTIONS } from '../projections';
import { CONSUMER } from './credentials.controller';

/** Billing, as far as it is heard here: what it would say stands in the log as it is. */
const BILLING: RelayTranslation = {
  service: 'billing',
  handles: [accountOpened.name],
  translate: ({ type, data }) => ({ contract: type, key: (data as { account: string }).account, data }),
};

async function startIdentity() {
  const clock = new SettableClock('2026-03-10T08:00:00.000Z', '2026-03-10');
  const stack = await createEmbeddedStack({
    dataDir: null,
    clock,
    projections: IDENTITY_PROJECTIONS,
    translations: [],
  });
  @Module({ imports: [PlatformModule.forRoot(stack), IdentityModule] })
  class Process {}
  const app = await NestFactory.create(Process, { logger: false, bodyParser: false, abortOnError: false });
  const server = new InProcessServer({
    consumer: IDENTITY_CONSUMER,
    events: stack.store,
    state: stack.consumerState,
    translations: [BILLING],
    now: () => clock.now(),
  });
  app.connectMicroservice({ strategy: server }, { deferInitialization: true }).useGlobalFilters(new BusErrorFilter());
  configureHttp(app, { allowedHosts: [] });
  await app.init();
  await app.startAllMicroservices();
  let facts = 0;
  return {
    app,
    clock,
    stack,
    tell: async ({ name }: { name: string }, data: object) => {
      facts += 1;
      const metadata = {
        recordedAt: clock.now(),
        actor: 'staff:1',
        correlationId: 'correlation',
        causationId: null,
        commandId: null,
        commandHash: null,
      };
      await stack.store.append({
        stream: `billing_told-${facts}`,
        expectedRevision: NO_STREAM,
        events: [{ eventId: `told-${facts}`, type: name, version: 1, data, metadata }],
      });
    },
    catchUp: async () => {
      await server.drain();
      await stack.projector.catchUp();
    },
    get: (path: string) => request(app.getHttpServer()).get(path),
    close: async () => {
      await app.close();
      await stack.close();
    },
  };
}

const opened = (account: string, houseId: string) => ({
  account,
  houseId,
  openedOn: '2026-01-01',
  windowFromDay: 15,
  windowToDay: 25,
});
const LOGIN = loginOf(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]));

describe('identity over HTTP', () => {
  let identity: Awaited<ReturnType<typeof startIdentity>>;
  beforeEach(async () => {
    identity = await startIdentity();
    for (const [account, house] of [
      ['0017', 'h-1'],
      ['0018', 'h-1'],
      ['0019', 'h-2'],
    ] as const) {
      await identity.tell(accountOpened, opened(account, house));
    }
    await identity.catchUp();
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
    expect(Object.keys(paths).sort()).toEqual(['/identity/credentials', '/identity/credentials/{account}']);
    const responses = paths['/identity/credentials/{account}']?.get?.responses ?? {};
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '404', '503']));
  });
});

import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import request from 'supertest';
import { configureHttp, createDocument, createEmbeddedStack, PlatformModule, SettableClock } from '#libs/platform';
import { conversationStream } from '../domain/conversation.commands';
import { conversationDecider } from '../domain/conversation.decider';
import { SUPPORT_PROJECTIONS } from '../projections';
import { SupportModule } from '../support.module';

async function startSupport() {
  const clock = new SettableClock('2026-03-03T08:00:00.000Z', '2026-03-03');
  const stack = await createEmbeddedStack({
    dataDir: null,
    clock,
    projections: SUPPORT_PROJECTIONS,
    translations: [],
  });
  @Module({ imports: [PlatformModule.forRoot(stack), SupportModule] })
  class Process {}
  const app = await NestFactory.create(Process, { logger: false, bodyParser: false, abortOnError: false });
  configureHttp(app, { allowedHosts: [] });
  await app.init();
  return {
    app,
    ask: (conversationId: string, account: string) =>
      stack.commands.execute({
        stream: conversationStream(conversationId),
        decider: conversationDecider,
        command: {
          kind: 'OpenConversation',
          conversationId,
          account,
          subject: { kind: 'charge_line', reference: '2026-02/heating' },
          message: { messageId: 'm-1', author: 'resident', personId: 'p-1', sealedText: 'c2VhbGVk', characters: 5 },
          openedOn: '2026-03-03',
          answerPromisedOn: '2026-03-05',
        },
        commandId: `ask:${conversationId}`,
        actor: 'person:p-1',
      }),
    catchUp: () => stack.projector.catchUp(),
    get: (path: string) => request(app.getHttpServer()).get(path),
    close: async () => {
      await app.close();
      await stack.close();
    },
  };
}

describe('support over HTTP', () => {
  let support: Awaited<ReturnType<typeof startSupport>>;
  beforeEach(async () => {
    support = await startSupport();
    for (const [conversationId, account] of [
      ['c-1', '0017'],
      ['c-2', '0018'],
      ['c-3', '0017'],
    ] as const) {
      await support.ask(conversationId, account);
    }
    await support.catchUp();
  });
  afterEach(() => support.close());

  it('shows the conversations of an account alone, the latest first', async () => {
    const { body } = await support.get('/support/accounts/0017/conversations');
    expect(body).toMatchObject({
      account: '0017',
      conversations: [{ conversationId: 'c-3' }, { conversationId: 'c-1' }],
      more: false,
    });
  });

  it('shows who waits until when, and nothing that was written', async () => {
    const { status, body, text } = await support.get('/support/conversations/c-1');
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'waiting', answerPromisedOn: '2026-03-05', messages: 1 });
    expect(text).not.toContain('c2VhbGVk');
  });

  it('knows no conversation that nobody has opened', async () => {
    const { status, body } = await support.get('/support/conversations/c-9');
    expect([status, body.code]).toEqual([404, 'SUPPORT_UNKNOWN_CONVERSATION']);
  });

  it('documents every operation with its answers', () => {
    const { paths } = createDocument(support.app);
    expect(Object.keys(paths).sort()).toEqual([
      '/support/accounts/{account}/conversations',
      '/support/accounts/{account}/orders',
      '/support/conversations/{conversationId}',
      '/support/orders',
      '/support/orders/{orderId}',
      '/support/orders/{orderId}/cancellation',
      '/support/orders/{orderId}/completion',
      '/support/orders/{orderId}/confirmation',
      '/support/orders/{orderId}/rescheduling',
      '/support/services',
      '/support/services/{serviceId}/changes',
      '/support/services/{serviceId}/days',
      '/support/services/{serviceId}/withdrawal',
    ]);
    const responses = paths['/support/conversations/{conversationId}']?.get?.responses ?? {};
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '404', '503']));
  });
});

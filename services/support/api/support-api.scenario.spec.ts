import { RejectedError } from '#libs/kernel';
import { createDocument } from '#libs/platform';
import { orderStream } from '../domain/order.commands';
import { orderDecider } from '../domain/order.decider';
import { termsOf } from '../domain/testing/service-builder';
import { MESSAGES_AN_HOUR } from './allowances';
import { TypedMessage, WAITING_CONVERSATIONS_LIMIT } from './correspondence';
import { ACCOUNT, originOf, SupportOffice } from './testing/support-office';

const SUBJECT = { kind: 'charge_line', reference: '2026-02/heating' } as const;

const TYPED = { text: 'Вопрос', files: [] };
const [PDF_START, PDF_END] = [Buffer.from('%PDF-1.4\n'), Buffer.from('\n%%EOF')];

describe('support over HTTP', () => {
  let office: SupportOffice;
  let ids: string[];
  const pathOf = (place: number) => `/support/conversations/${ids[place] ?? ''}`;

  const placeOrder = async (orderId: string, account: string) => {
    const [today, visitOn] = ['2026-03-04', '2026-03-12'];
    const asked = { serviceId: 'electrician', terms: termsOf(), quantity: 1, visitOn, partOfDay: 'morning' } as const;
    const said = { paid: 'on_slip', comment: null, placedBy: 'resident', today } as const;
    const result = await office.stack.commands.execute({
      stream: orderStream(orderId),
      decider: orderDecider,
      command: { kind: 'PlaceOrder', orderId, account, ...asked, ...said },
      commandId: `order ${orderId}`,
      actor: 'staff:1',
    });
    expect(result.kind).toBe('done');
  };

  beforeEach(async () => {
    office = await SupportOffice.open();
    await office.openAccount('0018', 'payer-2');
    ids = [];
    for (const [key, account] of [
      ['question-1', ACCOUNT],
      ['question-2', '0018'],
      ['question-3', ACCOUNT],
    ] as const) {
      const typed = { text: `Вопрос ${key}`, files: [] };
      ids.push((await office.client.openConversation(account, SUBJECT, typed, originOf(key))).conversationId);
      office.at('2026-03-04');
    }
    await office.catchUp();
  });
  afterEach(() => office.close());

  it('shows the conversations of an account alone, the latest first', async () => {
    const { body } = await office.get(`/support/accounts/${ACCOUNT}/conversations`);
    expect(body).toMatchObject({
      account: ACCOUNT,
      conversations: [{ conversationId: ids[2] }, { conversationId: ids[0] }],
      more: false,
    });
  });

  it('shows who waits until when, the earliest promise first', async () => {
    const { body } = await office.get('/support/queue');
    expect(body.conversations).toMatchObject([
      { conversationId: ids[0], answerPromisedOn: '2026-03-17' },
      { conversationId: ids[1], answerPromisedOn: '2026-03-18' },
      { conversationId: ids[2], answerPromisedOn: '2026-03-18' },
    ]);
  });

  it('shows a conversation without what was written, and what was written to who asks for it', async () => {
    const card = await office.get(pathOf(0));
    expect(card.body).toMatchObject({ state: 'waiting', answerPromisedOn: '2026-03-17', messages: 1 });
    expect(card.text).not.toContain('Вопрос');
    const { body } = await office.get(`${pathOf(0)}/messages`);
    expect(body.messages).toMatchObject([{ author: 'resident', text: 'Вопрос question-1', attachments: [] }]);
  });

  it('takes an answer once, closes after it and opens again', async () => {
    const path = pathOf(0);
    const unanswered = await office.post(`${path}/transitions`, 'closing-0001', { to: 'closed' });
    expect([unanswered.status, unanswered.body.code]).toEqual([409, 'SUPPORT_CONVERSATION_UNANSWERED']);
    const answer = () => office.post(`${path}/answers`, 'answer-0001', { text: 'Ответ' });
    const [first, second] = [await answer(), await answer()];
    expect([first.status, second.body]).toEqual([201, first.body]);
    expect((await office.post(`${path}/transitions`, 'closing-0002', { to: 'closed' })).status).toBe(201);
    await office.catchUp();
    expect((await office.get(path)).body).toMatchObject({ state: 'closed', messages: 2 });
    const refused = await office.post(`${path}/answers`, 'answer-0002', { text: 'Ещё' });
    expect([refused.status, refused.body.code]).toEqual([409, 'SUPPORT_CONVERSATION_CLOSED']);
    expect((await office.post(`${path}/transitions`, 'opening-0001', { to: 'open' })).status).toBe(201);
    await office.catchUp();
    expect((await office.get(path)).body).toMatchObject({ state: 'settled' });
    // A resident's message opens a closed one by itself.
    await office.post(`${path}/transitions`, 'closing-0003', { to: 'closed' });
    await office.catchUp();
    await office.client.writeMessage(ACCOUNT, ids[0] ?? '', { text: 'Не решено', files: [] }, originOf('question-4'));
    await office.catchUp();
    expect((await office.get(path)).body).toMatchObject({ state: 'waiting', messages: 3 });
    await office.expectAtRest();
  });

  it('gives a file as a download, and none of another conversation', async () => {
    const files = [{ name: '../../etc/акт.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF') }];
    const typed = { text: 'Вот акт', files };
    await office.client.writeMessage(ACCOUNT, ids[0] ?? '', typed, originOf('question-5'));
    await office.catchUp();
    const { body } = await office.get(`${pathOf(0)}/messages`);
    const { attachmentId, name } = body.messages[1].attachments[0];
    expect(name).toBe('акт.pdf');
    const file = await office.get(`${pathOf(0)}/attachments/${attachmentId}`);
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
    });
    const other = await office.get(`${pathOf(1)}/attachments/${attachmentId}`);
    expect([other.status, other.body.code]).toEqual([404, 'SUPPORT_UNKNOWN_ATTACHMENT']);
  });

  it('ties a question to a line of an order, and refuses what names no line', async () => {
    const typed = { text: 'Почему столько?', files: [] };
    const ask = (reference: string) =>
      office.client.openConversation(
        ACCOUNT,
        { kind: 'charge_line', reference },
        typed,
        originOf(`about ${reference}`),
      );
    await placeOrder('o-1', ACCOUNT);
    await placeOrder('o-2', '0018');
    const { conversationId } = await ask('2026-02/order:o-1');
    await office.catchUp();
    const { conversation } = await office.client.conversation(ACCOUNT, conversationId);
    expect(conversation.subject).toEqual({ kind: 'charge_line', reference: '2026-02/order:o-1' });
    for (const reference of ['2026-02/order:', '2026-02/other:o-1', '2026-13/order:o-1', '2026-02/order:o-2']) {
      await expect(ask(reference)).rejects.toMatchObject({ rejection: { code: 'SUPPORT_UNKNOWN_SUBJECT' } });
    }
  });

  it('is about the account itself or its own orders, and about nothing of a neighbour', async () => {
    await placeOrder('o-1', ACCOUNT);
    const ask = (kind: 'account' | 'order', reference: string) =>
      office.client.openConversation(ACCOUNT, { kind, reference }, TYPED, originOf(`about ${kind} ${reference}`));
    await ask('order', 'o-1');
    await placeOrder('o-2', '0018');
    for (const [kind, reference] of [
      ['order', 'o-2'],
      ['order', 'o-none'],
      ['account', '0018'],
    ] as const) {
      await expect(ask(kind, reference)).rejects.toMatchObject({ rejection: { code: 'SUPPORT_UNKNOWN_SUBJECT' } });
    }
  });

  describe('what one resident may write', () => {
    const refusalOf = (promise: Promise<unknown>) =>
      promise.then(
        () => null,
        (error: unknown) => {
          const { code, details } = (error as RejectedError).rejection;
          return { code, ...details };
        },
      );
    const write = (key: string, files: TypedMessage['files'] = []) =>
      office.client.writeMessage(ACCOUNT, ids[0] ?? '', { text: 'Ещё', files }, originOf(key));
    const open = (key: string) => office.client.openConversation(ACCOUNT, SUBJECT, TYPED, originOf(key));
    beforeEach(() => office.at('2026-03-05', '12:00:00'));

    it('is so many messages an hour, each counted once; the office is not limited', async () => {
      for (let sent = 0; sent < MESSAGES_AN_HOUR.limit; sent += 1) await write(`more-${String(sent)}`);
      const [head, refused] = [await office.stack.store.head(), { code: 'SUPPORT_TOO_MANY_MESSAGES', limit: 30 }];
      expect(await refusalOf(write('one-more'))).toEqual({ ...refused, waitMinutes: 60 });
      expect(await refusalOf(write('more-0'))).toBeNull();
      expect(await office.stack.store.head()).toBe(head);
      const answer = await office.post(`${pathOf(0)}/answers`, 'answer-0001', { text: 'Ответ' });
      expect(answer.status).toBe(201);
      office.at('2026-03-05', '12:59:59');
      expect(await refusalOf(write('one-more'))).toEqual({ ...refused, waitMinutes: 1 });
      office.at('2026-03-05', '13:00:00');
      expect(await refusalOf(write('one-more'))).toBeNull();
      await office.expectAtRest();
    });

    it('is so many conversations a day, and so many that wait for an answer', async () => {
      // Two wait from the days before.
      const waitingBefore = 2;
      for (let opened = waitingBefore; opened < WAITING_CONVERSATIONS_LIMIT; opened += 1)
        await open(`new-${String(opened)}`);
      await office.catchUp();
      expect(await refusalOf(open('one-more'))).toEqual({
        code: 'SUPPORT_TOO_MANY_WAITING_CONVERSATIONS',
        limit: 10,
        answerPromisedOn: '2026-03-17',
      });
      await office.post(`${pathOf(0)}/answers`, 'answer-0001', { text: 'Ответ' });
      await office.post(`${pathOf(2)}/answers`, 'answer-0002', { text: 'Ответ' });
      await office.catchUp();
      for (const key of ['new-10', 'new-11']) expect(await refusalOf(open(key))).toBeNull();
      await office.catchUp();
      await office.client.closeConversation(ACCOUNT, (await open('new-11')).conversationId, originOf('closing-1'));
      await office.catchUp();
      expect(await refusalOf(open('one-more'))).toEqual({
        code: 'SUPPORT_TOO_MANY_CONVERSATIONS',
        limit: 10,
        againOn: '2026-03-06',
      });
      office.at('2026-03-06', '00:00:00');
      expect(await refusalOf(open('one-more'))).toBeNull();
    });

    it('weighs so much a day with its files, and what is refused weighs nothing', async () => {
      const pdf = (bytes: number) => [
        { name: 'a.pdf', bytes: Buffer.concat([PDF_START, Buffer.alloc(bytes), PDF_END]) },
      ];
      const nine = 9 * 1024 * 1024;
      for (let sent = 0; sent < 11; sent += 1)
        expect(await refusalOf(write(`file-${String(sent)}`, pdf(nine)))).toBeNull();
      const broken = [{ name: 'a.png', bytes: Buffer.alloc(512 * 1024) }];
      for (const key of ['broken-1', 'broken-2', 'broken-3']) {
        expect((await refusalOf(write(key, broken)))?.code).toBe('SUPPORT_ATTACHMENT_UNKNOWN_TYPE');
      }
      const refused = { code: 'SUPPORT_TOO_MANY_ATTACHED_MEGABYTES', limit: 100, againOn: '2026-03-06' };
      expect(await refusalOf(write('file-11', pdf(nine)))).toEqual(refused);
      expect(await refusalOf(write('small', pdf(512 * 1024)))).toBeNull();
      expect(await refusalOf(write('without'))).toBeNull();
      office.at('2026-03-06', '00:00:00');
      expect(await refusalOf(write('file-11', pdf(nine)))).toBeNull();
    });
  });

  it('gives a resident nothing of another account', async () => {
    const [mine = '', foreign = ''] = ids;
    const unknown = { rejection: { code: 'SUPPORT_UNKNOWN_CONVERSATION' } };
    const typed = { text: 'Вопрос', files: [] };
    await expect(office.client.conversation(ACCOUNT, foreign)).rejects.toMatchObject(unknown);
    await expect(office.client.writeMessage('0018', mine, typed, originOf('q-9'))).rejects.toMatchObject(unknown);
    await expect(office.client.closeConversation('0018', mine, originOf('q-10'))).rejects.toMatchObject(unknown);
    await expect(office.client.attachment('0018', mine, 'a'.repeat(32))).rejects.toMatchObject(unknown);
  });

  it('refuses a file that was changed where it lies', async () => {
    const files = [{ name: 'a.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF') }];
    await office.client.writeMessage(ACCOUNT, ids[0] ?? '', { text: 'Акт', files }, originOf('question-6'));
    await office.catchUp();
    const { messages } = await office.client.conversation(ACCOUNT, ids[0] ?? '');
    const attachmentId = messages[1]?.attachments[0]?.attachmentId ?? '';
    await office.stack.blobs.remove(attachmentId);
    await office.stack.blobs.put(attachmentId, Buffer.from('something else'));
    const opened = office.client.attachment(ACCOUNT, ids[0] ?? '', attachmentId);
    await expect(opened).rejects.toMatchObject({ rejection: { code: 'SUPPORT_UNKNOWN_ATTACHMENT' } });
  });

  it('knows no conversation that nobody has opened', async () => {
    const { status, body } = await office.get('/support/conversations/c-9');
    expect([status, body.code]).toEqual([404, 'SUPPORT_UNKNOWN_CONVERSATION']);
  });

  it('documents every operation with its answers', () => {
    const { paths } = createDocument(office.app);
    expect(Object.keys(paths).sort()).toEqual([
      '/support/accounts/{account}/conversations',
      '/support/accounts/{account}/orders',
      '/support/conversations/{conversationId}',
      '/support/conversations/{conversationId}/answers',
      '/support/conversations/{conversationId}/attachments/{attachmentId}',
      '/support/conversations/{conversationId}/messages',
      '/support/conversations/{conversationId}/transitions',
      '/support/orders',
      '/support/orders/{orderId}',
      '/support/orders/{orderId}/cancellation',
      '/support/orders/{orderId}/completion',
      '/support/orders/{orderId}/confirmation',
      '/support/orders/{orderId}/rescheduling',
      '/support/queue',
      '/support/services',
      '/support/services/{serviceId}/changes',
      '/support/services/{serviceId}/days',
      '/support/services/{serviceId}/withdrawal',
    ]);
    const responses = paths['/support/conversations/{conversationId}']?.get?.responses ?? {};
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '404', '503']));
  });
});

import { createDocument } from '#libs/platform';
import { ACCOUNT, originOf, SupportOffice } from './testing/support-office';

const SUBJECT = { kind: 'charge_line', reference: '2026-02/heating' } as const;

describe('support over HTTP', () => {
  let office: SupportOffice;
  let ids: string[];
  const pathOf = (place: number) => `/support/conversations/${ids[place] ?? ''}`;

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

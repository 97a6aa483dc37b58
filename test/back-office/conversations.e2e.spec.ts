import { BILLING_OFFICE_CLIENT, BillingOfficeClient } from '../../services/billing/api/client';
import { SUPPORT_CLIENT, SupportClient } from '../../services/support/api/client';
import { OTHER_COMPANY, RunningBackOffice, startBackOffice } from '../support/back-office';
import { ACCOUNT } from '../support/cabinet';
import { AskedConversation, askedBy } from '../support/office-conversation';
import { Answer, Resident } from '../support/resident';

let office: RunningBackOffice;
let anna: Resident;
let asked: AskedConversation;
let page: string;

beforeAll(async () => {
  office = await startBackOffice();
  anna = await office.officer('operator', 'anna');
  const subject = { kind: 'charge_line', reference: '2026-09/cold_water' } as const;
  asked = await askedBy(office, ACCOUNT, subject, 'Почему так много?');
  page = `/conversations/${asked.conversationId}`;
});

afterAll(() => office?.close());

const led = ({ status, headers }: Answer) => [status, headers.get('location')];
const head = () => office.kvitok.stack.store.head();
const support = () => office.kvitok.app.get<SupportClient>(SUPPORT_CLIENT, { strict: false });

describe('a question of a resident', () => {
  it('waits in the queue, belongs to nobody, and leads to its line and the facts behind it', async () => {
    const { text } = await anna.get('/conversations?show=unassigned');
    expect(text).toContain(page);
    expect(text).toContain('ответить до');
    const one = await anna.get(page);
    expect(one.text).toContain('Почему так много?');
    expect(one.text).toContain('Строка, о которой спрашивают');
    expect(one.text).toContain('Новое показание');
    expect(one.text).toMatch(/ReadingAccepted [0-9a-f-]{36}/);
    expect(one.text).toContain(`/recalculations/new?account=${ACCOUNT}&amp;conversation=${asked.conversationId}`);
  });

  it('has files that are served as downloads alone', async () => {
    const file = await anna.get(`${page}/files/${asked.attachmentId}`);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''/);
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
    expect((await anna.get(`${page}/files/nothing`)).status).toBe(404);
  });

  it('is as unknown to another company as one that is nowhere', async () => {
    const abroad = await office.officer('chief', 'abroad', [OTHER_COMPANY]);
    expect((await abroad.get(page)).status).toBe(404);
    expect((await abroad.get(`${page}/files/${asked.attachmentId}`)).status).toBe(404);
    expect((await abroad.get('/conversations')).text).not.toContain(page);
  });

  it('is taken, and given to a colleague, but to nobody else', async () => {
    const [own, other] = [await office.staffIdOf('operator', 'anna'), await office.enrol('accountant')];
    expect(led(await anna.submit(page, `${page}/assignment`, { staffId: own }))).toEqual([303, page]);
    expect((await anna.get('/conversations?show=mine')).text).toContain(page);
    expect((await anna.get('/conversations?show=unassigned')).text).not.toContain(page);
    const before = await head();
    const stranger = await anna.submit(page, `${page}/assignment`, { staffId: '00000000' });
    expect([stranger.status, await head()]).toEqual([422, before]);
    await anna.submit(page, `${page}/assignment`, { staffId: other.staffId });
    expect((await anna.get('/conversations?show=mine')).text).not.toContain(page);
  });

  it('is promised an answer for another day, with the reason; the resident sees the day', async () => {
    const day = { answerPromisedOn: '2026-11-05', reason: '' };
    const silent = await anna.submit(page, `${page}/promise`, day);
    expect([silent.status, silent.text.includes('href="#reason"')]).toEqual([422, true]);
    await anna.submit(page, `${page}/promise`, { ...day, reason: 'ждём акт поставщика' });
    const { conversation } = await support().conversation(ACCOUNT, asked.conversationId);
    expect(conversation.answerPromisedOn).toBe('2026-11-05');
    expect(conversation).not.toHaveProperty('assignedTo');
  });

  it('is not closed before it is answered', async () => {
    const { text } = await anna.get(page);
    expect(text).not.toContain('Вопрос решён, закрыть обращение');
  });
});

describe('templates of answers', () => {
  it('are kept by the company, and an answer begins with one', async () => {
    const typed = { title: 'Перерасчёт сделан', text: 'Мы сделали перерасчёт.' };
    expect(led(await anna.submit('/answer-templates', '/answer-templates', typed))).toEqual([303, '/answer-templates']);
    const { text } = await anna.get('/answer-templates');
    const templateId = /edit=([0-9a-f]{16})/.exec(text)?.[1] ?? '';
    const begun = await anna.get(`${page}?template=${templateId}`);
    expect(begun.text).toMatch(/<textarea[^>]*>Мы сделали перерасчёт\.<\/textarea>/);
    await anna.submit('/answer-templates', '/answer-templates/withdrawal', { templateId });
    expect((await anna.get('/answer-templates')).text).not.toContain('Перерасчёт сделан');
  });
});

describe('an answer by correction', () => {
  const RECALCULATION = 'R-77';

  it('points to a recalculation of the account since the question, and to no other', async () => {
    const before = await head();
    const fields = { text: 'Исправили', recalculationId: RECALCULATION };
    const early = await anna.submit(page, `${page}/answer`, fields);
    expect([early.status, early.text.includes('href="#recalculationId"'), await head()]).toEqual([422, true, before]);
  });

  it('tells the resident the sum and the cause', async () => {
    await recalculated(RECALCULATION);
    expect((await anna.get(page)).text).toContain(`value="${RECALCULATION}"`);
    const fields = { text: 'Показание исправили.', recalculationId: RECALCULATION };
    expect(led(await anna.submit(page, `${page}/answer`, fields))).toEqual([303, page]);
    const { conversation, messages } = await support().conversation(ACCOUNT, asked.conversationId);
    expect([conversation.state, messages.at(-1)?.text]).toEqual(['settled', 'Показание исправили.']);
    expect(messages.at(-1)?.correction).toEqual({
      recalculationId: RECALCULATION,
      amountKopecks: expect.any(Number),
      cause: 'Показание передано с ошибкой',
    });
    expect((await anna.get(page)).text).toMatch(/Исправлено: .*₽, Показание передано с ошибкой/);
  });

  it('ends the question: closed, and opened again', async () => {
    await anna.submit(page, `${page}/transition`, {});
    expect((await anna.get('/conversations?show=all')).text).toContain('закрыто');
    await anna.submit(page, `${page}/transition`, {});
    expect((await support().conversation(ACCOUNT, asked.conversationId)).conversation.state).toBe('settled');
  });

  /** Billing puts right what the provider charged by mistake. */
  async function recalculated(commandId: string): Promise<void> {
    const billing = office.kvitok.app.get<BillingOfficeClient>(BILLING_OFFICE_CLIENT, { strict: false });
    const origin = { commandId, correlationId: commandId, causationId: null, actor: 'staff:test', input: undefined };
    const right = { rightQuantity: '1', rightTariff: '10', claimedOn: null };
    const grounds = {
      kind: 'provider_error',
      utility: 'cold_water',
      component: null,
      period: '2026-09',
      ...right,
    } as const;
    const why = { cause: 'Показание передано с ошибкой', document: null };
    const { amountKopecks: expectedKopecks } = await billing.previewRecalculation(ACCOUNT, grounds);
    await billing.recordRecalculation(ACCOUNT, { grounds, ...why, expectedKopecks }, origin);
    await office.kvitok.drain();
  }
});

import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import request, { Response } from 'supertest';
import { createDocument } from '../libs/platform';
import { WholeStack } from '../libs/testing/whole-stack';
import { Contacts, credentialDecider, credentialStream, HandOutCodes, PrintRuns } from '../services/identity';
import { conversationDecider, conversationStream, SealedMessage } from '../services/support';
import { eveOf, factsOfPackage } from '../services/cli/import/package-facts';
import { requestOf } from '../services/cli/import/dated-fact';
import { aCompany } from './scenario/support/company';
import { officeOperations } from './support/office-operations';
import { onlinePaymentOperations, paidOnline } from './support/online-payment-operations';
import { orderOperations, placeOrders } from './support/order-operations';
import { registryOperations, takeRegistry } from './support/registry-operations';
import {
  ask,
  AskedOperation,
  changeableField,
  DocumentedOperation,
  Expectation,
  operationsOf,
  OTHER_VALUES,
  wrongTexts,
  wrongValues,
} from './support/documented-api';

const ACCOUNT = 'A-0001';
const OTHER_ACCOUNT = 'A-0002';
const METER = 'M-0001';
const CONVERSATION = 'C-0001';
const ATTACHMENT = 'f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0';
const CLOSED = '2026-03';
const TODAY = '2026-04-10';

const conversation = { path: { conversationId: CONVERSATION } };
const unknownConversation = ['SUPPORT_UNKNOWN_CONVERSATION', { path: { conversationId: 'C-9999' } }] as const;

const account = { path: { account: ACCOUNT } };
const period = { path: { account: ACCOUNT, period: CLOSED } };
const reading = { meterId: METER, takenOn: '2026-04-09', values: ['106'], channel: 'phone' };
const correction = { meterId: METER, takenOn: '2026-03-22', values: ['104'], reason: 'Переставлены цифры' };
const payment = {
  paymentId: 'P-0001',
  account: ACCOUNT,
  amountKopecks: 12_345,
  receivedOn: '2026-04-09',
  channel: 'online',
};

const other = { path: { account: OTHER_ACCOUNT } };
const office = { body: { reason: 'Пришли в бухгалтерию' } };
const noAccount = ['IDENTITY_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }] as const;
const CONTACT_COMMAND = 'test:contact';
const CONTACT_ID = createHash('sha256').update(`contact:${CONTACT_COMMAND}`).digest('hex').slice(0, 32);

/** Every operation of the document has its line here: a new one without a line fails. */
const OPERATIONS: Record<string, Expectation> = {
  Health_live: { valid: {}, foreign: [] },
  Health_ready: { valid: {}, foreign: [] },
  Health_started: { valid: {}, foreign: [] },
  Accounts_ofAccount: {
    valid: { ...account, query: { from: '2026-03', to: '2026-04', knownAt: '2026-04-09' } },
    foreign: [
      ['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }],
      ['BILLING_DATES_OUT_OF_ORDER', { query: { from: '2026-04', to: '2026-03' } }],
      ['BILLING_BEFORE_FIRST_PERIOD', { query: { from: '2026-01', to: '2026-02' } }],
    ],
  },
  Accounts_ofPeriod: {
    valid: period,
    foreign: [
      ['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999', period: CLOSED } }],
      ['BILLING_UNKNOWN_STATEMENT', { path: { account: ACCOUNT, period: '2026-04' } }],
      ['BILLING_BEFORE_FIRST_PERIOD', { path: { account: ACCOUNT, period: '2026-02' } }],
    ],
  },
  Accounts_explain: {
    valid: { ...period, query: { utility: 'cold_water', knownAt: '2026-04-01T12:00:00+04:00' } },
    foreign: [
      ['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999', period: CLOSED } }],
      ['BILLING_UNKNOWN_UTILITY', { query: { utility: 'gas' } }],
      ['BILLING_NOTHING_CHARGED', { path: { account: ACCOUNT, period: '2026-05' } }],
      ['BILLING_NOTHING_CHARGED', { query: { knownAt: '2026-03-01' } }],
      ['BILLING_BEFORE_FIRST_PERIOD', { path: { account: ACCOUNT, period: '2026-02' } }],
    ],
  },
  Accounts_agingOfAccount: {
    valid: { ...account, query: { asOf: '2026-03-31', knownAt: '2026-04-09' } },
    foreign: [
      ['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }],
      ['BILLING_BEFORE_FIRST_PERIOD', { query: { asOf: '2026-02-28' } }],
    ],
  },
  AccountCard_company: { valid: {}, foreign: [] },
  AccountCard_card: {
    valid: account,
    foreign: [['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }]],
  },
  AccountCard_overview: {
    valid: account,
    foreign: [['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }]],
  },
  AccountCard_tariffs: {
    valid: { path: { account: ACCOUNT, utility: 'cold_water' } },
    foreign: [
      ['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999', utility: 'cold_water' } }],
      ['BILLING_UNKNOWN_UTILITY', { path: { account: ACCOUNT, utility: 'gas' } }],
    ],
  },
  Accounts_agingOfAll: {
    valid: { query: { asOf: '2026-03-31' } },
    foreign: [['BILLING_BEFORE_FIRST_PERIOD', { query: { asOf: '2026-02-28' } }]],
  },
  WhatIf_ask: {
    valid: { ...account, body: { payments: [{ payee: 'main', amountKopecks: 10_000, on: '2026-04-20' }] } },
    foreign: [
      ['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }],
      ['BILLING_WHAT_IF_DATE', { body: { payments: [{ payee: 'main', amountKopecks: 10_000, on: '2026-03-31' }] } }],
      ['BILLING_WHAT_IF_UNKNOWN_METER', { body: { readings: [{ meterId: 'M-9999', values: ['110'] }] } }],
      ['BILLING_WHAT_IF_READING', { body: { readings: [{ meterId: METER, values: ['=1+1'] }] } }],
      ['BILLING_WHAT_IF_READING_BELOW', { body: { readings: [{ meterId: METER, values: ['1'] }] } }],
      ['BILLING_WHAT_IF_UNKNOWN_UTILITY', { body: { tariffs: [{ utility: 'gas', price: '5', from: '2026-05-01' }] } }],
    ],
  },
  Slips_issueSlip: {
    valid: { body: { account: ACCOUNT, period: CLOSED, reason: 'Просили на бумаге' } },
    foreign: [
      ['BILLING_UNKNOWN_ACCOUNT', { body: { account: 'A-9999' } }],
      ['BILLING_SLIP_PERIOD_NOT_CLOSED', { body: { period: '2026-04' } }],
    ],
  },
  Slips_slips: { valid: account, foreign: [['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }]] },
  Slips_slipPdf: {
    // Of the second account, whose slip is there before; that of the first is issued by the test of commands.
    valid: { path: { account: OTHER_ACCOUNT, period: CLOSED }, query: { version: '1' } },
    foreign: [
      ['BILLING_SLIP_NOT_ISSUED', { path: { account: 'A-9999' } }],
      ['BILLING_SLIP_NOT_ISSUED', { path: { period: '2026-04' } }],
      ['BILLING_SLIP_NOT_ISSUED', { query: { version: '2' } }],
    ],
  },
  Slips_paymentCode: {
    valid: { ...account, query: { payee: 'main', amountKopecks: '12345' } },
    foreign: [['BILLING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }]],
  },
  Slips_verify: { valid: { body: { code: '2345-6789-ACEH' } }, foreign: [] },
  Nights_due: {
    valid: { path: { date: '2026-04-30' }, query: { account: ACCOUNT, house: 'H1' } },
    foreign: [
      ['BILLING_UNKNOWN_ACCOUNT', { query: { account: 'A-9999' } }],
      ['BILLING_NIGHT_UNKNOWN_HOUSE', { query: { house: 'H9' } }],
      ['BILLING_BEFORE_FIRST_PERIOD', { path: { date: '2026-02-28' } }],
    ],
  },
  Nights_run: {
    valid: { path: { date: '2026-03-31' } },
    foreign: [['BILLING_BEFORE_FIRST_PERIOD', { path: { date: '2026-02-28' } }]],
  },
  Nights_start: {
    valid: { body: { date: '2026-03-31', house: 'H1' } },
    foreign: [
      ['BILLING_UNKNOWN_ACCOUNT', { body: { account: 'A-9999' } }],
      ['BILLING_NIGHT_UNKNOWN_HOUSE', { body: { house: 'H9' } }],
      ['BILLING_NIGHT_IN_FUTURE', { body: { date: TODAY } }],
      ['BILLING_BEFORE_FIRST_PERIOD', { body: { date: '2026-02-28' } }],
    ],
    // Everything of that night was done before.
    events: 0,
  },
  Meters_metersOfAccount: {
    valid: account,
    foreign: [['METERING_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }]],
  },
  Meters_meter: {
    valid: { path: { meterId: METER } },
    foreign: [['METERING_UNKNOWN_METER', { path: { meterId: 'M-9999' } }]],
  },
  Readings_submit: {
    valid: { body: reading },
    foreign: [
      ['METERING_UNKNOWN_METER', { body: { meterId: 'M-9999' } }],
      ['METERING_READING_IN_FUTURE', { body: { takenOn: '2026-04-11' } }],
      ['METERING_READING_BEFORE_INSTALLATION', { body: { takenOn: '2019-01-01' } }],
      ['METERING_VALUE_NOT_A_NUMBER', { body: { values: ['=1+1'] } }],
      ['METERING_VALUE_ABOVE_DIGITS', { body: { values: ['100000'] } }],
      ['METERING_VALUE_TOO_MANY_PLACES', { body: { values: ['110.1234'] } }],
      ['METERING_REGISTER_COUNT', { body: { values: ['110', '1'] } }],
      ['METERING_READING_BELOW_PREVIOUS', { body: { takenOn: '2026-04-08', values: ['1'] } }],
    ],
  },
  Readings_replace: {
    // The cabinet's own reading of the day, which is there before.
    valid: { body: { meterId: METER, takenOn: TODAY, values: ['106'] } },
    foreign: [
      ['METERING_UNKNOWN_METER', { body: { meterId: 'M-9999' } }],
      ['METERING_UNKNOWN_READING', { body: { takenOn: '2026-03-21' } }],
      ['METERING_READING_NOT_REPLACEABLE', { body: { takenOn: '2026-03-22' } }],
    ],
  },
  Readings_correct: {
    valid: { body: correction },
    foreign: [
      ['METERING_UNKNOWN_METER', { body: { meterId: 'M-9999' } }],
      ['METERING_UNKNOWN_READING', { body: { takenOn: '2026-03-21' } }],
      ['METERING_VALUE_NOT_A_NUMBER', { body: { values: ['-1'] } }],
    ],
  },
  Payments_receive: {
    valid: { body: payment },
    foreign: [
      ['PAYMENTS_UNKNOWN_ACCOUNT', { body: { account: 'A-9999' } }],
      ['PAYMENTS_DATE_IN_FUTURE', { body: { receivedOn: '2026-04-11' } }],
    ],
  },
  Payments_reverse: {
    valid: { path: { paymentId: 'P-0000' }, body: { reversedOn: '2026-04-09', reason: 'Отозван банком' } },
    foreign: [
      ['PAYMENTS_UNKNOWN_PAYMENT', { path: { paymentId: 'P-9999' } }],
      ['PAYMENTS_REVERSAL_IN_FUTURE', { body: { reversedOn: '2026-04-11' } }],
      ['PAYMENTS_REVERSAL_BEFORE_PAYMENT', { body: { reversedOn: '2026-03-01' } }],
    ],
  },
  Payments_paymentsOfAccount: {
    valid: { ...account, query: { from: '2026-03-01', to: '2026-04-10', limit: '10' } },
    foreign: [['PAYMENTS_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }]],
  },
  ...onlinePaymentOperations(TODAY),
  Credentials_list: { valid: { query: { limit: '10' } }, foreign: [] },
  Credentials_one: {
    valid: account,
    foreign: [['IDENTITY_UNKNOWN_ACCOUNT', { path: { account: 'A-9999' } }]],
  },
  Office_issue: { valid: { ...account, ...office }, foreign: [noAccount], events: 2 },
  Office_reissue: { valid: { ...other, ...office }, foreign: [noAccount] },
  Office_nextSlip: { valid: { ...other, ...office }, foreign: [noAccount] },
  Office_unfreeze: { valid: { ...other, ...office }, foreign: [noAccount] },
  Office_revoke: { valid: { ...other, ...office }, foreign: [noAccount] },
  Office_verifyContact: {
    valid: { body: { account: OTHER_ACCOUNT, personId: 'p-1', address: 'anna@example.ru', ...office.body } },
    foreign: [['IDENTITY_UNKNOWN_ACCOUNT', { body: { account: 'A-9999' } }]],
  },
  Office_withdrawContact: {
    valid: { body: { account: OTHER_ACCOUNT, contactId: CONTACT_ID, ...office.body } },
    foreign: [['IDENTITY_UNKNOWN_ACCOUNT', { body: { account: 'A-9999' } }]],
  },
  Office_erase: {
    valid: { body: { personId: 'p-2', ...office.body } },
    foreign: [['IDENTITY_UNKNOWN_PERSON', { body: { personId: 'p-9999' } }]],
  },
  PrintRuns_list: { valid: {}, foreign: [] },
  PrintRuns_request: {
    valid: { body: { runId: 'R-0002', accounts: [ACCOUNT], ...office.body } },
    foreign: [['IDENTITY_PRINT_RUN_TAKEN', { body: { runId: 'R-0001' } }]],
  },
  PrintRuns_approve: {
    valid: { body: { runId: 'R-0001', ...office.body } },
    foreign: [['IDENTITY_UNKNOWN_PRINT_RUN', { body: { runId: 'R-9999' } }]],
  },
  PrintRuns_link: {
    valid: { body: { runId: 'R-0001', ...office.body } },
    foreign: [['IDENTITY_UNKNOWN_PRINT_RUN', { body: { runId: 'R-9999' } }]],
    secret: 'link',
  },
  PrintRuns_print: { valid: { body: { link: 'x'.repeat(43) } }, foreign: [], spent: 'IDENTITY_PRINT_LINK_SPENT' },
  Conversations_conversationsOfAccount: { valid: account, foreign: [] },
  Conversations_queue: { valid: {}, foreign: [] },
  Conversations_messages: { valid: conversation, foreign: [unknownConversation] },
  Conversations_attachment: {
    valid: { path: { conversationId: CONVERSATION, attachmentId: ATTACHMENT } },
    foreign: [unknownConversation, ['SUPPORT_UNKNOWN_ATTACHMENT', { path: { attachmentId: 'a'.repeat(32) } }]],
  },
  Conversations_answer: {
    valid: { ...conversation, body: { text: 'Ответ' } },
    foreign: [
      unknownConversation,
      ['SUPPORT_MESSAGE_EMPTY', { body: { text: '   ' } }],
      ['SUPPORT_MESSAGE_TOO_LONG', { body: { text: 'я'.repeat(4_001) } }],
    ],
    // An answer ends the waiting too.
    events: 2,
  },
  // An open conversation stays open.
  Conversations_turn: { valid: { ...conversation, body: { to: 'open' } }, foreign: [unknownConversation], events: 0 },
  Conversations_conversation: {
    valid: { path: { conversationId: CONVERSATION } },
    foreign: [['SUPPORT_UNKNOWN_CONVERSATION', { path: { conversationId: 'C-9999' } }]],
  },
};

/** What a resident wrote with a file, sealed as the cabinet seals it. */
async function sealedMessage({ kvitok }: WholeStack): Promise<SealedMessage> {
  const { vault, blobs } = kvitok.stack;
  const [messageId, personId] = ['m-1', 'p-1'];
  const sealed = await vault.sealBytes(personId, `attachment:${ATTACHMENT}`, Buffer.from('%PDF-1.4 %%EOF'));
  await blobs.put(ATTACHMENT, sealed);
  const attachment = {
    attachmentId: ATTACHMENT,
    sealedName: await vault.seal(personId, `attachment-name:${ATTACHMENT}`, 'act.pdf'),
    mediaType: 'application/pdf' as const,
    bytes: 14,
    sealedSha256: createHash('sha256').update(sealed).digest('hex'),
  };
  const sealedText = await vault.seal(personId, `message:${messageId}`, 'Вопрос');
  return { messageId, author: 'resident', personId, sealedText, characters: 6, attachments: [attachment] };
}

/** A company whose March is closed, with a reading of the office and one of the cabinet, a payment and a conversation. */
async function aRunningCompany(): Promise<WholeStack> {
  const source = aCompany({
    accounts: {
      [ACCOUNT]: { connected: { cold_water: '', upkeep: '' } },
      [OTHER_ACCOUNT]: { connected: { upkeep: '' } },
    },
    meters: { [METER]: { account: ACCOUNT, start: ['100'] } },
    readings: { [METER]: ['2026-03-22 105'] },
    payments: { 'P-0000': `${ACCOUNT} 2026-03-20 500` },
  });
  const eve = eveOf(source);
  const stack = await WholeStack.start('Europe/Samara', eve, true);
  const facts = factsOfPackage(source);
  for (const day of [...new Set([eve, ...facts.map(({ on }) => on)])].sort()) {
    stack.setTime(day, '12:00:00');
    await stack.state(facts.filter(({ on }) => on === day).map(requestOf));
  }
  await stack.night('2026-03-31');
  stack.setTime(TODAY, '12:00:00');
  const command = {
    kind: 'OpenConversation' as const,
    conversationId: CONVERSATION,
    account: ACCOUNT,
    subject: { kind: 'account' as const, reference: ACCOUNT },
    message: await sealedMessage(stack),
    openedOn: TODAY,
    answerPromisedOn: '2026-04-14',
  };
  const opened = await stack.kvitok.stack.commands.execute({
    stream: conversationStream(CONVERSATION),
    decider: conversationDecider,
    command,
    commandId: 'test:conversation',
    actor: 'person:p-1',
  });
  expect(opened.kind).toBe('done');
  await stack.state(paidOnline(ACCOUNT, TODAY));
  const ownReading = await request(stack.kvitok.app.getHttpServer() as Server)
    .post('/metering/readings')
    .set('Idempotency-Key', 'e2e-own-reading')
    .send({ meterId: METER, takenOn: TODAY, values: ['107'], channel: 'cabinet' });
  expect(ownReading.status).toBe(201);
  const slip = await request(stack.kvitok.app.getHttpServer() as Server)
    .post('/billing/slips')
    .set('Idempotency-Key', 'e2e-issued-slip')
    .send({ account: OTHER_ACCOUNT, period: CLOSED });
  expect(slip.status).toBe(201);
  await settleIdentity(stack);
  Object.assign(OPERATIONS, registryOperations(await takeRegistry(stack, ACCOUNT, '09-04-2026'), OTHER_ACCOUNT));
  Object.assign(OPERATIONS, await officeOperations(stack, ACCOUNT, CLOSED, TODAY));
  Object.assign(OPERATIONS, orderOperations(ACCOUNT, await placeOrders(stack, ACCOUNT, TODAY)));
  await stack.kvitok.drain();
  return stack;
}

/** A neighbour with a frozen cabinet, an address, a person to be erased, and codes that a second person has to agree to. */
async function settleIdentity({ kvitok }: WholeStack): Promise<void> {
  const { app, stack } = kvitok;
  const cause = { reason: 'Новые жильцы', actorRole: 'accountant' } as const;
  const origin = (commandId: string) => ({
    commandId,
    correlationId: commandId,
    causationId: null,
    actor: 'staff:other',
    input: undefined,
  });
  await app.get(HandOutCodes).issue(OTHER_ACCOUNT, cause, origin('test:issue'));
  const frozen = await stack.commands.execute({
    ...origin('test:freeze'),
    stream: credentialStream(OTHER_ACCOUNT),
    decider: credentialDecider,
    command: { kind: 'SuspendSignIn' as const, account: OTHER_ACCOUNT },
  });
  expect(frozen.kind).toBe('done');
  const address = { account: OTHER_ACCOUNT, personId: 'p-1', address: 'boris@example.ru' };
  await app.get(Contacts).verifyMail(address, cause, origin(CONTACT_COMMAND));
  await stack.vault.put('p-2', { lastName: 'Кузнецова' });
  const accounts = Array.from({ length: 51 }, (_, index) => `A-${String(index)}`);
  await app.get(PrintRuns).requestOf({ runId: 'R-0001', accounts }, cause, origin('test:run'));
}

describe('the HTTP API', () => {
  let stack: WholeStack;
  let server: Server;
  let operations: readonly DocumentedOperation[];
  let keys = 0;

  const head = () => stack.kvitok.stack.store.head();
  const nextKey = () => `e2e-key-${String((keys += 1))}`;
  const hasBody = ({ body }: DocumentedOperation) => body.length > 0;
  /** A question that is too long for its address is posted too; it has no key, because it does nothing. */
  const isCommand = (operation: DocumentedOperation) =>
    operation.method === 'post' && [...operation.problems.values()].flat().includes('IDEMPOTENCY_KEY_REQUIRED');
  const expectationOf = ({ id }: DocumentedOperation) => OPERATIONS[id] as Expectation;
  const changed = (asked: AskedOperation, change: AskedOperation): AskedOperation => ({
    path: { ...asked.path, ...change.path },
    query: { ...asked.query, ...change.query },
    ...(asked.body === undefined ? {} : { body: { ...asked.body, ...change.body } }),
  });
  const send = (operation: DocumentedOperation, asked: AskedOperation, key: string | null = nextKey()) =>
    ask(server, operation, asked, isCommand(operation) ? key : null);

  const withoutSecret = ({ id }: DocumentedOperation, answer: Response | undefined): unknown => {
    const { secret } = OPERATIONS[id] as Expectation;
    const body = answer?.body as Record<string, unknown>;
    return secret === undefined ? body : { ...body, [secret]: typeof body[secret] };
  };

  /** A refusal with a code that the document of the operation names for this status, and not one event. */
  async function expectRefused(operation: DocumentedOperation, answer: Promise<Response>, code: string): Promise<void> {
    const before = await head();
    const { status, headers, body, request: asked } = await answer;
    const told = `${operation.id} ${(asked as { url?: string } | undefined)?.url ?? ''}`;
    expect(`${told}: ${String((body as { code?: string }).code)}`).toBe(`${told}: ${code}`);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(body).toMatchObject({
      status,
      type: `urn:kvitok:problem:${code}`,
      correlationId: headers['x-correlation-id'],
    });
    expect(operation.problems.get(status)).toContain(code);
    await stack.kvitok.drain();
    expect(await head()).toBe(before);
  }

  beforeAll(async () => {
    stack = await aRunningCompany();
    server = stack.kvitok.app.getHttpServer() as Server;
    operations = operationsOf(createDocument(stack.kvitok.app));
  }, 60_000);
  afterAll(() => stack.close());

  it('is tested operation by operation, as its document tells them', () => {
    expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(OPERATIONS).sort());
  });

  it('refuses a method that an address does not have, and names those that it has', async () => {
    for (const { template, method } of operations) {
      const others = operations.filter((one) => one.template === template).map((one) => one.method.toUpperCase());
      const url = template.replace(/\{(\w+)\}/g, (_, name: string) => name);
      const answer = await request(server).delete(url);
      expect([method, answer.status, (answer.body as { code: string }).code]).toEqual([
        method,
        405,
        'METHOD_NOT_ALLOWED',
      ]);
      expect((answer.headers['allow'] as string).split(', ').filter((one) => one !== 'HEAD')).toEqual(others.sort());
    }
    expect((await request(server).delete('/nowhere')).status).toBe(404);
  });

  it('refuses a field that an operation does not have', async () => {
    for (const operation of operations.filter(({ id }) => !id.startsWith('Health'))) {
      const { valid } = expectationOf(operation);
      if (operation.query.length > 0) {
        for (const field of ['unknownField', 'constructor']) {
          const asked = changed(valid, { query: { [field]: '1' } });
          await expectRefused(operation, send(operation, asked), 'VALIDATION_FAILED');
        }
      }
      if (!hasBody(operation)) continue;
      for (const field of ['unknownField', 'constructor', 'hasOwnProperty', 'toString', 'actor', 'commandId']) {
        const asked = changed(valid, { body: { [field]: 'x' } });
        await expectRefused(operation, send(operation, asked), 'VALIDATION_FAILED');
      }
    }
  }, 60_000);

  it('refuses a path or a query of a wrong form', async () => {
    for (const operation of operations) {
      const { valid } = expectationOf(operation);
      for (const field of operation.path) {
        for (const text of wrongTexts(field).filter((wrong) => wrong !== '')) {
          const asked = changed(valid, { path: { [field.name]: text } });
          await expectRefused(operation, send(operation, asked), 'VALIDATION_FAILED');
        }
      }
      for (const field of operation.query) {
        // Of a number in a query an empty text says nothing; of everything else it is a value.
        for (const text of wrongTexts(field)) {
          const asked = changed(valid, { query: { [field.name]: text } });
          await expectRefused(operation, send(operation, asked), 'VALIDATION_FAILED');
        }
      }
    }
  }, 120_000);

  it('refuses a value of a wrong type or out of range in a body, and a body without a required field', async () => {
    for (const operation of operations.filter(hasBody)) {
      const { valid } = expectationOf(operation);
      expect(operation.body.length).toBeGreaterThan(0);
      for (const field of operation.body) {
        for (const value of wrongValues(field)) {
          const asked = changed(valid, { body: { [field.name]: value } });
          await expectRefused(operation, send(operation, asked), 'VALIDATION_FAILED');
        }
        // Left out is not the same as nothing: for a null no default would step in.
        for (const value of field.required ? [undefined, null] : [null]) {
          const asked = changed(valid, { body: { [field.name]: value } });
          await expectRefused(operation, send(operation, asked), 'VALIDATION_FAILED');
        }
      }
    }
  }, 120_000);

  it('refuses what names somebody or something that is not there, each with its own code', async () => {
    for (const operation of operations) {
      const { valid, foreign } = expectationOf(operation);
      for (const [code, change] of foreign)
        await expectRefused(operation, send(operation, changed(valid, change)), code);
    }
  }, 60_000);

  it('refuses a command without a key, or with one of a wrong form', async () => {
    for (const operation of operations.filter(isCommand)) {
      const { valid } = expectationOf(operation);
      await expectRefused(operation, send(operation, valid, null), 'IDEMPOTENCY_KEY_REQUIRED');
      for (const key of ['short', 'x'.repeat(65), 'with space', 'night:2026-03-31']) {
        await expectRefused(operation, send(operation, valid, key), 'IDEMPOTENCY_KEY_INVALID');
      }
    }
  }, 60_000);

  it('refuses a body that is no JSON object, is too large or would reach behind an object', async () => {
    for (const operation of operations.filter(hasBody)) {
      const { valid } = expectationOf(operation);
      const url = operation.template.replace(/\{(\w+)\}/g, (_, name: string) => valid.path?.[name] ?? name);
      const post = (body: string, type = 'application/json') =>
        request(server).post(url).set('Idempotency-Key', nextKey()).set('Content-Type', type).send(body).then();
      const text = JSON.stringify(valid.body);
      await expectRefused(operation, post('{"paymentId":'), 'MALFORMED_REQUEST');
      await expectRefused(operation, post('"text"'), 'MALFORMED_REQUEST');
      await expectRefused(operation, post(text.replace('{', '{"__proto__":{"isAdmin":true},')), 'VALIDATION_FAILED');
      await expectRefused(
        operation,
        post(text.replace('{', `{"deep":${'['.repeat(30_000)}${']'.repeat(30_000)},`)),
        'MALFORMED_REQUEST',
      );
      await expectRefused(operation, post(`[${text}]`), 'VALIDATION_FAILED');
      await expectRefused(operation, post(text, 'text/plain'), 'UNSUPPORTED_MEDIA_TYPE');
      await expectRefused(operation, post('a=b', 'application/x-www-form-urlencoded'), 'UNSUPPORTED_MEDIA_TYPE');
      await expectRefused(operation, post(text, 'application/json; charset=utf-16'), 'UNSUPPORTED_MEDIA_TYPE');
      const large = text.replace('{', `{"filler":"${'x'.repeat(70_000)}",`);
      await expectRefused(operation, post(large), 'PAYLOAD_TOO_LARGE');
    }
  }, 60_000);

  it('answers every operation when it is asked rightly; a question adds no event', async () => {
    for (const operation of operations.filter((one) => !isCommand(one))) {
      const before = await head();
      const { valid, spent } = expectationOf(operation);
      if (spent !== undefined) {
        await expectRefused(operation, send(operation, valid), spent);
        continue;
      }
      const { status, body } = await send(operation, valid);
      expect(`${operation.id} ${status} ${JSON.stringify(body)}`).toMatch(new RegExp(`^${operation.id} 200 `));
      await stack.kvitok.drain();
      expect(await head()).toBe(before);
    }
  }, 60_000);

  it('does a command once for a key: a repetition is answered the same, another body is refused', async () => {
    for (const operation of operations.filter(isCommand)) {
      const { valid: said, looksAt } = expectationOf(operation);
      const valid = looksAt === undefined ? said : changed(said, await looksAt());
      const key = nextKey();
      const before = await head();
      const [first, ...others] = await Promise.all([1, 2, 3, 4, 5].map(() => send(operation, valid, key)));
      expect(`${operation.id} ${String(first?.status)}`).toMatch(/ 20[01]$/);
      const done = await head();
      const events = expectationOf(operation).events ?? 1;
      expect([operation.id, done - before]).toEqual([operation.id, events]);
      await stack.kvitok.drain();
      const atRest = await head();
      const late = await send(operation, valid, key);
      for (const answer of [...others, late]) {
        expect([answer.status, withoutSecret(operation, answer)]).toEqual([
          first?.status,
          withoutSecret(operation, first),
        ]);
      }
      // What changed nothing left nothing by which its key could be known again.
      if (operation.id === 'Conversations_turn') continue;
      const field = changeableField(operation);
      if (field === undefined) {
        expect(hasBody(operation)).toBe(false);
        continue;
      }
      const asked = changed(valid, { body: { [field.name]: OTHER_VALUES[field.name] } });
      await expectRefused(operation, send(operation, asked, key), 'COMMAND_ID_REUSED');
      expect(await head()).toBe(atRest);
    }
  }, 60_000);

  it('ties a command and what it causes to the caller’s correlation id, and makes one where it is malformed', async () => {
    const body = { ...payment, paymentId: 'P-0002' };
    const pay = request(server).post('/payments').set('Idempotency-Key', nextKey()).send(body);
    const answer = await pay.set('X-Correlation-Id', 'caller-correlation-7');
    expect(answer.headers['x-correlation-id']).toBe('caller-correlation-7');
    await stack.kvitok.drain();
    const caused = (await stack.log()).filter((event) => event.metadata.correlationId === 'caller-correlation-7');
    expect(caused.map(({ type }) => type)).toEqual(['PaymentReceived', 'PaymentCredited']);
    const odd = await request(server).get('/health/live').set('X-Correlation-Id', 'a b<script>');
    expect(odd.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says that an answer is stale when it could not wait for the position any longer', async () => {
    const aging = `/billing/accounts/${ACCOUNT}/aging`;
    const now = await request(server)
      .get(aging)
      .query({ asOf: TODAY, minPosition: await head() });
    expect([now.status, now.headers['x-stale']]).toEqual([200, 'false']);
    // Nothing moves by itself here: billing does not hear of this payment.
    const body = { ...payment, paymentId: 'P-0003' };
    const paid = await request(server).post('/payments').set('Idempotency-Key', nextKey()).send(body);
    const before = performance.now();
    const later = await request(server)
      .get(aging)
      .query({ asOf: TODAY, minPosition: (paid.body as { position: number }).position });
    expect([later.status, later.headers['x-stale']]).toEqual([200, 'true']);
    expect(performance.now() - before).toBeGreaterThan(1_900);
    expect(later.body).toEqual(now.body);
    await stack.kvitok.drain();
  });

  it('waits for no position that the log does not have: no command has answered with it', async () => {
    const question = { asOf: TODAY, minPosition: Number.MAX_SAFE_INTEGER };
    const answer = await request(server).get(`/billing/accounts/${ACCOUNT}/aging`).query(question);
    expect([answer.status, answer.headers['x-stale']]).toEqual([200, 'true']);
  });

  it('is not told by what it is not: an unknown address, a page of another site, an unreadable path', async () => {
    const codeOf = async (answer: PromiseLike<Response>) => (await answer).body as { code?: string };
    expect(await codeOf(request(server).get('/no/such/thing'))).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    expect(await codeOf(request(server).get('/billing/accounts/%zz/statements'))).toMatchObject({ status: 400 });
    const { headers } = await request(server).get('/health/live').set('Origin', 'https://evil.example');
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('gives figures without an account, and a document and a page of its operations', async () => {
    const { text } = await request(server).get('/metrics');
    for (const name of [
      'kvitok_command_seconds',
      'kvitok_append_seconds',
      'kvitok_projection_lag_events',
      'kvitok_bus_parked_keys',
    ]) {
      expect(text).toMatch(new RegExp(`^${name}`, 'm'));
    }
    expect(text).toContain('route="/billing/accounts/:account/aging"');
    expect(text).not.toContain(ACCOUNT);
    expect((await request(server).get('/docs-json')).body).toMatchObject({
      openapi: expect.stringMatching(/^3\./) as string,
    });
    const page = (await request(server).get('/docs')).text;
    // Nothing runs on the page that the content security policy would have to let through.
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>\s*\S/);
  });
});

import type { Server } from 'node:http';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import request from 'supertest';
import { Clients, createClients } from '#libs/clients';
import { isRejection, RejectedError } from '#libs/kernel';
import { CALL_TYPE } from '#libs/platform';
import { CLIENTS_OF_SERVICES, definitionsOf, serveClients, SERVICES } from '#services/app';
import {
  ACCOUNT_HISTORY_CLIENT,
  BILLING_CLIENT,
  BILLING_OFFICE_CLIENT,
  HOUSE_SLIPS_CLIENT,
  HouseSlipsClient,
} from '../../services/billing/api/client';
import { ACCOUNT, CABINET_DAY, RunningCabinet, startCabinet, TIME_ZONE } from '../support/cabinet';
import { Questions, questionsOf } from './questions';

const KEY = 'key-of-the-services-for-this-test-alone';
type Method = (...given: readonly unknown[]) => unknown;

/** Of what the sample company has none: the same refusal is the answer. */
const REFUSED: Readonly<Record<string, string>> = {
  'periods.proposeClose': 'BILLING_CLOSE_NOT_ENDED',
  'billing-office.proposeWaiver': 'BILLING_RECALCULATION_CHANGES_NOTHING',
  'billing-office.proposeRecalculation': 'BILLING_RECALCULATION_ALONE',
  'billing-office.order': 'BILLING_UNKNOWN_RECALCULATION_ORDER',
  'billing-office.proposeReplay': 'BILLING_REPLAY_NOTHING',
  'registries.checkAgain': 'PAYMENTS_REGISTRY_FILE_GONE',
  'package-import.checked': 'BACK_OFFICE_NO_IMPORT',
  'order-refunds.proposeRefund': 'SUPPORT_ORDER_NO_REFUND_DUE',
};

let running: RunningCabinet;
let clients: Clients;
let questions: Questions;
const definitions = definitionsOf(SERVICES);

beforeAll(async () => {
  const office = { http: { allowedHosts: [], servicesKey: KEY }, logging: { level: 'silent' as const } };
  running = await startCabinet({ office });
  const { kvitok } = running;
  serveClients(kvitok, SERVICES);
  await kvitok.app.listen(0, '127.0.0.1');
  const address = await kvitok.app.getUrl();
  const elsewhere = [...CLIENTS_OF_SERVICES].map(([service, own]) => ({ service, address, definitions: own }));
  clients = createClients(elsewhere, KEY);
  questions = await questionsOf(running);
  // A history may have to be played first.
}, 300_000);

afterAll(async () => {
  clients?.close();
  await running?.close();
});

/** What comes of a question: the whole answer, streams within it as lists. */
async function outcomeOf(client: unknown, operation: string, given: readonly unknown[]): Promise<unknown> {
  try {
    return { answer: await whole(await (client as Record<string, Method>)[operation]?.(...given)) };
  } catch (error) {
    if (error instanceof RejectedError) return { refused: error.rejection };
    throw error;
  }
}

async function whole(answer: unknown): Promise<unknown> {
  if (typeof answer !== 'object' || answer === null || isRejection(answer)) return answer;
  if (Symbol.asyncIterator in answer) {
    const found: unknown[] = [];
    for await (const element of answer as AsyncIterable<unknown>) found.push(element);
    return found;
  }
  const entries = Object.entries(answer);
  if (!entries.some(([, value]) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value)) {
    return answer;
  }
  return Object.fromEntries(await Promise.all(entries.map(async ([name, value]) => [name, await whole(value)])));
}

const embedded = (token: symbol): unknown =>
  running.kvitok.clients.get(token) ?? running.kvitok.app.get<unknown>(token, { strict: false });

describe.each(definitions.map((definition) => [definition.name, definition] as const))(
  'the client %s',
  (name, definition) => {
    const asked = Object.entries(definition.operations)
      .filter(([, { kind }]) => kind === 'ask' || kind === 'stream' || kind === 'headed')
      .map(([operation]) => operation);

    it('has a question here for each of its operations that change nothing, and for no other', () => {
      expect(Object.keys(questions[name] ?? {}).sort()).toEqual([...asked].sort());
    });

    it.each(asked)('answers %s over HTTP as in one process', async (operation) => {
      const given = questions[name]?.[operation] ?? [];
      const here = await outcomeOf(embedded(definition.token), operation, given);
      const there = await outcomeOf(clients.byToken.get(definition.token), operation, given);
      expect(there).toEqual(here);
      const code = (here as { refused?: { code: string } }).refused?.code;
      expect(code).toBe(REFUSED[`${name}.${operation}`]);
    });

    it('answers nobody without the key, and records nothing', async () => {
      const server = running.kvitok.app.getHttpServer() as Server;
      const head = await running.kvitok.stack.store.head();
      for (const operation of Object.keys(definition.operations)) {
        for (const key of [null, '', `${KEY}x`, KEY.slice(1)]) {
          const asking = request(server).post(`/clients/${name}/${operation}`).set('Content-Type', CALL_TYPE);
          const answer = await (key === null ? asking : asking.set('Authorization', `Bearer ${key}`)).send('[]');
          expect([operation, answer.status]).toEqual([operation, 401]);
        }
      }
      expect(await running.kvitok.stack.store.head()).toBe(head);
    });
  },
);

describe('debts of a day that the rules of penalty do not cover', () => {
  afterAll(() => running.clock.set(CABINET_DAY, '10:00:00', TIME_ZONE));

  it('are the same over HTTP, with the last day through which penalty is counted', async () => {
    running.clock.set('2027-06-01', '10:00:00', TIME_ZONE);
    const asked: readonly (readonly [symbol, string, readonly unknown[]])[] = [
      [BILLING_CLIENT, 'overview', [ACCOUNT]],
      [BILLING_CLIENT, 'aging', [ACCOUNT, '2027-06-01']],
      [ACCOUNT_HISTORY_CLIENT, 'debts', [ACCOUNT, {}]],
      [BILLING_OFFICE_CLIENT, 'debtors', [{ asOf: '2027-06-01' }]],
    ];
    for (const [token, operation, given] of asked) {
      const here = await outcomeOf(embedded(token), operation, given);
      const there = await outcomeOf(clients.byToken.get(token), operation, given);
      expect(there).toEqual(here);
      expect([operation, JSON.stringify(there)]).toEqual([
        operation,
        expect.stringContaining('"penaltyThrough":"2026-12-31"'),
      ]);
    }
  });
});

describe('what is written', () => {
  it('is the same print of the slips of a house', async () => {
    const printed = async (client: unknown) => {
      const output = new PassThrough();
      const latest = await (client as HouseSlipsClient).latest();
      const run = { houseId: latest?.houses[0]?.houseId ?? '', period: latest?.period ?? '', actor: 'staff:test' };
      const [bytes] = await Promise.all([buffer(output), (client as HouseSlipsClient).print(run, output)]);
      return bytes;
    };
    const there = await printed(clients.byToken.get(HOUSE_SLIPS_CLIENT));
    const here = await printed(embedded(HOUSE_SLIPS_CLIENT));
    expect([there.subarray(0, 5).toString(), there.length]).toEqual(['%PDF-', here.length]);
  });

  it('is the same print of slips with what opens their cabinets', async () => {
    const printed = async (client: unknown, access: ReadonlyMap<string, { login: string; code: string }>) => {
      const slips = client as HouseSlipsClient;
      const closed = await slips.closed([ACCOUNT, 'nobody']);
      expect(closed?.accounts).toEqual([ACCOUNT]);
      const output = new PassThrough();
      const run = { period: closed?.period ?? '', accounts: closed?.accounts ?? [], actor: 'staff:test', access };
      await slips.issue(run);
      const [bytes] = await Promise.all([buffer(output), slips.printPaper(run, output)]);
      return bytes;
    };
    const access = new Map([[ACCOUNT, { login: '1234-5678-9', code: '4821-0935-7716-4' }]]);
    const there = await printed(clients.byToken.get(HOUSE_SLIPS_CLIENT), access);
    const here = await printed(embedded(HOUSE_SLIPS_CLIENT), access);
    expect([there.subarray(0, 5).toString(), there.length]).toEqual(['%PDF-', here.length]);
    // The code takes the place of the note that tells where it is.
    expect(there.length).not.toBe((await printed(embedded(HOUSE_SLIPS_CLIENT), new Map())).length);
  });
});

import { NightTurns } from '#services/billing';
import { bankPaymentId, FinishRegistriesJob, paymentDecider, paymentStream } from '#services/payments';
import { OrderCommand, orderDecider, orderStream } from '#services/support';
import { rebuildAll } from '#libs/read-models';
import { BILLING_CLIENT, BillingClient } from '../../services/billing/api/client';
import { OTHER_COMPANY, RunningBackOffice, startBackOffice } from '../support/back-office';
import { TIME_ZONE } from '../support/cabinet';
import { Answer, Resident } from '../support/resident';
import { sberbankRegistry } from '../support/registry-file';
import { KNOWN_ACCOUNT, MEANT_ACCOUNT, MISTYPED_ACCOUNT, ROWS } from './money';

const MONTH_END = '2026-10-31';

let office: RunningBackOffice;
let billing: BillingClient;
let anna: Resident;
let boris: Resident;
let registry = '';

beforeAll(async () => {
  office = await startBackOffice();
  await office.decide('last_period', '2026-12');
  billing = office.kvitok.app.get<BillingClient>(BILLING_CLIENT, { strict: false });
  [anna, boris] = [await office.officer('accountant', 'anna'), await office.officer('chief', 'boris')];
});

afterAll(() => office?.close());

const led = ({ headers }: Answer) => headers.get('location') ?? '';
const head = () => office.kvitok.stack.store.head();
const file = (bytes: Uint8Array = sberbankRegistry(ROWS), name = 'реестр.txt') => ({ field: 'file', name, bytes });
/** What the check shows: on a page of its own, or where nothing is kept of the file, as the answer itself. */
async function check(who: Resident, sent = file()): Promise<Answer> {
  const answer = await who.upload('/registries/new', '/registries/checks', { profileId: 'sberbank-text' }, sent);
  return answer.status === 303 ? who.get(led(answer)) : answer;
}

/** What is owed to the company at the end of a day, kopecks. */
async function debt(account: string, asOf: string): Promise<number> {
  const owed = (await billing.aging(account, asOf)).payees.find(({ payee }) => payee === 'main');
  return owed === undefined ? 0 : owed.principalKopecks + owed.penaltyKopecks - owed.advanceKopecks;
}

/** The hidden fields of the form that accepts, and with them the form as the page would send it. */
function accepting({ text }: Answer): Record<string, string> {
  const form = /<form[^>]*action="\/registries"[^>]*>([^]*?)<\/form>/.exec(text)?.[1] ?? '';
  return Object.fromEntries(
    [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

describe('a registry of a bank', () => {
  it('is looked at first, and nothing is written', async () => {
    const before = await head();
    const { status, text } = await check(anna);
    expect(status).toBe(200);
    for (const words of ['запишется на счёт', 'отложится в невыясненные', 'отложится как расхождение', 'не учтётся']) {
      expect(text).toContain(words);
    }
    expect(text).toContain('№ 118204 от 6\u00a0мая 2026');
    expect(text).toContain('за 7\u00a0дней');
    expect(await head()).toBe(before);
    // Whoever goes away from the page finds the file again, among the work of the day.
    expect((await anna.get('/')).text).toContain('Реестры, проверенные и не принятые: 1');
    const sent = await anna.upload('/registries/new', '/registries/checks', { profileId: 'sberbank-text' }, file());
    expect([sent.status, led(sent)]).toEqual([303, expect.stringMatching(/^\/registries\/checked\/[0-9a-f]+$/)]);
    expect((await anna.get(`/registries/checked/${'0'.repeat(32)}`)).status).toBe(409);
    const [, again = ''] = /href="(\/registries\/checked\/[0-9a-f]+)"/.exec((await anna.get('/registries')).text) ?? [];
    const shown = await anna.get(again);
    expect(accepting(shown)).toMatchObject({ ...accepting({ text } as Answer), key: expect.any(String) as string });
    expect(await head()).toBe(before);
  });

  it('is refused whole with the line and what to do, where it does not agree with its closing line', async () => {
    const whole = sberbankRegistry(ROWS);
    const before = await head();
    const { status, text } = await check(anna, file(whole.subarray(0, whole.indexOf('='))));
    expect([status, text.includes('В конце файла, после строки 4, нет итогов')]).toEqual([422, true]);
    expect(text).not.toContain('action="/registries"');
    const empty = await check(anna, file(new Uint8Array(), ''));
    expect([empty.status, empty.text.includes('Файл не выбран')]).toEqual([422, true]);
    expect(await head()).toBe(before);
  });

  it('is taken from nobody without the token of the page, from no lower role and no other company', async () => {
    const sent = () => {
      const body = new FormData();
      body.append('profileId', 'sberbank-text');
      body.append('file', new Blob(['x']), 'a.txt');
      return { method: 'POST', body, headers: { origin: office.url } };
    };
    const olga = await office.officer('operator', 'olga');
    const abroad = await office.officer('chief', 'abroad', [OTHER_COMPANY]);
    const before = await head();
    expect((await anna.ask('/registries/checks', sent())).status).toBe(403);
    expect(led(await new Resident(office.url).ask('/registries/checks', sent()))).toMatch(/^\/sign-in/);
    expect((await olga.get('/registries')).status).toBe(403);
    expect((await olga.ask('/registries/checks', sent())).status).toBe(403);
    for (const path of ['/registries', '/suspense', '/payments']) expect((await abroad.get(path)).status).toBe(404);
    expect(await head()).toBe(before);
  });

  it('is accepted once, and adds nothing when it comes again', async () => {
    const fields = accepting(await check(anna));
    registry = led(await anna.post('/registries', fields));
    expect(registry).toBe(`/registries/${fields['registryId'] ?? ''}`);
    await office.kvitok.app.get(FinishRegistriesJob).all();
    await office.kvitok.drain();
    const { text } = await anna.get(registry);
    expect(text).toContain('сверен: каждая строка записана');
    expect(text).toContain('Разобрать отложенное: 2\u00a0платежа');
    const before = await head();
    const again = await check(anna);
    expect(again.text).toContain('Этот файл уже принят');
    expect(led(await anna.post('/registries', fields))).toBe(registry);
    // Going back in the browser asks for the page of the check again: it leads to what became of the file.
    const back = await anna.get(`/registries/checked/${fields['registryId'] ?? ''}`);
    expect([back.status, led(back)]).toEqual([303, registry]);
    await office.kvitok.drain();
    expect(await head()).toBe(before);
    const csv = await anna.get(`${registry}/file?format=csv`);
    expect(csv.text.split('\r\n')).toHaveLength(ROWS.length + 2);
  });
});

describe('the list of payments', () => {
  it.each([
    ['from=2026-09-31', 'from', 'Дня 31.09.2026 в календаре нет'],
    ['to=вчера', 'to', 'Это не дата. Укажите день так: 15.10.2026.'],
    ['from=2026-09-30&to=2026-09-01', 'to', 'Последний день раньше первого'],
  ])('of %s says what is wrong with its days', async (query, field, words) => {
    const { status, text } = await anna.get(`/payments?${query}`);
    expect([status, text.includes(`href="#${field}"`), text.includes(words)]).toEqual([422, true, true]);
  });

  it('of days is of those days, also where they are written as people do', async () => {
    const { text } = await anna.get('/payments/file?from=2026-09-01&to=2026-09-30&format=csv');
    expect((await anna.get('/payments/file?from=01.09.2026&to=30.9.2026&format=csv')).text).toBe(text);
    const days = text
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(';')[0] ?? '');
    expect(days.length).toBeGreaterThan(0);
    expect(days.filter((day) => !day.startsWith('2026-09-'))).toEqual([]);
  });
});

describe('what stands aside', () => {
  const waiting = async (kind: string) => {
    const { text } = await anna.get(`/suspense?kind=${kind}`);
    return /href="(\/suspense\/[0-9a-f]{32})"/.exec(text)?.[1] ?? '';
  };

  it('is found by what the bank wrote, and counts from the day on which it was paid', async () => {
    const page = await waiting('unknown');
    const { text } = await anna.get(page);
    expect(text).toContain('Лесной П.');
    expect(text).toContain(`${page}?account=${MEANT_ACCOUNT}#account`);
    const before = [await debt(MEANT_ACCOUNT, '2026-10-04'), await debt(MEANT_ACCOUNT, '2026-10-05')];
    const silent = await anna.submit(page, `${page}/assignment`, {
      account: MEANT_ACCOUNT,
      namedPeriod: '',
      reason: '',
    });
    expect(silent.status).toBe(422);
    const nobody = { account: '9999', namedPeriod: '2026-09', reason: 'по адресу' };
    const unknown = await anna.submit(page, `${page}/assignment`, nobody);
    expect([unknown.status, unknown.text.includes('href="#account"')]).toEqual([422, true]);
    expect(unknown.text).toContain('Лицевого счёта 9999 нет');
    for (const value of Object.values(nobody)) expect(unknown.text).toContain(`value="${value}"`);
    const found = { account: MEANT_ACCOUNT, namedPeriod: '', reason: 'по адресу' };
    expect(led(await anna.submit(page, `${page}/assignment`, found))).toBe(page);
    await office.kvitok.drain();
    expect(await debt(MEANT_ACCOUNT, '2026-10-04')).toBe(before[0]);
    expect(await debt(MEANT_ACCOUNT, '2026-10-05')).toBe((before[1] ?? 0) - 2_500_00);
    expect((await anna.get(page)).text).toContain('Решено: записан на счёт');
    const other = { account: KNOWN_ACCOUNT, reason: 'ещё раз' };
    const path = `/api${page}/assignments`;
    const headers = { 'x-kvitok-request': '1', 'idempotency-key': 'assign-again', 'content-type': 'application/json' };
    const again = await anna.ask(path, { method: 'POST', headers, body: JSON.stringify(other) });
    expect([again.status, again.text.includes('PAYMENTS_SET_ASIDE_SETTLED')]).toEqual([409, true]);
  });

  it('a differing sum is held against the payment that counts, and refused', async () => {
    const page = await waiting('conflict');
    const { text } = await anna.get(page);
    expect(text).toContain('С чем расходится');
    expect(text).toContain('1\u202f000,00');
    await anna.submit(page, `${page}/refusal`, { refusalReason: 'банк ошибся в сумме' });
    expect((await anna.get(page)).text).toContain('отклонён: это не отдельный платёж');
    expect((await anna.get('/suspense')).text).toContain('Таких платежей нет');
  });
});

describe('what stood in the list of a bank and is nobody’s', () => {
  /** As long as the names are that a bank gives. */
  const idOf = (last: string) => bankPaymentId('yookassa', `2f1c7d0e-000f-5000-8000-1b2c3d4e5f6${last}`);
  const setAside = async (last: string) => {
    const paymentId = idOf(last);
    const stated = { account: '', payee: 'main', amountKopecks: 70_00, receivedOn: '2026-10-05' } as const;
    const why = { because: 'unknown_account', acquirer: 'yookassa', reference: last, today: '2026-10-15' } as const;
    const result = await office.kvitok.stack.commands.execute({
      stream: paymentStream(paymentId),
      decider: paymentDecider,
      command: { kind: 'SetAsideBankPayment', paymentId, ...stated, ...why },
      ...{ commandId: `test:${paymentId}`, actor: 'staff:test' },
    });
    expect(result.kind).toBe('done');
    await office.kvitok.drain();
    return paymentId;
  };
  /** Asks, agrees as another person, and tells what the page of the approval says then. */
  const agreed = async (approval: string) => {
    expect(approval).toMatch(/^\/approvals\/[0-9a-f]{32}$/);
    expect((await anna.get(approval)).text).not.toContain(`${approval}/grant`);
    await boris.submit(approval, `${approval}/grant`, {});
    await office.kvitok.drain();
    return (await boris.get(approval)).text.replaceAll(/[\u00a0\u202f]/g, ' ');
  };

  it('goes back to the payer when two people have agreed, and stands aside until then', async () => {
    const page = `/suspense/${await setAside('1')}`;
    const form = { to: 'payer', returnReason: 'по письму банка' };
    const approval = led(await anna.submit(page, `${page}/return`, form));
    expect((await anna.get(page)).text).toContain(`action="${page}/assignment"`);
    expect(await agreed(approval)).toContain('возвращено: 70,00 ₽');
    expect((await anna.get(page)).text).toContain('Решено: деньги возвращены');
    const again = await anna.ask(`/api${page}/returns`, {
      method: 'POST',
      headers: { 'x-kvitok-request': '1', 'idempotency-key': 'return-again', 'content-type': 'application/json' },
      body: JSON.stringify({ to: 'payer', reason: 'ещё раз' }),
    });
    expect([again.status, again.text.includes('PAYMENTS_SET_ASIDE_SETTLED')]).toEqual([409, true]);
  });

  it('is refunded like any other once it is on an account, in parts and never above what came', async () => {
    const paymentId = await setAside('2');
    const page = `/suspense/${paymentId}`;
    const before = await debt(KNOWN_ACCOUNT, '2026-10-15');
    await anna.submit(page, `${page}/assignment`, { account: KNOWN_ACCOUNT, namedPeriod: '', reason: 'по выписке' });
    await office.kvitok.drain();
    expect(await debt(KNOWN_ACCOUNT, '2026-10-15')).toBe(before - 70_00);
    expect((await anna.get(`/api/payments/${paymentId}`)).status).toBe(200);
    const payment = `/payments/${paymentId}`;
    const form = { amount: '20', reason: 'заплачено дважды' };
    const approval = led(await anna.submit(`${payment}/refund?amount=20`, `${payment}/refund`, form));
    expect(await agreed(approval)).toContain('возвращено: 20,00 ₽');
    expect(await debt(KNOWN_ACCOUNT, '2026-10-15')).toBe(before - 50_00);
    const rest = /href="(\/payments\/bank-[\w-]+)"/.exec((await anna.get(payment)).text)?.[1] ?? '';
    expect(rest).toMatch(new RegExp(`^${payment}-then-[0-9a-f]{16}$`));
    const tooMuch = await anna.get(`${rest}/refund?amount=50,01`);
    expect([tooMuch.status, tooMuch.text.includes('не больше, чем заплачено')]).toEqual([422, true]);
    const all = { amount: '50', reason: 'остальное' };
    expect(await agreed(led(await anna.submit(`${rest}/refund?amount=50`, `${rest}/refund`, all)))).toContain(
      'возвращено: 50,00 ₽',
    );
    expect(await debt(KNOWN_ACCOUNT, '2026-10-15')).toBe(before);
    expect((await anna.get(`${rest}/refund?amount=1`)).text).toContain('уже отменён');
  });
});

describe('a refund', () => {
  let payment = '';

  it('is asked for by one with what becomes of the debt, and not agreed to by the same', async () => {
    const { text } = await anna.get(`/payments?find=${KNOWN_ACCOUNT}`);
    payment = /href="(\/payments\/[0-9a-f]{32})">5/.exec(text)?.[1] ?? '';
    const nobody = { account: '9999', reason: 'ошибка в номере' };
    const moved = await anna.submit(`${payment}/transfer`, `${payment}/transfer`, nobody);
    expect([moved.status, moved.text.includes('href="#account"')]).toEqual([422, true]);
    for (const value of Object.values(nobody)) expect(moved.text).toContain(`value="${value}"`);
    const tooMuch = await anna.get(`${payment}/refund?amount=1000,01`);
    expect([tooMuch.status, tooMuch.text.includes('не больше, чем заплачено')]).toEqual([422, true]);
    expect((await anna.get(`${payment}/refund?amount=400`)).text).toContain('Что станет со счётом');
    const before = await head();
    const form = { amount: '400', reason: 'заплачено дважды' };
    const asked = await anna.submit(`${payment}/refund?amount=400`, `${payment}/refund`, form);
    const approval = led(asked);
    expect(approval).toMatch(/^\/approvals\/[0-9a-f]{32}$/);
    expect((await head()) - before).toBe(1);
    expect((await anna.get(approval)).text).not.toContain(`${approval}/grant`);
    const key = /name="token" value="([^"]+)"/.exec((await anna.get(approval)).text)?.[1] ?? '';
    const planHash = /name="planHash" value="([^"]+)"/.exec((await boris.get(approval)).text)?.[1] ?? '';
    await anna.post(`${approval}/grant`, { token: key, key: 'grant-my-own', planHash });
    expect((await anna.get(approval)).text).toContain('ждёт второго сотрудника');

    const owed = await debt(KNOWN_ACCOUNT, '2026-10-15');
    await boris.submit(approval, `${approval}/grant`, {});
    await office.kvitok.drain();
    const done = (await boris.get(approval)).text;
    expect(done).toContain('выполнено');
    expect(done.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain('возвращено: 400,00 ₽');
    expect(await debt(KNOWN_ACCOUNT, '2026-10-15')).toBe(owed + 400_00);
    const after = (await anna.get(payment)).text;
    expect(after).toContain('Часть денег возвращена');
    expect(after).toContain('Вместо него учитывается');
  });

  it('of what was given back already is not asked for again', async () => {
    const again = await anna.get(`${payment}/refund?amount=400`);
    expect([again.status, again.text.includes('уже отменён')]).toEqual([422, true]);
  });

  it('of what was moved to another account meanwhile is not made, and the approval says so; of a withdrawn one, why', async () => {
    const insteadOf = async (path: string) =>
      /href="(\/payments\/[^"]+)">другой платёж/.exec((await anna.get(path)).text)?.[1] ?? '';
    const rest = await insteadOf(payment);
    const form = { amount: '100', reason: 'заплачено дважды' };
    const ask = async () => led(await anna.submit(`${rest}/refund?amount=100`, `${rest}/refund`, form));
    const withdrawn = await ask();
    await anna.submit(withdrawn, `${withdrawn}/withdraw`, { reason: 'передумали' });
    const said = (await anna.get(withdrawn)).text;
    expect([said.includes('Почему отозвано'), said.includes('Почему отказано')]).toEqual([true, false]);
    const late = await ask();
    const tomorrow = { reversedOn: '2026-10-16', reason: 'отозван' };
    const early = await anna.submit(`${rest}/reversal`, `${rest}/reversal`, tomorrow);
    expect(early.text.replaceAll('\u00a0', ' ')).toContain('День отмены 16 октября 2026 ещё не наступил');
    await anna.submit(`${rest}/transfer`, `${rest}/transfer`, { account: MEANT_ACCOUNT, reason: 'не тот счёт' });
    await boris.submit(late, `${late}/grant`, {});
    await office.kvitok.drain();
    const failed = (await boris.get(late)).text.replaceAll('\u00a0', ' ');
    expect(failed).toContain('перенесён на другой счёт 15 октября 2026. По этому запросу деньги не возвращены.');
    expect(failed).not.toContain('—. ');
    // Back where it was, for what comes after.
    const moved = await insteadOf(rest);
    await anna.submit(`${moved}/transfer`, `${moved}/transfer`, { account: KNOWN_ACCOUNT, reason: 'возврат на место' });
    await office.kvitok.drain();
  });
});

describe('an order that was paid at once and not done', () => {
  const of = { orderId: 'order-1', account: KNOWN_ACCOUNT } as const;
  const state = async (name: string, command: OrderCommand) => {
    const result = await office.kvitok.stack.commands.execute({
      stream: orderStream(of.orderId),
      decider: orderDecider,
      command,
      ...{ commandId: `test:order:${name}`, actor: 'staff:test' },
    });
    expect(result.kind).toBe('done');
    await office.kvitok.drain();
  };
  const terms = {
    ...{ name: 'Вызов электрика', description: 'Мастер на час', unit: 'час', unitPriceKopecks: 700_00 },
    ...{
      leadDays: 1,
      horizonDays: 30,
      slotsPerDay: 5,
      doneOn: 'every_day' as const,
      changeDaysBefore: 1,
      quantityLimit: 5,
    },
  } as const;
  const list = async () => (await anna.get('/payments/orders')).text.replaceAll(/[\u00a0\u202f]/g, ' ');

  it('waits for its refund, which two people agree to; then the list is empty, and at last the bank has given it', async () => {
    expect(await list()).toContain('Согласовывать нечего');
    await state('place', {
      ...{ kind: 'PlaceOrder', ...of, serviceId: 'electrician', terms, quantity: 1, visitOn: '2026-10-20' },
      ...{ partOfDay: 'morning', paid: 'at_once', comment: null, placedBy: 'office', today: '2026-10-15' },
    });
    const payment = { paymentId: 'p-order-1', amountKopecks: 700_00, paidOn: '2026-10-15' };
    await state('pay', { kind: 'NoteOrderPayment', ...of, ...payment });
    expect(await list()).toContain('Согласовывать нечего');
    await state('cancel', {
      ...{ kind: 'CancelOrder', orderId: of.orderId, because: 'work_not_done', by: 'office', today: '2026-10-15' },
    });
    const waiting = await list();
    expect(waiting).toContain(`Вызов электрика, счёт ${KNOWN_ACCOUNT}: <span class="money">700,00 ₽</span>`);
    expect(waiting).toContain('работа не сделана');
    const olga = await office.officer('operator', 'olga');
    const seen = await olga.get('/payments/orders');
    expect([seen.status, seen.text.includes(`action="/payments/orders/${of.orderId}"`)]).toEqual([200, false]);

    const silent = await anna.submit('/payments/orders', `/payments/orders/${of.orderId}`, { reason: '' });
    expect(silent.status).toBe(422);
    const asked = await anna.submit('/payments/orders', `/payments/orders/${of.orderId}`, { reason: 'не сделали' });
    const approval = led(asked);
    expect(approval).toMatch(/^\/approvals\/[0-9a-f]{32}$/);
    expect((await anna.get(approval)).text).not.toContain(`${approval}/grant`);
    await boris.submit(approval, `${approval}/grant`, {});
    await office.kvitok.drain();
    const done = (await boris.get(approval)).text.replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(done).toContain('согласовано вернуть через банк: 700,00 ₽');
    const agreed = await list();
    expect(agreed).toContain('Согласовывать нечего');
    expect(agreed).toContain('Согласованы, ждут банка');
    expect(agreed).not.toContain(`action="/payments/orders/${of.orderId}"`);
    const again = await anna.ask(`/api/order-refunds/${of.orderId}/requests`, {
      method: 'POST',
      headers: { 'x-kvitok-request': '1', 'idempotency-key': 'order-again', 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'ещё раз' }),
    });
    expect([again.status, again.text.includes('SUPPORT_ORDER_NO_REFUND_DUE')]).toEqual([409, true]);

    const back = { refundedKopecks: 700_00, refundedOn: '2026-10-15' };
    await state('back', { kind: 'NoteOrderRefund', ...of, ...payment, ...back });
    expect(await list()).not.toContain('Согласованы, ждут банка');
  });
});

describe('the payments of the company', () => {
  it('are found by account and number, and say where nothing is found', async () => {
    const { text } = await anna.get(`/payments?find=${MEANT_ACCOUNT}`);
    expect(text).toContain('2\u202f500,00');
    const id = /href="\/payments\/([0-9a-f]{32})">5/.exec(text)?.[1] ?? '';
    expect(led(await anna.get(`/payments?find=${id}`))).toBe(`/payments/${id}`);
    const nothing = await anna.get(`/payments?find=${MISTYPED_ACCOUNT}`);
    expect([nothing.status, nothing.text.includes('Такого счёта и такого платежа нет')]).toEqual([422, true]);
    const csv = await anna.get(`/payments/file?format=csv&account=${MEANT_ACCOUNT}`);
    expect(csv.text).toContain(`2026-10-05;${MEANT_ACCOUNT};2500,00;реестр банка`);
  });
});

describe('the file of debts for a bank', () => {
  it('names account, house, sum and month, and is named as the bank wants it', async () => {
    const { text, headers } = await anna.get('/registries/debts?format=text&payee=main');
    expect(headers.get('content-disposition')).toMatch(/filename="\d{10}_\d{20}_001_0926\.txt"/);
    const lines = text.split('\r\n').slice(0, -1);
    for (const line of lines) expect(line).toMatch(/^\d{10};[\w-]+;\d+\.\d{2};0926$/);
    const stated = lines.find((line) => line.startsWith(MEANT_ACCOUNT))?.split(';')[2];
    expect(Math.round(Number(stated) * 100)).toBe(await debt(MEANT_ACCOUNT, '2026-10-15'));
    const table = await anna.get('/registries/debts?format=csv&payee=main&asOf=30.09.2026');
    expect(table.headers.get('content-disposition')).toMatch(/_0926_2026-09-30\.csv"/);
  });

  it.each([
    ['asOf=2026-02-31', 'Дня 31.02.2026 в календаре нет'],
    ['asOf=abc', 'Это не дата'],
    ['asOf=', 'такого дня нет в календаре'],
    ['payee=zzz', 'Выберите из списка, чьи деньги'],
    ['format=pdf', 'Выберите вид файла из списка'],
  ])('is not handed out for %s, which there is not', async (asked, words) => {
    const { status, text, headers } = await anna.get(`/registries/debts?${asked}`);
    expect([status, headers.get('content-disposition')]).toEqual([422, null]);
    expect([text.includes(words), text.includes(`href="#${asked.split('=')[0] ?? ''}"`)]).toEqual([true, true]);
  });
});

describe('the month', () => {
  it('closes with a balance that has the payment of its own day, and the night again adds nothing', async () => {
    office.clock.set('2026-11-01', '02:00:00', TIME_ZONE);
    await office.kvitok.app.get(NightTurns).run({ date: MONTH_END });
    await office.kvitok.drain();
    const statement = (await billing.statements(MEANT_ACCOUNT)).at(-1);
    const main = statement?.payees.find(({ payee }) => payee === 'main');
    expect(statement?.period).toBe('2026-10');
    expect(main?.paymentsKopecks).toBe(2_500_00);
    expect(main?.closingKopecks).toBe(await debt(MEANT_ACCOUNT, MONTH_END));
    const before = await head();
    await office.kvitok.app.get(NightTurns).run({ date: MONTH_END });
    await office.kvitok.drain();
    expect(await head()).toBe(before);
  });

  it('has a part that went back as that part in the turnover sheet, and every row adds up to the statements', async () => {
    const vera = await office.officer('accountant', 'vera');
    const { text } = await vera.get('/api/turnover?from=2026-10&to=2026-10&by=account');
    const { rows } = JSON.parse(text) as { readonly rows: readonly Readonly<Record<string, number | string>>[] };
    const of = (row: (typeof rows)[number], name: string) => Number(row[`${name}Kopecks`]);
    const known = rows.find(({ account, payee }) => account === KNOWN_ACCOUNT && payee === 'main') ?? {};
    // Paid 1,000.00, of which 400.00 went back; and 70.00 at the bank, of which 20.00 and then 50.00 did; the other 600.00
    // were moved away and back.
    expect([of(known, 'paid'), of(known, 'returned')]).toEqual([1_670_00, 1_070_00]);
    for (const row of rows) {
      const billed = of(row, 'charged') + of(row, 'recalculated') + of(row, 'penalty');
      expect(of(row, 'opening') + billed - of(row, 'paid') + of(row, 'returned')).toBe(of(row, 'closing'));
      const statement = (await billing.statements(String(row['account']))).at(-1);
      const figures = statement?.payees.find(({ payee }) => payee === row['payee']);
      expect([statement?.period, figures?.paymentsKopecks]).toEqual(['2026-10', of(row, 'paid') - of(row, 'returned')]);
    }
  });

  it('is the same when every read model is built anew', async () => {
    const { projections, store, readModelStore } = office.kvitok.stack;
    const rebuilt = await rebuildAll(projections, {
      events: store,
      store: readModelStore,
      restart: true,
      afterwards: 'drop',
    });
    expect(rebuilt.map(({ comparison }) => comparison)).toEqual(projections.map(() => 'equal'));
  });
});

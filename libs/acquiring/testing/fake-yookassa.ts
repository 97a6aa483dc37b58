import { randomUUID } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A server that answers as the published contract of YooKassa says (https://yookassa.ru/developers/api): Basic
 * authentication, an `Idempotence-Key` on every POST and its answer again for the same key, payments with statuses,
 * capture, cancellation, lists by time, refunds, a `payment_order` that names the payer's account, saved methods of payment. It refuses what the
 * contract refuses, so that an adapter that departs from it fails here.
 */
export class FakeYooKassa {
  /** What was asked, without the answer. */
  readonly requests: { readonly method: string; readonly path: string; readonly key: string | null; body: Body }[] = [];
  /** The next answers: a status in place of the proper one, null for a connection that breaks, or the proper one. */
  readonly faults: (number | null | 'proper')[] = [];
  /** Called with every question in place of an answer, where a test speaks for the bank. */
  speak: ((response: ServerResponse) => void) | null = null;
  /** What the clock of the bank says. */
  now = '2026-04-05T08:00:00.000Z';
  private readonly refunds: { readonly payment_id: string; readonly created_at: string; readonly status: string }[] =
    [];
  private readonly payments = new Map<string, Body>();
  private readonly answers = new Map<string, { readonly body: string; readonly id: string }>();
  private readonly methods = new Map<string, string>();
  private server: Server | null = null;

  constructor(
    private readonly shop = { shopId: '100500', secretKey: 'test_secret_key' },
    /** Whether the shop takes money in two stages whatever is asked. */
    private readonly twoStages = false,
  ) {}

  async start(): Promise<string> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/v3`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server?.close(resolve));
  }

  /** What the payer, or time, does on the bank's side. */
  become(id: string, status: 'succeeded' | 'waiting_for_capture' | 'canceled', reason = 'insufficient_funds'): void {
    const payment = this.payments.get(id) as Body;
    const saved = payment['save_payment_method'] === true && status === 'succeeded';
    this.methods.set(id, status);
    this.payments.set(id, {
      ...payment,
      status: this.twoStages && status === 'succeeded' ? 'waiting_for_capture' : status,
      payment_method: { type: 'bank_card', id, saved, title: 'Bank card *4477' },
      ...(status === 'succeeded' && !this.twoStages ? { captured_at: this.now } : {}),
      ...(status === 'canceled' ? { cancellation_details: { party: 'payment_network', reason } } : {}),
    });
  }

  refund(id: string, value: string): void {
    const payment = this.payments.get(id) as Body;
    this.payments.set(id, { ...payment, refunded_amount: { value, currency: 'RUB' } });
    this.refunds.push({ payment_id: id, created_at: this.now, status: 'succeeded' });
  }

  /** A payment that was made in the shop otherwise: by an invoice, or in another currency. */
  madeOtherwise(amount: object, more: Body = {}): string {
    const id = randomUUID();
    this.payments.set(id, { id, amount, status: 'succeeded', created_at: this.now, captured_at: this.now, ...more });
    return id;
  }

  /** The payment is gone: it was made in another shop. */
  forget(id: string): void {
    this.payments.delete(id);
  }

  get paymentIds(): readonly string[] {
    return [...this.payments.keys()];
  }

  statusOf(id: string): unknown {
    return this.payments.get(id)?.['status'];
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text === '' ? {} : (JSON.parse(text) as Body);
    const { method = '', url: path = '' } = request;
    const key = (request.headers['idempotence-key'] as string | undefined) ?? null;
    this.requests.push({ method, path, key, body });
    if (this.speak !== null) {
      this.speak(response);
      return;
    }
    const next = this.faults.shift();
    const fault = next === 'proper' ? undefined : next;
    if (fault === null) {
      // The answer is lost, and the work is done: the worst that a line can do.
      this.proper(request, method, path, key, body);
      request.socket.destroy();
      return;
    }
    const { status, answer } =
      fault === undefined ? this.proper(request, method, path, key, body) : { status: fault, answer: failure('fault') };
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  }

  private proper(request: IncomingMessage, method: string, path: string, key: string | null, body: Body): Answer {
    const { shopId, secretKey } = this.shop;
    const basic = `Basic ${Buffer.from(`${shopId}:${secretKey}`).toString('base64')}`;
    if (request.headers.authorization !== basic) return { status: 401, answer: failure('invalid_credentials') };
    if (method === 'GET') return this.get(path);
    if (key === null || key === '' || key.length > 64) {
      return { status: 400, answer: failure('invalid_request', 'Idempotence-Key') };
    }
    const known = this.answers.get(key);
    if (known !== undefined) {
      if (known.body !== JSON.stringify(body)) return { status: 400, answer: failure('invalid_request', 'duplicate') };
      return { status: 200, answer: this.payments.get(known.id) as Body };
    }
    const made = path === '/v3/payments' ? this.create(body) : this.settle(path);
    if (made.status === 200) this.answers.set(key, { body: JSON.stringify(body), id: String(made.answer['id']) });
    return made;
  }

  private get(path: string): Answer {
    const { pathname, searchParams } = new URL(path, 'http://bank.local');
    if (pathname === '/v3/payments') return page([...this.payments.values()], searchParams);
    if (pathname === '/v3/refunds') return page(this.refunds, searchParams);
    const payment = this.payments.get(path.replace('/v3/payments/', ''));
    return payment === undefined ? { status: 404, answer: failure('not_found') } : { status: 200, answer: payment };
  }

  private create(body: Body): Answer {
    const wrong = wrongIn(body);
    if (wrong !== null) return { status: 400, answer: failure('invalid_request', wrong) };
    const { payment_method_id: methodId } = body;
    if (methodId !== undefined && this.methods.get(methodId as string) !== 'succeeded') {
      return { status: 400, answer: failure('invalid_request', 'payment_method_id') };
    }
    const id = randomUUID();
    const { amount, description, metadata, save_payment_method } = body;
    const confirmation = {
      type: 'redirect',
      confirmation_url: `https://yoomoney.ru/checkout/payments/v2/contract?orderId=${id}`,
    };
    const pending = { status: 'pending', paid: false, confirmation };
    const charged = {
      status: 'succeeded',
      paid: true,
      payment_method: { id: methodId, saved: true },
      captured_at: this.now,
    };
    const state = methodId === undefined ? pending : charged;
    const made = { id, amount, description, metadata, save_payment_method, created_at: this.now, test: true, ...state };
    this.payments.set(id, JSON.parse(JSON.stringify(made)) as Body);
    return { status: 200, answer: this.payments.get(id) as Body };
  }

  /** Takes the money that is held, or lets go of it. */
  private settle(path: string): Answer {
    const [, id = '', act] = /^\/v3\/payments\/([^/]+)\/(capture|cancel)$/.exec(path) ?? [];
    const payment = this.payments.get(id);
    if (payment?.['status'] !== 'waiting_for_capture') {
      return { status: 400, answer: failure('invalid_request', 'status') };
    }
    const cancelled = {
      status: 'canceled',
      cancellation_details: { party: 'merchant', reason: 'canceled_by_merchant' },
    };
    const captured = { status: 'succeeded', paid: true, captured_at: this.now };
    this.payments.set(id, { ...payment, ...(act === 'capture' ? captured : cancelled) });
    return { status: 200, answer: this.payments.get(id) as Body };
  }
}

type Body = Readonly<Record<string, unknown>>;

interface Answer {
  readonly status: number;
  readonly answer: Body;
}

/** A page of a list, the latest first, as the contract has it: by time, from a cursor. */
function page(items: readonly Body[], query: URLSearchParams): Answer {
  const [from, to] = [query.get('created_at.gte') ?? '', query.get('created_at.lte') ?? '9'];
  const [limit, first] = [Number(query.get('limit') ?? 10), Number(query.get('cursor') ?? 0)];
  if (limit < 1 || limit > 100) return { status: 400, answer: failure('invalid_request', 'limit') };
  const status = query.get('status');
  const found = items
    .filter(({ created_at: at }) => String(at) >= from && String(at) <= to)
    .filter((item) => status === null || item['status'] === status)
    .reverse();
  const more = found.length > first + limit ? { next_cursor: String(first + limit) } : {};
  return { status: 200, answer: { type: 'list', items: found.slice(first, first + limit), ...more } };
}

function failure(code: string, parameter?: string): Body {
  return {
    type: 'error',
    id: randomUUID(),
    code,
    description: code,
    ...(parameter === undefined ? {} : { parameter }),
  };
}

/** The parameter that the contract refuses; null where all is well. */
function wrongIn(body: Body): string | null {
  const { amount, confirmation, payment_method_id: methodId, payment_order: order, description, metadata } = body;
  const { value, currency } = (amount ?? {}) as Body;
  if (typeof value !== 'string' || !/^\d+\.\d{2}$/.test(value) || currency !== 'RUB') return 'amount';
  if (typeof description === 'string' && description.length > 128) return 'description';
  if (!isMetadata(metadata)) return 'metadata';
  const { type, return_url: back } = (confirmation ?? {}) as Body;
  if (methodId === undefined && (type !== 'redirect' || typeof back !== 'string')) return 'confirmation';
  return order === undefined ? null : wrongInOrder(order as Body, amount as Body);
}

/** Up to 16 pairs, names of up to 32 characters, values of up to 512. */
function isMetadata(metadata: unknown): boolean {
  if (metadata === undefined) return true;
  const pairs = Object.entries(metadata as Body);
  const fits = ([name, value]: [string, unknown]) =>
    name.length <= 32 && typeof value === 'string' && value.length <= 512;
  return pairs.length <= 16 && pairs.every(fits);
}

/** https://yookassa.ru/developers/payment-acceptance/scenario-extensions/utility-payments */
function wrongInOrder(
  { type, amount, payment_purpose: purpose, recipient, account_number: account }: Body,
  whole: Body,
) {
  const { name, inn, bank } = (recipient ?? {}) as Body;
  const { name: bankName, bic, account: bankAccount, correspondent_account: corr } = (bank ?? {}) as Body;
  if (type !== 'utilities') return 'payment_order.type';
  if (JSON.stringify(amount) !== JSON.stringify(whole)) return 'payment_order.amount';
  if (typeof purpose !== 'string' || purpose.length === 0 || purpose.length > 210)
    return 'payment_order.payment_purpose';
  if (typeof name !== 'string' || !/^\d{10}(\d{2})?$/.test(String(inn))) return 'payment_order.recipient';
  if (typeof bankName !== 'string' || bankName.length > 45 || !/^\d{9}$/.test(String(bic))) return 'payment_order.bank';
  if (!/^\d{20}$/.test(String(bankAccount)) || !/^\d{20}$/.test(String(corr))) return 'payment_order.bank';
  if (typeof account !== 'string' || account.length > 30) return 'payment_order.account_number';
  return null;
}

import { z } from 'zod';
import {
  Acquirer,
  AcquirerPayment,
  AcquirerRefusedError,
  AcquirerUnavailableError,
  ListedPayment,
  ListedPayments,
  LostPayment,
  NewAcquirerPayment,
  PaymentPurpose,
} from './acquirer.port';

export interface YooKassaSettings {
  readonly shopId: string;
  readonly secretKey: string;
  /** The documented one where absent; a test names its own server. */
  readonly endpoint?: string;
  /** Origins of the confirmation pages; the documented one where absent. */
  readonly pageOrigins?: readonly string[];
  /** How long an answer is waited for, milliseconds. */
  readonly timeoutMilliseconds?: number;
}

/** https://yookassa.ru/developers/using-api/basics */
const ENDPOINT = 'https://api.yookassa.ru/v3';
/** Where `confirmation_url` leads. */
const PAGE_ORIGINS = ['https://yoomoney.ru'];
const TIMEOUT_MILLISECONDS = 15_000;
/** A page of a list holds 100 payments of about two kilobytes each. */
const ANSWER_BYTES_LIMIT = 1024 * 1024;
/** https://yookassa.ru/developers/api: the longest page of a list. */
const LIST_PAGE_LIMIT = 100;
/** Pages that are read for one question: 20,000 payments, or refunds. */
const LIST_PAGES_LIMIT = 200;
/** https://yookassa.ru/developers/api: limits of `description`, and of a utility payment order. */
const DESCRIPTION_CHARACTERS_LIMIT = 128;
const PURPOSE_CHARACTERS_LIMIT = 210;
const BANK_NAME_CHARACTERS_LIMIT = 45;
const ACCOUNT_CHARACTERS_LIMIT = 30;

/** Ids of objects: hexadecimal groups and dashes. Anything else is not put into an address. */
const OBJECT_ID = /^[0-9a-f-]{20,50}$/i;
const EVENTS = ['payment.waiting_for_capture', 'payment.succeeded', 'payment.canceled', 'refund.succeeded'] as const;

const amount = z.object({ value: z.string().regex(/^\d{1,12}\.\d{2}$/), currency: z.literal('RUB') });

const paymentObject = z.object({
  id: z.string().regex(OBJECT_ID),
  status: z.enum(['pending', 'waiting_for_capture', 'succeeded', 'canceled']),
  amount,
  refunded_amount: amount.optional(),
  confirmation: z.object({ confirmation_url: z.string().optional() }).optional(),
  payment_method: z
    .object({ id: z.string().max(100), saved: z.boolean().optional(), title: z.string().max(100).optional() })
    .optional(),
  cancellation_details: z.object({ reason: z.string().max(100) }).optional(),
  // Money that came is noted whatever is wrong with its time.
  captured_at: z.iso.datetime({ offset: true }).optional().catch(undefined),
  metadata: z.record(z.string(), z.string()).optional(),
});

const notification = z.object({
  type: z.literal('notification'),
  event: z.enum(EVENTS),
  object: z.object({ id: z.string().regex(OBJECT_ID), payment_id: z.string().regex(OBJECT_ID).optional() }),
});

/** https://yookassa.ru/developers/api#get_payments_list, #get_refunds_list */
const list = z.object({
  items: z.array(z.unknown()).max(LIST_PAGE_LIMIT),
  next_cursor: z.string().max(200).optional(),
});
const refundObject = z.object({ payment_id: z.string().regex(OBJECT_ID) });
const named = z.object({ metadata: z.object({ reference: z.string() }) });
/** Of a payment in a list, beside what every answer tells. */
const listedObject = z.object({
  metadata: z.record(z.string(), z.string()).default({}),
});

const failure = z.object({ code: z.string().max(100), parameter: z.string().max(200).optional() });

const STATES = {
  pending: 'pending',
  waiting_for_capture: 'authorized',
  succeeded: 'captured',
  canceled: 'declined',
} as const;

/**
 * YooKassa by its API v3. Payments are made with `capture`, so that money is taken at once; a shop that takes it in two
 * stages is answered by `capture`. Its notifications carry no signature: what they say is not read, the payment is asked
 * for instead (https://yookassa.ru/developers/using-api/webhooks). A repeated request with the same `Idempotence-Key`
 * within 24 hours is answered with the first payment.
 */
export class YooKassaAcquirer implements Acquirer {
  readonly name = 'yookassa';
  readonly pageOrigins: readonly string[];
  private readonly endpoint: string;
  private readonly timeout: number;
  private readonly authorization: string;

  constructor({ shopId, secretKey, endpoint, pageOrigins, timeoutMilliseconds }: YooKassaSettings) {
    this.endpoint = endpoint ?? ENDPOINT;
    this.pageOrigins = pageOrigins ?? PAGE_ORIGINS;
    this.timeout = timeoutMilliseconds ?? TIMEOUT_MILLISECONDS;
    this.authorization = `Basic ${Buffer.from(`${shopId}:${secretKey}`).toString('base64')}`;
  }

  async create(payment: NewAcquirerPayment): Promise<AcquirerPayment> {
    const { reference, methodId, saveMethod, purpose, labels } = payment;
    const body = {
      amount: roubles(payment.amountKopecks),
      capture: true,
      description: payment.description.slice(0, DESCRIPTION_CHARACTERS_LIMIT),
      metadata: { ...labels, reference },
      ...(methodId === null
        ? { confirmation: { type: 'redirect', return_url: payment.returnAddress } }
        : { payment_method_id: methodId }),
      ...(saveMethod ? { save_payment_method: true } : {}),
      ...(purpose === null ? {} : { payment_order: paymentOrder(payment.amountKopecks, purpose) }),
    };
    return this.paymentOf(await this.ask('POST', '/payments', { key: reference, body }));
  }

  async find(acquirerPaymentId: string): Promise<AcquirerPayment | null> {
    if (!OBJECT_ID.test(acquirerPaymentId)) return null;
    const answer = await this.ask('GET', `/payments/${acquirerPaymentId}`, null);
    return answer === null ? null : this.paymentOf(answer);
  }

  async capture(acquirerPaymentId: string): Promise<AcquirerPayment> {
    const path = `/payments/${acquirerPaymentId}/capture`;
    return this.paymentOf(await this.ask('POST', path, { key: `${acquirerPaymentId}-capture`, body: {} }));
  }

  async cancel(acquirerPaymentId: string): Promise<AcquirerPayment> {
    const path = `/payments/${acquirerPaymentId}/cancel`;
    return this.paymentOf(await this.ask('POST', path, { key: `${acquirerPaymentId}-cancel`, body: {} }));
  }

  /** It finds by time alone: the name stands in what was found. */
  async look({ reference, from, to }: LostPayment): Promise<AcquirerPayment | null> {
    for await (const item of this.listed('/payments', { 'created_at.gte': from, 'created_at.lte': to })) {
      const said = named.safeParse(item);
      if (said.success && said.data.metadata.reference === reference) return this.paymentOf(item);
    }
    return null;
  }

  async refundedSince(from: string): Promise<readonly string[]> {
    const payments = new Set<string>();
    for await (const item of this.listed('/refunds', { 'created_at.gte': from, status: 'succeeded' })) {
      const said = refundObject.safeParse(item);
      if (said.success) payments.add(said.data.payment_id);
    }
    return [...payments];
  }

  async madeSince(from: string): Promise<ListedPayments> {
    const payments: ListedPayment[] = [];
    let unread = 0;
    for await (const item of this.listed('/payments', { 'created_at.gte': from })) {
      const [said, kept] = [paymentObject.safeParse(item), listedObject.safeParse(item)];
      if (!said.success || !kept.success) {
        unread += 1;
        continue;
      }
      const { reference, ...labels } = kept.data.metadata;
      void reference;
      payments.push({ payment: this.paymentOf(item), labels });
    }
    // The bank tells the latest first.
    return { payments: payments.reverse(), unread };
  }

  private async *listed(path: string, filter: Readonly<Record<string, string>>): AsyncGenerator<unknown> {
    let cursor: string | undefined;
    for (let page = 0; page < LIST_PAGES_LIMIT; page += 1) {
      const query = new URLSearchParams({ ...filter, limit: String(LIST_PAGE_LIMIT) });
      if (cursor !== undefined) query.set('cursor', cursor);
      const answer = list.safeParse(await this.ask('GET', `${path}?${query.toString()}`, null));
      if (!answer.success) throw new AcquirerUnavailableError(this.name, 'the answer is no list');
      yield* answer.data.items;
      cursor = answer.data.next_cursor;
      if (cursor === undefined) return;
    }
    throw new AcquirerUnavailableError(this.name, `more than ${String(LIST_PAGES_LIMIT)} pages of ${path}`);
  }

  subjectOf(told: unknown): string | null {
    const parsed = notification.safeParse(told);
    if (!parsed.success) return null;
    const { event, object } = parsed.data;
    return event === 'refund.succeeded' ? (object.payment_id ?? null) : object.id;
  }

  /** Null for a GET of what is not there. */
  private async ask(
    method: 'GET' | 'POST',
    path: string,
    sent: { readonly key: string; readonly body: object } | null,
  ): Promise<unknown> {
    const response = await this.fetched(method, path, sent);
    const text = await this.textOf(response);
    if (response.status === 404 && method === 'GET') return null;
    // 500 and 202 leave the outcome open, 429 asks for patience: the same request may be repeated with the same key.
    if (response.status >= 500 || response.status === 202 || response.status === 429) {
      const isDown = response.status === 429 || response.status > 500;
      throw new AcquirerUnavailableError(this.name, `status ${String(response.status)}`, { isDown });
    }
    const body = parsedJson(text);
    if (response.status === 200) return body;
    const said = failure.safeParse(body);
    const reason = said.success ? [said.data.code, said.data.parameter].filter(Boolean).join(':') : 'unknown';
    throw new AcquirerRefusedError(this.name, `${String(response.status)} ${reason}`);
  }

  private async fetched(
    method: 'GET' | 'POST',
    path: string,
    sent: { readonly key: string; readonly body: object } | null,
  ): Promise<Response> {
    try {
      return await fetch(`${this.endpoint}${path}`, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(this.timeout),
        headers: {
          Authorization: this.authorization,
          Accept: 'application/json',
          ...(sent === null ? {} : { 'Idempotence-Key': sent.key, 'Content-Type': 'application/json' }),
        },
        ...(sent === null ? {} : { body: JSON.stringify(sent.body) }),
      });
    } catch (cause) {
      throw new AcquirerUnavailableError(this.name, 'no answer', { cause, isDown: true });
    }
  }

  /** Not a byte beyond the limit is kept: a server that never ends its answer fills no memory. */
  private async textOf({ body }: Response): Promise<string> {
    if (body === null) return '';
    const reader = body.getReader();
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        bytes += read.value.byteLength;
        if (bytes > ANSWER_BYTES_LIMIT) break;
        chunks.push(read.value);
      }
      // Nothing more is wanted: the connection ends with it.
      if (bytes > ANSWER_BYTES_LIMIT) await reader.cancel();
    } catch (cause) {
      throw new AcquirerUnavailableError(this.name, 'the answer broke off', { cause, isDown: true });
    }
    if (bytes > ANSWER_BYTES_LIMIT) throw new AcquirerUnavailableError(this.name, 'the answer is too long');
    return Buffer.concat(chunks).toString('utf8');
  }

  private paymentOf(answer: unknown): AcquirerPayment {
    const parsed = paymentObject.safeParse(answer);
    if (!parsed.success) throw new AcquirerUnavailableError(this.name, 'the answer is no payment of roubles');
    const { id, status, metadata, confirmation, payment_method: method, cancellation_details: why } = parsed.data;
    const { captured_at: capturedAt } = parsed.data;
    return {
      acquirerPaymentId: id,
      reference: metadata?.['reference'] ?? null,
      state: STATES[status],
      amountKopecks: kopecks(parsed.data.amount.value),
      refundedKopecks: parsed.data.refunded_amount === undefined ? 0 : kopecks(parsed.data.refunded_amount.value),
      capturedAt: capturedAt === undefined ? null : new Date(capturedAt).toISOString(),
      pageAddress: this.ownPage(confirmation?.confirmation_url),
      method: method?.saved === true ? { methodId: method.id, title: method.title ?? 'способ оплаты' } : null,
      declineReason: why?.reason ?? null,
    };
  }

  /** An address that leads elsewhere is no page of the bank, whoever has sent it. */
  private ownPage(address: string | undefined): string | null {
    if (address === undefined || !URL.canParse(address)) return null;
    return this.pageOrigins.includes(new URL(address).origin) ? address : null;
  }
}

/**
 * The order of a payment for housing and utilities, which GIS ZhKKh is told.
 * https://yookassa.ru/developers/payment-acceptance/scenario-extensions/utility-payments
 */
function paymentOrder(amountKopecks: number, { account, recipient }: PaymentPurpose): object {
  return {
    type: 'utilities',
    amount: roubles(amountKopecks),
    payment_purpose: `Оплата жилищно-коммунальных услуг, лицевой счёт ${account}`.slice(0, PURPOSE_CHARACTERS_LIMIT),
    recipient: {
      name: recipient.name,
      inn: recipient.inn,
      ...(recipient.kpp === null ? {} : { kpp: recipient.kpp }),
      bank: {
        name: recipient.bankName.slice(0, BANK_NAME_CHARACTERS_LIMIT),
        bic: recipient.bic,
        account: recipient.bankAccount,
        correspondent_account: recipient.correspondentAccount,
      },
    },
    account_number: account.slice(0, ACCOUNT_CHARACTERS_LIMIT),
  };
}

function roubles(amountKopecks: number): { readonly value: string; readonly currency: 'RUB' } {
  const digits = String(amountKopecks).padStart(3, '0');
  return { value: `${digits.slice(0, -2)}.${digits.slice(-2)}`, currency: 'RUB' };
}

function kopecks(value: string): number {
  return Number(value.replace('.', ''));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

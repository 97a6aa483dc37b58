import { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Server } from 'node:http';
import request from 'supertest';
import { RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, CommandOrigin } from '#libs/platform';
import {
  additionalServiceDecider,
  additionalServiceStream,
  CompleteOrder,
  NoteOrderPayment,
  NoteOrderRefund,
  orderDecider,
  orderStream,
  ServiceTerms,
} from '#services/support';
import { CLIENTS } from '../../services/app/gateways/create-cabinet';
import { IDENTITY_CLIENT } from '../../services/identity/api/client';
import { PAYMENTS_CLIENT } from '../../services/payments/api/client';
import { configureCabinet, ResidentModule, WAIT_UNTIL_SEEN } from '../../services/resident';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { Story, storyteller } from '../scenario/support/story';
import { sumAfter } from '../support/page-text';

const begin = storyteller();

const TERMS: ServiceTerms = {
  name: 'Вызов электрика',
  description: 'Найдёт и устранит неисправность.',
  unit: 'час',
  unitPriceKopecks: 750_50,
  quantityLimit: 4,
  leadDays: 1,
  horizonDays: 14,
  slotsPerDay: 1,
  doneOn: 'every_day',
  changeDaysBefore: 1,
};
const offer = (serviceId: string, terms: ServiceTerms) =>
  ({
    stream: additionalServiceStream(serviceId),
    decider: additionalServiceDecider,
    command: { kind: 'OfferAdditionalService', serviceId, from: '2026-03-01', terms },
    commandId: `offer:${serviceId}`,
    actor: 'staff:test',
  }) as unknown as AnyCommand;
const done = (orderId: string, day: string) =>
  ({
    stream: orderStream(orderId),
    decider: orderDecider,
    command: { kind: 'CompleteOrder', orderId, completedOn: day, today: day } satisfies CompleteOrder,
    commandId: `done:${orderId}`,
    actor: 'staff:test',
  }) as unknown as AnyCommand;

/** What the bank says of an order. */
const told = (command: NoteOrderPayment | NoteOrderRefund) =>
  ({
    stream: orderStream(command.orderId),
    decider: orderDecider,
    command,
    commandId: `${command.kind}:${command.paymentId}`,
    actor: 'service:support',
  }) as unknown as AnyCommand;
const withdrawn = (serviceId: string, from: string) =>
  ({
    stream: additionalServiceStream(serviceId),
    decider: additionalServiceDecider,
    command: { kind: 'WithdrawAdditionalService', serviceId, from },
    commandId: `withdraw:${serviceId}`,
    actor: 'staff:test',
  }) as unknown as AnyCommand;

/** Sessions are named after the accounts that they open. */
const identity = {
  session: (token: string) => Promise.resolve({ accounts: token.split('-'), login: `login-${token}` }),
};

/** What was asked of the bank; its page is elsewhere. */
const started: unknown[] = [];
const commands: string[] = [];
const bank = {
  refuses: null as string | null,
  online: () => Promise.resolve({ isOffered: true, pageOrigins: ['https://bank.example'] }),
  startPayment(payment: unknown, { commandId }: CommandOrigin) {
    if (this.refuses !== null) return Promise.reject(new RejectedError(new Rejection(this.refuses)));
    started.push(payment);
    commands.push(commandId);
    return Promise.resolve({ paymentId: 'p-1', redirectUrl: 'https://bank.example/p-1', position: 0 });
  },
};

async function serve(story: Story): Promise<INestApplication> {
  const { kvitok, clock } = story.stack;
  const providers = [
    ...CLIENTS.map((token) => ({ provide: token, useValue: kvitok.app.get<unknown>(token, { strict: false }) })),
    { provide: IDENTITY_CLIENT, useValue: identity },
    { provide: PAYMENTS_CLIENT, useValue: bank },
    { provide: CLOCK, useValue: clock },
    { provide: WAIT_UNTIL_SEEN, useValue: () => kvitok.drain() },
  ];
  const settings = { publicAddress: 'http://127.0.0.1', allowedHosts: [], formSecret: 'secret-of-the-forms-of-a-test' };
  const cabinet = await NestFactory.create(ResidentModule.forRoot(settings, providers), {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  await configureCabinet(cabinet);
  return cabinet.init();
}

/** The browser of a person: it keeps cookies and sends forms as they stand on the page that was seen last. */
class Visitor {
  private readonly agent;
  page = '';

  constructor(cabinet: INestApplication, ...accounts: string[]) {
    this.agent = request.agent(cabinet.getHttpServer() as Server);
    this.agent.jar.setCookie(`kvitok_session=${accounts.join('-')}`);
  }

  /** What the page says, without its markup; spaces that do not break are plain. */
  get text(): string {
    const body = /<main[^>]*>([\s\S]*)<\/main>/.exec(this.page)?.[1] ?? this.page;
    return body.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0\u202f]+/g, ' ');
  }

  async open(path: string): Promise<number> {
    const { status, text } = await this.agent.get(path);
    this.page = text;
    return status;
  }

  /** Sends the form with this action; the fields that are hidden on the page and these. Follows where it leads. */
  async send(action: string, fields: Readonly<Record<string, string>> = {}): Promise<number> {
    const answer = await this.agent
      .post(action)
      .type('form')
      .send({ ...this.hiddenOf(action), ...fields });
    this.page = answer.text;
    if (answer.status !== 303) return answer.status;
    const location = answer.headers['location'] as string;
    return location.startsWith('/') ? this.open(location) : this.leaveFor(location);
  }

  private leaveFor(address: string): number {
    this.page = address;
    return 303;
  }

  /** Fields that the form with this action has on the page without showing them. */
  hiddenOf(action: string): Record<string, string> {
    const form = this.page.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
    const inputs = form.split('</form>')[0]?.match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
    return Object.fromEntries(
      inputs.map((input) => [/name="([^"]*)"/.exec(input)?.[1] ?? '', /value="([^"]*)"/.exec(input)?.[1] ?? '']),
    );
  }
}

const ORDER_FORM = '/services/electrician/order';
const WISH = { visitOn: '2026-03-12', partOfDay: 'evening', quantity: '2', comment: 'код 42', paid: 'on_slip' };
const orderIdIn = (page: string) => /o-[0-9a-f]{20}/.exec(page)?.[0] ?? '';

describe('additional services in the cabinet', () => {
  let story: Story;
  let cabinet: INestApplication;
  let visitor: Visitor;

  beforeEach(async () => {
    story = await begin({ accounts: { A1: { connected: { upkeep: '' } }, B1: { connected: { upkeep: '' } } } });
    const single = { ...TERMS, name: 'Поверка счётчика воды', unit: 'шт.', quantityLimit: 1, unitPriceKopecks: 900_00 };
    await story.tomorrow(offer('electrician', TERMS), offer('verification', single));
    await story.through('2026-03-02');
    story.stack.setTime('2026-03-03', '10:00:00');
    cabinet = await serve(story);
    visitor = new Visitor(cabinet, 'A1');
  });
  afterEach(() => cabinet.close());

  async function order(wish: Partial<typeof WISH> = {}, who = visitor): Promise<string> {
    await who.open(ORDER_FORM);
    await who.send(ORDER_FORM, { ...WISH, ...wish, step: 'check' });
    // Whoever pays at once is led to the bank.
    const isPaid = wish.paid === 'at_once';
    expect(await who.send(ORDER_FORM, { step: 'place' })).toBe(isPaid ? 303 : 200);
    if (isPaid) await who.open('/orders');
    const orderId = orderIdIn(who.page);
    await who.open(`/orders/${orderId}`);
    return orderId;
  }

  it('are shown with their prices to whoever has signed in', async () => {
    expect(await visitor.open('/services')).toBe(200);
    expect(visitor.text).toContain('Вызов электрика');
    expect(visitor.text).toContain('750,50 ₽ за 1 час');
    expect(visitor.text).toContain('900,00 ₽ за 1 шт.');
    const stranger = await request(cabinet.getHttpServer() as Server).get('/services');
    expect([stranger.status, stranger.headers['location']]).toEqual([303, '/sign-in?next=%2Fservices']);
  });

  it('are ordered in three steps: chosen, checked, done', async () => {
    await visitor.open(ORDER_FORM);
    expect(visitor.page).toContain('<option value="2026-03-12"');
    expect(visitor.page).not.toContain('<option value="2026-03-03"');
    await visitor.send(ORDER_FORM, { ...WISH, step: 'check' });
    expect(visitor.text).toContain('Проверьте заказ');
    expect(visitor.text).toContain('четверг, 12 марта, вечером');
    expect(visitor.text).toContain('1 501,00 ₽');
    expect(visitor.text).toContain('последний день: среда, 11 марта');
    await visitor.send(ORDER_FORM, { step: 'place' });
    expect(visitor.text).toContain('Заказ принят');
    expect(visitor.text).toContain('Платить сейчас не нужно');
    expect(visitor.text).toContain('код 42');
    await visitor.open('/orders');
    expect(visitor.text).toContain('Вызов электрика 12 марта 2026 Принят, ждёт подтверждения 1 501,00 ₽');
  });

  it('keep what was typed when the order is changed at the check', async () => {
    await visitor.open(ORDER_FORM);
    await visitor.send(ORDER_FORM, { ...WISH, step: 'check' });
    expect(await visitor.send(ORDER_FORM, { step: 'change' })).toBe(200);
    expect(visitor.page).toMatch(/<option value="2026-03-12" selected/);
    expect(visitor.page).toMatch(/value="evening" checked/);
    expect(visitor.page).toContain('>код 42</textarea>');
    await visitor.open('/orders');
    expect(visitor.text).toContain('Заказов пока нет');
  });

  it.each([
    ['no day', { visitOn: '' }, 'visitOn', 'Выберите день из списка.'],
    ['too much', { quantity: '5' }, 'quantity', 'Введите число от 1 до 4.'],
    ['no number', { quantity: 'две' }, 'quantity', 'Введите число от 1 до 4.'],
    ['a long comment', { comment: 'я'.repeat(501) }, 'comment', 'Сократите до 500 знаков.'],
    ['no part of the day', { partOfDay: 'night' }, 'partOfDay', 'Выберите, когда Вам удобнее.'],
    ['no way of payment', { paid: 'later' }, 'paid', 'Выберите, как оплатить.'],
  ])('with %s are asked for again, with a link to the field', async (_, wish, field, message) => {
    await visitor.open(ORDER_FORM);
    expect(await visitor.send(ORDER_FORM, { ...WISH, ...wish, step: 'check' })).toBe(422);
    expect(visitor.page).toContain(`<a href="#${field}">${message}</a>`);
    expect(visitor.page).toContain(`id="${field}"`);
  });

  it('are refused for a day that somebody else has just taken, which is not offered any more', async () => {
    await visitor.open(ORDER_FORM);
    await visitor.send(ORDER_FORM, { ...WISH, step: 'check' });
    const neighbour = new Visitor(cabinet, 'B1');
    await order({}, neighbour);
    expect(await visitor.send(ORDER_FORM, { step: 'place' })).toBe(422);
    expect(visitor.text).toContain('свободного времени больше нет');
    expect(visitor.page).not.toContain('<option value="2026-03-12"');
  });

  it('are ordered once when the form is sent twice', async () => {
    await visitor.open(ORDER_FORM);
    await visitor.send(ORDER_FORM, { ...WISH, step: 'check' });
    const check = visitor.page;
    await visitor.send(ORDER_FORM, { step: 'place' });
    const first = orderIdIn(visitor.page);
    visitor.page = check;
    await visitor.send(ORDER_FORM, { step: 'place' });
    expect(orderIdIn(visitor.page)).toBe(first);
    await visitor.open('/orders');
    expect(visitor.page.match(/o-[0-9a-f]{20}/g)).toHaveLength(1);
  });

  it('lead to the same order when the form is sent again after the service was withdrawn', async () => {
    await visitor.open(ORDER_FORM);
    await visitor.send(ORDER_FORM, { ...WISH, step: 'check' });
    const check = visitor.page;
    await visitor.send(ORDER_FORM, { step: 'place' });
    const first = orderIdIn(visitor.page);
    await story.stack.state([withdrawn('electrician', '2026-03-03')]);
    await story.stack.kvitok.drain();
    visitor.page = check;
    expect(await visitor.send(ORDER_FORM, { step: 'place' })).toBe(200);
    expect(orderIdIn(visitor.page)).toBe(first);
    visitor.page = check;
    expect(await visitor.send(ORDER_FORM, { step: 'place', key: 'a-new-form-key' })).toBe(409);
    expect(visitor.text).toContain('больше нельзя заказать');
  });

  it('are so many at a time: the form comes back with what was typed and says when it works again', async () => {
    await story.stack.state([offer('plumber', { ...TERMS, slotsPerDay: 50 })]);
    await story.stack.kvitok.drain();
    const form = '/services/plumber/order';
    const place = async () => {
      await visitor.open(form);
      await visitor.send(form, { ...WISH, step: 'check' });
      return visitor.send(form, { step: 'place' });
    };
    for (let count = 0; count < 10; count += 1) expect(await place()).toBe(200);
    expect(await place()).toBe(429);
    expect(visitor.text).toContain('закажите после ближайшего визита, он 12 марта 2026');
    expect(visitor.page).toContain('>код 42</textarea>');
  });

  it('whose payment goes back after the work say that they stand on the slip, and why', async () => {
    const orderId = await order({ paid: 'at_once' });
    const payment = { orderId, account: 'A1', paymentId: 'p-9', amountKopecks: 150_100, paidOn: '2026-03-03' };
    await story.stack.state([
      told({ kind: 'NoteOrderPayment', ...payment }),
      done(orderId, '2026-03-03'),
      told({ kind: 'NoteOrderRefund', ...payment, refundedKopecks: 150_100, refundedOn: '2026-03-04' }),
    ]);
    await story.stack.kvitok.drain();
    await visitor.open(`/orders/${orderId}`);
    expect(visitor.text).toContain(
      'Оплата этого заказа возвращена, а работа выполнена. 1 501,00 ₽ войдут в начисления',
    );
    expect(visitor.text).toContain('Сумма внесена в начисления, потому что его оплата возвращена');
  });

  it('that are paid at once lead to the bank by the press that orders them, and one press more is no second payment', async () => {
    await visitor.open(ORDER_FORM);
    await visitor.send(ORDER_FORM, { ...WISH, paid: 'at_once', step: 'check' });
    expect(visitor.text).toContain('Заказать и оплатить');
    expect(visitor.text).toContain('откроется страница банка');
    const check = visitor.page;
    started.length = 0;
    commands.length = 0;
    for (const press of [1, 2]) {
      visitor.page = check;
      expect([press, await visitor.send(ORDER_FORM, { step: 'place' }), visitor.page]).toEqual([
        press,
        303,
        'https://bank.example/p-1',
      ]);
    }
    await visitor.open('/orders');
    expect(visitor.page.match(/o-[0-9a-f]{20}/g)).toHaveLength(1);
    const orderId = orderIdIn(visitor.page);
    const payment = { account: 'A1', payee: 'main', amountKopecks: 150_100, orderId };
    // One command, by which payments knows that it is one payment.
    expect(started).toEqual([payment, payment]);
    expect(new Set(commands).size).toBe(1);
  });

  it('whose payment the bank does not begin stay ordered, and say how to pay', async () => {
    await visitor.open(ORDER_FORM);
    await visitor.send(ORDER_FORM, { ...WISH, paid: 'at_once', step: 'check' });
    bank.refuses = 'PAYMENTS_ACQUIRER_UNAVAILABLE';
    try {
      expect(await visitor.send(ORDER_FORM, { step: 'place' })).toBe(200);
    } finally {
      bank.refuses = null;
    }
    expect(visitor.text).toContain('Заказ принят, но ещё не оплачен');
    expect(visitor.text).toContain('Оплатить 1 501,00 ₽');
  });

  it('that are paid at once lead to the bank with the sum and the id of the order', async () => {
    const orderId = await order({ paid: 'at_once' });
    expect(visitor.text).toContain('Оплатите заказ до визита');
    const page = visitor.page;
    started.length = 0;
    expect(await visitor.send(`/orders/${orderId}/pay`)).toBe(303);
    expect(visitor.page).toBe('https://bank.example/p-1');
    expect(started).toEqual([{ account: 'A1', payee: 'main', amountKopecks: 150_100, orderId }]);
    visitor.page = page;
    expect(await visitor.send(`/orders/${orderId}/pay`, { amountKopecks: '1' })).toBe(400);
    await visitor.open(`/orders/${orderId}`);
    await visitor.send(`/orders/${orderId}/cancel`);
    visitor.page = page;
    // Cancelled meanwhile: the page is shown again, and nothing is paid.
    expect(await visitor.send(`/orders/${orderId}/pay`)).toBe(200);
    expect(visitor.text).toContain('Отменён');
    expect(started).toHaveLength(1);
  });

  it('are moved and cancelled up to the limit, and not after it', async () => {
    const orderId = await order();
    await visitor.send(`/orders/${orderId}/reschedule`, { visitOn: '2026-03-14', partOfDay: 'morning' });
    expect(visitor.text).toContain('Заказ перенесён');
    expect(visitor.text).toContain('суббота, 14 марта, утром');
    expect(await visitor.send(`/orders/${orderId}/reschedule`, { visitOn: '2026-05-14', partOfDay: 'morning' })).toBe(
      422,
    );
    expect(visitor.text).toContain('На этот день заказать услугу нельзя');
    const form = visitor.page;
    story.stack.setTime('2026-03-14', '10:00:00');
    expect(await visitor.send(`/orders/${orderId}/cancel`)).toBe(409);
    expect(visitor.text).toContain('срок прошёл');
    story.stack.setTime('2026-03-13', '23:00:00');
    visitor.page = form;
    await visitor.send(`/orders/${orderId}/cancel`);
    expect(visitor.text).toContain('Отменён по Вашей просьбе');
    expect(visitor.text).not.toContain('Изменить заказ');
  });

  it('of another account are as unknown as ones that are nowhere', async () => {
    const orderId = await order();
    const neighbour = new Visitor(cabinet, 'B1');
    expect(await neighbour.open(`/orders/${orderId}`)).toBe(404);
    await neighbour.open('/orders');
    expect(neighbour.text).not.toContain('Вызов электрика');
    await neighbour.open(ORDER_FORM);
    const fields = neighbour.hiddenOf(ORDER_FORM);
    expect(await neighbour.send(`/orders/${orderId}/cancel`, fields)).toBe(404);
    // Nor can they be asked about: neither by the link nor by a form that names them.
    expect(await neighbour.open(`/conversations/new?about=order/${orderId}`)).toBe(404);
    await neighbour.open('/conversations/new');
    const question = { kind: 'order', reference: orderId, text: 'Что это?' };
    expect(await neighbour.send('/conversations', question)).toBe(404);
    await neighbour.open('/conversations/new');
    const line = { kind: 'charge_line', reference: `2026-03/order:${orderId}`, text: 'Что это?' };
    expect(await neighbour.send('/conversations', line)).toBe(422);
    await neighbour.open('/conversations');
    expect(neighbour.text).not.toContain('Заказ услуги');
    await visitor.open(`/orders/${orderId}`);
    expect(visitor.text).toContain('Принят, ждёт подтверждения');
    expect(await visitor.open(`/conversations/new?about=order/${orderId}`)).toBe(200);
    expect(await visitor.send('/conversations', { text: 'Что взять с собой?' })).toBe(200);
    expect(visitor.text).toContain('Заказ: Вызов электрика');
  });

  it('that were done stand among the charges of their month, explained under their own name', async () => {
    const orderId = await order();
    await story.through('2026-03-11');
    await story.tomorrow(done(orderId, '2026-03-12'));
    await story.throughMonth('2026-03');
    story.stack.setTime('2026-04-01', '10:00:00');
    await visitor.open(`/orders/${orderId}`);
    expect(visitor.text).toContain('войдут в начисления в марте 2026');
    expect(await visitor.open('/charges/2026-03')).toBe(200);
    expect(visitor.text).toContain('Вызов электрика');
    expect(visitor.text).toContain('1 501,00 ₽');
    expect(visitor.page).toContain(`href="/charges/2026-03/order:${orderId}"`);
    expect(await visitor.open(`/charges/2026-03/order:${orderId}`)).toBe(200);
    expect(visitor.text).toContain('Как посчитано: Вызов электрика');
    expect(visitor.text).toContain('2 × 750,5');
    expect(visitor.page).toContain(`href="/conversations/new?period=2026-03&amp;utility=order:${orderId}"`);
    await visitor.open(`/conversations/new?period=2026-03&utility=order:${orderId}`);
    expect(visitor.text).toContain('О чём: Вызов электрика, март 2026.');
    expect(await visitor.send('/conversations', { text: 'Почему столько?' })).toBe(200);
    expect(visitor.text).toContain('Вызов электрика, март 2026');
    expect(visitor.page).toContain(`href="/charges/2026-03/order:${orderId}"`);
    expect(await visitor.open('/debt')).toBe(200);
    expect(visitor.text).toContain('Вызов электрика');
    // What was promised on the page is what the statement charges, and what the slip of the month asks for.
    const payees = (await story.statement('A1', '2026-03'))?.payees ?? [];
    const charged = payees.flatMap(({ charges }) => charges.filter(({ utility }) => utility === `order:${orderId}`));
    expect(charged.map(({ amountKopecks }) => amountKopecks)).toEqual([1_501_00]);
    const toPay = payees.reduce((sum, { closingKopecks }) => sum + Math.max(0, closingKopecks), 0);
    expect(toPay).toBeGreaterThanOrEqual(1_501_00);
    await visitor.open('/slips');
    expect(await visitor.send('/slips')).toBe(200);
    expect(sumAfter(visitor.page, 'К оплате по ней')).toBe(toPay);
    await story.expectAtRest();
  });
});

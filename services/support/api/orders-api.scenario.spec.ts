import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import request from 'supertest';
import { RejectedError } from '#libs/kernel';
import {
  CommandOrigin,
  configureHttp,
  createEmbeddedStack,
  PERSON_VAULT,
  PlatformModule,
  SettableClock,
} from '#libs/platform';
import { PersonVault } from '#libs/person-vault';
import { releaseStraySlots } from '../automation/nightly-stray-slots.job';
import { serviceDayStream } from '../domain/service-day.commands';
import { serviceDayDecider } from '../domain/service-day.decider';
import { termsOf } from '../domain/testing/service-builder';
import { SUPPORT_PROJECTIONS } from '../projections';
import { SupportModule } from '../support.module';
import type { OfferedServicesAnswer } from './additional-services.dto';
import type { OrdersAnswer } from './orders.dto';
import { OPEN_ORDERS_LIMIT, OrderDesk } from './order-desk';
import { ORDERS_CLIENT, OrdersClient, ResidentOrder } from './client';

/** A Friday; Thursday the 15th is within the horizon. */
const TODAY = '2026-10-02';
const VISIT = '2026-10-15';

async function startSupport() {
  const clock = new SettableClock('2026-10-02T05:00:00.000Z', TODAY);
  const stack = await createEmbeddedStack({
    dataDir: null,
    clock,
    projections: SUPPORT_PROJECTIONS,
    translations: [],
    consumers: ['kvitok.support'],
  });
  @Module({ imports: [PlatformModule.forRoot(stack), SupportModule] })
  class Process {}
  const app = await NestFactory.create(Process, { logger: false, bodyParser: false, abortOnError: false });
  configureHttp(app, { allowedHosts: [] });
  await app.init();
  const client = app.get<OrdersClient>(ORDERS_CLIENT);
  const caughtUp = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const given = await answer;
    await stack.projector.catchUp();
    return given;
  };
  return {
    app,
    stack,
    clock,
    client,
    caughtUp,
    vault: app.get<PersonVault>(PERSON_VAULT),
    get: (path: string) => request(app.getHttpServer()).get(path),
    post: (path: string, body: object, key: string) =>
      caughtUp(request(app.getHttpServer()).post(path).set('Idempotency-Key', key).send(body).then()),
    place: (key: string, changes: Partial<ResidentOrder> = {}) =>
      caughtUp(client.placeOrder({ ...ORDER, ...changes }, originOf(key))),
    free: async (day: string) => (await client.freeDays('electrician')).find((one) => one.day === day)?.free,
    close: async () => {
      await app.close();
      await stack.close();
    },
  };
}

const ORDER: ResidentOrder = {
  account: '0017',
  serviceId: 'electrician',
  quantity: 2,
  visitOn: VISIT,
  partOfDay: 'morning',
  paid: 'on_slip',
  comment: { personId: 'p-1', text: 'Домофон не работает, код 42' },
};

const originOf = (key: string): CommandOrigin => ({
  commandId: `cabinet:login:${key}`,
  correlationId: 'c-1',
  causationId: null,
  actor: 'resident:login',
  input: { key },
});

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error as RejectedError).rejection.code,
  );

describe('additional services', () => {
  let support: Awaited<ReturnType<typeof startSupport>>;
  beforeEach(async () => {
    support = await startSupport();
    const body = { serviceId: 'electrician', from: '2026-10-01', ...termsOf() };
    expect((await support.post('/support/services', body, 'offer-electrician')).status).toBe(201);
  });
  afterEach(() => support.close());

  describe('the catalogue', () => {
    it('is what can be ordered on a day, by the terms of the day', async () => {
      const change = { from: '2026-11-01', ...termsOf({ unitPriceKopecks: 80_000 }) };
      await support.post('/support/services/electrician/changes', change, 'change-electrician');
      const priceOn = async (on: string) => {
        const { body } = await support.get(`/support/services?on=${on}`);
        return (body as OfferedServicesAnswer).services.map((one) => one.unitPriceKopecks);
      };
      expect(await priceOn('2026-09-30')).toEqual([]);
      expect(await priceOn('2026-10-31')).toEqual([75_050]);
      expect(await priceOn('2026-11-01')).toEqual([80_000]);
      await support.post('/support/services/electrician/withdrawal', { from: '2026-12-01' }, 'withdraw-electrician');
      expect(await priceOn('2026-12-01')).toEqual([]);
    });

    it('offers today until 18:00, and from then on tomorrow, to see and to order alike', async () => {
      const { clock, client, place, post } = support;
      const terms = termsOf({ leadDays: 0, doneOn: 'every_day' });
      await post('/support/services', { serviceId: 'plumber', from: '2026-10-01', ...terms }, 'offer-plumber');
      const first = async () => (await client.freeDays('plumber'))[0]?.day;
      const order = (key: string, visitOn: string) => place(key, { serviceId: 'plumber', quantity: 1, visitOn });
      clock.set(TODAY, '17:59:59', 'Europe/Samara');
      expect(await first()).toBe(TODAY);
      const { orderId } = await order('key-early', TODAY);
      clock.set(TODAY, '18:00:00', 'Europe/Samara');
      expect(await first()).toBe('2026-10-03');
      expect(await refusalOf(order('key-late', TODAY))).toBe('SUPPORT_ORDER_DAY');
      // The form that was sent in time is the same order, also when it is sent again.
      expect((await order('key-early', TODAY)).orderId).toBe(orderId);
      await order('key-tomorrow', '2026-10-03');
    });

    it('refuses terms that cannot stand, and fields that there are not', async () => {
      const wrong = { serviceId: 's-2', from: '2026-10-01', ...termsOf({ leadDays: 20 }) };
      const { status, body } = await support.post('/support/services', wrong, 'offer-wrong');
      expect([status, body.code]).toEqual([422, 'SUPPORT_SERVICE_TERMS']);
      const more = { serviceId: 's-2', from: '2026-10-01', ...termsOf(), discount: 1 };
      expect((await support.post('/support/services', more, 'offer-more')).status).toBe(400);
    });

    it('does not offer what was withdrawn, and knows no service that was never offered', async () => {
      await support.post('/support/services/electrician/withdrawal', { from: TODAY }, 'withdraw-electrician');
      expect((await support.get('/support/services/electrician/days')).body.code).toBe('SUPPORT_SERVICE_WITHDRAWN');
      expect(await refusalOf(support.place('key-1'))).toBe('SUPPORT_SERVICE_WITHDRAWN');
      expect((await support.get('/support/services/plumber/days')).status).toBe(404);
    });
  });

  describe('the last place of a day', () => {
    it('goes to one of those who want it at the same moment', async () => {
      await support.place('key-0');
      const tries = Array.from({ length: 8 }, (_, index) =>
        refusalOf(support.client.placeOrder({ ...ORDER, account: `01${index}` }, originOf(`race-${index}`))),
      );
      const refusals = await Promise.all(tries);
      await support.stack.projector.catchUp();
      expect(refusals.filter((code) => code === null)).toHaveLength(1);
      expect(refusals.filter((code) => code !== null && code !== 'SUPPORT_NO_FREE_SLOT')).toEqual([]);
      expect(await support.free(VISIT)).toBe(0);
      const { orders } = (await support.get(`/support/orders?from=${VISIT}&to=${VISIT}`)).body as { orders: unknown[] };
      expect(orders).toHaveLength(2);
    });

    it('is not taken by an order that is refused', async () => {
      expect(await refusalOf(support.place('key-1', { quantity: 5 }))).toBe('SUPPORT_ORDER_QUANTITY');
      expect(await refusalOf(support.place('key-2', { visitOn: '2026-10-17' }))).toBe('SUPPORT_ORDER_DAY');
      expect(await support.free(VISIT)).toBe(2);
    });

    it('is free again when its order is cancelled, and moves with an order', async () => {
      const [first, second] = [await support.place('key-1'), await support.place('key-2')];
      expect(await support.free(VISIT)).toBe(0);
      await support.caughtUp(support.client.cancelOrder('0017', first.orderId, originOf('cancel-1')));
      expect(await support.free(VISIT)).toBe(1);
      const to = { visitOn: '2026-10-16', partOfDay: 'evening' } as const;
      await support.caughtUp(support.client.rescheduleOrder('0017', second.orderId, to, originOf('move-2')));
      expect([await support.free(VISIT), await support.free('2026-10-16')]).toEqual([2, 1]);
    });

    it('keeps an order where it is when the other day is full', async () => {
      const mine = await support.place('key-1');
      await support.place('key-2', { visitOn: '2026-10-16' });
      await support.place('key-3', { visitOn: '2026-10-16' });
      const to = { visitOn: '2026-10-16', partOfDay: 'evening' } as const;
      const moving = support.client.rescheduleOrder('0017', mine.orderId, to, originOf('move-1'));
      expect(await refusalOf(support.caughtUp(moving))).toBe('SUPPORT_NO_FREE_SLOT');
      expect((await support.client.order('0017', mine.orderId)).visitOn).toBe(VISIT);
      expect(await support.free(VISIT)).toBe(1);
    });

    it('is given back where moving is refused for another reason', async () => {
      const mine = await support.place('key-1');
      support.clock.set(VISIT, '09:00:00', 'Europe/Samara');
      const to = { visitOn: '2026-10-20', partOfDay: 'evening' } as const;
      const moving = support.client.rescheduleOrder('0017', mine.orderId, to, originOf('move-1'));
      expect(await refusalOf(moving)).toBe('SUPPORT_ORDER_TOO_LATE');
      await support.stack.projector.catchUp();
      expect(await support.free('2026-10-20')).toBe(2);
    });

    it('that a stopped process left taken for no order is free after the night, and others are kept', async () => {
      const mine = await support.place('key-1');
      await support.stack.commands.execute({
        stream: serviceDayStream('electrician', VISIT),
        decider: serviceDayDecider,
        command: {
          kind: 'TakeSlot',
          serviceId: 'electrician',
          day: VISIT,
          orderId: 'o-lost',
          slotsPerDay: 2,
          today: TODAY,
        },
        commandId: 'left-behind',
        actor: 'resident:login',
      });
      await support.stack.projector.catchUp();
      const { store, commands: commandHandler, readModelStore: readModels } = support.stack;
      const parts = { readModels, commandHandler, store };
      // The order of today may be on its way.
      expect(await releaseStraySlots(parts, TODAY)).toBe(0);
      // By read models that have not followed yet no order would seem to use its place.
      const late = { find: readModels.find.bind(readModels), getMany: async () => new Map() };
      expect(await support.caughtUp(releaseStraySlots({ ...parts, readModels: late }, '2026-10-03'))).toBe(1);
      expect(await releaseStraySlots(parts, '2026-10-03')).toBe(0);
      expect(await support.free(VISIT)).toBe(1);
      expect((await support.client.order('0017', mine.orderId)).state).toBe('placed');
    });
  });

  describe('an order', () => {
    it('is placed once, however often its form is sent', async () => {
      const [first, again] = [await support.place('key-1'), await support.place('key-1')];
      expect(again).toEqual(first);
      expect(first.orderId).toMatch(/^o-[0-9a-f]{20}$/);
      expect(await support.free(VISIT)).toBe(1);
      const twice = await Promise.all([support.place('key-2'), support.place('key-2')]);
      expect(twice[0]).toEqual(twice[1]);
      expect(await support.client.orders('0017')).toHaveLength(2);
    });

    it('that is asked for again by the same command is answered as the first time, also when the service is gone', async () => {
      const first = await support.place('key-1');
      await support.post('/support/services/electrician/withdrawal', { from: TODAY }, 'withdraw-electrician');
      await support.vault.erase('p-1');
      expect(await support.place('key-1')).toEqual(first);
      expect(await refusalOf(support.place('key-1', { quantity: 1 }))).toBe('COMMAND_ID_REUSED');
      expect(await refusalOf(support.place('key-2', { comment: null }))).toBe('SUPPORT_SERVICE_WITHDRAWN');
      expect(await support.client.orders('0017')).toHaveLength(1);
    });

    it('is one of so many a day and of so many that wait for their work; the office is not limited', async () => {
      const roomy = { serviceId: 'plumber', from: '2026-10-01', ...termsOf({ slotsPerDay: 50 }) };
      await support.post('/support/services', roomy, 'offer-plumber');
      const place = (key: string) => support.place(key, { serviceId: 'plumber' });
      const placed = [];
      for (let count = 0; count < OPEN_ORDERS_LIMIT; count += 1) placed.push(await place(`key-${String(count)}`));
      // What is refused for another reason, and what is sent again, counts for nothing.
      expect(await refusalOf(place('key-0'))).toBeNull();
      const refused = await place('one-more').catch((error: unknown) => (error as RejectedError).rejection);
      const details = { limit: 10, visitOn: VISIT };
      expect(refused).toMatchObject({ code: 'SUPPORT_TOO_MANY_OPEN_ORDERS', details });
      await support.caughtUp(support.client.cancelOrder('0017', placed[0]!.orderId, originOf('cancel-0')));
      const ofDay = await place('one-more').catch((error: unknown) => (error as RejectedError).rejection);
      expect(ofDay).toMatchObject({ code: 'SUPPORT_TOO_MANY_ORDERS', details: { limit: 10, againOn: '2026-10-03' } });
      const byOffice = { ...ORDER, serviceId: 'plumber', by: 'office' as const };
      await support.caughtUp(support.app.get(OrderDesk).place(byOffice, originOf('by-office')));
      support.clock.set('2026-10-03', '00:00:00', 'Europe/Samara');
      await support.caughtUp(support.client.cancelOrder('0017', placed[1]!.orderId, originOf('cancel-1')));
      expect(await refusalOf(place('one-more'))).toBeNull();
    });

    it('that is refused is not counted among those of the day', async () => {
      for (let count = 0; count < 15; count += 1) {
        await refusalOf(support.place(`key-${String(count)}`, { visitOn: '2026-10-16', account: '0018' }));
      }
      // Two places a day: the others found none.
      expect(await support.client.orders('0018')).toHaveLength(2);
      expect(await refusalOf(support.place('another-day', { account: '0018' }))).toBeNull();
    });

    it('shows the person what they wrote, and nobody else', async () => {
      const { orderId } = await support.place('key-1');
      expect(await support.client.order('0017', orderId)).toMatchObject({
        title: 'Вызов электрика',
        amountKopecks: 150_100,
        changeableUntil: '2026-10-14',
        comment: 'Домофон не работает, код 42',
      });
      const { text } = await support.get(`/support/orders/${orderId}`);
      expect(text).toContain('"commented":true');
      expect(text).not.toMatch(/Домофон|sealedText|p-1/);
      const log = await support.stack.store.readAll({ after: 0, limit: 100 });
      expect(JSON.stringify(log.events.map(({ data }) => data))).not.toContain('Домофон');
      await support.vault.erase('p-1');
      expect((await support.client.order('0017', orderId)).comment).toBeNull();
      expect(await refusalOf(support.place('key-2'))).toBe('IDENTITY_PERSON_ERASED');
      expect(await support.free(VISIT)).toBe(1);
    });

    it('keeps neither an access code nor the number of a card of what they wrote', async () => {
      const text = 'Код 0000-0000-0572-4, карта 4111 1111 1111 1111';
      const { orderId } = await support.place('key-1', { comment: { personId: 'p-1', text } });
      const { comment } = await support.client.order('0017', orderId);
      expect(comment).toBe('Код ••••-••••-••••-•, карта •••• •••• •••• 1111');
    });

    it('of another account is as unknown as one that is nowhere', async () => {
      const { orderId } = await support.place('key-1');
      const to = { visitOn: '2026-10-16', partOfDay: 'evening' } as const;
      for (const [index, attempt] of [
        () => support.client.order('0018', orderId),
        () => support.client.cancelOrder('0018', orderId, originOf('other-1')),
        () => support.client.rescheduleOrder('0018', orderId, to, originOf('other-2')),
        () => support.client.order('0017', 'o-none'),
        () => support.client.cancelOrder('0017', 'o-none', originOf('other-3')),
      ].entries()) {
        expect([index, await refusalOf(attempt())]).toEqual([index, 'SUPPORT_UNKNOWN_ORDER']);
      }
      expect((await support.client.order('0017', orderId)).state).toBe('placed');
    });

    it('goes through the hands of the office', async () => {
      const { orderId } = await support.place('key-1');
      const act = (what: string, body: object) => support.post(`/support/orders/${orderId}/${what}`, body, `${what}-1`);
      expect((await act('confirmation', {})).status).toBe(200);
      expect((await act('rescheduling', { visitOn: '2026-10-16', partOfDay: 'evening' })).status).toBe(200);
      expect((await act('completion', {})).body.code).toBeUndefined();
      const { body } = await support.get(`/support/orders/${orderId}`);
      expect(body).toMatchObject({ state: 'completed', visitOn: '2026-10-16', completedOn: TODAY, chargedOn: TODAY });
      expect((await act('cancellation', { because: 'because' })).status).toBe(400);
      const cancelled = await support.post(
        `/support/orders/${orderId}/cancellation`,
        { because: 'work_not_done' },
        'cancellation-2',
      );
      expect(cancelled.status).toBe(200);
      expect((await support.get(`/support/orders/${orderId}`)).body).toMatchObject({
        state: 'cancelled',
        cancelledBecause: 'work_not_done',
        chargedOn: null,
      });
    });

    it('stands in the lists of its account and of its state', async () => {
      const { orderId } = await support.place('key-1');
      await support.place('key-2', { account: '0018', visitOn: '2026-10-16' });
      const idsOf = async (path: string) =>
        ((await support.get(path)).body as OrdersAnswer).orders.map(({ orderId: id }) => id);
      expect(await idsOf('/support/accounts/0017/orders')).toEqual([orderId]);
      expect(await idsOf('/support/orders?state=placed')).toHaveLength(2);
      expect(await idsOf(`/support/orders?state=placed&to=${VISIT}`)).toEqual([orderId]);
      expect(await idsOf('/support/orders?state=completed')).toEqual([]);
      expect((await support.get('/support/orders?limit=1')).body).toMatchObject({ orders: [{ orderId }], more: true });
    });
  });
});

import { createHash } from 'node:crypto';
import { accountOpened, approvalGranted } from '#libs/contracts';
import { canonicalJson, createUpcasting } from '#libs/event-store';
import { SettableClock } from '#libs/platform';
import { startOneService } from '../../../libs/testing/one-service';
import {
  AccountPayment,
  OfficePaymentsFilter,
  PAYMENTS_OFFICE_CLIENT,
  PaymentsOfficeClient,
  RefundPlan,
  REGISTRIES_CLIENT,
  RegistriesClient,
  ReturnPlan,
} from '../api/client';
import { PAYMENTS_UPCASTERS } from '../domain/earlier-versions';
import { bankPaymentId, PaymentCommand, paymentStream, ReceivePayment } from '../domain/payment.commands';
import { paymentDecider } from '../domain/payment.decider';
import { PaymentsModule } from '../payments.module';
import { PAYMENTS_PROJECTIONS } from '../projections';
import { PAYMENTS_CONSUMER } from './payments-consumer';
import { PAYMENTS_RELAY } from './publish-payments.relay';

async function startPayments() {
  const clock = new SettableClock('2026-05-10T08:00:00.000Z', '2026-05-10');
  const service = await startOneService({
    module: PaymentsModule,
    consumer: PAYMENTS_CONSUMER,
    stack: { dataDir: null, clock, projections: PAYMENTS_PROJECTIONS, upcasting: createUpcasting(PAYMENTS_UPCASTERS) },
    told: [accountOpened, approvalGranted],
    relays: [{ ...PAYMENTS_RELAY, handles: ['PaymentReplaced'] }],
  });
  const opened = { houseId: 'h-1', openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 };
  await service.tell(accountOpened, { account: 'A1', ...opened });
  const command: ReceivePayment = {
    ...{ kind: 'ReceivePayment', paymentId: 'p1', account: 'A1', payee: 'main', amountKopecks: 5_000 },
    ...{ receivedOn: '2026-05-05', namedPeriod: null, channel: 'registry', today: '2026-05-10' },
  };
  const state = async (stated: PaymentCommand, commandId: string) => {
    const stream = paymentStream(stated.paymentId);
    const request = { stream, decider: paymentDecider, command: stated, commandId, actor: 'staff:1' };
    const { kind } = await service.stack.commands.execute(request);
    await service.catchUp();
    return kind;
  };
  await state(command, 'p1');
  const client = service.app.get<PaymentsOfficeClient>(PAYMENTS_OFFICE_CLIENT, { strict: false });
  const registries = service.app.get<RegistriesClient>(REGISTRIES_CLIENT, { strict: false });
  const grant = async (plan: RefundPlan | ReturnPlan, changed: object = {}) => {
    const planHash = createHash('sha256').update(canonicalJson(plan), 'utf8').digest('hex');
    const people = { requestedBy: 'staff:1', grantedBy: 'staff:2' };
    const about = { approvalId: 'a1', kind: 'refund', companyId: 'c1', subject: 'p1', ...people };
    await service.tell(approvalGranted, { ...about, plan, planHash, ...changed });
    await service.catchUp();
  };
  const recorded = async () => {
    const { events } = await service.stack.store.readAll({ after: 0, limit: 1_000 });
    return events.filter(({ stream }) => stream.startsWith('payments_')).map(({ type, data }) => ({ type, data }));
  };
  return { ...service, clock, client, registries, state, grant, recorded };
}

describe('a refund that two people have agreed to', () => {
  let payments: Awaited<ReturnType<typeof startPayments>>;
  beforeEach(async () => {
    payments = await startPayments();
  });
  afterEach(() => payments.close());
  const parked = () => payments.stack.consumerState.parkedKeys();
  const failure = async () => (await payments.recorded()).find(({ type }) => type === 'RefundFailed')?.data;

  it('is made of what both have seen, once, however often and late it is told', async () => {
    const plan = await payments.client.proposeRefund('p1', 2_000, 'twice');
    await payments.grant(plan);
    const once = await payments.recorded();
    expect(once.map(({ type }) => type)).toEqual([
      ...['PaymentReceived', 'PayerAccountNoted', 'PaymentRefunded', 'PaymentReversed', 'PaymentReplaced'],
      'PaymentReceived',
    ]);
    expect(once[2]?.data).toMatchObject({ refundedKopecks: 2_000, refundedOn: '2026-05-10', approvalId: 'a1' });
    expect(once.at(-1)?.data).toMatchObject({ account: 'A1', amountKopecks: 3_000, receivedOn: '2026-05-05' });
    payments.clock.set('2026-05-12', '08:00:00', 'Europe/Samara');
    await payments.grant(plan);
    expect(await payments.recorded()).toEqual(once);
    expect(await parked()).toEqual([]);
  });

  it.each([
    ['the hash of another plan', { planHash: '0'.repeat(64) }],
    ['another subject', { subject: 'p2' }],
  ])('is not made with %s, and the approval hears why', async (_name, changed) => {
    await payments.grant(await payments.client.proposeRefund('p1', 2_000, 'twice'), changed);
    expect(await failure()).toMatchObject({ approvalId: 'a1', code: 'PAYMENTS_REFUND_OTHER_PLAN' });
    expect((await payments.recorded()).map(({ type }) => type)).not.toContain('PaymentRefunded');
    expect(await parked()).toEqual([]);
  });

  it('is not made of a payment that was recalled since', async () => {
    const plan = await payments.client.proposeRefund('p1', 2_000, 'twice');
    const day = '2026-05-10';
    const command = {
      kind: 'ReversePayment' as const,
      paymentId: 'p1',
      reversedOn: day,
      reason: 'recalled',
      today: day,
    };
    const recall = {
      stream: paymentStream('p1'),
      decider: paymentDecider,
      command,
      commandId: 'recall',
      actor: 'staff:1',
    };
    await payments.stack.commands.execute(recall);
    await payments.grant(plan);
    expect(await failure()).toEqual({ approvalId: 'a1', paymentId: 'p1', code: 'PAYMENTS_ALREADY_REVERSED' });
  });

  it('of another kind is none of this service’s business', async () => {
    const before = await payments.recorded();
    await payments.grant(await payments.client.proposeRefund('p1', 2_000, 'twice'), { kind: 'write-off' });
    expect(await payments.recorded()).toEqual(before);
  });
});

/** Found in the bank's own list, and nobody's. */
const ASIDE = bankPaymentId('yookassa', '2f1c7d0e-000f-5000-8000-1b2c3d4e5f60');

describe('money of a bank that stood aside', () => {
  let payments: Awaited<ReturnType<typeof startPayments>>;
  beforeEach(async () => {
    payments = await startPayments();
    const aside = {
      paymentId: ASIDE,
      account: '',
      payee: 'main',
      amountKopecks: 7_000,
      receivedOn: '2026-05-04',
    } as const;
    const why = { because: 'unknown_account', acquirer: 'yookassa', reference: '2f1c', today: '2026-05-10' } as const;
    expect(await payments.state({ kind: 'SetAsideBankPayment', ...aside, ...why }, 'aside')).toBe('done');
  });
  afterEach(() => payments.close());
  const typesOf = async () =>
    (await payments.recorded()).filter(({ data }) => JSON.stringify(data).includes(ASIDE)).map(({ type }) => type);
  const code = (code: string) => ({ rejection: { code } });
  const assign = () =>
    payments.state(
      {
        ...{ kind: 'AssignPayment', paymentId: ASIDE, account: 'A1', namedPeriod: null },
        ...{ reason: 'found', today: '2026-05-10' },
      },
      'assign',
    );
  const failure = async () => (await payments.recorded()).find(({ type }) => type === 'RefundFailed')?.data;

  const paymentsOf = async (filter: OfficePaymentsFilter) => {
    const found: AccountPayment[] = [];
    for await (const one of payments.client.allPayments(filter)) found.push(one);
    return found;
  };

  it('is refunded like any other once it is on an account: in parts, never above what came, never twice', async () => {
    await assign();
    const first = await payments.client.proposeRefund(ASIDE, 3_000, 'twice');
    await payments.grant(first, { subject: ASIDE });
    await payments.grant(first, { subject: ASIDE });
    const rest = (await paymentsOf({ account: 'A1', state: 'received', channel: 'online' }))[0];
    expect(rest).toMatchObject({ amountKopecks: 4_000, receivedOn: '2026-05-04' });
    const restId = rest?.paymentId ?? '';
    await expect(payments.client.proposeRefund(ASIDE, 1, 'again')).rejects.toMatchObject(
      code('PAYMENTS_ALREADY_REVERSED'),
    );
    await expect(payments.client.proposeRefund(restId, 4_001, 'all')).rejects.toMatchObject(
      code('PAYMENTS_AMOUNT_OUT_OF_RANGE'),
    );
    const all = await payments.client.proposeRefund(restId, 4_000, 'all');
    await payments.grant(all, { subject: restId, approvalId: 'a2' });
    await expect(payments.client.proposeRefund(restId, 1, 'again')).rejects.toMatchObject(
      code('PAYMENTS_ALREADY_REVERSED'),
    );
    expect(await paymentsOf({ account: 'A1', state: 'received', channel: 'online' })).toEqual([]);
    const refunded = (await payments.recorded()).filter(({ type }) => type === 'PaymentRefunded');
    expect(refunded.map(({ data }) => (data as { refundedKopecks: number }).refundedKopecks)).toEqual([3_000, 4_000]);
  });

  it('goes back without an account when two people have agreed, once, however often it is told', async () => {
    const plan = await payments.registries.proposeReturn(ASIDE, 'payer', 'by letter');
    const granted = { kind: 'return-payment', subject: ASIDE };
    await payments.grant(plan, granted);
    const once = await payments.recorded();
    expect(once.at(-1)).toMatchObject({
      type: 'SetAsidePaymentReturned',
      data: { to: 'payer', amountKopecks: 7_000, approvalId: 'a1', returnedOn: '2026-05-10', reason: 'by letter' },
    });
    payments.clock.set('2026-05-12', '08:00:00', 'Europe/Samara');
    await payments.grant(plan, granted);
    expect(await payments.recorded()).toEqual(once);
    await expect(payments.registries.proposeReturn(ASIDE, 'bank', 'again')).rejects.toMatchObject(
      code('PAYMENTS_SET_ASIDE_SETTLED'),
    );
  });

  it('does not go back where it was put on an account since, and the approval hears why', async () => {
    const plan = await payments.registries.proposeReturn(ASIDE, 'payer', 'by letter');
    await assign();
    await payments.grant(plan, { kind: 'return-payment', subject: ASIDE });
    expect(await failure()).toEqual({ approvalId: 'a1', paymentId: ASIDE, code: 'PAYMENTS_SET_ASIDE_SETTLED' });
    expect(await typesOf()).not.toContain('SetAsidePaymentReturned');
  });

  it('does not go back upon the agreement to a refund, nor with the hash of another plan', async () => {
    const plan = await payments.registries.proposeReturn(ASIDE, 'payer', 'by letter');
    await payments.grant(plan, { kind: 'refund', subject: ASIDE });
    await payments.grant(plan, { kind: 'return-payment', subject: ASIDE, approvalId: 'a2', planHash: '0'.repeat(64) });
    expect(await typesOf()).toEqual(['PaymentSetAside', 'RefundFailed', 'RefundFailed']);
  });
});

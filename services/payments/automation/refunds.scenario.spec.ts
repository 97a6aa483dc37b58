import { createHash } from 'node:crypto';
import { accountOpened, approvalGranted } from '#libs/contracts';
import { canonicalJson } from '#libs/event-store';
import { SettableClock } from '#libs/platform';
import { startOneService } from '../../../libs/testing/one-service';
import { PAYMENTS_OFFICE_CLIENT, PaymentsOfficeClient, RefundPlan } from '../api/client';
import { paymentStream, ReceivePayment } from '../domain/payment.commands';
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
    stack: { dataDir: null, clock, projections: PAYMENTS_PROJECTIONS },
    told: [accountOpened, approvalGranted],
    relays: [{ ...PAYMENTS_RELAY, handles: ['PaymentReplaced'] }],
  });
  const opened = { houseId: 'h-1', openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 };
  await service.tell(accountOpened, { account: 'A1', ...opened });
  const command: ReceivePayment = {
    ...{ kind: 'ReceivePayment', paymentId: 'p1', account: 'A1', payee: 'main', amountKopecks: 5_000 },
    ...{ receivedOn: '2026-05-05', namedPeriod: null, channel: 'registry', today: '2026-05-10' },
  };
  const stream = paymentStream('p1');
  await service.stack.commands.execute({ stream, decider: paymentDecider, command, commandId: 'p1', actor: 'staff:1' });
  await service.catchUp();
  const client = service.app.get<PaymentsOfficeClient>(PAYMENTS_OFFICE_CLIENT, { strict: false });
  const grant = async (plan: RefundPlan, changed: object = {}) => {
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
  return { ...service, clock, client, grant, recorded };
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

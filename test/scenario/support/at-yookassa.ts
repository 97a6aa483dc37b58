import { YooKassaAcquirer } from '#libs/acquiring';
import { RejectedError } from '#libs/kernel';
import { ConfirmOnlinePaymentsJob } from '#services/payments';
import { FakeYooKassa } from '../../../libs/acquiring/testing/fake-yookassa';
import { PAYMENTS_CLIENT, PaymentsClient } from '../../../services/payments/api/client';
import { CompanyPlan } from './company';
import { storyteller } from './story';

const UPKEEP = { connected: { upkeep: '' } };
const SHOP = { shopId: '100500', secretKey: 'test_secret_key' };

export interface YooKassaStory {
  /** Whether the shop takes money in two stages. */
  readonly twoStages?: boolean;
  readonly accounts?: readonly string[];
  /** What else is known of the company. */
  readonly plan?: Partial<CompanyPlan>;
}

/** Tells stories whose residents pay at YooKassa; March is closed and 1000.00 are owed. */
export function yooKassaStoryteller() {
  const begin = storyteller();
  const running: FakeYooKassa[] = [];
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
  });
  return async ({ twoStages = false, accounts = ['A1'], plan = {} }: YooKassaStory = {}) => {
    const server = new FakeYooKassa(SHOP, twoStages);
    running.push(server);
    const acquirer = new YooKassaAcquirer({ ...SHOP, endpoint: await server.start() });
    const returnAddress = 'https://lk.example.ru/pay/result';
    const story = await begin(
      { accounts: Object.fromEntries(accounts.map((account) => [account, UPKEEP])), ...plan },
      { acquirer, returnAddress },
    );
    await story.throughMonth('2026-03');
    story.stack.setTime('2026-04-05', '12:00:00');
    server.now = story.stack.clock.now();
    const { kvitok } = story.stack;
    const payments = kvitok.app.get<PaymentsClient>(PAYMENTS_CLIENT, { strict: false });
    const pay = (key: string, amountKopecks: number, account = 'A1') =>
      payments.startPayment({ account, payee: 'main', amountKopecks }, pressed(key));
    return {
      story,
      server,
      acquirer,
      payments,
      pay,
      /** The code of a refusal in place of the payment. */
      payCode: (key: string, amountKopecks: number) => codeOf(pay(key, amountKopecks)),
      /** The id of the payment in the address of its page. */
      atBank: (address: string) => new URL(address).searchParams.get('orderId') ?? '',
      tell: async (event: string, object: object) => {
        await payments.notified({ type: 'notification', event, object });
        await kvitok.drain();
      },
      /** A round of the job; then everything comes to rest. */
      round: async () => {
        await kvitok.drain();
        const report = await kvitok.app.get(ConfirmOnlinePaymentsJob).all();
        await kvitok.drain();
        return report;
      },
      typesOf: async (prefix = 'payments_') =>
        (await story.stack.log()).filter(({ stream }) => stream.startsWith(prefix)).map(({ type }) => type),
    };
  };
}

export function pressed(key: string, input: unknown = key) {
  return { commandId: `cabinet:${key}`, correlationId: key, causationId: null, actor: 'resident:1', input };
}

export function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof RejectedError) return error.rejection.code;
      throw error;
    },
  );
}

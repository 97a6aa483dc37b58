import { PNG } from 'pngjs';
import { codeAt, StaffEnrolment, StaffOffice } from '#services/identity';
import { Kvitok } from '#services/app';
import { additionalServiceDecider, additionalServiceStream, ServiceTerms } from '#services/support';
import {
  ACCOUNT_HISTORY_CLIENT,
  AccountHistoryClient,
  BILLING_CLIENT,
  BILLING_OFFICE_CLIENT,
  BillingClient,
  BillingOfficeClient,
  COMPANIES_CLIENT,
  CompaniesClient,
  SLIPS_CLIENT,
  SlipsClient,
} from '../../services/billing/api/client';
import {
  APPROVALS_CLIENT,
  ApprovalsClient,
  CODES_CLIENT,
  CodesClient,
  STAFF_CLIENT,
  StaffClient,
} from '../../services/identity/api/client';
import { METERING_CLIENT, MeteringClient } from '../../services/metering/api/client';
import { PAYMENTS_CLIENT, PaymentsClient } from '../../services/payments/api/client';
import { ORDERS_CLIENT, OrdersClient, SUPPORT_CLIENT, SupportClient } from '../../services/support/api/client';
import { takeRegistry } from '../back-office/money';
import { OFFICE_PASSWORD } from '../support/back-office';
import { ACCOUNT, RunningCabinet } from '../support/cabinet';

/** The arguments of each question of each client, about what there is in the sample company. */
export type Questions = Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;

const WINDOW = { from: '2026-08', to: '2026-09' };
const FROM = { address: '127.0.0.1', deviceToken: null };

function originOf(name: string, actor = 'staff:test') {
  const commandId = `test:questions:${name}`;
  return { commandId, correlationId: commandId, causationId: null, actor, input: undefined };
}

/** Somebody of the office who has signed in. */
async function staffSession({ app, stack }: Kvitok, companyId: string): Promise<string> {
  const member = { name: 'Сотрудник', role: 'chief', companies: [companyId] } as const;
  const owner = { role: 'chief', companies: null } as const;
  const { staffId, link } = await app.get(StaffOffice).register(member, owner, 'принят', originOf('staff'));
  const secret = (await app.get(StaffEnrolment).look(link))?.secret ?? '';
  const step = Math.floor(Date.parse(stack.clock.now()) / 30_000);
  await app.get(StaffEnrolment).enrol({ link, password: OFFICE_PASSWORD, code: codeAt(secret, step - 1) });
  const client = app.get<StaffClient>(STAFF_CLIENT, { strict: false });
  const { proof } = await client.password({ staffId, password: OFFICE_PASSWORD, ...FROM });
  return (await client.secondFactor({ proof, code: codeAt(secret, step), userAgent: 'a test', ...FROM })).sessionToken;
}

async function offerService({ stack }: Kvitok): Promise<void> {
  const terms: ServiceTerms = {
    ...{
      name: 'Замена смесителя',
      description: 'Снимем старый, поставим новый.',
      unit: 'шт.',
      unitPriceKopecks: 145_000,
    },
    ...{ quantityLimit: 3, leadDays: 0, horizonDays: 60, slotsPerDay: 4, doneOn: 'every_day', changeDaysBefore: 0 },
  };
  await stack.commands.execute({
    stream: additionalServiceStream('S-1'),
    decider: additionalServiceDecider,
    command: { kind: 'OfferAdditionalService', serviceId: 'S-1', from: '2026-04-01', terms },
    commandId: 'test:questions:offer',
    actor: 'staff:test',
  });
}

/** Makes what can be asked about, and the questions. */
export async function questionsOf({ kvitok, sessionOf }: RunningCabinet): Promise<Questions> {
  const get = <Client>(token: symbol) => kvitok.app.get<Client>(token, { strict: false });
  const company = await get<CompaniesClient>(COMPANIES_CLIENT).company();
  const companyId = company?.companyId ?? '';
  const [{ houseId: house } = { houseId: '' }] = await get<CompaniesClient>(COMPANIES_CLIENT).houses();
  const [resident, staff] = [await sessionOf(ACCOUNT), await staffSession(kvitok, companyId)];
  const { registryId, paymentId, suspenseId } = await takeRegistry(kvitok);

  const support = get<SupportClient>(SUPPORT_CLIENT);
  const files = [{ name: 'счётчик.png', bytes: PNG.sync.write(new PNG({ width: 4, height: 4 })) }];
  const subject = { kind: 'account', reference: ACCOUNT } as const;
  const { conversationId } = await support.openConversation(
    ACCOUNT,
    subject,
    { text: 'Почему столько?', files },
    originOf('question', `resident:${ACCOUNT}`),
  );
  await get<SlipsClient>(SLIPS_CLIENT).issueSlip(ACCOUNT, WINDOW.to, originOf('slip'));
  const bought = { account: ACCOUNT, payee: 'main', amountKopecks: 100_00 } as const;
  const started = await get<PaymentsClient>(PAYMENTS_CLIENT).startPayment(bought, originOf('pay'));
  const asked = { kind: 'close-period', companyId, subject: WINDOW.to, plan: { period: WINDOW.to } } as const;
  const words = { summary: 'Закрыть', reason: 'нужно' };
  await get<ApprovalsClient>(APPROVALS_CLIENT).request(staff, { ...asked, ...words }, originOf('approval'));
  await offerService(kvitok);
  await kvitok.drain();
  const orders = get<OrdersClient>(ORDERS_CLIENT);
  const [day] = (await orders.freeDays('S-1')).filter(({ free }) => free > 0);
  const visit = { visitOn: day?.day ?? '', partOfDay: 'morning' } as const;
  const order = { account: ACCOUNT, serviceId: 'S-1', quantity: 1, ...visit, paid: 'on_slip', comment: null } as const;
  const { orderId } = await orders.placeOrder(order, originOf('order', `resident:${ACCOUNT}`));
  await kvitok.drain();

  const codes = get<CodesClient>(CODES_CLIENT);
  const [lacking] = (await codes.codes(staff, { show: 'missing' })).codes;
  const { runId: printRunId } = await codes.handOut(staff, lacking?.account ?? '', 'пришли', originOf('hand-out'));

  const { messages } = await support.conversation(ACCOUNT, conversationId);
  const attachmentId = messages[0]?.attachments[0]?.attachmentId ?? '';
  const [approval] = await get<ApprovalsClient>(APPROVALS_CLIENT).approvals(staff);
  const statements = await get<BillingClient>(BILLING_CLIENT).statements(ACCOUNT);
  const utility = statements.at(-1)?.payees[0]?.charges[0]?.utility ?? '';
  const events = await get<AccountHistoryClient>(ACCOUNT_HISTORY_CLIENT).events(ACCOUNT);
  const { meters } = await get<MeteringClient>(METERING_CLIENT).metersOf(ACCOUNT);
  const meterId = meters[0]?.meterId ?? '';
  const reading = { meterId, values: ['1'] };
  const provider = { kind: 'provider_error', utility, component: null, period: WINDOW.to } as const;
  const grounds = { ...provider, rightQuantity: '1', rightTariff: '1', claimedOn: null };
  const waiver = { kind: 'penalty_waiver', payee: 'main', months: [] } as const;
  const office = get<BillingOfficeClient>(BILLING_OFFICE_CLIENT);
  const { runId } = await office.startReplay(WINDOW);
  while ((await office.replayRun(runId)).state === 'running') await new Promise(setImmediate);
  const { amountKopecks: expectedKopecks } = await office.previewRecalculation(ACCOUNT, grounds);
  const moment = { asOf: '2026-10-01', knownAt: '2026-10-05' };
  const part = { payee: 'main', count: 3, firstDueOn: '2026-11-10' } as const;
  const rule = { kind: 'key_rate', key: '', utility: '', part: '', houseId: null, from: '2026-11-01', value: '15' };

  return {
    billing: {
      company: [],
      card: [ACCOUNT],
      overview: [ACCOUNT],
      statements: [ACCOUNT],
      explain: [ACCOUNT, WINDOW.to],
      aging: [ACCOUNT, '2026-10-01'],
      allocations: [ACCOUNT],
      tariffs: [ACCOUNT, utility],
      whatIf: [ACCOUNT, [{ kind: 'payment', payee: 'main', amountKopecks: 100_00, on: '2026-10-20' }]],
    },
    slips: {
      slips: [ACCOUNT],
      slipPdf: [ACCOUNT, WINDOW.to],
      slipPaymentQr: [ACCOUNT, 'main', 100_00],
      verifySlip: ['a code of no slip'],
    },
    companies: { company: [], houses: [], companyOfAccount: [ACCOUNT], companyOfHouse: [house] },
    periods: { standing: [], proposeClose: ['2026-10'], previewClose: ['2026-10'] },
    'billing-office': {
      names: [],
      turnover: [{ ...WINDOW, by: 'account', house: undefined }],
      debtors: [{ asOf: '2026-10-01' }],
      replay: [{ ...WINDOW, house }],
      replayId: [WINDOW],
      previewRecalculation: [ACCOUNT, grounds],
      recalculations: [ACCOUNT],
      recorded: [{ limit: 10 }],
      previewForHouse: [house, [], grounds],
      proposeWaiver: [ACCOUNT, { grounds: waiver, cause: 'просьба', document: null }],
      proposeRecalculation: [ACCOUNT, { grounds, cause: 'ошибка', document: null, expectedKopecks }],
      orders: [],
      order: ['no-order'],
      replayRun: [runId],
      replayOne: [ACCOUNT, WINDOW],
      proposeReplay: [runId, 'пересчёт'],
    },
    'account-history': {
      card: [ACCOUNT, moment],
      statements: [ACCOUNT, moment],
      debts: [ACCOUNT, moment],
      payments: [ACCOUNT, moment],
      line: [{ account: ACCOUNT, period: WINDOW.to, utility }],
      event: [ACCOUNT, events[0]?.eventId ?? ''],
      events: [ACCOUNT, WINDOW.to, undefined],
    },
    houses: { houses: [], house: [house], accounts: [{ houseId: house, limit: 5 }] },
    rules: { rules: [moment], ending: [], effect: [rule] },
    'house-slips': {
      latest: [],
      closed: [[ACCOUNT]],
      issue: [{ period: WINDOW.to, accounts: [ACCOUNT], actor: 'staff:test' }],
    },
    nights: { progress: [], runs: [10], parked: [] },
    'reading-control': { scope: [], control: [{ house }] },
    instalments: {
      all: [{}],
      runningOn: ['2026-10-01'],
      preview: [ACCOUNT, part],
      propose: [ACCOUNT, part, 'просьба', null],
    },
    'package-import': { checked: ['no-check', '00000000'], run: [] },
    identity: {
      session: [resident],
      lookAtOneTimeLink: [{ link: 'x'.repeat(43), browserToken: 'y'.repeat(43) }],
      access: [resident, null],
      journal: [resident],
    },
    staff: { session: [staff], invitation: ['x'.repeat(43)], colleagues: [staff], staff: [staff] },
    approvals: {
      approvals: [staff],
      approval: [staff, approval?.approvalId],
      names: [staff, [approval?.requestedBy ?? '']],
    },
    audit: { trail: [staff, {}] },
    codes: {
      houses: [staff],
      codes: [staff, { show: 'all' }],
      code: [staff, ACCOUNT],
      printRuns: [staff],
      accountsOf: [staff, printRunId],
    },
    metering: { metersOf: [ACCOUNT], meter: [meterId], refusalOf: [reading] },
    'metering-office': { waitingDoubts: [] },
    payments: {
      online: [],
      payment: [ACCOUNT, started.paymentId, { actor: `resident:${ACCOUNT}` }],
      history: [ACCOUNT],
      autopay: [ACCOUNT],
      canGiveNotice: [ACCOUNT],
      needingAttention: [5],
    },
    'payments-office': {
      payments: [{ from: '2026-10-01', limit: 20 }],
      allPayments: [{ from: '2026-09-01' }],
      payment: [paymentId],
      proposeRefund: [paymentId, 1_00, 'просьба'],
      recipients: [],
    },
    registries: {
      profiles: [],
      unaccepted: [],
      checkAgain: ['no-registry'],
      keptDays: [],
      registries: [],
      registry: [registryId],
      lines: [registryId, { limit: 3 }],
      setAside: [],
      setAsideOne: [suspenseId],
      likeAccounts: ['0045120099'],
      proposeReturn: [suspenseId, 'payer', 'чужой'],
    },
    support: {
      conversationsOf: [ACCOUNT],
      conversation: [ACCOUNT, conversationId],
      attachment: [ACCOUNT, conversationId, attachmentId],
      notifications: [ACCOUNT],
      lookAtOff: ['x'.repeat(43)],
    },
    'support-office': {
      queue: [{ show: 'all' }],
      card: [conversationId],
      conversation: [conversationId],
      attachment: [conversationId, attachmentId],
      templates: [companyId],
    },
    orders: {
      services: [],
      service: ['S-1'],
      freeDays: ['S-1'],
      orders: [ACCOUNT],
      order: [ACCOUNT, orderId],
    },
    'order-refunds': { refunds: [], proposeRefund: [orderId, 'просьба'] },
    ...Object.fromEntries(
      ['metering', 'payments', 'billing', 'identity', 'support'].map((service) => [
        `${service}-standing`,
        { reacted: [1, 1_000], folded: [1, 1_000], jobs: [] },
      ]),
    ),
  };
}

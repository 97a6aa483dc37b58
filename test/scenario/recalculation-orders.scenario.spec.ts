import {
  CarryOutRecalculations,
  RecalculationGrounds,
  RecalculationRecorder,
  referenceDecider,
  ReplayRuns,
} from '#services/billing';
import { RejectedError, Rejection } from '#libs/kernel';
import { TurnGivenUpError, TurnLostError } from '#libs/platform';
import { Approvals, ApprovalKind, StaffActor } from '#services/identity';
import { BILLING_OFFICE_CLIENT, BillingOfficeClient, ProposedRecalculations } from '../../services/billing/api/client';
import { utilityStream } from '../../services/billing/domain/reference.commands';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { refusalOf, Story, storyteller } from './support/story';

const begin = storyteller();
const ANNA = 'staff:10000001';
const BORIS = 'staff:10000002';
const WATER = { connected: { cold_water: 'no meter possible' } };

let commands = 0;
function by(actor: string) {
  commands += 1;
  const commandId = `orders:${String(commands)}`;
  return { commandId, correlationId: commandId, causationId: null, actor, input: undefined };
}

/** Two people of an office, and what they ask of billing. */
class Office {
  readonly client: BillingOfficeClient;
  private readonly approvals: Approvals;
  private readonly accountant: StaffActor;
  private readonly chief: StaffActor;

  constructor(private readonly story: Story) {
    const { app } = story.stack.kvitok;
    this.client = app.get<BillingOfficeClient>(BILLING_OFFICE_CLIENT, { strict: false });
    this.approvals = app.get(Approvals);
    this.accountant = { role: 'accountant', companies: [story.companyId] };
    this.chief = { role: 'chief', companies: [story.companyId] };
  }

  async ask(kind: ApprovalKind, subject: string, { plan }: ProposedRecalculations, change: object = {}) {
    const asked = { kind, companyId: this.story.companyId, subject, plan: { ...plan, ...change } };
    const words = { summary: 'Записать перерасчёт', reason: 'нужно' };
    const { approvalId } = await this.approvals.request({ ...asked, ...words }, this.accountant, by(ANNA));
    await this.story.stack.kvitok.drain();
    return approvalId;
  }

  async grant(approvalId: string, actor = this.chief, who = BORIS): Promise<void> {
    const { planHash } = await this.stateOf(approvalId);
    await this.approvals.grant(approvalId, planHash, actor, by(who));
    await this.story.stack.kvitok.drain();
  }

  grantBy(approvalId: string, role: 'accountant' | 'chief', who: string): Promise<string | null> {
    return refusalOf(this.grant(approvalId, role === 'chief' ? this.chief : this.accountant, who));
  }

  stateOf(approvalId: string) {
    return this.approvals.one(approvalId, this.accountant);
  }

  async carryOut(): Promise<number> {
    const { app } = this.story.stack.kvitok;
    await this.story.stack.kvitok.drain();
    const done = await app.get(CarryOutRecalculations).all();
    await this.story.stack.kvitok.drain();
    return done;
  }

  async foundBy(question: Parameters<BillingOfficeClient['startReplay']>[0]) {
    const { runId } = await this.client.startReplay(question);
    await this.story.stack.kvitok.app.get(ReplayRuns).settled();
    return this.client.replayRun(runId);
  }

  async recorded(): Promise<string[]> {
    const all = await this.client.recorded({ limit: 100 });
    return all.map((one) => `${one.account} ${one.kind} ${String(one.amountKopecks)} ${one.postedIn ?? 'waits'}`);
  }
}

const INTERRUPTION: RecalculationGrounds = {
  kind: 'interruption',
  utility: 'cold_water',
  period: '2026-03',
  supply: 'water',
  acts: [{ startedOn: '2026-03-10', hours: '30' }],
};
const NO_HOUSE = { cause: 'Авария на вводе в дом', document: 'акт 17' };

it('an interruption of a house is previewed, ordered once and recorded for each account once', async () => {
  const story = await begin({ accounts: { A1: WATER, A2: { connected: { upkeep: '' } }, A3: WATER, A4: WATER } });
  await story.throughMonth('2026-03');
  await story.tomorrow();
  const office = new Office(story);
  const { accounts, figures } = await office.client.previewForHouse('H1', ['A4'], INTERRUPTION);
  // (30 − 8) × 0.15 % × 400.00 = 13.20 for each account with water; A2 has none, A4 is left out.
  expect(accounts.map(({ account, preview, refused }) => [account, preview?.amountKopecks ?? refused])).toEqual([
    ['A1', -13_20],
    ['A2', 'BILLING_RECALCULATION_NOTHING_CHARGED'],
    ['A3', -13_20],
  ]);
  expect(figures).toMatchObject({ accounts: 2, differenceKopecks: -26_40 });

  const order = { house: 'H1', except: ['A4'], grounds: INTERRUPTION, digest: figures.digest, ...NO_HOUSE };
  expect(await refusalOf(office.client.orderForHouse({ ...order, except: [] }, by(ANNA)))).toBe(
    'BILLING_RECALCULATION_CHANGED',
  );
  const pressed = by(ANNA);
  const { orderId } = await office.client.orderForHouse(order, pressed);
  // The same act for the same house is no second order while the first is being recorded.
  expect(await refusalOf(office.client.orderForHouse(order, by(ANNA)))).toBe('BILLING_RECALCULATION_ORDERED_ALREADY');
  await story.stack.kvitok.drain();
  expect(await office.client.order(orderId)).toMatchObject({ state: 'begun', recordedSoFar: 0, orderedBy: ANNA });
  // A worker that was taken for gone, or is to end, records nothing, and the order is stopped by no fault.
  const job = story.stack.kvitok.app.get(CarryOutRecalculations);
  await expect(job.all({ isHeld: async () => false })).rejects.toThrow(TurnLostError);
  const ends = { isHeld: () => Promise.reject(new TurnGivenUpError()) };
  await expect(job.all(ends)).rejects.toThrow(TurnGivenUpError);
  expect(await office.client.order(orderId)).toMatchObject({ state: 'begun', recordedSoFar: 0 });
  expect(await office.carryOut()).toBe(1);
  expect(await office.carryOut()).toBe(0);
  // Pressed twice it is one order.
  expect((await office.client.orderForHouse(order, pressed)).orderId).toBe(orderId);
  expect(await office.carryOut()).toBe(0);
  expect(await office.client.order(orderId)).toMatchObject({
    state: 'done',
    recorded: 2,
    recordedSoFar: 2,
    refused: [],
  });
  expect(await office.recorded()).toEqual(['A3 interruption -1320 waits', 'A1 interruption -1320 waits']);
  // And when it is recorded, the same act gives nothing to anybody.
  const again = await office.client.previewForHouse('H1', ['A4'], INTERRUPTION);
  expect(again.accounts.map(({ refused }) => refused)).toEqual([
    'BILLING_RECALCULATION_RECORDED_ALREADY',
    'BILLING_RECALCULATION_NOTHING_CHARGED',
    'BILLING_RECALCULATION_RECORDED_ALREADY',
  ]);

  await story.throughMonth('2026-04');
  expect(await story.recalculations('A3', '2026-04')).toEqual([
    'cold_water interruption of 2026-03: -22 x 0.6 = -13.20',
  ]);
  expect(await story.recalculations('A4', '2026-04')).toEqual([]);
  expect(await office.recorded()).toEqual(['A3 interruption -1320 2026-04', 'A1 interruption -1320 2026-04']);
  await story.expectAtRest();
});

it('what changed for one account before its turn is not recorded for it, and for the others it is', async () => {
  const story = await begin({ accounts: { A1: WATER, A3: WATER } });
  await story.throughMonth('2026-03');
  await story.tomorrow();
  const office = new Office(story);
  const { figures } = await office.client.previewForHouse('H1', [], INTERRUPTION);
  const order = { house: 'H1', except: [], grounds: INTERRUPTION, digest: figures.digest, ...NO_HOUSE };
  const { orderId } = await office.client.orderForHouse(order, by(ANNA));
  const before = { grounds: { ...INTERRUPTION, acts: [{ startedOn: '2026-03-20', hours: '10' }] }, ...NO_HOUSE };
  await office.client.recordRecalculation('A1', { ...before, expectedKopecks: -1_20 }, by(ANNA));
  expect(await office.carryOut()).toBe(1);
  expect(await office.client.order(orderId)).toMatchObject({
    recorded: 1,
    refused: [{ account: 'A1', code: 'BILLING_RECALCULATION_CHANGED' }],
  });
  await story.expectAtRest();
});

it('two cold spells of a house with the same figures are two orders, and the same hours are no third', async () => {
  const story = await begin({ accounts: { A1: { connected: { heating: '' } } } });
  await story.throughMonth('2026-03');
  await story.tomorrow();
  const office = new Office(story);
  const cold = (startedOn: string, degreesBelow = '2'): RecalculationGrounds => ({
    ...{ kind: 'cold', utility: 'heating', period: '2026-03', startedOn, hours: '24', degreesBelow },
  });
  const order = async (grounds: RecalculationGrounds) => {
    const { figures } = await office.client.previewForHouse('H1', [], grounds);
    const { digest } = figures;
    return office.client.orderForHouse({ house: 'H1', except: [], grounds, digest, ...NO_HOUSE }, by(ANNA));
  };
  // 50 m² × 0.024 × 2000 = 2400.00, of which 24 h × 2 °C × 0.15 % are 172.80.
  await order(cold('2026-03-10'));
  await order(cold('2026-03-11'));
  expect(await refusalOf(order(cold('2026-03-11')))).toBe('BILLING_RECALCULATION_ORDERED_ALREADY');
  expect(await office.carryOut()).toBe(2);
  const { accounts } = await office.client.previewForHouse('H1', [], cold('2026-03-10', '3'));
  expect(accounts.map(({ refused }) => refused)).toEqual(['BILLING_RECALCULATION_RECORDED_ALREADY']);
  await story.throughMonth('2026-04');
  expect(await story.recalculations('A1', '2026-04')).toEqual([
    'heating cold of 2026-03: -48 x 3.6 = -172.80',
    'heating cold of 2026-03: -48 x 3.6 = -172.80',
  ]);
  await story.expectAtRest();
});

describe('a recalculation of one account', () => {
  /** 400.00 were charged for 10 m³ of water: 300 m³ would be 12000.00. */
  const LARGE: RecalculationGrounds = {
    kind: 'provider_error',
    utility: 'cold_water',
    component: null,
    period: '2026-03',
    rightQuantity: '300',
    rightTariff: '40',
    claimedOn: null,
  };
  const LARGE_KOPECKS = 11_600_00;

  async function afterMarch() {
    const story = await begin({ accounts: { A1: WATER, A3: WATER } });
    await story.throughMonth('2026-03');
    await story.tomorrow();
    return { story, office: new Office(story) };
  }

  it('of more than one person may record is agreed to by a chief, and then recorded', async () => {
    const { story, office } = await afterMarch();
    const statement = { grounds: LARGE, cause: 'Показания вписаны не туда', document: null };
    const expected = { expectedKopecks: LARGE_KOPECKS };
    expect(await office.client.previewRecalculation('A1', LARGE)).toMatchObject({
      amountKopecks: LARGE_KOPECKS,
      needsApproval: true,
    });
    const alone = { ...statement, ...expected };
    expect(await refusalOf(office.client.recordRecalculation('A1', alone, by(ANNA)))).toBe(
      'BILLING_RECALCULATION_NEEDS_APPROVAL',
    );
    const other = { ...statement, expectedKopecks: LARGE_KOPECKS + 1 };
    expect(await refusalOf(office.client.proposeRecalculation('A1', other))).toBe('BILLING_RECALCULATION_CHANGED');
    const proposed = await office.client.proposeRecalculation('A1', { ...statement, ...expected });
    const approvalId = await office.ask('recalculation', 'A1', proposed);
    expect(await office.grantBy(approvalId, 'chief', ANNA)).toBe('IDENTITY_APPROVAL_OWN');
    expect(await office.grantBy(approvalId, 'accountant', BORIS)).toBe('IDENTITY_APPROVAL_ROLE');
    await office.grant(approvalId);
    expect(await office.carryOut()).toBe(1);
    expect(await office.stateOf(approvalId)).toMatchObject({
      state: 'carried_out',
      outcome: { recorded: 1, refused: 0 },
    });
    expect(await office.recorded()).toEqual(['A1 provider_error 1160000 waits']);
    await story.throughMonth('2026-04');
    expect(await story.recalculations('A1', '2026-04')).toEqual([
      'cold_water provider_error of 2026-03: 290 x 40 = 11600.00',
    ]);
    await story.expectAtRest();
  });

  it('that was agreed to and would come to something else is not recorded, and the approval says so', async () => {
    const { story, office } = await afterMarch();
    const statement = { grounds: LARGE, cause: 'Показания вписаны не туда', document: null };
    const proposed = await office.client.proposeRecalculation('A1', { ...statement, expectedKopecks: LARGE_KOPECKS });
    const approvalId = await office.ask('recalculation', 'A1', proposed, { digest: 'of something else' });
    await office.grant(approvalId);
    expect(await office.carryOut()).toBe(0);
    expect(await office.stateOf(approvalId)).toMatchObject({
      state: 'failed',
      failure: 'BILLING_RECALCULATION_PLAN_CHANGED',
    });
    expect(await office.recorded()).toEqual([]);
    await story.expectAtRest();
  });

  it('that is absurd is refused, and one that needs no second person is not asked about', async () => {
    const { story, office } = await afterMarch();
    const absurd = { ...LARGE, rightTariff: '99999999' };
    expect(await refusalOf(office.client.previewRecalculation('A1', absurd))).toBe(
      'BILLING_RECALCULATION_ABOVE_CHARGED',
    );
    const small = { grounds: INTERRUPTION, ...NO_HOUSE, expectedKopecks: -13_20 };
    expect(await refusalOf(office.client.proposeRecalculation('A1', small))).toBe('BILLING_RECALCULATION_ALONE');
    await story.expectAtRest();
  });
});

it('an order that a fault stops is told so and tried again, and those behind it are carried out', async () => {
  const story = await begin({ accounts: { A1: WATER, A3: WATER } });
  await story.throughMonth('2026-03');
  await story.tomorrow();
  const office = new Office(story);
  const orderOf = async (except: string) => {
    const { figures } = await office.client.previewForHouse('H1', [except], INTERRUPTION);
    const order = { house: 'H1', except: [except], grounds: INTERRUPTION, digest: figures.digest, ...NO_HOUSE };
    const { orderId } = await office.client.orderForHouse(order, by(ANNA));
    await story.stack.kvitok.drain();
    return orderId;
  };
  const [ofA1, ofA3] = [await orderOf('A3'), await orderOf('A1')];
  const recorder = story.stack.kvitok.app.get(RecalculationRecorder);
  const recordAs = recorder.recordAs.bind(recorder);
  const breaksWith = (error: Error) =>
    jest.spyOn(recorder, 'recordAs').mockImplementation((id, account, ...rest) => {
      if (account === 'A1') return Promise.reject(error);
      return recordAs(id, account, ...rest);
    });
  // Others that write to the account at the same moment are no answer to it either.
  const busy = breaksWith(new RejectedError(new Rejection('EVENT_STORE_CONFLICT', { stream: 'A1', attempts: 4 })));
  expect(await office.carryOut()).toBe(1);
  expect(await office.client.order(ofA1)).toMatchObject({ state: 'begun', stopped: true, refused: [] });
  busy.mockRestore();
  const broken = breaksWith(new TypeError('the disk is full'));
  expect(await office.carryOut()).toBe(0);
  expect(await office.client.order(ofA1)).toMatchObject({ state: 'begun', stopped: true, recordedSoFar: 0 });
  expect(await office.client.order(ofA3)).toMatchObject({ state: 'done', stopped: false, recordedSoFar: 1 });
  expect(await office.carryOut()).toBe(0);
  broken.mockRestore();
  expect(await office.carryOut()).toBe(1);
  expect(await office.client.order(ofA1)).toMatchObject({ state: 'done', stopped: false, recordedSoFar: 1 });
  await story.expectAtRest();
});

const LATE_PAYER = { accounts: { A1: { connected: { upkeep: '' } } }, keyRates: ['2020-01-01 9.5'] };
const waiverOf = (amountKopecks: number): RecalculationGrounds => ({
  kind: 'penalty_waiver',
  payee: 'main',
  months: [{ period: '2026-03', amountKopecks }],
});

describe('penalty that is waived', () => {
  it('is waived when a chief who did not ask has agreed, and stands where residents see it', async () => {
    const story = await begin(LATE_PAYER);
    // March's 1000.00 were due on 10 April. On 31 May, day 51: 1000 × 9.5 % × 21 / 300 = 6.65, posted by the close of May.
    await story.throughMonth('2026-05');
    await story.tomorrow();
    const office = new Office(story);
    const words = { cause: 'Решение суда о снижении', document: 'дело 2-17/2026' };
    expect(await refusalOf(office.client.proposeWaiver('A1', { grounds: waiverOf(6_66), ...words }))).toBe(
      'BILLING_WAIVER_TOO_LARGE',
    );
    const proposed = await office.client.proposeWaiver('A1', { grounds: waiverOf(6_65), ...words });
    expect(proposed.figures).toMatchObject({ accounts: 1, differenceKopecks: -6_65 });
    const approvalId = await office.ask('write-off', 'A1', proposed);
    expect(await office.grantBy(approvalId, 'chief', ANNA)).toBe('IDENTITY_APPROVAL_OWN');
    expect(await office.grantBy(approvalId, 'accountant', BORIS)).toBe('IDENTITY_APPROVAL_ROLE');
    expect(await office.carryOut()).toBe(0);
    await office.grant(approvalId);
    expect(await office.carryOut()).toBe(1);
    expect(await office.stateOf(approvalId)).toMatchObject({
      state: 'carried_out',
      outcome: { recorded: 1, refused: 0 },
    });
    const [card] = await office.client.recorded({ limit: 10 });
    expect(card).toMatchObject({ kind: 'penalty_waiver', approvalId, cause: words.cause, amountKopecks: -6_65 });

    await story.throughMonth('2026-06');
    // 30 June: March, day 81: 16.15, of which 9.50 new; April, due on Monday 11 May, day 50: 6.33. Less 6.65.
    expect(await story.balance('A1', '2026-06')).toContain('+ penalty 9.18');
    expect(await story.waivers('A1', '2026-06')).toEqual(['2026-03 6.65: Решение суда о снижении']);
    await story.expectAtRest();
  });

  it('is not where it comes to something else than was agreed to', async () => {
    const story = await begin(LATE_PAYER);
    await story.throughMonth('2026-05');
    await story.tomorrow();
    const office = new Office(story);
    const proposed = await office.client.proposeWaiver('A1', { grounds: waiverOf(6_65), cause: 'Суд', document: null });
    const approvalId = await office.ask('write-off', 'A1', proposed, { digest: 'of something else' });
    await office.grant(approvalId);
    expect(await office.carryOut()).toBe(0);
    expect(await office.stateOf(approvalId)).toMatchObject({ state: 'failed', failure: 'BILLING_WAIVER_CHANGED' });
    expect(await office.recorded()).toEqual([]);
    await story.expectAtRest();
  });
});

describe('a replay of closed months', () => {
  const question = { from: '2026-03', to: '2026-05' };

  async function withLaterTariff() {
    const story = await begin({ accounts: { A1: WATER, A2: { connected: { upkeep: '' } }, A3: WATER } });
    await story.throughMonth('2026-05');
    await story.tomorrow(laterTariff('50', '2026-04-01'));
    return { story, office: new Office(story) };
  }

  it('is found in the background, agreed to by a second person, and recorded once for each account', async () => {
    const { story, office } = await withLaterTariff();
    const run = await office.foundBy(question);
    // Two months × 10 m³ × 10.00 more, for two accounts.
    expect(run).toMatchObject({ state: 'done', done: 3, total: 3, lines: 4, differenceKopecks: 400_00 });
    expect(run.accounts.map(({ account, differenceKopecks }) => [account, differenceKopecks])).toEqual([
      ['A1', 200_00],
      ['A3', 200_00],
    ]);
    const approvalId = await office.ask(
      'replay',
      run.replayId,
      await office.client.proposeReplay(run.runId, 'Новый тариф'),
    );
    expect(await office.grantBy(approvalId, 'chief', ANNA)).toBe('IDENTITY_APPROVAL_OWN');
    await office.grant(approvalId);
    expect(await office.carryOut()).toBe(1);
    expect(await office.carryOut()).toBe(0);
    expect(await office.client.order(approvalId)).toMatchObject({ state: 'done', recorded: 2, recordedSoFar: 2 });
    expect(await office.stateOf(approvalId)).toMatchObject({
      state: 'carried_out',
      outcome: { recorded: 2, refused: 0 },
    });
    expect(await office.foundBy(question)).toMatchObject({ lines: 0, differenceKopecks: 0 });
    expect(await refusalOf(office.client.proposeReplay(run.runId, 'Ещё раз'))).toBe('BILLING_REPLAY_NOTHING');

    await story.throughMonth('2026-06');
    expect(await story.recalculations('A3', '2026-06')).toEqual([
      'cold_water replay of 2026-04: 1 x 100 = 100.00',
      'cold_water replay of 2026-05: 1 x 100 = 100.00',
    ]);
    await story.expectAtRest();
  });

  it('is not recorded where the rules are others than were agreed to', async () => {
    const { story, office } = await withLaterTariff();
    const run = await office.foundBy(question);
    const approvalId = await office.ask(
      'replay',
      run.replayId,
      await office.client.proposeReplay(run.runId, 'Новый тариф'),
    );
    await story.tomorrow(laterTariff('60', '2026-05-01'));
    await office.grant(approvalId);
    expect(await office.carryOut()).toBe(0);
    expect(await office.stateOf(approvalId)).toMatchObject({ state: 'failed', failure: 'BILLING_REPLAY_PLAN_CHANGED' });
    expect(await refusalOf(office.client.proposeReplay(run.runId, 'Новый тариф'))).toBe('BILLING_REPLAY_PLAN_CHANGED');
    expect(await office.recorded()).toEqual([]);
    await story.expectAtRest();
  });
});

function laterTariff(price: string, from: string): AnyCommand {
  const tariff = { utility: 'cold_water', houseId: null, part: null, from, price };
  return {
    stream: utilityStream('cold_water'),
    decider: referenceDecider,
    command: { kind: 'SetTariff', tariff },
    commandId: `test:tariff:${from}`,
    actor: 'staff:accountant',
  } as unknown as AnyCommand;
}

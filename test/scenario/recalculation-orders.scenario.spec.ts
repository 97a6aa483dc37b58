import { RejectedError } from '#libs/kernel';
import { CarryOutRecalculations, RecalculationGrounds, referenceDecider, ReplayRuns } from '#services/billing';
import { Approvals, ApprovalKind, StaffActor } from '#services/identity';
import { BILLING_OFFICE_CLIENT, BillingOfficeClient, ProposedRecalculations } from '../../services/billing/api/client';
import { utilityStream } from '../../services/billing/domain/reference.commands';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { Story, storyteller } from './support/story';

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

async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: unknown) => (error as RejectedError).rejection.code,
  );
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
  await story.stack.kvitok.drain();
  expect(await office.client.order(orderId)).toMatchObject({ state: 'begun', recordedSoFar: 0, orderedBy: ANNA });
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
  await office.client.recordRecalculation('A1', { ...before, approvalId: null }, by(ANNA));
  expect(await office.carryOut()).toBe(1);
  expect(await office.client.order(orderId)).toMatchObject({
    recorded: 1,
    refused: [{ account: 'A1', code: 'BILLING_RECALCULATION_CHANGED' }],
  });
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

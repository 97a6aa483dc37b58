import { CarryOutClosesJob, companyStream, referenceDecider, utilityStream, NightTurns } from '#services/billing';
import { HeldTurn, TurnGivenUpError, TurnLostError } from '#libs/platform';
import { Approvals, ExpireApprovalsJob, StaffActor } from '#services/identity';
import { PERIODS_CLIENT, PeriodsClient } from '../../services/billing/api/client';
import { waitingCloseOf, waitingInWords } from '../../services/cli/commands/waiting-close';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { intervalJobsOf, SERVICES } from '#services/app';
import { CompanyPlan } from './support/company';
import { timePassing } from './support/passing-time';
import { refusalOf, Story, storyteller } from './support/story';

const begin = storyteller();
const UPKEEP = { connected: { upkeep: '' } };
const TWO_HOUSES: CompanyPlan = {
  houses: [{ houseId: 'H1' }, { houseId: 'H2' }],
  accounts: { A1: { house: 'H1', ...UPKEEP }, A2: { house: 'H2', ...UPKEEP } },
};
const ANNA = 'staff:10000001';
const BORIS = 'staff:10000002';

let commands = 0;
function by(actor: string) {
  commands += 1;
  const commandId = `two:${String(commands)}`;
  return { commandId, correlationId: commandId, causationId: null, actor, input: undefined };
}

/** A company whose periods two people close from April on, on the first of May. */
async function inMay(plan: CompanyPlan = { accounts: { A1: UPKEEP, A2: UPKEEP } }): Promise<Office> {
  const story = await begin(plan);
  await story.throughMonth('2026-03');
  const setting = { key: 'period_close', from: '2026-04-01', value: 'TWO_PEOPLE' };
  await story.tomorrow({
    stream: companyStream(story.companyId),
    decider: referenceDecider,
    command: { kind: 'DecideSetting', setting },
    commandId: 'decided:close',
    actor: 'director',
  } as unknown as AnyCommand);
  await story.through('2026-05-01');
  return new Office(story);
}

class Office {
  readonly approvals: Approvals;
  readonly accountant: StaffActor;

  constructor(readonly story: Story) {
    this.approvals = this.app.get(Approvals);
    this.accountant = { role: 'accountant', companies: [story.companyId] };
  }

  get app() {
    return this.story.stack.kvitok.app;
  }

  get periods(): PeriodsClient {
    return this.app.get<PeriodsClient>(PERIODS_CLIENT, { strict: false });
  }

  /** Agrees to what is asked, as it is seen. */
  async grant(approvalId: string, actor: StaffActor, origin: ReturnType<typeof by>) {
    const { planHash } = await this.stateOf(approvalId);
    return this.approvals.grant(approvalId, planHash, actor, origin);
  }

  /** Anna asks for the close of April. */
  async ask(change: Readonly<Record<string, number>> = {}): Promise<string> {
    const { period, figures } = await this.periods.proposeClose('2026-04');
    const plan = { period, ...figures, ...change };
    const asked = { kind: 'close-period', companyId: this.story.companyId, subject: period, plan } as const;
    const words = { summary: 'Закрыть апрель 2026', reason: 'месяц окончен' };
    const { approvalId } = await this.approvals.request({ ...asked, ...words }, this.accountant, by(ANNA));
    await this.settle();
    return approvalId;
  }

  async carryOut(): Promise<number> {
    const done = await this.app.get(CarryOutClosesJob).all();
    await this.settle();
    return done;
  }

  /** Both have agreed to the close of April. */
  async agree(): Promise<string> {
    const approvalId = await this.ask();
    await this.grant(approvalId, this.accountant, by(BORIS));
    await this.settle();
    return approvalId;
  }

  async closedIn(period: string): Promise<number> {
    const log = await this.story.stack.log();
    return log.filter(({ type, data }) => type === 'PeriodClosed' && (data as { period: string }).period === period)
      .length;
  }

  settle(): Promise<void> {
    return this.story.stack.kvitok.drain();
  }

  async stateOf(approvalId: string) {
    return this.approvals.one(approvalId, this.accountant);
  }
}

/** A turn that goes to others after it was asked for so often. */
function heldFor(looks: number): HeldTurn {
  let left = looks;
  return { isHeld: async () => (left -= 1) >= 0 };
}

/** One round of what carries out closes, as a process that serves does it. */
async function byTheClock({ story }: Office): Promise<void> {
  const job = intervalJobsOf(story.stack.kvitok, SERVICES, null).find(({ name }) => name === 'carry-out-closes');
  if (!job) throw new Error('Nobody carries out closes');
  await job.run();
}

/** States what is told to the log, and to nobody yet. */
async function tellTheLogAlone({ story }: Office): Promise<void> {
  await story.stack.kvitok.stack.commands.execute({
    stream: companyStream(story.companyId),
    decider: referenceDecider,
    command: { kind: 'DecideSetting', setting: { key: 'due_day', from: '2026-06-01', value: '11' } },
    commandId: 'decided:due',
    actor: 'director',
  } as unknown as AnyCommand);
}

/** Carries out closes as one process, while others do `meanwhile` after it has worked out what the first one would charge. */
async function closeWith(office: Office, meanwhile: () => Promise<void>): Promise<number> {
  let isAsked = false;
  const turn: HeldTurn = {
    async isHeld() {
      if (!isAsked) {
        isAsked = true;
        await meanwhile();
      }
      return true;
    },
  };
  const done = await office.app.get(CarryOutClosesJob).all(turn);
  await office.settle();
  return done;
}

describe('a period that two people close', () => {
  it('waits for the second one, is closed by what both saw, and by the approval as its cause', async () => {
    const office = await inMay();
    const { story, accountant } = office;
    expect(await story.statement('A1', '2026-04')).toBeNull();
    expect(await office.periods.standing()).toMatchObject({
      period: '2026-04',
      hasEnded: true,
      openAccounts: 2,
      closedBy: 'two_people',
    });
    const before = { waits: 'two_people', openAccounts: 2, approval: null };
    expect(await waitingCloseOf(office.app, '2026-04')).toEqual(before);
    expect(await waitingCloseOf(office.app, '2026-03')).toBeNull();
    const approvalId = await office.ask();
    const waiting = await waitingCloseOf(office.app, '2026-04');
    expect(waiting?.approval).toMatchObject({ approvalId, state: 'open', requestedBy: ANNA });
    expect(waiting && waitingInWords('2026-04', waiting)).toContain(`agrees on /approvals/${approvalId}`);
    expect(await office.carryOut()).toBe(0);
    expect(await refusalOf(office.grant(approvalId, accountant, by(ANNA)))).toBe('IDENTITY_APPROVAL_OWN');
    expect(await refusalOf(office.grant(approvalId, { ...accountant, role: 'operator' }, by(BORIS)))).toBe(
      'IDENTITY_APPROVAL_ROLE',
    );
    expect(await refusalOf(office.grant(approvalId, { ...accountant, companies: ['7700'] }, by(BORIS)))).toBe(
      'IDENTITY_UNKNOWN_APPROVAL',
    );
    await story.through('2026-05-02');
    expect(await story.statement('A1', '2026-04')).toBeNull();

    const grant = by(BORIS);
    await office.grant(approvalId, accountant, grant);
    // Pressed twice it is one grant.
    await office.grant(approvalId, accountant, grant);
    await office.settle();
    // Taken for gone before it begins, or before its first house, it leaves off; whoever comes next goes on.
    for (const looks of [0, 1]) {
      await expect(office.app.get(CarryOutClosesJob).all(heldFor(looks))).rejects.toThrow(TurnLostError);
      await office.settle();
      expect(await story.statement('A1', '2026-04')).toBeNull();
    }
    expect(await office.carryOut()).toBe(1);
    expect(await office.stateOf(approvalId)).toMatchObject({
      state: 'carried_out',
      requestedBy: ANNA,
      answeredBy: BORIS,
      outcome: { closed: 2, parked: 0 },
    });
    expect(await story.balance('A1', '2026-04')).toContain('+ charged 1000.00');
    const log = await story.stack.log();
    const granted = log.filter(({ type }) => type === 'ApprovalGranted');
    const approved = log.find(({ type }) => type === 'PeriodCloseApproved');
    expect([granted.length, approved?.metadata.causationId]).toEqual([1, granted[0]?.eventId]);
    const closed = log.filter(
      ({ type, data }) => type === 'PeriodClosed' && (data as { period: string }).period === '2026-04',
    );
    expect(closed.map(({ metadata }) => [metadata.actor, metadata.causationId])).toEqual([
      ['service:billing', approved?.eventId],
      ['service:billing', approved?.eventId],
    ]);
    expect(await office.carryOut()).toBe(0);
    await story.expectAtRest();
  });

  // The turn is asked for before the close begins, at each house, and after the accounts of each.
  it.each<[string, number, number]>([
    ['after the accounts of the first house', 2, 1],
    ['between the houses', 3, 1],
    ['after the accounts of the last house', 4, 2],
  ])('tells of all accounts that it closed where a pass was broken off %s', async (_moment, looks, closedByThen) => {
    const office = await inMay(TWO_HOUSES);
    const { story } = office;
    const approvalId = await office.agree();
    await expect(office.app.get(CarryOutClosesJob).all(heldFor(looks))).rejects.toThrow(TurnLostError);
    expect(await office.closedIn('2026-04')).toBe(closedByThen);
    expect(await office.carryOut()).toBe(1);
    expect(await office.stateOf(approvalId)).toMatchObject({ outcome: { closed: 2, parked: 0 } });
    await story.expectAtRest();
  });

  it('tells of what the night closed after a pass that was broken off, and not of what an earlier close has closed', async () => {
    const office = await inMay({
      ...TWO_HOUSES,
      withoutTariff: 'electricity',
      accounts: { ...TWO_HOUSES.accounts, A3: { house: 'H2', connected: { electricity: '2026-04-01' } } },
    });
    const { story } = office;
    const first = await office.agree();
    await expect(office.app.get(CarryOutClosesJob).all(heldFor(3))).rejects.toThrow(TurnLostError);
    await story.through('2026-05-02');
    expect(await office.closedIn('2026-04')).toBe(2);
    expect(await office.carryOut()).toBe(1);
    expect(await office.stateOf(first)).toMatchObject({ outcome: { closed: 2, parked: 1 } });

    const tariff = { utility: 'electricity', houseId: null, part: null, from: '2026-04-01', price: '5' };
    await story.tomorrow({
      stream: utilityStream('electricity'),
      decider: referenceDecider,
      command: { kind: 'SetTariff', tariff },
      commandId: 'set:electricity',
      actor: 'director',
    } as unknown as AnyCommand);
    const second = await office.agree();
    expect(await office.carryOut()).toBe(1);
    expect(await office.stateOf(second)).toMatchObject({ outcome: { closed: 1, parked: 0 } });
    await story.expectAtRest();
  });

  it('is not closed where the figures are others than both saw', async () => {
    const office = await inMay();
    const { story, accountant } = office;
    const approvalId = await office.ask({ chargedKopecks: 1 });
    await office.grant(approvalId, accountant, by(BORIS));
    await office.settle();
    expect(await office.carryOut()).toBe(0);
    expect(await office.stateOf(approvalId)).toMatchObject({ state: 'failed', failure: 'BILLING_CLOSE_CHANGED' });
    expect(await story.statement('A1', '2026-04')).toBeNull();
    // Asked again by what is true, it is closed.
    const again = await office.ask();
    await office.grant(again, accountant, by(BORIS));
    await office.settle();
    expect(await office.carryOut()).toBe(1);
    await story.expectAtRest();
  });

  it('waits until billing has heard of all that was told, and its job fails meanwhile', async () => {
    const office = await inMay();
    const approvalId = await office.agree();
    await tellTheLogAlone(office);
    expect(await timePassing(60_000, () => refusalOf(byTheClock(office)))).toBe('BILLING_NOT_HEARD');
    // Money comes to billing by way of payments, which may have something to make of it yet.
    for (const server of office.story.stack.kvitok.servers)
      if (server.consumer.endsWith('billing')) await server.drain();
    expect(await timePassing(60_000, () => refusalOf(byTheClock(office)))).toBe('BILLING_NOT_HEARD');
    expect(await office.closedIn('2026-04')).toBe(0);
    expect(await office.stateOf(approvalId)).toMatchObject({ state: 'granted' });

    await office.settle();
    await byTheClock(office);
    await office.settle();
    expect(await office.closedIn('2026-04')).toBe(2);
    expect(await office.stateOf(approvalId)).toMatchObject({ state: 'carried_out', outcome: { closed: 2, parked: 0 } });
  });

  it('waits in its turn as well: that may have come late, behind an import of another process', async () => {
    const office = await inMay();
    const approvalId = await office.agree();
    const turns = office.app.get(NightTurns);
    const inTurn = jest.spyOn(turns, 'together');
    let round: Promise<string | null> = Promise.resolve(null);
    await turns.alone(async () => {
      round = refusalOf(byTheClock(office));
      while (inTurn.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
      await tellTheLogAlone(office);
      jest.useFakeTimers({ doNotFake: ['performance', 'setImmediate', 'nextTick', 'queueMicrotask', 'Date'] });
    });
    try {
      await jest.advanceTimersByTimeAsync(60_000);
      expect(await round).toBe('BILLING_NOT_HEARD');
    } finally {
      jest.useRealTimers();
    }
    expect(await office.closedIn('2026-04')).toBe(0);
    expect(await office.stateOf(approvalId)).toMatchObject({ state: 'granted' });
  });

  it('is neither done nor failed where the process is to end before billing has heard', async () => {
    const office = await inMay();
    const approvalId = await office.agree();
    await tellTheLogAlone(office);
    const round = byTheClock(office);
    office.story.stack.kvitok.beginToStop();
    await expect(round).rejects.toThrow(TurnGivenUpError);
    expect(await office.closedIn('2026-04')).toBe(0);
    expect(await office.stateOf(approvalId)).toMatchObject({ state: 'granted' });
  });

  it('is not closed by a process that saw the agreed figures where another one has told that they are others', async () => {
    const office = await inMay();
    const { story } = office;
    const approvalId = await office.agree();
    // Between what the first one has worked out and its beginning a tariff comes, by which the second one looks.
    const first = await closeWith(office, async () => {
      await story.tomorrow({
        stream: utilityStream('upkeep'),
        decider: referenceDecider,
        command: {
          kind: 'SetTariff',
          tariff: { utility: 'upkeep', houseId: 'H1', part: null, from: '2026-04-01', price: '30' },
        },
        commandId: 'set:upkeep',
        actor: 'director',
      } as unknown as AnyCommand);
      expect(await office.carryOut()).toBe(0);
      expect(await office.stateOf(approvalId)).toMatchObject({ state: 'failed', failure: 'BILLING_CLOSE_CHANGED' });
    });
    expect(first).toBe(0);
    await story.through('2026-05-02');
    expect(await office.closedIn('2026-04')).toBe(0);
    expect(await office.stateOf(approvalId)).toMatchObject({ state: 'failed', failure: 'BILLING_CLOSE_CHANGED' });
    await story.expectAtRest();
  });

  it('is not carried out once more by a process that comes late to it', async () => {
    const office = await inMay();
    const approvalId = await office.agree();
    const first = await closeWith(office, async () => expect(await office.carryOut()).toBe(1));
    expect(first).toBe(0);
    expect(await office.closedIn('2026-04')).toBe(2);
    expect(await office.stateOf(approvalId)).toMatchObject({ state: 'carried_out', outcome: { closed: 2, parked: 0 } });
    await office.story.expectAtRest();
  });

  it('is asked for once at a time, and no more after a refusal, a withdrawal or a week', async () => {
    const office = await inMay();
    const { story, approvals, accountant } = office;
    const refused = await office.ask();
    expect(await refusalOf(office.ask())).toBe('IDENTITY_APPROVAL_ASKED_ALREADY');
    await approvals.refuse(refused, 'показания ещё не все', accountant, by(BORIS));
    await office.settle();
    const withdrawn = await office.ask();
    await approvals.withdraw(withdrawn, 'ошибка', accountant, by(ANNA));
    await office.settle();
    const forgotten = await office.ask();
    await story.through('2026-05-09');
    expect(await refusalOf(office.grant(forgotten, accountant, by(BORIS)))).toBe('IDENTITY_APPROVAL_EXPIRED');
    expect(await office.app.get(ExpireApprovalsJob).all()).toBe(1);
    await office.settle();
    const states = await Promise.all([refused, withdrawn, forgotten].map((id) => office.stateOf(id)));
    expect(states.map(({ state }) => state)).toEqual(['refused', 'withdrawn', 'expired']);
    expect(await story.statement('A1', '2026-04')).toBeNull();
    await story.expectAtRest();
  });

  it('is none where the night closes by itself, has not ended, or is not the next one', async () => {
    const story = await begin({ accounts: { A1: UPKEEP } });
    await story.through('2026-03-10');
    const office = new Office(story);
    expect(await refusalOf(office.periods.proposeClose('2026-03'))).toBe('BILLING_CLOSE_NOT_ENDED');
    expect(await refusalOf(office.periods.proposeClose('2026-04'))).toBe('BILLING_CLOSE_OTHER_PERIOD');
    story.stack.setTime('2026-03-31', '20:00:00');
    expect(await refusalOf(office.periods.proposeClose('2026-03'))).toBe('BILLING_CLOSE_OF_NIGHT');
  });
});

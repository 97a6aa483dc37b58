import { spawnSync } from 'node:child_process';
import { EventStore } from '#libs/event-store';
import { kopecks, Rational, roublesText } from '#libs/money';
import { EVENT_STORE } from '#libs/platform';
import { IssueSlips, PrintSlips } from '#services/billing';
import { Approvals, StaffActor } from '#services/identity';
import { SupportedAccountEvent, supportedAccountStream } from '#services/support';
import { INSTALMENTS_CLIENT, InstalmentsAsked, InstalmentsClient } from '../../services/billing/api/client';
import { inWords, refusalOf, Story, storyteller } from './support/story';

const begin = storyteller();
const [ANNA, BORIS] = ['staff:10000001', 'staff:10000002'];

/** 50 × 20 = 1000.00 for March, due on Friday 10 April, and nothing after. 7.8 percent: 0.26 a day from day 31 to 90. */
const MARCH_UPKEEP = { connected: { upkeep: '2015-06-01 2026-04-01' } };
const POSTED = '+ charged 0.00 + recalculated 0.00 + penalty';
const TWO_PARTS: InstalmentsAsked = { payee: 'main', count: 2, firstDueOn: '2026-06-20' };

let commands = 0;
function by(actor: string) {
  commands += 1;
  const commandId = `instalments:${String(commands)}`;
  return { commandId, correlationId: commandId, causationId: null, actor, input: undefined };
}

/** Two people of an office. */
class Office {
  readonly client: InstalmentsClient;
  private readonly approvals: Approvals;
  private readonly accountant: StaffActor;
  private readonly chief: StaffActor;

  constructor(private readonly story: Story) {
    const { app } = story.stack.kvitok;
    this.client = app.get<InstalmentsClient>(INSTALMENTS_CLIENT, { strict: false });
    this.approvals = app.get(Approvals);
    this.accountant = { role: 'accountant', companies: [story.companyId] };
    this.chief = { role: 'chief', companies: [story.companyId] };
  }

  async ask(account: string, asked = TWO_PARTS): Promise<string> {
    const { plan } = await this.client.propose(account, asked, 'Заявление', null);
    const request = { kind: 'instalments', companyId: this.story.companyId, subject: account, plan } as const;
    const words = { summary: 'Рассрочка', reason: 'Заявление' };
    const { approvalId } = await this.approvals.request({ ...request, ...words }, this.accountant, by(ANNA));
    await this.story.stack.kvitok.drain();
    return approvalId;
  }

  async grant(approvalId: string): Promise<string> {
    const { planHash } = await this.approvals.one(approvalId, this.accountant);
    await this.approvals.grant(approvalId, planHash, this.chief, by(BORIS));
    await this.story.stack.kvitok.drain();
    return (await this.approvals.one(approvalId, this.accountant)).state;
  }

  async standing(account: string) {
    const [agreement] = await this.client.all({ account });
    if (!agreement) throw new Error(`${account} has no agreement`);
    const { state, endedOn, leftKopecks, leftParts, next, overdueKopecks } = agreement;
    return { state, endedOn, leftKopecks, leftParts, next, overdueKopecks };
  }
}

/** The slip of a month: its own line of the agreement, the sum to pay, and the print. */
async function slipOf(story: Story, account: string, period: string) {
  const { app } = story.stack.kvitok;
  const commandId = `slip:${account}:${period}`;
  const origin = { commandId, correlationId: commandId, causationId: null, actor: 'staff:test', input: {} };
  const { slip } = await app.get(IssueSlips).one(account, period, null, origin);
  await story.stack.kvitok.drain();
  const input = await app.get(PrintSlips).one(slip);
  const { stdout } = spawnSync('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], { input, encoding: 'utf8' });
  const { instalments, payableKopecks } = slip.data.content;
  return { instalments, payableKopecks, words: stdout.replaceAll(/[\s\u00a0\u202f]+/g, ' ') };
}

/** What support has been told of agreements of an account: for whom it writes letters. */
async function notedBySupport(story: Story, account: string): Promise<readonly object[]> {
  const store = story.stack.kvitok.app.get<EventStore>(EVENT_STORE, { strict: false });
  const history = (await store.readStream(supportedAccountStream(account))) as unknown as SupportedAccountEvent[];
  return history.flatMap((event) => {
    switch (event.type) {
      case 'InstalmentsNoted':
        return { agreedOn: event.data.agreedOn, payee: event.data.payee, parts: event.data.parts };
      case 'InstalmentsLeftNoted':
        return { part: event.data.part, leftKopecks: event.data.leftKopecks };
      case 'InstalmentsResumed':
        return { resumedOn: event.data.resumedOn, leftKopecks: event.data.leftKopecks };
      case 'InstalmentsEnded':
        return { because: event.data.because, endedOn: event.data.endedOn };
      default:
        return [];
    }
  });
}

it('a debt by parts bears no penalty while they are paid, and counts it again when they are not', async () => {
  const story = await begin({
    keyRates: ['2020-01-01 7.8'],
    accounts: { kept: MARCH_UPKEEP, late: MARCH_UPKEEP, ended: MARCH_UPKEEP, changed: MARCH_UPKEEP },
    payments: {
      p1: 'kept 2026-06-20 500',
      p2: 'kept 2026-07-24 500',
      p3: 'late 2026-06-20 400',
      p4: 'changed 2026-06-02 10',
    },
  });
  await story.throughMonth('2026-05');
  await story.tomorrow();
  const office = new Office(story);
  const asked = await office.ask('changed');
  for (const account of ['kept', 'late', 'ended']) {
    // 20 July is day 101: without the agreement the first half would bear 20 days and the second 39 at 1/300 and 11 at 1/130.
    const { terms, amountKopecks, forgonePenaltyKopecks } = await office.client.preview(account, TWO_PARTS);
    expect(terms.parts.map((part) => part.amountKopecks)).toEqual([500_00, 500_00]);
    expect(amountKopecks).toBe(1000_00);
    expect(forgonePenaltyKopecks).toBe(2_60 + 5_07 + 3_30);
    expect(await office.grant(await office.ask(account))).toBe('carried_out');
    expect(await refusalOf(office.client.preview(account, TWO_PARTS))).toBe('BILLING_INSTALMENTS_RUNNING');
  }
  await story.through('2026-06-02');
  await story.tomorrow();
  expect(await office.grant(asked)).toBe('failed');
  expect(await office.client.all({ account: 'changed' })).toEqual([]);
  expect([...(await office.client.runningOn('2026-06-03'))].sort()).toEqual(['ended|main', 'kept|main', 'late|main']);

  await story.through('2026-06-09');
  await story.tomorrow();
  const [{ agreementId = '' } = {}] = await office.client.all({ account: 'ended' });
  await office.client.withdraw('ended', agreementId, 'Просьба жильца', by(ANNA));
  await story.through('2026-06-24');
  expect(await office.standing('kept')).toMatchObject({ state: 'running', leftParts: 1, overdueKopecks: 0 });
  expect(await office.standing('late')).toMatchObject({
    state: 'running',
    leftParts: 2,
    next: { dueOn: '2026-06-20', amountKopecks: 100_00 },
    overdueKopecks: 100_00,
  });
  await story.throughMonth('2026-06');
  await story.expectAtRest();

  // On 31 May, day 51, 5.46 were posted; nothing since.
  expect(await story.balance('kept', '2026-06')).toBe(`1005.46 ${POSTED} 0.00 - paid 500.00 = 505.46`);
  // 400 × 21 days, 600 × 21 days and 10 more from 21 June: 2.18 + 4.84 = 7.02, of which 5.46 are posted.
  expect(await story.balance('late', '2026-06')).toBe(`1005.46 ${POSTED} 1.56 - paid 400.00 = 607.02`);
  expect(await office.standing('late')).toMatchObject({ state: 'broken', endedOn: '2026-06-26', next: null });
  // Ended on 10 June: 21 days and 20 more.
  expect(await story.balance('ended', '2026-06')).toBe(`1005.46 ${POSTED} 5.20 - paid 0.00 = 1010.66`);
  expect(await office.standing('ended')).toMatchObject({ state: 'withdrawn', endedOn: '2026-06-10' });

  const slip = await slipOf(story, 'kept', '2026-06');
  // 500.00 of the debt and the penalty from before; the sum stays whole, a line tells what is next.
  expect(slip.payableKopecks).toBe(505_46);
  expect(slip.instalments).toEqual([
    {
      ...{ payee: 'main', lastDueOn: '2026-07-20', percent: '0', leftKopecks: 500_00, leftParts: 1 },
      ...{ nextDueOn: '2026-07-20', nextKopecks: 500_00, notDueKopecks: 0 },
    },
  ]);
  expect(slip.words).toContain('Рассрочка');
  expect(slip.words).toContain('500,00 ₽ под 0 % до 20 июля 2026, 1 часть.');
  expect((await slipOf(story, 'late', '2026-06')).instalments).toBeUndefined();

  // The debt of every day is what the close charges to it: nothing up to the missed part of 20 June, 600.00 bear 0.156 a day
  // from the 21st on, although it was found on the 26th.
  for (let day = 1; day <= 30; day += 1) {
    const open = day < 20 ? '1000.00' : '600.00';
    // In kopecks: 15.6 a day, rounded once.
    const missed = Rational.parse('15.6').times(Rational.of(Math.max(0, day - 20)));
    const penalty = roublesText(kopecks(5_46 + Number(missed.roundHalfAwayFromZero())));
    const asOf = `2026-06-${String(day).padStart(2, '0')}`;
    const posted = day === 30 ? '7.02' : '5.46';
    expect(await story.debts('late', asOf)).toEqual([`2026-03: ${open} penalty ${penalty} posted ${posted}`]);
  }
  const [unknown] = (await story.aging('2026-06-24', '2026-06-24T20:00:00.000Z')).filter(
    (one) => one.account === 'late',
  );
  expect(unknown && inWords(unknown, 'main')).toEqual(['2026-03: 600.00 penalty 5.46 posted 5.46']);

  // The debt of a day knows of the agreement, and did not know of it before.
  expect(await story.debts('kept', '2026-06-15')).toEqual(['2026-03: 1000.00 penalty 5.46 posted 5.46']);
  const [before] = (await story.aging('2026-06-15', '2026-06-01T00:00:00.000Z')).filter(
    (one) => one.account === 'kept',
  );
  expect(before && inWords(before, 'main')).toEqual(['2026-03: 1000.00 penalty 9.36 posted 5.46']);

  await story.throughMonth('2026-07');
  expect(await story.balance('kept', '2026-07')).toBe(`505.46 ${POSTED} 0.00 - paid 500.00 = 5.46`);
  expect(await office.standing('kept')).toMatchObject({ state: 'fulfilled', leftKopecks: 0, leftParts: 0 });

  // All of it, and none of what was not agreed, has reached those who write letters.
  const noted = {
    agreedOn: '2026-06-01',
    payee: 'main',
    parts: [
      { dueOn: '2026-06-20', amountKopecks: 500_00 },
      { dueOn: '2026-07-20', amountKopecks: 500_00 },
    ],
  };
  expect(await notedBySupport(story, 'kept')).toEqual([
    noted,
    { part: 1, leftKopecks: 500_00 },
    { because: 'fulfilled', endedOn: '2026-07-24' },
  ]);
  expect(await notedBySupport(story, 'late')).toEqual([noted, { because: 'broken', endedOn: '2026-06-26' }]);
  expect(await notedBySupport(story, 'ended')).toEqual([noted, { because: 'withdrawn', endedOn: '2026-06-10' }]);
  expect(await notedBySupport(story, 'changed')).toEqual([]);
  await story.expectAtRest();
});

it('a part whose payment is recalled is missed as if it had never been paid, whatever became of the agreement', async () => {
  const JUNE_AND_JULY: InstalmentsAsked = { payee: 'main', count: 2, firstDueOn: '2026-06-10' };
  const story = await begin({
    keyRates: ['2020-01-01 7.8'],
    accounts: {
      never: MARCH_UPKEEP,
      fulfilled: MARCH_UPKEEP,
      kept: MARCH_UPKEEP,
      early: MARCH_UPKEEP,
      again: MARCH_UPKEEP,
    },
    payments: {
      p1: 'fulfilled 2026-06-10 500',
      p2: 'fulfilled 2026-07-10 500',
      p3: 'kept 2026-06-10 500',
      p4: 'early 2026-05-02 1000',
      p5: 'again 2026-06-09 1000',
      p6: 'again 2026-08-13 1000',
    },
    reversals: { p1: '2026-08-05', p2: '2026-08-05', p3: '2026-07-03', p4: '2026-05-05', p5: '2026-08-12' },
  });
  await story.through('2026-04-19');
  await story.tomorrow();
  const office = new Office(story);
  for (const account of ['never', 'fulfilled', 'kept', 'early', 'again']) {
    expect(await office.grant(await office.ask(account, JUNE_AND_JULY))).toBe('carried_out');
  }
  await story.through('2026-05-06');
  expect(await office.standing('early')).toEqual({
    ...{ state: 'running', endedOn: null, leftKopecks: 1000_00, leftParts: 2, overdueKopecks: 0 },
    next: { dueOn: '2026-06-10', amountKopecks: 500_00 },
  });
  await story.throughMonth('2026-06');
  expect(await office.standing('kept')).toMatchObject({ state: 'running', leftParts: 1 });
  await story.throughMonth('2026-07');
  expect(await office.standing('fulfilled')).toMatchObject({ state: 'fulfilled', leftKopecks: 0 });
  expect(await office.standing('kept')).toMatchObject({ state: 'broken', endedOn: '2026-07-03' });
  expect(await story.balance('fulfilled', '2026-07')).toBe(`500.00 ${POSTED} 0.00 - paid 500.00 = 0.00`);
  await story.throughMonth('2026-08');
  await story.expectAtRest();

  // Due on 10 April: 10 June, the last day without penalty, is day 61. Days 62 to 90 bear 0.26 each, 91 to 112, which is
  // 31 July, 0.60: 7.54 + 13.20 = 20.74. August has 31 days more: 18.60.
  const posted = async (account: string) => {
    const [july, august] = [await story.balance(account, '2026-07'), await story.balance(account, '2026-08')];
    return [july, august].map((text) => / = (.*)$/.exec(text)?.[1]);
  };
  expect(await posted('never')).toEqual(['1020.74', '1039.34']);
  expect(await posted('kept')).toEqual(['1020.74', '1039.34']);
  // Nothing held it back longer than the others.
  expect(await posted('early')).toEqual(['1020.74', '1039.34']);
  expect(await story.balance('fulfilled', '2026-08')).toBe(`0.00 ${POSTED} 39.34 - paid -1000.00 = 1039.34`);
  expect(await office.standing('fulfilled')).toMatchObject({ state: 'broken', endedOn: '2026-08-05', next: null });
  // Paid anew on 13 August, day 125: 7.54 and 35 days at 0.60. It had been fulfilled for more than sixty days.
  expect(await story.balance('again', '2026-08')).toBe(`0.00 ${POSTED} 28.54 - paid 0.00 = 28.54`);
  expect(await office.standing('again')).toMatchObject({ state: 'broken', endedOn: '2026-08-12', leftKopecks: 0 });

  // On days before the recall the payments stood, and the debt of each is what its close has posted.
  expect(await story.debts('fulfilled', '2026-07-31')).toEqual([]);
  expect(await story.debts('fulfilled', '2026-08-04')).toEqual([]);
  // Day 117: 7.54 and 27 days at 0.60.
  expect(await story.debts('fulfilled', '2026-08-05')).toEqual(['2026-03: 1000.00 penalty 23.74']);

  const parts = ['2026-06-10', '2026-07-10'].map((dueOn) => ({ dueOn, amountKopecks: 500_00 }));
  const noted = { agreedOn: '2026-04-20', payee: 'main', parts };
  expect(await notedBySupport(story, 'early')).toEqual([
    noted,
    { because: 'fulfilled', endedOn: '2026-05-02' },
    { resumedOn: '2026-05-05', leftKopecks: 1000_00 },
    { because: 'broken', endedOn: '2026-06-16' },
  ]);
  expect(await notedBySupport(story, 'again')).toEqual([
    noted,
    { because: 'fulfilled', endedOn: '2026-06-09' },
    { because: 'broken', endedOn: '2026-08-12' },
  ]);
});

it('a missed part stays missed when its month was paid late and has left the working ledger since', async () => {
  const story = await begin({
    // No penalty up to June, so that nothing keeps a month of the year before at hand once it is paid.
    keyRates: ['2020-01-01 0', '2026-07-01 7.8'],
    accounts: { A1: MARCH_UPKEEP },
    openingBalances: { A1: ['principal 2025-01 1000'] },
    payments: { p1: 'A1 2026-06-20 1000' },
  });
  await story.through('2026-04-19');
  await story.tomorrow();
  const office = new Office(story);
  await office.grant(await office.ask('A1', { payee: 'main', count: 2, firstDueOn: '2026-06-10' }));
  await story.throughMonth('2026-07');
  expect(await office.standing('A1')).toMatchObject({ state: 'broken', endedOn: '2026-06-16' });
  // March, due on 10 April: days 62 to 90 at 0.26 and 91 to 112 at 0.60.
  expect(await story.balance('A1', '2026-07')).toBe(`1000.00 ${POSTED} 20.74 - paid 0.00 = 1020.74`);
});

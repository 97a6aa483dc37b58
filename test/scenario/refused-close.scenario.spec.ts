import { companyStream, NightlyChargesJob, ReferenceCommand, referenceDecider, utilityStream } from '#services/billing';
import { AnyCommand } from '../../libs/testing/whole-stack';
import { storyteller } from './support/story';

const begin = storyteller();
const UPKEEP = { connected: { upkeep: '' } };

function reference(stream: string, command: ReferenceCommand): AnyCommand {
  return {
    stream,
    decider: referenceDecider,
    command,
    commandId: `decided:${stream}`,
    actor: 'director',
  } as AnyCommand;
}

describe('a close on a day for which nobody has decided the cap of penalty', () => {
  it('is refused for every account, guesses nothing, and is done on the night after the decision', async () => {
    const story = await begin({
      settings: { penalty_cap_percent: ['2020-01-01 9.5', '2026-05-20 end'] },
      keyRates: ['2020-01-01 7.8'],
      accounts: { A1: UPKEEP, A2: UPKEEP },
    });
    await story.throughMonth('2026-04');
    const refused = await story.through('2026-06-02');

    // The nights of 31 May, 1 and 2 June.
    expect(refused.map(({ date }) => date)).toEqual(['2026-05-31', '2026-06-01', '2026-06-02']);
    for (const { closed, parked } of refused) {
      expect(closed).toBe(0);
      expect(parked).toMatchObject([
        { account: 'A1', period: '2026-05', step: 'close', code: 'BILLING_NO_RULE_IN_FORCE' },
        { account: 'A2', period: '2026-05', step: 'close', code: 'BILLING_NO_RULE_IN_FORCE' },
      ]);
    }
    // Who asks for the same night again is told the same, and nothing is recorded.
    const { store } = story.stack.kvitok.stack;
    const head = await store.head();
    const again = await story.stack.kvitok.app.get(NightlyChargesJob).all({ date: '2026-06-02' });
    expect(again.parked).toEqual(refused.at(-1)?.parked);
    expect(await store.head()).toBe(head);
    expect(await story.statement('A1', '2026-05')).toBeNull();
    expect((await story.statements()).map(({ account, period }) => `${account} ${period}`)).toEqual([
      'A1 2026-03',
      'A1 2026-04',
      'A2 2026-03',
      'A2 2026-04',
    ]);

    const setting = { key: 'penalty_cap_percent', from: '2026-05-21', value: '7.8' };
    await story.tomorrow(reference(companyStream(story.companyId), { kind: 'DecideSetting', setting }));
    expect(await story.through('2026-06-03')).toEqual([]);
    // As if it had been closed in time: 31 May is day 51 of March, 21 × 0.26 = 5.46.
    for (const account of ['A1', 'A2']) {
      expect(await story.balance(account, '2026-05')).toBe(
        '2000.00 + charged 1000.00 + recalculated 0.00 + penalty 5.46 - paid 0.00 = 3005.46',
      );
    }
    await story.expectAtRest();
  });
});

describe('a payment and a recall that come while the close is late', () => {
  it('stand in the month in which they were made, in the debts of every day and in the penalty', async () => {
    const story = await begin({
      settings: { penalty_cap_percent: ['2020-01-01 9.5', '2026-05-20 end'] },
      keyRates: ['2020-01-01 7.8'],
      accounts: { A1: UPKEEP, A2: UPKEEP, A3: UPKEEP },
      payments: { p1: 'A1 2026-06-02 500', p2: 'A2 2026-04-20 1000', p3: 'A3 2026-06-02 500' },
      reversals: { p2: '2026-06-02', p3: '2026-06-03' },
    });
    await story.throughMonth('2026-04');
    expect(await story.through('2026-06-03')).toHaveLength(4);
    const setting = { key: 'penalty_cap_percent', from: '2026-05-21', value: '9.5' };
    await story.tomorrow(reference(companyStream(story.companyId), { kind: 'DecideSetting', setting }));
    expect(await story.through('2026-06-04')).toEqual([]);

    // 31 May is day 51 of March, due on 10 April: 21 × 0.26 = 5.46 on 1000.00. Nobody had paid in May.
    const may = 'charged 1000.00 + recalculated 0.00 + penalty';
    expect(await story.balance('A1', '2026-05')).toBe(`2000.00 + ${may} 5.46 - paid 0.00 = 3005.46`);
    expect(await story.balance('A2', '2026-05')).toBe(`1000.00 + ${may} 0.00 - paid 0.00 = 2000.00`);
    expect(await story.balance('A3', '2026-05')).toBe(`2000.00 + ${may} 5.46 - paid 0.00 = 3005.46`);

    // 1 June is day 52: 22 × 0.26 = 5.72. 2 June is day 53: 23 × 0.26 = 5.98, whoever pays.
    const others = ['2026-04: 1000.00', '2026-05: 1000.00'];
    const owed = (day: string) => story.debts('A1', day);
    expect(await owed('2026-06-01')).toEqual(['2026-03: 1000.00 penalty 5.72 posted 5.46', ...others]);
    expect(await owed('2026-06-02')).toEqual(['2026-03: 500.00 penalty 5.98 posted 5.46', ...others]);
    // 500.00 since: day 54 adds 0.13.
    expect(await owed('2026-06-03')).toEqual(['2026-03: 500.00 penalty 6.11 posted 5.46', ...others]);
    // The recall of 2 June reopens March of A2 as if it had never been paid.
    expect(await story.debts('A2', '2026-06-01')).toEqual(others);
    expect(await story.debts('A2', '2026-06-02')).toEqual(['2026-03: 1000.00 penalty 5.98', ...others]);
    // What A3 paid on 2 June was gone on 3 June.
    expect(await story.debts('A3', '2026-06-02')).toEqual(['2026-03: 500.00 penalty 5.98 posted 5.46', ...others]);
    expect(await story.debts('A3', '2026-06-03')).toEqual(['2026-03: 1000.00 penalty 6.24 posted 5.46', ...others]);

    // June has both. 30 June is day 81 of March: 23 × 0.26 + 28 × 0.13 = 9.62 with the payment, 51 × 0.26 = 13.26
    // without; day 50 of April, due on Monday 11 May: 20 × 0.26 = 5.20.
    await story.throughMonth('2026-06');
    const june = 'charged 1000.00 + recalculated 0.00 + penalty';
    expect(await story.balance('A1', '2026-06')).toBe(`3005.46 + ${june} 9.36 - paid 500.00 = 3514.82`);
    expect(await story.balance('A2', '2026-06')).toBe(`2000.00 + ${june} 18.46 - paid -1000.00 = 4018.46`);
    expect(await story.balance('A3', '2026-06')).toBe(`3005.46 + ${june} 13.00 - paid 0.00 = 4018.46`);
    await story.expectAtRest();
  });

  it('are owed on their day already while it is late', async () => {
    const story = await begin({
      settings: { penalty_cap_percent: ['2020-01-01 9.5', '2026-05-20 end', '2026-06-02 9.5'] },
      keyRates: ['2020-01-01 7.8'],
      accounts: { A1: UPKEEP },
      payments: { p1: 'A1 2026-06-02 500' },
    });
    await story.through('2026-06-02');
    // May is not closed: its charges are no debt yet. The payment met the debts that are there.
    expect(await story.debts('A1', '2026-06-02')).toEqual(['2026-03: 500.00 penalty 5.98', '2026-04: 1000.00']);
    await story.expectAtRest();
  });
});

describe('one account without a tariff', () => {
  it('is parked with its reason while the others of the house are closed, and closed when the tariff is set', async () => {
    const story = await begin({
      withoutTariff: 'cold_water',
      accounts: { A1: UPKEEP, A2: { connected: { upkeep: '', cold_water: 'no meter possible' } }, A3: UPKEEP },
    });
    const [lastOfMarch, ...others] = await story.through('2026-03-31');
    expect(others).toEqual([]);
    expect(lastOfMarch).toMatchObject({ closed: 2, parked: [{ account: 'A2', step: 'close' }] });
    expect(lastOfMarch?.parked[0]?.code).toBe('BILLING_NO_RULE_IN_FORCE');
    expect(await story.statement('A2', '2026-03')).toBeNull();
    expect(await story.charges('A1', '2026-03')).toEqual(['upkeep area 50 m2 x 20 = 1000.00']);

    const tariff = { utility: 'cold_water', houseId: null, part: null, from: '2026-03-01', price: '40' };
    await story.tomorrow(reference(utilityStream('cold_water'), { kind: 'SetTariff', tariff }));
    expect(await story.through('2026-04-01')).toEqual([]);
    expect(await story.charges('A2', '2026-03')).toEqual([
      'cold_water norm 10 m3 x 40 = 400.00',
      'upkeep area 50 m2 x 20 = 1000.00',
    ]);
    await story.expectAtRest();
  });
});

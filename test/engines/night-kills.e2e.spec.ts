import { setTimeout as sleep } from 'node:timers/promises';
import { addDays } from '#libs/kernel';
import { MEASURED_PERIOD, seedCompany } from '../../bench/company/seed';
import { seededRandom } from '../support/command-line';
import { DistributedTown } from './distributed-town';
import { ServiceProcess } from './service-processes';

/** The short form; `npm run reliability:distributed` is the full one. `SEED` repeats a run that failed. */
const SEED = Number(process.env['SEED'] ?? 20260630);
const KILLS = Number(process.env['NIGHT_KILLS'] ?? 8);

/** As many dwellings, in three houses, keep two processes busy for longer than one of them needs to start. */
const ACCOUNTS = 600;
/** Every so many of them pay each night. */
const PAYS_EVERY = 20;
const EVE = `${MEASURED_PERIOD}-01`;
/** A town is left after this night, and another one founded: the day may not have ended yet in which it runs. */
const LAST_NIGHT = '2026-11-25';
/** A kill falls somewhere in the time that a calm night takes, or a little after it. */
const KILLED_WITHIN = 1.2;
/** A night is left in peace after both have been killed so often, so that it ends on a busy machine too. */
const ROUNDS_OF_KILLS_PER_NIGHT_MAX = 10;
const COMPLETED_WITHIN_MS = 5 * 60_000;
const LOOKS_EVERY_MS = 200;
/** What each account pays a day, and a kopeck more for each account before it. */
const AMOUNT_KOPECKS = 10_000;
const TIMEOUT_MS = 20 * 60_000 + KILLS * 60_000;

const random = seededRandom(SEED);

test(
  `nights in which two processes of billing are killed ${KILLS} times end as calm ones do (seed ${SEED})`,
  async () => {
    for (let kills = 0; kills < KILLS;) kills += await killedNights(KILLS - kills, kills);
  },
  TIMEOUT_MS,
);

/** Kills so often, or until the days of one town are over, and compares; answers with how often. */
async function killedNights(most: number, before: number): Promise<number> {
  const town = await DistributedTown.found(null);
  try {
    await seedCompany({ dataDir: town.folder('data'), accounts: ACCOUNTS, months: 0 });
    const nights = await Nights.begin(town);
    let kills = 0;
    let date: string = EVE;
    do {
      date = addDays(date, 1);
      if (!(await nights.isSomethingDue(date))) continue;
      kills += await nights.play(date, most - kills);
      process.stdout.write(`${before + kills} of ${KILLS} kills, after the night of ${date}\n`);
    } while (kills < most && date < LAST_NIGHT);
    await nights.end();
    expect(await town.result('statements')).toEqual(await town.resultOfTwin('statements'));
    expect(await town.result('verify')).toMatchObject({ ok: true, differing: [] });
    return kills;
  } finally {
    await town.close();
  }
}

/** The nights of a town, and the same of its twin. */
class Nights {
  /** How long the last calm night of the two processes took. */
  private calmMs = 0;

  private constructor(
    private readonly town: DistributedTown,
    private readonly payments: ServiceProcess,
    private readonly billings: ServiceProcess[],
    private readonly twin: ServiceProcess,
    private readonly accounts: readonly string[],
  ) {}

  static async begin(town: DistributedTown): Promise<Nights> {
    town.twin();
    const [payments, ...others] = await town.start('payments', 'billing', 'billing', 'metering', 'identity', 'support');
    if (payments === undefined) throw new Error('A process is missing');
    const billings = others.slice(0, 2);
    const accounts = (await town.accounts()).filter((_, index) => index % PAYS_EVERY === 0);
    return new Nights(town, payments, billings, await town.startTwin(), accounts);
  }

  /** Most nights of a month find nothing to do, and leave nothing to kill. */
  async isSomethingDue(date: string): Promise<boolean> {
    return Number((await this.town.get(this.twin, `/billing/nights/${date}/due`))['total']) > 0;
  }

  /**
   * Plays a night. Money for the next day comes in meanwhile, so that what hears of it is killed too. The first night
   * stays calm: it tells how long one takes. Answers with how many times a process was killed.
   */
  async play(date: string, most: number): Promise<number> {
    const half = this.accounts.length / 2;
    const [meanwhile, after] = [this.accounts.slice(0, half), this.accounts.slice(half)];
    const paid = this.pay(this.payments, date, meanwhile);
    const began = performance.now();
    const kills = this.calmMs === 0 ? 0 : await this.kill(date, most);
    await this.complete(date);
    if (kills === 0) this.calmMs = performance.now() - began;
    await paid;
    await this.night(this.twin, date);
    await this.pay(this.twin, date, meanwhile);
    // Its position lies behind everything that the night wrote. Until all is heard the next night is not run: what it
    // closes would lack what it has not heard of.
    const [position, positionOfTwin] = [
      await this.pay(this.payments, date, after),
      await this.pay(this.twin, date, after),
    ];
    const aging = `/billing/aging?asOf=${date}`;
    const calm = await this.town.getSince(this.twin, aging, positionOfTwin);
    for (const billing of this.billings) expect(await this.town.getSince(billing, aging, position)).toEqual(calm);
    return kills;
  }

  async end(): Promise<void> {
    await Promise.all([this.twin, ...this.billings].map((one) => one.stop()));
  }

  private async kill(date: string, most: number): Promise<number> {
    let kills = 0;
    for (let round = 0; round < ROUNDS_OF_KILLS_PER_NIGHT_MAX; round += 1) {
      const asked = this.billings.map((billing) => this.night(billing, date).catch(() => 'it was killed'));
      // The one that dies first is another one each time.
      for (const index of random() < 0.5 ? [0, 1] : [1, 0]) {
        await sleep((random() * this.calmMs * KILLED_WITHIN) / this.billings.length);
        const billing = this.billings[index];
        // A night that has ended already is not hit: its process lives on.
        if (billing === undefined || kills >= most || (await this.isCompleted(billing, date))) continue;
        await billing.stop('SIGKILL');
        kills += 1;
      }
      await Promise.all(asked);
      await this.startAgain();
      const [billing] = this.billings;
      if (billing === undefined || kills >= most || (await this.isCompleted(billing, date))) break;
    }
    return kills;
  }
  /** Asks until the night is over, as its clock does. */
  private async complete(date: string): Promise<void> {
    for (const deadline = performance.now() + COMPLETED_WITHIN_MS; ; await sleep(LOOKS_EVERY_MS)) {
      const outcomes = await Promise.all(this.billings.map((billing) => this.night(billing, date)));
      if (outcomes.every((status) => status === 200) && (await this.isCompleted(this.billings[0], date))) return;
      if (performance.now() > deadline) throw new Error(`The night of ${date} ends with ${outcomes.join()}`);
    }
  }

  private async night(billing: ServiceProcess, date: string): Promise<number> {
    return (await this.town.post(billing, '/billing/nights', { date })).status;
  }

  private async isCompleted(billing: ServiceProcess | undefined, date: string): Promise<boolean> {
    if (billing === undefined) return false;
    return (await this.town.get(billing, `/billing/nights/${date}`))['status'] === 'completed';
  }

  /** Starts again whatever was killed. */
  private async startAgain(): Promise<void> {
    await Promise.all(
      this.billings.map(async (billing, index) => {
        if (!billing.hasEnded) return;
        const [again] = await this.town.start('billing');
        if (again !== undefined) this.billings[index] = again;
      }),
    );
  }

  /** Money for the day after, of each account once; answers with the last position. */
  private async pay(payments: ServiceProcess, date: string, accounts: readonly string[]): Promise<number> {
    const receivedOn = addDays(date, 1);
    let last = 0;
    for (const [index, account] of accounts.entries()) {
      const paymentId = `night-${account}-${receivedOn}`;
      const amountKopecks = AMOUNT_KOPECKS + index;
      const body = { paymentId, account, amountKopecks, receivedOn, channel: 'cash_desk' };
      const { status, answer } = await this.town.post(payments, '/payments', body, paymentId);
      if (status !== 201) throw new Error(`${paymentId} is answered ${status}: ${JSON.stringify(answer)}`);
      last = Math.max(last, Number(answer['position']));
    }
    return last;
  }
}

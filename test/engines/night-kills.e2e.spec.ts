import { setTimeout as sleep } from 'node:timers/promises';
import { addDays } from '#libs/kernel';
import { dwellingNumbers, dwellingOf } from '../../bench/company/accounts';
import { MEASURED_PERIOD, seedCompany } from '../../bench/company/seed';
import { seededRandom } from '../support/command-line';
import { DistributedTown } from './distributed-town';
import { ServiceProcess } from './service-processes';

/** The short form; `npm run reliability:distributed` is the full one. `SEED` begins another row of moments. */
const SEED = Number(process.env['SEED'] ?? 20260630);
const KILLS = Number(process.env['NIGHT_KILLS'] ?? 8);

/**
 * Small houses, and many of them: what a killed process was at stays its own until the other one takes it for gone, and
 * the kills after it have to find a process at its work all the same.
 */
const ACCOUNTS_PER_HOUSE = 50;
const HOUSES = KILLS > 50 ? 40 : 10;
const ACCOUNTS = HOUSES * ACCOUNTS_PER_HOUSE;
const PAYS_EVERY = 20;
/** Those who pay each night. */
const PAYERS: readonly string[] = dwellingNumbers(ACCOUNTS, ACCOUNTS_PER_HOUSE)
  .filter((_, index) => index % PAYS_EVERY === 0)
  .map((number) => dwellingOf(number).account);
const PAYS_EVERY_MS = 1_000;
const EVE = `${MEASURED_PERIOD}-01`;
/** A town is left after this night, and another one founded: the day may not have ended yet in which it runs. */
const LAST_NIGHT = '2026-11-25';
/** A kill falls somewhere in the time that so many houses of a calm night take. */
const KILLED_WITHIN_HOUSES = 2;
/** A night is left in peace after so many kills, so that it ends on a busy machine too. */
const KILLS_PER_NIGHT_MAX = HOUSES;
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
    await seedCompany({
      dataDir: town.folder('data'),
      accounts: ACCOUNTS,
      accountsPerHouse: ACCOUNTS_PER_HOUSE,
      months: 0,
    });
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
  /** How long a calm night of the two processes took; null before there was one. */
  private calmMs: number | null = null;

  private constructor(
    private readonly town: DistributedTown,
    private readonly payments: ServiceProcess,
    private readonly billings: ServiceProcess[],
    private readonly twin: ServiceProcess,
  ) {}

  static async begin(town: DistributedTown): Promise<Nights> {
    town.twin();
    const [payments, ...others] = await town.start('payments', 'billing', 'billing', 'metering', 'identity', 'support');
    if (payments === undefined) throw new Error('A process is missing');
    const billings = others.slice(0, 2);
    const twin = await town.startTwin();
    const nights = new Nights(town, payments, billings, twin);
    // All have their read models, and the first night is no longer than those after it.
    for (const billing of [...billings, twin]) await nights.countDue(billing, EVE);
    for (const one of [payments, twin]) await town.untilKnown(one, PAYERS);
    return nights;
  }

  /** Most nights of a month find nothing to do, and leave nothing to kill. */
  async isSomethingDue(date: string): Promise<boolean> {
    return (await this.countDue(this.twin, date)) > 0;
  }

  /**
   * Plays a night. Money for the next day comes in meanwhile, so that what hears of it is killed too. The first night
   * stays calm: it tells how long one takes. Answers with how many times a process was killed.
   */
  async play(date: string, most: number): Promise<number> {
    const half = Math.floor(PAYERS.length / 2);
    const [meanwhile, after] = [PAYERS.slice(0, half), PAYERS.slice(half)];
    const killing = this.calmMs === null ? this.passCalmly(date) : this.kill(date, most, this.calmMs);
    // What has not come in when nobody is killed any more comes at once.
    const pause = () => Promise.race([killing, sleep(PAYS_EVERY_MS)]);
    const [kills] = await Promise.all([killing, this.pay(this.payments, date, meanwhile, pause)]);
    await Promise.all([this.complete(date), this.passOfTwin(date, meanwhile)]);
    // Its position lies behind everything that the night wrote. Until all is heard the next night is not run: what it
    // closes would lack what it has not heard of.
    const [position, positionOfTwin] = await Promise.all([
      this.pay(this.payments, date, after),
      this.pay(this.twin, date, after),
    ]);
    const aging = `/billing/aging?asOf=${date}`;
    const calm = await this.town.getSince(this.twin, aging, positionOfTwin);
    for (const billing of this.billings) expect(await this.town.getSince(billing, aging, position)).toEqual(calm);
    return kills;
  }

  async end(): Promise<void> {
    await Promise.all([this.twin, ...this.billings].map((one) => one.stop()));
  }

  private async passCalmly(date: string): Promise<0> {
    const began = performance.now();
    await this.complete(date);
    this.calmMs = performance.now() - began;
    return 0;
  }

  private async passOfTwin(date: string, paying: readonly string[]): Promise<void> {
    await this.night(this.twin, date);
    await this.pay(this.twin, date, paying);
  }

  /**
   * Kills each process again and again, while the other one goes on with the night, or starts again itself; answers with
   * how many kills there were in all.
   */
  private async kill(date: string, most: number, calmMs: number): Promise<number> {
    const killedWithinMs = (calmMs * this.billings.length * KILLED_WITHIN_HOUSES) / HOUSES;
    const planned = Math.min(most, KILLS_PER_NIGHT_MAX);
    const left = { kills: planned };
    await Promise.all(this.billings.map((_, index) => this.killOne(index, date, killedWithinMs, left)));
    return planned - left.kills;
  }

  /** Only a kill counts that met a process in its night and left the night unfinished, even when it has started again. */
  private async killOne(index: number, date: string, killedWithinMs: number, left: { kills: number }): Promise<void> {
    for (;;) {
      const billing = this.billings[index] as ServiceProcess;
      const asked = this.night(billing, date).catch(() => 'it was killed');
      const isAtNight = await Promise.race([sleep(random() * killedWithinMs, true), asked.then(() => false)]);
      if (left.kills > 0 && isAtNight) {
        left.kills -= 1;
        await billing.stop('SIGKILL');
        this.billings[index] = await this.town.startOne('billing');
        if (!(await this.isCompleted(this.billings[index], date))) continue;
        left.kills += 1;
        return;
      }
      await asked;
      if (left.kills === 0 || (await this.isCompleted(billing, date))) return;
      // The other one has what it does not, dead or alive: it asks again, as its clock does.
      await sleep(LOOKS_EVERY_MS);
    }
  }

  /** Asks until the night is over, as its clock does. */
  private async complete(date: string): Promise<void> {
    for (const deadline = performance.now() + COMPLETED_WITHIN_MS; ; await sleep(LOOKS_EVERY_MS)) {
      const outcomes = await Promise.all(this.billings.map((billing) => this.night(billing, date)));
      if (outcomes.every((status) => status === 200) && (await this.isCompleted(this.billings[0], date))) return;
      if (performance.now() > deadline) throw new Error(`The night of ${date} ends with ${outcomes.join()}`);
    }
  }

  private async countDue(billing: ServiceProcess, date: string): Promise<number> {
    return Number((await this.town.get(billing, `/billing/nights/${date}/due`))['total']);
  }

  private async night(billing: ServiceProcess, date: string): Promise<number> {
    return (await this.town.post(billing, '/billing/nights', { date })).status;
  }

  private async isCompleted(billing: ServiceProcess | undefined, date: string): Promise<boolean> {
    if (billing === undefined) return false;
    return (await this.town.get(billing, `/billing/nights/${date}`))['status'] === 'completed';
  }

  /** Money for the day after, of each account once; answers with the last position. */
  private async pay(
    payments: ServiceProcess,
    date: string,
    accounts: readonly string[],
    pause: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<number> {
    const receivedOn = addDays(date, 1);
    let last = 0;
    for (const [index, account] of accounts.entries()) {
      const paymentId = `night-${account}-${receivedOn}`;
      const amountKopecks = AMOUNT_KOPECKS + index;
      last = Math.max(last, await this.town.pay(payments, { paymentId, account, amountKopecks, receivedOn }));
      await pause();
    }
    return last;
  }
}

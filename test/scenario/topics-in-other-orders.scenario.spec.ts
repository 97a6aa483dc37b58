import { join } from 'node:path';
import { CivilDate, dayOfMonth, lastDayOf, periodOf } from '#libs/kernel';
import { SettableClock } from '#libs/platform';
import { createKvitok, Kvitok } from '#services/app';
import { AgedAccount, AgingQuery, NightlyChargesJob, ReferenceBooks, StatementsQuery } from '#services/billing';
import { Contacts } from '../../services/identity';
import { leftToPay } from '../../services/support/domain/supported-account.state';
import { supportedAccounts } from '../../services/support/projections/supported-accounts.projection';
import { directorySource, readCompanyPackage } from '../../services/cli/company-package';
import { playBack } from '../../services/cli/import/playback';
import { ROOT, seededRandom } from '../support/command-line';
import { oneTopicBeforeAnother, TopicOrder, TopicsApart, topicsMixed } from './support/topics-apart';

/** Two months are closed, and something of the third is paid. */
const THROUGH = '2026-05-12';
const AGING_DATES = ['2026-03-31', '2026-04-15', THROUGH] as const;
const SEEDS = [20260301, 7];
/** Those whose people can be written to, from the first day. */
const REACHED = ['0045120001', '0045120002', '0045050009', '0045050011'];
/** What asks nobody else hears of it on the day; billing and support are behind by up to a month. */
const PROMPT = ['kvitok.identity', 'kvitok.metering', 'kvitok.payments'];
const CAUSE = { reason: 'came with a passport', actorRole: 'chief' } as const;

interface Outcome {
  readonly statements: readonly unknown[];
  readonly aging: Readonly<Record<CivilDate, readonly AgedAccount[]>>;
  /** Who of an account can be reached, and what the last closed month leaves to be paid, as support knows it. */
  readonly reminded: Readonly<Record<string, { readonly contacts?: readonly unknown[]; readonly left: number | null }>>;
}

interface Delivery {
  onDay(day: CivilDate): Promise<void>;
  toRest(): Promise<void>;
  readonly parked: readonly string[];
}

/** As the log of one process brings it, each day. */
function calm(kvitok: Kvitok): Delivery {
  return { onDay: () => kvitok.drain(), toRest: () => kvitok.drain(), parked: [] };
}

/** Nothing of the eve, on which the accounts are opened, before the first month ends; of each month before the night that closes it. */
const onLastDays = (day: CivilDate) => day >= AGING_DATES[0] && day === lastDayOf(periodOf(day));
/** Days behind the close of the month. */
const afterCloses = (day: CivilDate) => dayOfMonth(day) === 5;

/** Billing and support hear on these days alone, and of the topics in this order. */
const inOrder =
  (order: TopicOrder, isHeard = onLastDays) =>
  (kvitok: Kvitok): Delivery => {
    const topics = new TopicsApart(kvitok, order);
    return {
      onDay: (day) => (isHeard(day) ? topics.deliver() : topics.deliver(...PROMPT)),
      toRest: () => topics.deliver(),
      parked: topics.parked,
    };
  };

/** The first months of the sample company, delivered so. */
async function played(deliveryOf: (kvitok: Kvitok) => Delivery): Promise<Outcome> {
  const read = readCompanyPackage(directorySource(join(ROOT, 'samples', 'company')));
  if (!read.ok) throw new Error(`The sample company is refused: ${JSON.stringify(read.errors)}`);
  const clock = new SettableClock('2026-01-01T00:00:00.000Z', '2026-01-01');
  const kvitok = await createKvitok({ dataDir: null, clock, follow: false });
  try {
    const { commands, store, consumerState, vault, readModelStore } = kvitok.stack;
    const delivery = deliveryOf(kvitok);
    let isReached = false;
    const drain = async () => {
      await delivery.onDay(clock.today());
      if (!isReached) await reach(kvitok);
      isReached = true;
    };
    await playBack(
      read.package,
      {
        ...{ commands, store, consumerState, vault, clock, drain },
        books: kvitok.app.get(ReferenceBooks),
        night: kvitok.app.get(NightlyChargesJob),
      },
      { through: THROUGH },
    );
    await delivery.toRest();
    expect(delivery.parked).toEqual([]);
    expect(await consumerState.parkedKeys()).toEqual([]);
    const aging: Record<CivilDate, readonly AgedAccount[]> = {};
    for (const date of AGING_DATES) aging[date] = await listOf(kvitok.app.get(AgingQuery).all(date));
    const rows = await Promise.all(REACHED.map((account) => readModelStore.get(supportedAccounts, account)));
    return {
      statements: await listOf(kvitok.app.get(StatementsQuery).all({})),
      aging,
      reminded: Object.fromEntries(
        rows.map((row, at) => [
          REACHED[at],
          { contacts: row?.document.contacts, left: row === null ? null : leftToPay(row.document) },
        ]),
      ),
    };
  } finally {
    await kvitok.close();
  }
}

async function listOf<One>(all: AsyncIterable<One>): Promise<readonly One[]> {
  const list: One[] = [];
  for await (const one of all) list.push(one);
  return list;
}

async function reach({ app }: Kvitok): Promise<void> {
  for (const account of REACHED) {
    const asked = { account, personId: `payer-of-${account}`, address: `${account}@example.ru` };
    const commandId = `verify-${account}`;
    const origin = { commandId, correlationId: commandId, causationId: null, actor: 'staff:1', input: account };
    await app.get(Contacts).verifyMail(asked, CAUSE, origin);
  }
}

describe('the sample company whose topics are heard', () => {
  let quiet: Outcome;
  beforeAll(async () => {
    quiet = await played(calm);
    // 48 accounts, of which one is opened in July; each other one has a statement of March and one of April.
    expect(quiet.statements).toHaveLength(2 * 47);
    expect(Object.values(quiet.reminded)).toMatchObject(REACHED.map(() => ({ contacts: [expect.anything()] })));
  }, 120_000);

  it.each(SEEDS)('mixed (seed %i) comes to the same statements and debts, and nothing is parked', async (seed) => {
    expect(await played(inOrder(topicsMixed(seededRandom(seed), 40)))).toEqual(quiet);
  });

  it.each([
    [['payments.v1', 'metering.v1', 'support.v1', 'identity.v1', 'billing.v1']],
    [['identity.v1', 'metering.v1', 'billing.v1', 'payments.v1']],
    [['billing.v1', 'payments.v1', 'identity.v1', 'metering.v1']],
  ])('one whole topic before another (%j) comes to the same, and nothing is parked', async (topics) => {
    expect(await played(inOrder(oneTopicBeforeAnother(...topics)))).toEqual(quiet);
  });

  it.each([[['payments.v1', 'billing.v1']], [['billing.v1', 'payments.v1']]])(
    'behind the closes (%j), so that payments are credited to the month after, is reminded of what billing has',
    async (topics) => {
      const { reminded, aging } = await played(inOrder(oneTopicBeforeAnother(...topics), afterCloses));
      const owed = REACHED.map((account) => owedBy(aging[THROUGH]?.find((one) => one.account === account)));
      expect(REACHED.map((account) => reminded[account]?.left)).toEqual(owed);
      // Readings come too late as well: it is another company than the calm one.
      expect(reminded).not.toEqual(quiet.reminded);
    },
  );
});

/** What closed months leave to be paid, by the ages of debt. */
function owedBy(aged: AgedAccount | undefined): number {
  return (aged?.payees ?? []).reduce((sum, { lines, advanceKopecks }) => {
    const debts = lines.reduce(
      (all, { principalKopecks, penaltyPostedKopecks }) => all + principalKopecks + penaltyPostedKopecks,
      0,
    );
    return sum + Math.max(0, debts - advanceKopecks);
  }, 0);
}

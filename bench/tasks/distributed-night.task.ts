import { randomUUID } from 'node:crypto';
import { cpSync, rmSync } from 'node:fs';
import { lastDayOf } from '#libs/kernel';
import { DistributedSettings, SettableClock } from '#libs/platform';
import { createKvitok, SERVICES } from '#services/app';
import { NightlyChargesJob } from '#services/billing';
import { MEASURED_PERIOD } from '../company/seed';
import { Round, timed } from '../measure/spread';

export interface DistributedNightInput {
  readonly brokers: readonly string[];
  /** `mongodb://…` without the name of a database. */
  readonly mongoUrl: string;
  /** Where the company was seeded. */
  readonly dataDir: string;
  readonly accounts: number;
}

export interface DistributedNightOutput {
  readonly calculate: Round;
  readonly close: Round;
}

const ZONE = 'Europe/Samara';

/** A process of billing at work with its read models in MongoDB, beside one that has them in a file; both logs are files. */
export async function measureDistributedNight(input: DistributedNightInput): Promise<DistributedNightOutput> {
  const { dataDir } = input;
  const copy = `${dataDir}-distributed`;
  cpSync(dataDir, copy, { recursive: true });
  const anchor = await nightsOf(dataDir, input.accounts, null);
  const project = await nightsOf(copy, input.accounts, settingsOf(input));
  rmSync(copy, { recursive: true });
  return {
    calculate: { anchorMs: anchor.calculateMs, projectMs: project.calculateMs },
    close: { anchorMs: anchor.closeMs, projectMs: project.closeMs },
  };
}

async function nightsOf(dataDir: string, accounts: number, distributed: DistributedSettings | null) {
  const clock = new SettableClock('2026-03-01T08:00:00.000Z', '2026-03-01');
  const services = SERVICES.filter(({ name }) => name === 'billing');
  const kvitok = await createKvitok({ dataDir, clock, follow: false, services, distributed });
  await kvitok.stack.projector.catchUp();
  const job = kvitok.app.get(NightlyChargesJob);
  const night = async (date: string, done: 'calculated' | 'closed') => {
    clock.set(date, '23:30:00', ZONE);
    const ms = await timed(async () => {
      const report = await job.all({ date });
      if (report[done] !== accounts) throw new Error(`The night of ${date}: ${JSON.stringify(report)}`);
    });
    return ms;
  };
  const calculateMs = await night(`${MEASURED_PERIOD}-25`, 'calculated');
  const closeMs = await night(lastDayOf(MEASURED_PERIOD), 'closed');
  await kvitok.close();
  return { calculateMs, closeMs };
}

function settingsOf({ brokers, mongoUrl }: DistributedNightInput): DistributedSettings {
  // No person is asked for; the key only has to be there.
  process.env['KVITOK_PERSON_MASTER_KEY'] ??= randomUUID().replaceAll('-', '').repeat(2);
  return {
    kafka: { brokers, partitions: 1, replicas: 1, tls: false, login: null },
    mongoUrl: `${mongoUrl}/kvitok_night_${randomUUID().slice(0, 8)}`,
    kurrentUrl: null,
  };
}

import { CivilDate } from '#libs/kernel';
import { SettableClock } from '#libs/platform';
import { createKvitok, Kvitok, SERVICES } from '#services/app';

const ZONE = 'Europe/Samara';

export interface OpenedCompany {
  readonly kvitok: Kvitok;
  /** Sets the clock to the evening of a day. */
  setDay(date: CivilDate): void;
}

/** Billing alone over the files of a folder, as it runs in every process of Kvitok; nothing follows the log by itself. */
export async function openCompany(dataDir: string): Promise<OpenedCompany> {
  const clock = new SettableClock('2026-03-01T08:00:00.000Z', '2026-03-01');
  const services = SERVICES.filter(({ name }) => name === 'billing');
  const kvitok = await createKvitok({ dataDir, clock, follow: false, services });
  return { kvitok, setDay: (date) => clock.set(date, '23:30:00', ZONE) };
}

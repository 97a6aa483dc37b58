import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  DistributedSettings,
  EVENT_FILE,
  readDistributedSettings,
  SettableClock,
  SettingsError,
  systemClock,
} from '#libs/platform';
import { Acquiring, createKvitok, Kvitok } from '#services/app';
import { REFERENCE_BOOK_KEY, referenceBookProjection } from '#services/billing';
import { demonstrationClockOf } from './demonstration-clock';
import { CommandFailure } from './output';

const DEFAULT_TIME_ZONE = 'Europe/Samara';

/** A system opened for one command, with the company's time zone. */
export interface OpenedKvitok extends Kvitok {
  readonly timeZone: string;
}

/**
 * Opens the data of a folder that holds some; nothing runs by itself. The demonstration's folder is opened on its own
 * day, which may be long past. A bank is asked by those commands alone that are given one. Throws CommandFailure(1) where it is empty.
 */
export async function openKvitok(dataDir: string, acquiring: Acquiring | null = null): Promise<OpenedKvitok> {
  const distributed = distributedSettings();
  if ((distributed?.kurrentUrl ?? null) === null && !existsSync(join(dataDir, EVENT_FILE))) {
    throw new CommandFailure(
      1,
      `There is no data in ${dataDir}. Import a company first: kvitok import DIR --data ${dataDir}`,
    );
  }
  let timeZone = DEFAULT_TIME_ZONE;
  const demonstration = demonstrationClockOf(dataDir);
  const clock = demonstration ?? systemClock(() => timeZone);
  const kvitok = await createKvitok({ dataDir, distributed, clock, follow: false, acquiring });
  try {
    await demonstration?.continueAfter(kvitok.stack.store);
    await kvitok.drain();
    const book = await kvitok.stack.readModelStore.get(referenceBookProjection, REFERENCE_BOOK_KEY);
    if (book) timeZone = book.document.timeZone;
  } catch (error) {
    // Left open, its connections would keep a command alive that has said why it ends.
    await kvitok.close();
    throw error;
  }
  return { ...kvitok, timeZone };
}

/** Opens a folder, made where it is not, under a clock that playback sets. */
export async function openForPlayback(dataDir: string): Promise<{ kvitok: Kvitok; clock: SettableClock }> {
  const now = systemClock(() => DEFAULT_TIME_ZONE);
  const clock = new SettableClock(now.now(), now.today());
  return { kvitok: await createKvitok({ dataDir, distributed: distributedSettings(), clock, follow: false }), clock };
}

/**
 * In the distributed mode a command works beside the processes of the services, and waits for what they make of it. Throws
 * CommandFailure(2) where the settings are wrong.
 */
export function distributedSettings(): DistributedSettings | null {
  try {
    return readDistributedSettings(process.env);
  } catch (error) {
    if (error instanceof SettingsError) throw new CommandFailure(2, error.message);
    throw error;
  }
}

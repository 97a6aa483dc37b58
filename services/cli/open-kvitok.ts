import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEFAULT_TIME_ZONE,
  DistributedSettings,
  EVENT_FILE,
  readDistributedSettings,
  SettableClock,
  SettingsError,
  systemClock,
} from '#libs/platform';
import { Acquiring, createKvitok, Kvitok } from '#services/app';
import { REFERENCE_BOOK_KEY, referenceBookProjection } from '#services/billing';
import { beReady, Need } from './be-ready';
import { demonstrationClockOf } from './demonstration-clock';
import { CommandFailure } from './output';

/**
 * A system opened for one command, with the company's time zone. It is never drained: where other processes work beside it
 * that would be to wait for all of them.
 */
export interface OpenedKvitok extends Omit<Kvitok, 'drain'> {
  readonly timeZone: string;
  /** What the command has recorded is seen by its own queries; in the mode of one process the reactions to it are done, too. */
  settle(): Promise<void>;
  /** What a command that has waited for its turn needs to know by now. Throws what `beReady` throws. */
  knowAgain(): Promise<void>;
}

export interface Opening {
  readonly need: Need;
  /** A bank is asked by those commands alone that are given one. */
  readonly acquiring: Acquiring | null;
  /** A sentence for the operator. */
  say(text: string): void;
}

/**
 * Opens the data of a folder that holds some; nothing runs by itself. The demonstration's folder is opened on its own
 * day, which may be long past. One process alone first does all that is to be done, except where what is kept is only looked
 * at; beside others it has what it needs.
 * Beside others a key is asked for by what uses it: a command begins with those that it is given.
 * Throws CommandFailure(1) where the folder is empty, and what `beReady` throws.
 */
export async function openKvitok(dataDir: string, { need, acquiring, say }: Opening): Promise<OpenedKvitok> {
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
  const kvitok = await createKvitok({ dataDir, distributed, clock, follow: false, acquiring, keysAsked: 'at use' });
  try {
    await demonstration?.continueAfter(kvitok.stack.store);
    if (distributed !== null) await beReady(kvitok.stack, need, say);
    else if (need !== 'log') await kvitok.drain();
    const book = await kvitok.stack.readModelStore.get(referenceBookProjection, REFERENCE_BOOK_KEY);
    if (book) timeZone = book.document.timeZone;
  } catch (error) {
    // Left open, its connections would keep a command alive that has said why it ends.
    await kvitok.close();
    throw error;
  }
  const settle = distributed === null ? () => kvitok.drain() : () => beReady(kvitok.stack, 'read models', say);
  const knowAgain = distributed === null ? async () => undefined : () => beReady(kvitok.stack, need, say);
  return { ...kvitok, timeZone, settle, knowAgain };
}

/** Opens a folder, made where it is not, under a clock that playback sets. */
export async function openForPlayback(dataDir: string): Promise<{ kvitok: Kvitok; clock: SettableClock }> {
  const now = systemClock(() => DEFAULT_TIME_ZONE);
  const clock = new SettableClock(now.now(), now.today());
  const distributed = distributedSettings();
  return { kvitok: await createKvitok({ dataDir, distributed, clock, follow: false, keysAsked: 'at use' }), clock };
}

/** In the distributed mode a command works beside the processes of the services. Throws CommandFailure(2) where the settings are wrong. */
export function distributedSettings(): DistributedSettings | null {
  try {
    return readDistributedSettings(process.env);
  } catch (error) {
    if (error instanceof SettingsError) throw new CommandFailure(2, error.message);
    throw error;
  }
}

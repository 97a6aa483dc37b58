import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CivilDate } from '#libs/kernel';
import { EventStoreDamage, EventStoreDamagedError, SharedTurns, Stack, unlessGivenUp } from '#libs/platform';

/** How the log was found when it was last read whole by a process that shares it. */
interface NotedReading {
  /** Of this reading and no other. */
  readonly token: string;
  /** The day after which it was due; null for that of a start. */
  readonly date: CivilDate | null;
  /** Up to this position it held; where it did not, what was wrong. */
  readonly head: number;
  readonly damage: Omit<EventStoreDamage, 'reason'> | null;
}

export interface LogVerificationParts {
  readonly stack: Pick<Stack, 'store' | 'accessRecords' | 'leaseHolders' | 'clock'>;
  readonly stopping: AbortSignal;
}

export interface LogVerificationOptions {
  /** Whether other processes serve from the same log: then one of them reads it for all. */
  readonly isShared: boolean;
  /** How often somebody who waits for its turn looks again. */
  readonly looksEveryMilliseconds?: number;
}

const COLLECTION = 'log-readings';
const LAST = 'last';
/** A night and a bit: while nights read the log, a start between them does not. */
const KEPT_MILLISECONDS = 26 * 3_600_000;

/**
 * Reads the whole log, of which a process that serves has seen the end alone. Where processes share it they take turns:
 * whoever has waited for another one is told what that has found. Methods throw EventStoreDamagedError with the first bad
 * event, after which a process has to end, and TurnGivenUpError where it is to end before.
 */
export class LogVerification {
  private readonly logger = new Logger('LogVerification');
  private readonly turns: SharedTurns;

  constructor(
    private readonly parts: LogVerificationParts,
    private readonly options: LogVerificationOptions,
  ) {
    const { accessRecords: records, leaseHolders: holders, clock } = parts.stack;
    const { looksEveryMilliseconds } = options;
    const looks = looksEveryMilliseconds === undefined ? {} : { looksEveryMilliseconds };
    this.turns = new SharedTurns({ name: 'log-verification', records, holders, clock, ...looks });
  }

  /** For a start. A shared log that was read in the last night, and is not shorter now, is not read again. */
  atStart(): Promise<void> {
    return this.unless(() => true, null);
  }

  /** Of a night: once for each day, whichever process does it. */
  ofNight(date: CivilDate): Promise<void> {
    return this.unless((known) => known.date === date, date);
  }

  private async unless(isEnough: (known: NotedReading) => boolean, date: CivilDate | null): Promise<void> {
    if (!this.options.isShared) return void (await this.read());
    const asked = await this.known();
    if (await this.suffices(asked, isEnough)) return;
    const work = async () => {
      const known = await this.known();
      if (await this.suffices(known, isEnough)) return;
      // What stood there before may have been mended since.
      const damage = known?.damage ?? null;
      if (damage !== null && known?.token !== asked?.token) throw foundByAnother(damage);
      await this.readAndNote(date);
    };
    await this.turns.within('alone', work, this.parts.stopping);
  }

  private async suffices(known: NotedReading | null, isEnough: (known: NotedReading) => boolean): Promise<boolean> {
    if (known === null || known.damage !== null || !isEnough(known)) return false;
    return (await this.parts.stack.store.head()) >= known.head;
  }

  private async readAndNote(date: CivilDate | null): Promise<void> {
    const token = randomUUID();
    try {
      const head = await this.read();
      await this.note({ token, date, head, damage: null });
    } catch (error) {
      if (error instanceof EventStoreDamagedError) {
        const { fault, position, eventId } = error.damage;
        await this.note({ token, date, head: 0, damage: { fault, position, eventId } });
      }
      throw error;
    }
  }

  /** @returns the position up to which the log holds. A process that is to end does not wait for it. */
  private async read(): Promise<number> {
    const { stack, stopping } = this.parts;
    const verified = await unlessGivenUp(stack.store.verify(), stopping);
    if (!verified.ok) throw new EventStoreDamagedError(verified);
    return verified.head;
  }

  private async known(): Promise<NotedReading | null> {
    const { accessRecords, clock } = this.parts.stack;
    return (await accessRecords.get<NotedReading>(COLLECTION, LAST, clock.now()))?.document ?? null;
  }

  /** What was found is found, also where nobody could write it down. */
  private async note(reading: NotedReading): Promise<void> {
    const { accessRecords, clock } = this.parts.stack;
    const now = clock.now();
    const expiresAt = new Date(Date.parse(now) + KEPT_MILLISECONDS).toISOString();
    const change = () => ({ change: { kind: 'keep' as const, document: reading, expiresAt }, answer: null });
    await accessRecords
      .change<NotedReading, null>({ collection: COLLECTION, key: LAST, now }, change)
      .catch((error: unknown) => this.logger.error({ err: error }, 'It could not be noted how the log was found'));
  }
}

function foundByAnother(damage: Omit<EventStoreDamage, 'reason'>): EventStoreDamagedError {
  return new EventStoreDamagedError({ ...damage, reason: 'another process has found it' });
}

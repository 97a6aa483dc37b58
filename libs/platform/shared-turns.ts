import { setTimeout as delay } from 'node:timers/promises';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { LeaseHolders } from './lease-holders';
import { WorkSign, WorkSigns } from './work-signs';

/** Work that others of its kind may do meanwhile, or that nobody may. */
export type TurnKind = 'together' | 'alone';

/** A turn that was had. */
export interface HeldTurn {
  /**
   * Whether others still wait for its end: one that was silent for too long is taken for gone, and passed over. Throws
   * TurnGivenUpError once whoever asked for the turn says that it is to be given up.
   */
  isHeld(): Promise<boolean>;
}

export interface SharedTurnsOptions {
  /** Under which name processes meet. */
  readonly name: string;
  readonly records: ExpiringRecords;
  readonly holders: LeaseHolders;
  readonly clock: Pick<Clock, 'now'>;
  readonly signs?: WorkSigns;
  /** How often somebody who waits looks again. */
  readonly looksEveryMilliseconds?: number;
}

interface Turn extends WorkSign {
  readonly kind: TurnKind;
}

interface Turns {
  readonly turns: readonly Turn[];
}

const COLLECTION = 'turns';
const LOOKS_EVERY_MILLISECONDS = 500;
/** A turn ends with its work, or with whoever is at it: no clock ends it. */
const NEVER = '9999-12-31T23:59:59.999Z';

/** A turn, or the wait for it, or for what it needs, was given up, because the process is to end. */
export class TurnGivenUpError extends Error {
  readonly code = 'TURN_GIVEN_UP';

  constructor() {
    super('The turn was given up');
    this.name = 'TurnGivenUpError';
  }
}

/** A turn is had no more: who had it was silent for so long that others took it for gone, and are at their work by now. */
export class TurnLostError extends Error {
  readonly code = 'TURN_LOST';

  constructor() {
    super('The turn went to others, who took this process for gone');
    this.name = 'TurnLostError';
  }
}

/**
 * What the work comes to, unless the signal ends the wait for it: TurnGivenUpError. What becomes of the work after that is
 * nobody's any more. Throws what the work throws.
 */
export async function unlessGivenUp<Done>(work: Promise<Done>, signal: AbortSignal): Promise<Done> {
  const waiting = new AbortController();
  const givenUp = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new TurnGivenUpError());
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { signal: waiting.signal });
  });
  try {
    return await Promise.race([work, givenUp]);
  } finally {
    waiting.abort();
  }
}

/**
 * To be asked between two portions of the work. Throws TurnLostError, TurnGivenUpError, StorageError; work without a turn is
 * nobody's to take.
 */
export async function requireHeld(turn: HeldTurn | undefined): Promise<void> {
  if (turn !== undefined && !(await turn.isHeld())) throw new TurnLostError();
}

/** Hands on what is gone through, one after another, and asks for the turn between two portions. Throws what `requireHeld` throws. */
export async function* whileHeld<One>(
  turn: HeldTurn | undefined,
  portion: number,
  all: Iterable<One> | AsyncIterable<One>,
): AsyncGenerator<One> {
  let place = 0;
  for await (const one of all) {
    if (place > 0 && place % portion === 0) await requireHeld(turn);
    place += 1;
    yield one;
  }
}

/**
 * Turns at one kind of work over all processes: any number do it together, or one does it alone. A process that ended in the
 * middle gives its turn up after its last sign; see `WorkSigns`.
 */
export class SharedTurns {
  private readonly signs: WorkSigns;

  constructor(private readonly options: SharedTurnsOptions) {
    this.signs = options.signs ?? new WorkSigns({ holders: options.holders });
  }

  /**
   * Waits for a turn, then works. The signal ends the wait, and work that asks for its turn leaves off where it asks. Throws
   * TurnGivenUpError, StorageError, and what the work throws.
   */
  async within<Done>(kind: TurnKind, work: (turn: HeldTurn) => Promise<Done>, signal?: AbortSignal): Promise<Done> {
    const turn: Turn = { ...this.signs.begin(), kind };
    try {
      await this.take(turn, signal);
      const beats = this.signs.beating(() => this.beat(turn));
      try {
        return await work({ isHeld: () => this.isHeld(turn, signal) });
      } finally {
        await beats.stop();
        // Where the store is away the silence says it too.
        await this.change((turns) => turns.filter(({ token }) => token !== turn.token)).catch(() => undefined);
      }
    } finally {
      this.signs.end(turn);
    }
  }

  private async isHeld({ token }: Turn, signal: AbortSignal | undefined): Promise<boolean> {
    if (signal?.aborted === true) throw new TurnGivenUpError();
    return (await this.read()).some((turn) => turn.token === token);
  }

  private async take(turn: Turn, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      if (signal?.aborted === true) throw new TurnGivenUpError();
      const gone = await this.goneOnes();
      const isTaken = await this.change((turns) => {
        const living = turns.filter(({ token }) => !gone.has(token));
        const isFree = turn.kind === 'alone' ? living.length === 0 : living.every(({ kind }) => kind === 'together');
        return isFree ? [...living, turn] : null;
      });
      if (isTaken) return;
      const wait = this.options.looksEveryMilliseconds ?? LOOKS_EVERY_MILLISECONDS;
      await delay(wait, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    }
  }

  private async goneOnes(): Promise<ReadonlySet<string>> {
    const gone = new Set<string>();
    for (const turn of await this.read()) if (await this.signs.isAbandoned(turn)) gone.add(turn.token);
    return gone;
  }

  private beat({ token }: Turn): Promise<boolean> {
    return this.change((turns) =>
      turns.map((turn) => (turn.token === token ? { ...turn, beat: turn.beat + 1 } : turn)),
    );
  }

  private async read(): Promise<readonly Turn[]> {
    const { records, name, clock } = this.options;
    return (await records.get<Turns>(COLLECTION, name, clock.now()))?.document.turns ?? [];
  }

  /** @returns whether anything was changed; null leaves the turns as they are. */
  private change(decide: (turns: readonly Turn[]) => readonly Turn[] | null): Promise<boolean> {
    const { records, name, clock } = this.options;
    const place = { collection: COLLECTION, key: name, now: clock.now() };
    return records.change<Turns, boolean>(place, (current) => {
      const turns = decide(current?.turns ?? []);
      if (turns === null) return { change: { kind: 'leave' }, answer: false };
      if (turns.length === 0) return { change: { kind: 'remove' }, answer: true };
      return { change: { kind: 'keep', document: { turns }, expiresAt: NEVER }, answer: true };
    });
  }
}

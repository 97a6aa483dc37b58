import { randomUUID } from 'node:crypto';
import { Silences } from '#libs/kernel';
import { LeaseHolders } from './lease-holders';

/** Who is at a piece of work, as it stands with the work for others to see. */
export interface WorkSign {
  /** The name of the process as a worker. */
  readonly holder: string;
  /** Of this go at the work alone: who begins it again has another one. */
  readonly token: string;
  /** Grows while the work goes on. */
  readonly beat: number;
}

/** How often a worker renews its signs. */
const BEATS_EVERY_MILLISECONDS = 10_000;
/** A sign that stays the same for so long is that of nobody: five beats may be lost before. */
const SILENT_AFTER_MILLISECONDS = 60_000;

export interface WorkSignsOptions {
  readonly holders: LeaseHolders;
  readonly beatsEveryMilliseconds?: number;
  readonly silentAfterMilliseconds?: number;
  /** Time that goes on evenly, in milliseconds; that of the process where absent. */
  readonly elapsed?: () => number;
}

/**
 * Tells whether somebody is still at a piece of work that any process may look at. Whoever has taken its leave is not, nor
 * who is known to have ended, nor who has given no sign for a while by the clock of the one who looks: clocks of others,
 * and days that a process keeps for itself, are asked by nobody.
 */
export class WorkSigns {
  private readonly own = new Set<string>();
  private readonly silences: Silences;

  constructor(private readonly options: WorkSignsOptions) {
    this.silences = new Silences({
      silentAfterMilliseconds: options.silentAfterMilliseconds ?? SILENT_AFTER_MILLISECONDS,
      elapsed: options.elapsed ?? (() => performance.now()),
    });
  }

  /** A sign for work that this process begins; `end` is owed to it. */
  begin(): WorkSign {
    const sign = { holder: this.options.holders.self, token: randomUUID(), beat: 0 };
    this.own.add(sign.token);
    return sign;
  }

  end({ token }: WorkSign): void {
    this.own.delete(token);
  }

  /** Whether this process is at it. */
  isOwn({ token }: WorkSign): boolean {
    return this.own.has(token);
  }

  /** Renews a sign by `beat` again and again until it is told to stop; one beat that fails is made up for by the next. */
  beating(beat: () => Promise<unknown>): { stop(): Promise<void> } {
    let last: Promise<unknown> = Promise.resolve();
    const timer = setInterval(() => {
      last = last.then(beat).catch(() => undefined);
    }, this.options.beatsEveryMilliseconds ?? BEATS_EVERY_MILLISECONDS).unref();
    return {
      async stop() {
        clearInterval(timer);
        await last;
      },
    };
  }

  /** Whether nobody is at it any more. Throws StorageError. */
  async isAbandoned(sign: WorkSign): Promise<boolean> {
    const { holders } = this.options;
    if (sign.holder === holders.self) return !this.own.has(sign.token);
    if (await holders.isGone(sign.holder)) return true;
    return this.silences.isSilent(sign.token, sign.beat);
  }
}

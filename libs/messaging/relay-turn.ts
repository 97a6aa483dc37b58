import { randomUUID } from 'node:crypto';
import { Silences } from '#libs/kernel';
import { ConsumerState, Turn } from './messaging.port';

/** How often whoever has the turn says that it goes on. */
export const BEATS_EVERY_MS = 1_000;
/** How often the others look whether it does; so soon another one goes on for one that has given its turn up. */
export const LOOKS_EVERY_MS = 500;
/** Whoever has said nothing for so long is taken for gone. */
export const TURN_HELD_MS = 5_000;

export interface RelayTurnOptions {
  /** Of what is done by one at a time. */
  readonly name: string;
  readonly state: Pick<ConsumerState, 'turn' | 'passTurn'>;
  /** Time that goes on evenly, in milliseconds, from any beginning. */
  readonly elapsed: () => number;
}

/**
 * Of the copies of a process one has the turn, and the others look on. It spares them doing the same again and guards
 * nothing: whoever was taken for gone and goes on does what another one does, and finds out with its next beat.
 */
export class RelayTurn {
  private readonly holder = randomUUID();
  private readonly silences: Silences;
  private held: Turn | null = null;
  private lookedAt = -Infinity;

  constructor(private readonly options: RelayTurnOptions) {
    this.silences = new Silences({ silentAfterMilliseconds: TURN_HELD_MS, elapsed: options.elapsed });
  }

  /**
   * Whether this one has the turn; it takes it where nobody else does. Asked before each piece of the work. Rejects with
   * StorageError.
   */
  async isMine(): Promise<boolean> {
    const isDue = this.options.elapsed() - this.lookedAt >= (this.held === null ? LOOKS_EVERY_MS : BEATS_EVERY_MS);
    if (!isDue) return this.held !== null;
    this.lookedAt = this.options.elapsed();
    if (this.held !== null) return this.pass(this.held);
    const known = await this.options.state.turn(this.options.name);
    return this.isFree(known) && this.pass(known);
  }

  /** Another one may go on at once. Rejects with StorageError; then it goes on when this one was silent for long enough. */
  async giveUp(): Promise<void> {
    const { held } = this;
    this.held = null;
    this.lookedAt = -Infinity;
    if (held !== null) await this.options.state.passTurn(this.options.name, held, null);
  }

  private isFree(known: Turn | null): boolean {
    // Its own where a beat was written and the answer lost.
    if (known === null || known.holder === this.holder) return true;
    return this.silences.isSilent(this.options.name, `${known.holder}/${known.beat}`);
  }

  private async pass(from: Turn | null): Promise<boolean> {
    const next = { holder: this.holder, beat: (from?.beat ?? 0) + 1 };
    this.held = (await this.options.state.passTurn(this.options.name, from, next)) ? next : null;
    return this.held !== null;
  }
}

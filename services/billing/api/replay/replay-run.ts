import { Kopecks } from '#libs/money';
import { OrderFigures } from '../../domain/recalculation-order.events';
import { ReplayQuestion } from './replay.query';

/** An account that a replay would change, or could not charge anew. */
export interface ReplayRunAccount {
  readonly account: string;
  readonly houseId: string;
  readonly lines: number;
  readonly differenceKopecks: Kopecks;
  readonly refused: string | null;
}

/** A replay that goes on by itself. What it has found stands in no log: the same question finds it again. */
export interface ReplayRun {
  readonly runId: string;
  readonly replayId: string;
  readonly question: ReplayQuestion;
  /** `interrupted`: its process ended in the middle. */
  readonly state: 'running' | 'done' | 'failed' | 'interrupted';
  /** Accounts that were gone through, and all of them. */
  readonly done: number;
  readonly total: number;
  /** Lines that would differ, and what all accounts together would be posted. */
  readonly lines: number;
  readonly differenceKopecks: Kopecks;
  readonly accounts: readonly ReplayRunAccount[];
  /** What two people may agree to; null until it is done. */
  readonly figures: OrderFigures | null;
}

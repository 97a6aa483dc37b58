import { defineClient } from '#libs/clients';
import { BillingPeriod, CivilDate } from '#libs/kernel';
import { ParkedAccount } from '../../domain/night-run.events';
import { MeteredPosition } from '../../domain/metered-position.policy';

export type { MeteredPosition, ShownValues } from '../../domain/metered-position.policy';

export const READING_CONTROL_CLIENT = Symbol('READING_CONTROL_CLIENT');

/** What is looked at; everything where nothing is named. */
export interface ControlQuestion {
  readonly house?: string | undefined;
  readonly account?: string | undefined;
  readonly utility?: string | undefined;
}

/** A meter that an account is charged by in the open period, with the names that people know it by. */
export interface ControlledMeter extends Omit<MeteredPosition, 'why'> {
  readonly account: string;
  readonly houseId: string;
  readonly address: string;
  readonly flat: string;
  readonly utilityName: string;
  readonly unit: string;
  /** The rule in words, as residents read it. */
  readonly rule: string;
}

/** An account of which nothing can be computed, and why. */
export interface UncomputedAccount {
  readonly account: string;
  readonly code: string;
  readonly details: ParkedAccount['details'];
}

/** What is found of an account. */
export interface ControlledAccount {
  readonly meters: readonly ControlledMeter[];
  /** Null where it can be computed. */
  readonly uncomputed: UncomputedAccount | null;
}

/** The readings of the open period. */
export interface ReadingControl {
  readonly period: BillingPeriod;
  /** In the order of houses and accounts, computed while they are asked for. */
  readonly accounts: AsyncIterable<ControlledAccount>;
}

/** What readings may be looked at by, and when they are asked for. */
export interface ControlScope {
  readonly houses: readonly {
    readonly houseId: string;
    readonly address: string;
    readonly windowFromDay: number;
    readonly windowToDay: number;
  }[];
  readonly utilities: readonly { readonly utility: string; readonly name: string }[];
  readonly today: CivilDate;
}

/** What the back-office asks about the readings of the open period. In one process a direct call; between processes HTTP. */
export interface ReadingControlClient {
  scope(): Promise<ControlScope>;
  /** Computed now by the rules that bill; writes nothing. Null where no period is open. */
  control(question: ControlQuestion): Promise<ReadingControl | null>;
}

export const readingControlClient = defineClient<ReadingControlClient>()({
  name: 'reading-control',
  token: READING_CONTROL_CLIENT,
  operations: {
    scope: 'ask',
    control: 'headed',
  },
});

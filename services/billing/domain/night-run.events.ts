import { BillingPeriod, CivilDate, DomainEvent } from '#libs/kernel';

/** An account that could not be charged or closed; the night went on without it. */
export interface ParkedAccount {
  readonly account: string;
  readonly period: BillingPeriod;
  /** A close that was refused, or a calculation before it for which something is not known yet. */
  readonly step: 'close' | 'calculate';
  readonly code: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/** A round of the work began; a later round of the same night names the houses that it is about. */
export type NightRunStarted = DomainEvent<
  'NightRunStarted',
  { readonly date: CivilDate; readonly houses: readonly string[] }
>;

/** A worker took a house; its lease is told from later ones by the token. */
export type NightHouseTaken = DomainEvent<
  'NightHouseTaken',
  {
    readonly date: CivilDate;
    readonly houseId: string;
    readonly holder: string;
    /** Grows with every lease of the house in this night: a worker with an older one is fenced off. */
    readonly token: number;
    /** UTC instant after which another worker may take the house. */
    readonly leaseUntil: string;
  }
>;

/** Progress of a house; it renews the lease too. */
export type NightHouseProgressed = DomainEvent<
  'NightHouseProgressed',
  {
    readonly date: CivilDate;
    readonly houseId: string;
    readonly token: number;
    readonly accountsDone: number;
    readonly leaseUntil: string;
  }
>;

export type NightHouseCompleted = DomainEvent<
  'NightHouseCompleted',
  {
    readonly date: CivilDate;
    readonly houseId: string;
    readonly token: number;
    /** Accounts whose charges were calculated anew. */
    readonly calculated: number;
    /** Accounts whose calculation gave the same as before. */
    readonly unchanged: number;
    /** Periods closed. */
    readonly closed: number;
    readonly parked: readonly ParkedAccount[];
    /** What the charges of the house were computed by: a fingerprint of the reference book's charging rules. */
    readonly bookFingerprint: string;
  }
>;

export type NightRunCompleted = DomainEvent<
  'NightRunCompleted',
  { readonly date: CivilDate; readonly calculated: number; readonly closed: number; readonly parked: number }
>;

/**
 * A person wants the calculation of the open period without waiting for the night, of all accounts or of one that was
 * parked. Who it is stands with the event; what it did is told by the houses, as of any night.
 */
export type CalculationAsked = DomainEvent<
  'CalculationAsked',
  { readonly date: CivilDate; readonly period: BillingPeriod; readonly account: string | null }
>;

/** A night, stream `billing_night_run-<date>`: the houses it is about, and its end. */
export type NightRunEvent = NightRunStarted | NightRunCompleted | CalculationAsked;

/** A house of a night, stream `billing_night_house-<date>_<house>`: who has it, and what was done. */
export type NightHouseEvent = NightHouseTaken | NightHouseProgressed | NightHouseCompleted;

/** What the stream of a night may hold: in earlier logs its houses are told there too. */
export type NightEvent = NightRunEvent | NightHouseEvent;

export const NIGHT_RUN_EVENT_TYPES: readonly NightRunEvent['type'][] = [
  'NightRunStarted',
  'NightRunCompleted',
  'CalculationAsked',
];

export const NIGHT_HOUSE_EVENT_TYPES: readonly NightHouseEvent['type'][] = [
  'NightHouseTaken',
  'NightHouseProgressed',
  'NightHouseCompleted',
];

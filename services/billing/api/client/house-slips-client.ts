import { defineClient } from '#libs/clients';
import type { Writable } from 'node:stream';
import { BillingPeriod } from '#libs/kernel';

export const HOUSE_SLIPS_CLIENT = Symbol('HOUSE_SLIPS_CLIENT');

/** A house in the latest closed period. */
export interface HouseSlips {
  readonly houseId: string;
  readonly address: string;
  /** Accounts that have closed the period, and those whose slip is issued. */
  readonly closed: number;
  readonly issued: number;
}

export interface SlipsOfPeriod {
  readonly period: BillingPeriod;
  readonly houses: readonly HouseSlips[];
}

/** What the back-office asks about the slips of houses. In one process a direct call; between processes HTTP. */
export interface HouseSlipsClient {
  /** The latest period that any account has closed; null before the first. */
  latest(): Promise<SlipsOfPeriod | null>;
  /**
   * Writes every slip of a house as one PDF, without access codes, and ends the stream; slips that are not there yet are
   * issued in the name of `actor`. Throws BILLING_UNKNOWN_HOUSE and BILLING_SLIP_HOUSE_NOT_CLOSED before a byte is written.
   */
  print(
    run: { readonly houseId: string; readonly period: BillingPeriod; readonly actor: string },
    output: Writable,
  ): Promise<void>;
}

export const houseSlipsClient = defineClient<HouseSlipsClient>()({
  name: 'house-slips',
  token: HOUSE_SLIPS_CLIENT,
  operations: {
    latest: 'ask',
    print: 'write',
  },
});

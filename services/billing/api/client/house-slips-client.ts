import { defineClient, long } from '#libs/clients';
import type { Writable } from 'node:stream';
import { BillingPeriod } from '#libs/kernel';
import { PrintedAccess } from '../slips/printed-slip';

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

export interface ClosedAccounts {
  readonly period: BillingPeriod;
  readonly accounts: readonly string[];
}

export interface SlipsOfAccounts extends ClosedAccounts {
  /** Slips that are not there yet are issued in this name. */
  readonly actor: string;
}

export interface PaperSlipsRun extends SlipsOfAccounts {
  /** For each of the accounts. */
  readonly access: ReadonlyMap<string, PrintedAccess>;
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
  /** Those of the accounts that have closed the latest closed period, house by house; null before the first. */
  closed(accounts: readonly string[]): Promise<ClosedAccounts | null>;
  /** Issues slips that are not there yet. Told again it changes nothing. Throws BILLING_SLIP_PERIOD_NOT_CLOSED. */
  issue(run: SlipsOfAccounts): Promise<void>;
  /**
   * As `print`, the slips of single accounts in this order, each with what opens its cabinet. They are issued before: what
   * fails while they are drawn ends the output, and the codes are opened by then.
   */
  printPaper(run: PaperSlipsRun, output: Writable): Promise<void>;
}

export const houseSlipsClient = defineClient<HouseSlipsClient>()({
  name: 'house-slips',
  token: HOUSE_SLIPS_CLIENT,
  operations: {
    latest: 'ask',
    print: 'write',
    closed: 'ask',
    issue: long('ask'),
    printPaper: 'write',
  },
});

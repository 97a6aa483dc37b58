import { Inject, Injectable } from '@nestjs/common';
import type { Writable } from 'node:stream';
import { BillingPeriod, RejectedError, Rejection } from '#libs/kernel';
import { CommandOrigin } from '#libs/platform';
import { HOUSE_SLIPS_CLIENT, HouseSlipsClient } from '#services/billing/api/client';
import { CODES_CLIENT, CodesClient } from '#services/identity/api/client';
import { Officer } from './officer';

/** Which slips a print run can go on. */
export interface SlipsOfRun {
  readonly period: BillingPeriod;
  readonly accounts: readonly string[];
  /** Codes of the run whose account has no slip of that month: they stay as they are for another run. */
  readonly without: number;
}

/**
 * Slips for paper, each with the login and the code of its account: identity opens what a print run is for, billing draws
 * it, and here it is kept no longer than it takes.
 */
@Injectable()
export class PaperSlips {
  constructor(
    @Inject(CODES_CLIENT) private readonly codes: CodesClient,
    @Inject(HOUSE_SLIPS_CLIENT) private readonly slips: HouseSlipsClient,
  ) {}

  /** Null where none of its accounts has a slip. Throws IDENTITY_UNKNOWN_PRINT_RUN, IDENTITY_PRINT_RUN_LAPSED. */
  async of({ sessionToken }: Officer, runId: string): Promise<SlipsOfRun | null> {
    const accounts = await this.codes.accountsOf(sessionToken, runId);
    const closed = await this.slips.closed(accounts);
    if (closed === null || closed.accounts.length === 0) return null;
    return { ...closed, without: accounts.length - closed.accounts.length };
  }

  /**
   * Spends the link and writes the slips as one PDF, house by house; those that are not there yet are issued.
   * Throws what `of` throws, BACK_OFFICE_NO_SLIPS_FOR_CODES, what billing refuses to issue and IDENTITY_PRINT_LINK_SPENT
   * before a byte is written.
   */
  async print(
    officer: Officer,
    { runId, link }: { readonly runId: string; readonly link: string },
    origin: CommandOrigin,
    output: Writable,
  ): Promise<void> {
    const found = await this.of(officer, runId);
    if (found === null) throw new RejectedError(new Rejection('BACK_OFFICE_NO_SLIPS_FOR_CODES'));
    const { period } = found;
    const { actor } = origin;
    // What may be refused comes before the codes are opened: they count as printed then.
    await this.slips.issue({ period, accounts: found.accounts, actor });
    const access = await this.codes.open(officer.sessionToken, { runId, link }, found.accounts, origin);
    const accounts = found.accounts.filter((account) => access.has(account));
    await this.slips.printPaper({ period, accounts, actor, access }, output);
  }
}

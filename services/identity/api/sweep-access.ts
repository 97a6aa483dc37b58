import { Inject, Injectable } from '@nestjs/common';
import { CodePrints, KeptCode } from '#libs/code-vault';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { EventStore } from '#libs/event-store';
import {
  ACCESS_RECORDS,
  CLOCK,
  CODE_PRINTS,
  EVENT_STORE,
  HeldTurn,
  LEASE_HOLDERS,
  LeaseHolders,
  PROJECTOR,
  READ_MODELS,
  SharedTurns,
} from '#libs/platform';
import { Projection, Projector, ReadModels } from '#libs/read-models';
import { credentials } from '../projections/credentials.projection';
import { staffMembers } from '../projections/staff-members.projection';
import { staffIdOf } from './staff/staff-secrets';

/** A code is put before its event: what is younger may be on its way. */
const ON_ITS_WAY_MILLISECONDS = 60 * 60_000;

/** So long is waited for the read model; the next night tries again. */
const FOLLOWED_WITHIN_MILLISECONDS = 60_000;

/** So many codes are looked at together: a million of them takes as little memory as a thousand. */
const CODES_AT_ONCE = 1_000;

export interface SweptAccess {
  readonly codes: number;
  readonly records: number;
}

/** Deletes what nobody refers to: codes whose event never came, sessions and counters that have expired. */
@Injectable()
export class SweepAccess {
  private readonly turns: SharedTurns;

  constructor(
    @Inject(CODE_PRINTS) private readonly vault: CodePrints,
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LEASE_HOLDERS) holders: LeaseHolders,
  ) {
    this.turns = new SharedTurns({ name: 'stray-codes', records, holders, clock });
  }

  /**
   * How many codes and records were deleted. Throws Error where the read models of credentials and staff have not followed
   * the log: by an old one, codes in force would seem to be nobody's, and what is deleted is gone. Throws TurnGivenUpError
   * where the signal ends the wait for the copies of the process that sweep before, or the work itself.
   */
  sweep(signal?: AbortSignal): Promise<SweptAccess> {
    return this.turns.within('alone', (turn) => this.sweepInTurn(turn), signal);
  }

  private async sweepInTurn(turn: HeldTurn): Promise<SweptAccess> {
    const now = this.clock.now();
    const settled = new Date(Date.parse(now) - ON_ITS_WAY_MILLISECONDS).toISOString();
    const head = await this.store.head();
    for (const projection of [credentials, staffMembers] as readonly Projection[]) {
      const { stale } = await this.projector.waitFor(projection, head, FOLLOWED_WITHIN_MILLISECONDS);
      if (stale) throw new Error(`The read model ${projection.name} is behind the log: no code is deleted by it`);
    }
    let codes = 0;
    let after: string | null = null;
    for (;;) {
      const page: readonly KeptCode[] = await this.vault.putBefore(settled, { after, limit: CODES_AT_ONCE });
      const strays = await this.straysAmong(page);
      if (strays.length > 0) await this.vault.remove(strays);
      codes += strays.length;
      after = page.at(-1)?.codeId ?? null;
      if (after === null || page.length < CODES_AT_ONCE) break;
      // Throws where the process is to end. Whoever has lost the turn may go on: twice nothing more is deleted than once.
      await turn.isHeld();
    }
    return { codes, records: await this.records.sweep(now) };
  }

  /** Those that are not in force: neither the code of the account that they were put for, nor the password of the member of staff. */
  private async straysAmong(page: readonly KeptCode[]): Promise<readonly string[]> {
    const owners = page.map(({ account }) => account);
    const staffIds = owners.flatMap((owner) => staffIdOf(owner) ?? []);
    const accounts = owners.filter((owner) => staffIdOf(owner) === null);
    const cards = await this.readModels.getMany(credentials, [...new Set(accounts)]);
    const members = await this.readModels.getMany(staffMembers, [...new Set(staffIds)]);
    const inForce = new Set<string | null>();
    for (const { document } of cards.values()) if (document.state === 'issued') inForce.add(document.codeId);
    for (const { document } of members.values()) inForce.add(document.passwordId);
    return page.map(({ codeId }) => codeId).filter((codeId) => !inForce.has(codeId));
  }
}

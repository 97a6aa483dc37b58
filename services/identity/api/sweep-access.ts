import { Inject, Injectable } from '@nestjs/common';
import { CodePrints } from '#libs/code-vault';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { EventStore } from '#libs/event-store';
import { ACCESS_RECORDS, CLOCK, CODE_PRINTS, EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projection, Projector, ReadModels } from '#libs/read-models';
import { credentials } from '../projections/credentials.projection';
import { staffMembers } from '../projections/staff-members.projection';

/** A code is put before its event: what is younger may be on its way. */
const ON_ITS_WAY_MILLISECONDS = 60 * 60_000;

/** So long is waited for the read model; the next night tries again. */
const FOLLOWED_WITHIN_MILLISECONDS = 60_000;

/** Deletes what nobody refers to: codes whose event never came, sessions and counters that have expired. */
@Injectable()
export class SweepAccess {
  constructor(
    @Inject(CODE_PRINTS) private readonly vault: CodePrints,
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * How many codes and records were deleted. Throws Error where the read models of credentials and staff have not followed
   * the log: by an old one, codes in force would seem to be nobody's, and what is deleted is gone.
   */
  async sweep(): Promise<{ readonly codes: number; readonly records: number }> {
    const now = this.clock.now();
    const settled = new Date(Date.parse(now) - ON_ITS_WAY_MILLISECONDS).toISOString();
    const head = await this.store.head();
    for (const projection of [credentials, staffMembers] as readonly Projection[]) {
      const { stale } = await this.projector.waitFor(projection, head, FOLLOWED_WITHIN_MILLISECONDS);
      if (stale) throw new Error(`The read model ${projection.name} is behind the log: no code is deleted by it`);
    }
    const inForce = new Set<string>();
    for (const { document } of await this.readModels.find(credentials, { where: { state: 'issued' } })) {
      if (document.codeId !== null) inForce.add(document.codeId);
    }
    for (const { document } of await this.readModels.find(staffMembers, { where: { has_password: 1 } })) {
      if (document.passwordId !== null) inForce.add(document.passwordId);
    }
    const strays = (await this.vault.idsPutBefore(settled)).filter((codeId) => !inForce.has(codeId));
    await this.vault.remove(strays);
    return { codes: strays.length, records: await this.records.sweep(now) };
  }
}

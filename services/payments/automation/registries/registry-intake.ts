import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as breathe } from 'node:timers/promises';
import { CommandHandler, EventStore } from '#libs/event-store';
import { CivilDate, Clock, RejectedError, Rejection } from '#libs/kernel';
import { PersonVault } from '#libs/person-vault';
import { CLOCK, COMMAND_HANDLER, EVENT_STORE, PERSON_VAULT, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { PaymentState } from '../../domain/payment.state';
import { NO_SUMS, withLines } from '../../domain/registries/outcome-sums.policy';
import { ProfileVersion } from '../../domain/registries/profile-in-force.policy';
import {
  AcceptedRegistry,
  CHECK_LINES_TOLD,
  CHECK_ORDINARY_LINES_TOLD,
  IntakeCause,
  RegistryCheck,
  RegistryFile,
} from '../../domain/registries/registry-check';
import { RecordedLine } from '../../domain/registries/registry.events';
import { recipients } from '../../projections/recipients.projection';
import { profileOn } from '../../projections/registries/registry-profiles.query';
import { judgeChunk, recordChunk, surroundingsOf } from './registry-chunks';
import { inspectRegistry, paymentsInChunks } from './read-registry';
import { KnownRegistry, readRegistry, stateToRegistry } from './registry-state';

/** Lines that one commit takes: after a kill so many are stated again. */
const LINES_A_CHUNK = 500;
export type OnProgress = (recorded: number, payments: number) => void;

/** Takes files of banks: looks at one without effect, or records it line by line, from where it was left. */
@Injectable()
export class RegistryIntake {
  constructor(
    @Inject(COMMAND_HANDLER) readonly commands: CommandHandler,
    @Inject(EVENT_STORE) readonly store: EventStore,
    @Inject(READ_MODELS) readonly readModels: ReadModels,
    @Inject(PERSON_VAULT) readonly vault: PersonVault,
    @Inject(CLOCK) readonly clock: Clock,
  ) {}

  /** What would happen; nothing is written. Throws RejectedError PAYMENTS_UNKNOWN_REGISTRY_PROFILE. */
  async check({ bytes, profileId }: RegistryFile, onProgress: OnProgress = noProgress): Promise<RegistryCheck> {
    const today = this.clock.today();
    const version = await this.profileOf(profileId, today);
    const { registryId, fileHash, totals, faults } = await inspectRegistry(
      bytes,
      version.profile,
      today,
      await companyAccounts(this),
    );
    const { state } = await readRegistry(this, registryId);
    const taken = state.status === 'unknown' ? null : state.status;
    const about = { registryId, fileHash, profileId, profileFrom: version.from, totals, faults, taken };
    let sums = NO_SUMS;
    const [told, ordinary]: [RecordedLine[], RecordedLine[]] = [[], []];
    if (faults.count > 0) return { ...about, sums, lines: told, more: false, ordinary };
    let more = false;
    let done = 0;
    const states = new Map<string, PaymentState>();
    for (const chunk of paymentsInChunks(bytes, version.profile, today, LINES_A_CHUNK)) {
      const surroundings = await surroundingsOf(this, chunk, { registryId, profile: version.profile });
      const lines = await judgeChunk(this, chunk, surroundings, states);
      sums = withLines(sums, lines);
      const remarkable = lines.filter(isRemarkable);
      told.push(...remarkable.slice(0, CHECK_LINES_TOLD - told.length));
      const left = CHECK_ORDINARY_LINES_TOLD - ordinary.length;
      if (left > 0) ordinary.push(...lines.filter((line) => !isRemarkable(line)).slice(0, left));
      more ||= told.length === CHECK_LINES_TOLD && remarkable.length > 0;
      done += chunk.length;
      onProgress(done, totals.payments);
      // Others of the process have their turn between any two chunks.
      await breathe();
    }
    return { ...about, sums, lines: told, more, ordinary };
  }

  /**
   * Notes that a file is taken. Its lines are recorded by `record`; a file that was taken before is told with what became
   * of it. Throws RejectedError: PAYMENTS_REGISTRY_REFUSED with the first fault, PAYMENTS_REGISTRY_OTHER_PROFILE,
   * PAYMENTS_UNKNOWN_REGISTRY_PROFILE.
   */
  async take({ bytes, profileId, fileName }: RegistryFile, { actor }: IntakeCause): Promise<AcceptedRegistry> {
    const acceptedOn = this.clock.today();
    const { profile, from } = await this.profileOf(profileId, acceptedOn);
    const { registryId, fileHash, totals, faults } = await inspectRegistry(
      bytes,
      profile,
      acceptedOn,
      await companyAccounts(this),
    );
    const [first] = faults.told;
    if (first !== undefined) {
      const details = { faults: faults.count, code: first.code, line: first.details['line'] ?? null };
      throw new RejectedError(new Rejection('PAYMENTS_REGISTRY_REFUSED', details));
    }
    const before = await readRegistry(this, registryId);
    const taken = await stateToRegistry(this, before, {
      commandId: `registry:${registryId}:${profileId}`,
      command: {
        kind: 'ReceiveRegistry',
        ...{ registryId, fileHash, fileName, profileId, profileFrom: from, totals, acceptedOn },
      },
      // The same file on another day, or under another name, is the same file.
      input: { fileHash, profileId },
      actor,
    });
    return standOf(taken, before.state.status === 'reconciled');
  }

  /**
   * Records the lines of a file that was taken, from where it was left, to the end. Stopped at any moment and begun again
   * it adds what is missing: every line has a command of its own, whose answer is the same for ever.
   * Throws RejectedError: PAYMENTS_UNKNOWN_REGISTRY, PAYMENTS_REGISTRY_OTHER_FILE.
   */
  async record(
    bytes: Uint8Array,
    registryId: string,
    { actor }: IntakeCause,
    onProgress: OnProgress = noProgress,
  ): Promise<AcceptedRegistry> {
    let known = await readRegistry(this, registryId);
    if (known.state.status === 'unknown') {
      throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_REGISTRY', { registryId }));
    }
    const repeated = known.state.status === 'reconciled';
    const { received } = known.state;
    const { profile } = await this.profileOf(received.profileId, received.profileFrom);
    const inspected = await inspectRegistry(bytes, profile, received.acceptedOn, null);
    if (inspected.fileHash !== received.fileHash) {
      throw new RejectedError(new Rejection('PAYMENTS_REGISTRY_OTHER_FILE', { registryId }));
    }
    const seen = new Set<string>();
    let after = 0;
    for (const chunk of paymentsInChunks(bytes, profile, received.acceptedOn, LINES_A_CHUNK)) {
      const recorded = 'recorded' in known.state ? known.state.recorded : 0;
      if (after + chunk.length > recorded) {
        const surroundings = await surroundingsOf(this, chunk, { registryId, profile });
        const lines = await recordChunk(this, chunk, surroundings, { actor, seen });
        known = await stateToRegistry(this, known, {
          commandId: `registry:${registryId}:after:${after}`,
          command: { kind: 'RecordRegistryLines', registryId, after, lines, today: this.clock.today() },
          input: { registryId, after },
          actor,
        });
      }
      for (const { paymentId, conflictId } of chunk) seen.add(paymentId).add(conflictId);
      after += chunk.length;
      onProgress(after, received.totals.payments);
      await breathe();
    }
    return standOf(known, repeated);
  }

  private async profileOf(profileId: string, on: CivilDate): Promise<ProfileVersion> {
    const version = await profileOn(this.readModels, profileId, on);
    if (version === null) throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_REGISTRY_PROFILE', { profileId }));
    return version;
  }
}

function isRemarkable({ outcome, note }: RecordedLine): boolean {
  return outcome !== 'received' || note !== null;
}

async function companyAccounts({ readModels }: Pick<RegistryIntake, 'readModels'>): Promise<ReadonlySet<string>> {
  const rows = await readModels.find(recipients, {});
  return new Set(rows.map(({ document }) => document.bankAccount));
}

function standOf({ state, position }: KnownRegistry, repeated: boolean): AcceptedRegistry {
  if (state.status === 'unknown') throw new Error('A registry that was just taken is unknown');
  const { received, recorded, sums, status } = state;
  const { registryId, totals } = received;
  return { registryId, status, totals, recorded, sums, position, repeated };
}

function noProgress(): void {
  // Nobody watches.
}
